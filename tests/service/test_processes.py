"""What a process gives back."""

from __future__ import annotations

import mmap
import re
import sys
from pathlib import Path

import pytest

from service.processes import release_mapped

_SIZE = 1 << 22


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system tells no places")
def test_what_was_read_of_a_mapped_file_needs_no_memory_and_can_be_read_again(
    tmp_path: Path,
) -> None:
    file = tmp_path / "weights of a model.bin"
    file.write_bytes(b"x" * _SIZE)
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as read:
        assert read[:] == b"x" * _SIZE
        assert _resident_kib(file) == _SIZE >> 10
        release_mapped(tmp_path / "another folder")
        assert _resident_kib(file) == _SIZE >> 10
        release_mapped(tmp_path)
        assert _resident_kib(file) == 0
        assert read[:] == b"x" * _SIZE


def _resident_kib(file: Path) -> int:
    """How much of a file that this process maps is in its memory."""
    maps = Path("/proc/self/smaps").read_text(encoding="utf-8")
    found = re.search(rf"{re.escape(str(file))}\n(?:.*\n)*?Rss: +(\d+) kB", maps)
    assert found
    return int(found[1])

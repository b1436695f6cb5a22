"""A table that is there already: not replaced unasked, and compared with what is made anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from service.errors import ReadError, WriteError
from service.readers.tables import read_table
from service.writers.cells import unguarded

_PIECE = 1 << 20
_MOST_TOLD = 5


@contextmanager
def as_before(output: Path, names: Collection[str | None]) -> Iterator[IO[bytes]]:
    """Open a file that must become what the output is already, which stays.

    Args:
        output: The table that is there.
        names: Of the inputs that have rows now; looked at when the block is over.

    Raises:
        WriteError: If it became another.
    """
    with TemporaryFile() as stream:
        yield stream
        stream.seek(0)
        with output.open("rb") as before:
            pieces = iter(lambda: (stream.read(_PIECE), before.read(_PIECE)), (b"", b""))
            if any(now != then for now, then in pieces):
                raise _would_lose(output, names) or would_replace(output)


def _would_lose(output: Path, names: Collection[str | None]) -> WriteError | None:
    """What to say where inputs with rows in the table are not given any more; None if all are."""
    with suppress(ReadError):  # what is no table of ours lacks nothing that we know of
        ids = (row.cells.get("issue_id") or row.cells.get("id") for row in read_table(output))
        found = dict.fromkeys(unguarded(str(name)) for name in ids if name is not None)
        gone = [name for name in found if name not in names]
        if gone:
            more = f"等 {len(gone)} 个" if len(gone) > _MOST_TOLD else ""
            told = "、".join(gone[:_MOST_TOLD])
            return WriteError(
                f"{output}: 已经有了，里面有 {told}{more} 的行，而这次的输入里没有；"
                "请放回去，或加 --overwrite（这些行就没有了），或换一个输出文件 "
                "(it holds rows of inputs that are missing now: put them back, or --overwrite "
                "drops their rows, or name another output)"
            )
    return None


def would_replace(output: Path) -> WriteError:
    """The error where another table is there that nobody said to replace."""
    return WriteError(
        f"{output}: 已经有了，不悄悄换掉；请加 --overwrite 换掉它，或换一个输出文件 "
        "(there is another one already: --overwrite replaces it, or name another output)"
    )

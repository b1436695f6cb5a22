"""How a process that works for another one ends."""

from __future__ import annotations

import ctypes
import mmap
import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing import parent_process
from pathlib import Path

_MEBIBYTE = 1 << 20
_ARENA_MAX, _ARENAS = -8, 2  # M_ARENA_MAX of <malloc.h>


def serve_parent() -> None:
    """Leave Ctrl+C to the parent of this process, and end when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def limit_memory(mebibytes: int) -> None:
    """Let this process take so much more memory than it has, where the system can be told so.

    What would take more fails by `MemoryError`, or the process dies.
    """
    if sys.platform == "win32":
        return
    import resource

    pages = Path("/proc/self/statm")
    taken = int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else 0
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = taken + mebibytes * _MEBIBYTE
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def share_free_memory() -> None:
    """Let threads take memory from where others gave it back, with the allocator of glibc.

    It gives each thread that allocates at once an arena of its own, up to eight a core, and each
    of them keeps what its largest work ever took.
    """
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):  # another allocator has no such arenas
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)


def release_mapped(folder: Path) -> None:
    """Give back the memory in which this process has read files of a folder that it maps.

    The system reads again what is still needed. Where it cannot be told so, nothing happens.
    """
    maps = Path("/proc/self/maps")
    if not maps.exists():
        return
    for line in maps.read_text(encoding="utf-8", errors="replace").splitlines():
        place, access, *_, path = line.split(maxsplit=5)
        if access == "r--s" and folder.resolve() in Path(path).parents:
            start, end = (int(number, 16) for number in place.split("-"))
            size = ctypes.c_size_t(end - start)
            ctypes.CDLL(None).madvise(ctypes.c_void_p(start), size, mmap.MADV_DONTNEED)

"""A store opened for one command, which leaves none behind that it made and could not use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from service.errors import DigestError
from service.store.mark import beside
from service.store.place import find_place
from service.store.store import Store

_ENDINGS = ("", "-wal", "-shm", "-journal", "-mark")


@contextmanager
def opened(named: str | Path | None, *, create: bool) -> Iterator[Store]:
    """Open a store; where it was made for this and the block fails, it is gone again.

    What holds a row stays, and so does any file that was there before.

    Args:
        named: As `Store.open` takes it.
        create: Make it where there is none.

    Raises:
        StoreError: As `Store.open`.
    """
    file = find_place(named).file
    files = [beside(file, ending) for ending in _ENDINGS] if file else []
    is_ours = not any(each.exists() for each in files)
    folders = [each for each in (file.parents if file else ()) if not each.exists()]
    try:
        with Store.open(named, create=create) as store:
            try:
                yield store
            except BaseException:
                is_ours = is_ours and _is_empty(store)
                raise
    except BaseException:
        for each in files if is_ours else ():
            with suppress(OSError):  # it was never made, nor could it be
                each.unlink()
        for folder in folders if is_ours else ():
            with suppress(OSError):  # somebody else has put something there
                folder.rmdir()
        raise


def _is_empty(store: Store) -> bool:
    try:
        return not any(n for name, n in store.stats().items() if name != "size_bytes")
    except DigestError:
        return False

"""The list of what failed and why, beside the table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from service.console import tell
from service.files import clear_leftovers, companion, write_file

_COLUMNS = ("input", "error")
_HEAD = b"\xef\xbb\xbf" + ",".join(_COLUMNS).encode() + b"\r\n"


def list_failures(output: Path, failures: Sequence[tuple[str, str]]) -> None:
    """Write `OUTPUT.failures.csv`; without failures a list of an earlier run goes away.

    A file of that name that no batch wrote stays as it is, and a remark says so.
    """
    listing = companion(output, "{}.failures.csv")
    if not _is_free(listing):
        if failures:
            tell(
                f"baozhai: {listing}: 是别的文件，没有动它；失败的输入见表中 error 一列 "
                "(somebody else's file, left alone: see the column error)"
            )
        return
    clear_leftovers(listing)
    if not failures:
        listing.unlink(missing_ok=True)
        return
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_COLUMNS, *failures])
    write_file(listing, text.getvalue().encode("utf-8-sig"))


def _is_free(listing: Path) -> bool:
    """Whether there is no such file, or one that a batch wrote."""
    if listing.is_symlink():
        return False
    if not listing.exists():
        return True
    with suppress(OSError):
        if listing.is_file():
            with listing.open("rb") as stream:
                return stream.read(len(_HEAD)) == _HEAD
    return False

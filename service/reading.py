"""Files read within limits, so that none keeps the others from being read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from multiprocessing import current_process
from pathlib import Path

from service.apart import Bounds, Worker
from service.config import LimitsConfig, told_setting
from service.datamodels import Issue
from service.errors import ReadError
from service.readers import is_plain, issue_from_files, read_files
from service.readers.content import printable_name
from service.readers.tables import Row, read_table

READING_SETTING = "limits.reading"

Files = Sequence[tuple[str, bytes]]


def read_within(
    paths: Sequence[str | Path], limits: LimitsConfig, *, issue_id: str | None = None
) -> Issue:
    """Read files as the pages of one issue, as `read_issue` does.

    Plain text is read at once; all else in a process that is kept for the next files and ended
    when it takes more time or memory than it may.

    Args:
        paths: The files in the order of their pages; `-` is standard input.
        limits: What they may take.
        issue_id: Its name; None takes the stem of the first file.

    Raises:
        ReadError: If a file cannot be read or takes more than it may; the message names the
            setting.
    """
    return issue_within(read_files(paths, limits), limits, issue_id=issue_id)


def issue_within(files: Files, limits: LimitsConfig, *, issue_id: str | None = None) -> Issue:
    """Make one issue of files whose content is at hand, as `read_within` does.

    Raises:
        ReadError: As `read_within`.
    """
    if all(is_plain(raw) for _, raw in files):
        return read_given((files, issue_id, limits))
    return _worker(limits).run(
        read_given, (files, issue_id, limits), "、".join(name for name, _ in files)
    )


def read_given(given: tuple[Files, str | None, LimitsConfig]) -> Issue:
    """The issue of files at hand, in this process.

    Raises:
        ReadError: If one cannot be read, or all together hold too much text.
    """
    files, issue_id, limits = given
    issue = issue_from_files(files, issue_id=issue_id)
    check_length(issue, limits)
    return issue


def read_rows(
    path: str | Path,
    required: Sequence[str] = (),
    limits: LimitsConfig | None = None,
    name: str | None = None,
) -> Iterator[Row]:
    """Read the rows of a table, as `read_table` does; a workbook within limits, as it is unpacked.

    Args:
        path: The table.
        required: Columns that its head must have.
        limits: What a workbook may take; None for those that are usual.
        name: What messages call it; None takes the path.

    Raises:
        ReadError: As `read_table`, or if it takes more than it may.
    """
    # A process that ends with another may start none, and is within limits itself.
    if Path(path).suffix.lower() != ".xlsx" or current_process().daemon:
        yield from read_table(path, required, name)
        return
    given = (Path(path).absolute(), name or printable_name(str(path)), tuple(required))
    yield from _worker(limits or LimitsConfig()).run(_rows_of, given, given[1])


def _rows_of(given: tuple[Path, str, Sequence[str]]) -> list[Row]:
    path, name, required = given
    return list(read_table(path, required, name))


def check_length(issue: Issue, limits: LimitsConfig) -> None:
    """Refuse more text than an issue may have, or more lines.

    Raises:
        ReadError: If it has more.
    """
    for found, unit, most, setting in (
        (len(issue.text), "字", limits.issue_characters, "limits.issue_characters"),
        (len(issue.text.splitlines()), "行", limits.issue_lines, "limits.issue_lines"),
    ):
        if found > most:
            raise ReadError(
                f"{issue.issue_id}: 有 {found} {unit}，一期至多 {most} {unit}"
                f"{told_setting(setting)}；请按期或按版拆开 "
                "(more text than an issue may have: part it by issues or pages)"
            )


@lru_cache(maxsize=1)
def _worker(limits: LimitsConfig) -> Worker:
    return Worker(Bounds(limits.reading_s, limits.reading_mebibytes, READING_SETTING))

"""Files to one issue."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence, Set
from pathlib import Path

from service.datamodels import Issue, Page
from service.errors import ReadError
from service.readers.base import PageText
from service.readers.formats import extract_pages

PAGE_BREAK = "\n\f\n"
STDIN = "-"


def read_issue(paths: Sequence[str | Path], *, issue_id: str | None = None) -> Issue:
    """Read files as the pages of one issue.

    Args:
        paths: The files in the order of their pages; `-` is standard input,
            and so is an empty sequence.
        issue_id: Its name; None takes the stem of the first file, `stdin` for
            standard input.

    Returns:
        The issue. Its text is that of the pages joined by a line with a form
        feed, newlines as they stood; `pages` says where each begins and ends,
        in code points, and `warnings` which of them could not be read whole.
        The index of an e-paper gives only titles that no other page prints.

    Raises:
        ReadError: If a file cannot be opened or is no text, or if all of them
            together hold nothing but white space.
    """
    sources = [str(path) for path in paths] or [STDIN]
    pieces: list[str] = []
    pages: list[Page] = []
    warnings: list[str] = []
    offset = 0
    read = [(source, page) for source in sources for page in _pages_of(source)]
    printed = {_bare(line) for _, page in read if not page.is_index for line in _lines(page)}
    for source, page in read:
        piece = _without(printed, page) if page.is_index else page.text
        end = offset + len(piece)
        pages.append(Page(printable_name(_name(source)), page.number, offset, end))
        pieces.append(piece)
        warnings += [page.warning] if page.warning else []
        offset = end + len(PAGE_BREAK)
    text = PAGE_BREAK.join(pieces)
    if not text.strip():
        raise ReadError(
            f"{'、'.join(printable_name(source) for source in sources)}: 没有文字，只有空白；"
            "请确认文件内容 (no text in it, only white space)"
        )
    name = issue_id or default_issue_id(sources[0])
    return Issue(name, text, tuple(pages), tuple(warnings))


def default_issue_id(source: str | Path) -> str:
    """The name of an issue whose first file is `source`."""
    return printable_name(Path(_name(str(source))).stem)


def printable_name(name: str) -> str:
    """A file name fit for UTF-8, whatever bytes the file system allowed in it."""
    return os.fsencode(name).decode("utf-8", errors="replace")


def _pages_of(source: str) -> tuple[PageText, ...]:
    if source == STDIN:
        return extract_pages(sys.stdin.buffer.read(), "标准输入 (standard input)")
    path = Path(source)
    if path.is_dir():
        raise ReadError(
            f"{printable_name(source)}: 是文件夹；digest 请逐个给出文件，"
            "batch --by-folder 则要求里面有可读的文件 (a folder, where a file is wanted)"
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ReadError(
            f"{printable_name(source)}: 打不开：{error.strerror}；请检查路径与权限 "
            "(cannot be opened; check path and permissions)"
        ) from error
    return extract_pages(raw, printable_name(source))


def _without(printed: Set[str], index: PageText) -> str:
    """The lines of an index that stand on no other page, a blank line between."""
    return "\n\n".join(line for line in _lines(index) if _bare(line) not in printed)


def _lines(page: PageText) -> list[str]:
    return [line for line in page.text.splitlines() if line]


def _bare(line: str) -> str:
    return "".join(line.split())


def _name(source: str) -> str:
    return "stdin" if source == STDIN else Path(source).name

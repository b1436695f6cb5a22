"""Files to one issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from pathlib import Path

from service.config import LimitsConfig
from service.datamodels import Issue, Page
from service.errors import ReadError
from service.readers.base import PageText
from service.readers.content import STDIN, printable_name, read_content
from service.readers.excerpts import excerpt
from service.readers.formats import extract_pages

PAGE_BREAK = "\n\f\n"


def read_issue(paths: Sequence[str | Path], *, issue_id: str | None = None) -> Issue:
    """Read files as the pages of one issue, in this process and whatever they take.

    `service.reading` does the same within limits.

    Args:
        paths: The files in the order of their pages; `-` is standard input,
            and so is an empty sequence.
        issue_id: Its name; None takes the stem of the first file, `stdin` for
            standard input.

    Returns:
        The issue, as `issue_from_files` makes it.

    Raises:
        ReadError: If a file cannot be opened, or as `issue_from_files` says.
    """
    return issue_from_files(read_files(paths), issue_id=issue_id)


def read_files(
    paths: Sequence[str | Path], limits: LimitsConfig | None = None
) -> list[tuple[str, bytes]]:
    """The name and the content of files; those of standard input where none are given.

    Args:
        paths: As for `read_issue`.
        limits: How large a file may be; None takes the usual ones.

    Raises:
        ReadError: As `read_content` does.
    """
    limits = limits or LimitsConfig()
    sources = [str(path) for path in paths] or [STDIN]
    return [(source, read_content(source, _label(source), limits)) for source in sources]


def issue_from_files(files: Sequence[tuple[str, bytes]], *, issue_id: str | None = None) -> Issue:
    """Make one issue of files whose content is at hand.

    Args:
        files: Name or path, and content, in the order of the pages; at least one.
            Names serve for messages and for the issue, never to tell formats by.
        issue_id: Its name; None takes the stem of the first file.

    Returns:
        The issue. Its text is that of the pages joined by a line with a form
        feed, newlines as they stood; `pages` says where each begins and ends,
        in code points, and `warnings` what of them could not be read.
        The index of an e-paper gives only titles that no other page prints.

    Raises:
        ReadError: If a file is no text, or if all of them together hold nothing
            but white space.
        ValueError: If there are no files.
    """
    if not files:
        raise ValueError("an issue is made of at least one file; none were given")
    read = [(name, page) for name, raw in files for page in extract_pages(raw, _label(name))]
    printed = {_bare(line) for _, page in read if not page.is_index for line in _lines(page)}
    pieces: list[str] = []
    pages: list[Page] = []
    offset = 0
    for name, page in read:
        piece = _without(printed, page) if page.is_index else page.text
        end = offset + len(piece)
        pages.append(Page(printable_name(_name(name)), page.number, offset, end))
        pieces.append(piece)
        offset = end + len(PAGE_BREAK)
    text = PAGE_BREAK.join(pieces)
    warnings = (*(warning for _, page in read for warning in page.warnings), *_left_out(read))
    if not text.strip():
        raise _empty([_label(name) for name, _ in files], warnings)
    return Issue(issue_id or default_issue_id(files[0][0]), text, tuple(pages), warnings)


def default_issue_id(source: str | Path) -> str:
    """The name of an issue whose first file is `source`."""
    return printable_name(Path(_name(str(source))).stem)


def _label(source: str) -> str:
    """What messages call a file."""
    return "标准输入 (standard input)" if source == STDIN else printable_name(source)


def _empty(labels: Sequence[str], warnings: Sequence[str]) -> ReadError:
    """The error of files without text; what was left out of them says why."""
    if warnings:
        return ReadError(f"{'；'.join(warnings)}；此外没有文字 (no other text in it)")
    return ReadError(
        f"{'、'.join(labels)}: 没有文字，只有空白；请确认文件内容 (no text in it, only white space)"
    )


def _left_out(read: Sequence[tuple[str, PageText]]) -> Iterator[str]:
    """One warning for the navigation of all pages, which is much the same on each."""
    having = [(name, page) for name, page in read if page.navigation]
    if having:
        words = excerpt(word for _, page in having for word in page.navigation)
        others = f" 等 {len(having)} 页" if len(having) > 1 else ""
        yield (
            f"{_label(having[0][0])}{others}: 网页上的导航、控件没有读入：{words} "
            "(links and controls of web pages are left out)"
        )


def _without(printed: Set[str], index: PageText) -> str:
    """The lines of an index that stand on no other page, a blank line between."""
    return "\n\n".join(line for line in _lines(index) if _bare(line) not in printed)


def _lines(page: PageText) -> list[str]:
    return [line for line in page.text.splitlines() if line]


def _bare(line: str) -> str:
    return "".join(line.split())


def _name(source: str) -> str:
    return "stdin" if source == STDIN else Path(source).name

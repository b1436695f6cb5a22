"""Lines that tell of a story, taken out of the text and held by the line they stand with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from service.splitters.lines.accounts import find_accounts
from service.splitters.lines.edges import LONGEST_HEADLINE, is_paragraph
from service.splitters.lines.furniture import completes_page_line, is_day
from service.splitters.lines.line import Line
from service.splitters.lines.masthead import heads_page
from service.splitters.lines.meta import is_controls, is_dateline, is_imprint
from service.splitters.lines.pictures import find_pictures

_SHORTEST_HEADLINE = 4
_SHORTEST_OPENING, _SHORTEST_SET_IN = 20, 12  # characters
_LONGEST_REST = 8
_WIDEST_INDENT = 4  # half-width columns; headlines in the middle stand further in
_MOST_CUT = 3  # lines
_MAY_TELL = re.compile(
    r"\d{4}[-/.年]|\d月\d|来[源自]|稿源|转自|作者|记者|[编责]|时间|日期|发布|浏览|阅读"
)
_CHANNEL = re.compile(r"[\u4e00-\u9fffA-Za-z\d·]{2,12}")
_BRACKETS = "（(【[〔《"
_GOES_ON = re.compile(r"[:：|丨/-]|\d{1,2}[:：]\d\d")


def attach_meta(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Let each line that tells of a story be held by a line of it.

    So neither headline and text nor two paragraphs are parted by it. That is the line above,
    be it the headline or the last of the story; but the line below at the top of a page, under
    furniture, and between two texts where it says when the second was printed.

    Args:
        lines: The printed lines of an issue, in order.

    Returns:
        The other lines, with `meta`; all of them where nothing else is printed.
    """
    lines = _mend(lines)
    kept: list[Line] = []
    waiting: list[Line] = []
    accounts, pictures = find_accounts(lines), find_pictures(lines)
    told = accounts | pictures
    telling = [index in told or _tells(lines, index) for index in range(len(lines))]
    text_below = _text_below(lines, telling)
    for index, line in enumerate(lines):
        if not telling[index]:
            kept.append(_hold_above(line, waiting) if waiting else line)
            waiting = []
        elif not waiting and _stands_below(kept[-1:], line, text_below[index], index in accounts):
            kept[-1] = replace(kept[-1], meta=(*kept[-1].meta, line))
        else:
            waiting.append(line)
    if waiting and kept:
        kept[-1] = replace(kept[-1], meta=(*kept[-1].meta, *waiting))
        waiting = []
    return (*kept, *waiting)


def _tells(lines: Sequence[Line], index: int) -> bool:
    """Whether a line that is no caption tells of a story.

    By itself, or as a byline or a day that stands next to one that does, or between a headline
    and its text.
    """
    line = lines[index]
    if line.tells is not None:
        of_page = _heads_page(line) or _ends_page(lines, index)
        return not (line.is_caption or of_page)
    if _names_channel(lines, index):
        return True
    if not (line.author or line.is_byline or is_day(line.text) or _is_beside_day(line.text)):
        return False
    above, below = lines[max(index - 1, 0) : index], lines[index + 1 : index + 2]
    if any(other.tells is not None and other.tells.is_dated for other in (*above, *below)):
        return True
    if _signs_below(lines, index):
        return True
    return any(map(_is_headline, above)) and any(_opens_text(other, above[0]) for other in below)


def _names_channel(lines: Sequence[Line], index: int) -> bool:
    """Whether a word stands apart from the headline above it and with the day below it."""
    line, above, below = lines[index], lines[max(index - 1, 0)], lines[index + 1 : index + 2]
    is_apart = line.n_blank > 0 and not line.starts_page and index > 0 and _is_headline(above)
    is_dated = any(
        other.tells is not None and other.tells.is_dated and not other.n_blank for other in below
    )
    return is_apart and is_dated and _CHANNEL.fullmatch(line.text) is not None


def _signs_below(lines: Sequence[Line], index: int) -> bool:
    """Whether a reporter's line stands right above the headline of its story.

    So it does at the head of a page, or with a sign or title apart from the text above.
    """
    line, below = lines[index], lines[index + 1 : index + 2]
    if not line.is_byline or line.is_credit or line.lead or line.markers or line.is_furniture:
        return False
    is_above = any(
        _is_headline(other) and not (other.n_blank or other.starts_page) for other in below
    )
    if not index or line.starts_page:
        return is_above
    above = lines[index - 1]
    return is_above and (above.is_furniture or (line.n_blank > 0 and is_paragraph(above.text)))


def _heads_page(line: Line) -> bool:
    """Whether a line that might tell of a story is what a page prints at its head."""
    return line.starts_page and line.is_furniture and heads_page(line.text)


def _is_beside_day(text: str) -> bool:
    return is_dateline(text) or is_controls(text)


def _ends_page(lines: Sequence[Line], index: int) -> bool:
    """Whether a line names the day and the editors at the foot of a page."""
    is_last = index + 1 == len(lines) or lines[index + 1].starts_page
    return is_last and lines[index].is_furniture and is_imprint(lines[index].text)


def _is_headline(line: Line) -> bool:
    """Whether a line may be a headline, by its look."""
    is_other = line.is_furniture or line.author or line.is_byline or line.markers
    return not is_other and not is_paragraph(line.text) and len(line.text) >= _SHORTEST_HEADLINE


def _opens_text(line: Line, headline: Line) -> bool:
    """Whether a line opens the text of a headline: as a whole, with a lead, or set in."""
    if line.starts_page:
        return False
    opens = _is_set_in(line) and (line.indent > headline.indent or line.lead is not None)
    return opens or (is_paragraph(line.text) and len(line.text) >= _SHORTEST_OPENING)


def _is_set_in(line: Line) -> bool:
    """Whether a line is the first of a paragraph by its indent or its lead."""
    is_indented = 0 < line.indent <= _WIDEST_INDENT and len(line.text) >= _SHORTEST_SET_IN
    return is_indented or (line.lead is not None and line.lead.opens)


def _text_below(lines: Sequence[Line], telling: Sequence[bool]) -> list[Line | None]:
    """For each line the first one below that is of the text."""
    found: list[Line | None] = []
    below: Line | None = None
    for line, tells in zip(reversed(lines), reversed(telling), strict=True):
        found.append(below)
        below = below if tells else line
    return found[::-1]


def _mend(lines: Sequence[Line]) -> list[Line]:
    """The lines, those joined where the edge cut one that tells of a story or page."""
    mended: list[Line] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        above = mended[-1] if mended else None
        if above and _is_rest_of_page_line(above, line):
            mended[-1] = above.joined(line)
            index += 1
            continue
        n = _n_of_one(lines, index)
        mended.append(line.joined(*lines[index + 1 : index + n]) if n > 1 else line)
        index += n
    return mended


def _n_of_one(lines: Sequence[Line], first: int) -> int:
    """Of how many lines the one that tells of a story was cut; 1 where it was not cut."""
    line = lines[first]
    if not (_MAY_TELL.search(line.text) or line.text[0] in _BRACKETS):
        return 1
    for n in range(2, _MOST_CUT + 1):
        rest = lines[first + 1 : first + n]
        if len(rest) < n - 1 or not _may_be_rest(lines[first + n - 2], rest[-1]):
            return 1
        if line.joined(*rest).tells is not None:
            return n
    return 1


def _may_be_rest(above: Line, line: Line) -> bool:
    """Whether a line may be what the edge cut from one that tells of a story."""
    if line.n_blank or line.starts_page or line.is_byline or line.author:
        return False
    if max(len(above.text), len(line.text)) > LONGEST_HEADLINE:
        return False
    # Behind a whole one only what cannot begin anything is its rest.
    is_rest = above.tells is None or _GOES_ON.match(line.text) is not None
    return is_rest and (line.tells is None or above.text[-1] in ":：")


def _is_rest_of_page_line(above: Line, line: Line) -> bool:
    is_below = above.starts_page and not (line.n_blank or line.starts_page)
    is_rest = is_below and len(line.text) <= _LONGEST_REST and above.is_furniture
    return is_rest and completes_page_line(above.text, line.text)


def _hold_above(line: Line, meta: Sequence[Line]) -> Line:
    """A line with what tells of it above, and the place on the page that this has."""
    return replace(
        line,
        meta=tuple(meta),
        n_blank=max(line.n_blank, meta[0].n_blank),
        starts_page=line.starts_page or meta[0].starts_page,
    )


def _stands_below(above: Sequence[Line], line: Line, below: Line | None, is_account: bool) -> bool:
    """Whether a line tells of the line above rather than of the text that follows."""
    if not above:
        return False
    if below is None or below.starts_page:
        return True
    if line.starts_page or above[0].is_furniture:
        return False
    if is_account:
        # A line cut at the edge looks like a headline too.
        return _is_headline(above[0]) or not _is_headline(below)
    is_of_next = line.tells is None and line.n_blank and not below.n_blank
    if is_of_next and is_paragraph(above[0].text) and _is_headline(below):
        return False  # who wrote what follows
    opens = is_paragraph(below.text) or _is_set_in(below)
    is_between_texts = is_paragraph(above[0].text) and opens
    is_dated = line.tells is not None and line.tells.is_dated
    return not (is_between_texts and is_dated and line.n_blank >= below.n_blank)

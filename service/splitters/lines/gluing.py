"""Lines that hold the end of one story, the head of the next or its text, their breaks lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from service.glued import find_glued
from service.leads import LONGEST_LEAD, find_lead
from service.names import OUTLET
from service.splitters.lines.bylines import find_byline
from service.splitters.lines.edges import ends_sentence
from service.splitters.lines.line import Line
from service.text import CLOSERS

_SHORTEST_HEADLINE, _LONGEST_HEADLINE = 5, 45
_LONGEST_SIGNED = 110  # a headline and who wrote the story
# Leads that no sentence holds: 本报讯 before a space or bracket, 云川日报讯（记者 … behind a stop.
_LEAD = re.compile(
    r"本报讯(?=[\s\u3000（(【〔:：])|本报[\u4e00-\u9fff]{2,4}讯(?=[\s\u3000]*[（(])"
    r"|本报[\u4e00-\u9fff]{2,6}\d{1,2}月\d{1,2}日[讯电](?=[\s\u3000（(【〔])"
    r"|(?<=[\s\u3000。！？”）)])[\u4e00-\u9fff]{2,6}(?:[日晚早晨时商]报|都市报|新闻网|融媒体?)讯"
    r"(?=[\s\u3000]*[（(【〔][\u4e00-\u9fff]{0,6}(?:记者|通讯员))"
)
_WRITERS = re.compile(
    r"(?:[□■◆●][\s\u3000]*)?(?:本报|(?<=[□■◆●]))[\s\u3000]*[\u4e00-\u9fff]{0,6}记者[\s\u3000]"
)
_NEWS = re.compile(
    r"(?:\d{4}年)?\d{1,2}月|近[日期年]|日前|最近|[昨今前][天日]|[本上]周|连日|入[春夏秋冬]"
)
# What stands before the day where no headline does: a lead, a source, what a picture shows.
_SENT = re.compile(r"记者|通讯员|发自|\d日[讯电]|讯(?:$|[\s（(])|来源|转自|(?:[图摄]|现场)$")
_GAP = re.compile(r"\u3000\s*\u3000\s*|\s{4,}")
_SHORTEST_TEXT = 30  # characters behind a headline
_SAID_AGAIN = 2  # pairs of characters of the headline
_STOP = re.compile(rf"[。！？][{re.escape(CLOSERS)}]*(?:[（(][^（）()]{{2,30}}[)）])?[\s\u3000]*")
_NO_HEADLINE = re.compile(
    rf"[^\w{re.escape(CLOSERS)}？！?!]$|[于在是为对和与的]$|[，,].*[，,].*[，,]|^[据由]|^(?:{OUTLET})$"
)


def part_glued(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Part lines where a lead or who wrote it shows that a story begins in their midst.

    夜市开张 首夜两万人本报讯（记者 …）昨晚，… is a headline and its text; what stands before the
    headline, if it ends with a stop, is of the story above.

    Args:
        lines: The printed lines of an issue, in order.

    Returns:
        The lines, those parted given in their parts.
    """
    above = (None, *lines)
    return tuple(
        part
        for before, line in zip(above, lines, strict=False)
        for part in line.parted(tuple(_places(line)) or _behind_headline(before, line))
    )


def _places(line: Line) -> Iterator[int]:
    """Where in the text of a line a headline, or a story without one, begins."""
    text, first = line.text, 0
    if "讯" not in text and "记者" not in text and "电" not in text:
        return
    for found in _LEAD.finditer(text, 1):
        lead = find_lead(text[found.start() : found.start() + LONGEST_LEAD])
        headline = _headline_before(text, first, found.start())
        if lead is None or not lead.opens or headline is None:
            continue
        yield from sorted({place for place in (headline, found.start()) if place > first})
        first = found.start()
    if first == 0 and len(text) <= _LONGEST_SIGNED and not line.is_credit:
        yield from _before_writers(text)


def _behind_headline(above: Line | None, line: Line) -> tuple[int, ...]:
    """Where a day or a wide gap opens the text behind a headline on its line: 渡轮复航近日，….

    Only at the head of a page or below a whole text, where a headline may stand, and where the
    text says its words again.
    """
    if above and not (line.starts_page or above.is_furniture or ends_sentence(above.text)):
        return ()
    text = line.text
    gap = None if line.brief or line.is_row else _GAP.search(text, 0, _LONGEST_HEADLINE)
    place = gap.end() if gap else find_glued(text)
    headline = text[:place].strip()
    is_headline = _SHORTEST_HEADLINE < len(headline) <= _LONGEST_HEADLINE and not (
        _NO_HEADLINE.search(headline)
        or _SENT.search(headline)
        or ("。" in headline if gap else _STOP.search(headline))
    )
    opens = gap or _NEWS.match(text, place)
    if not (is_headline and opens and len(text) - place > _SHORTEST_TEXT):
        return ()
    pairs = {one + other for one, other in pairwise(headline)}
    return (place,) if sum(pair in text[place:] for pair in pairs) >= _SAID_AGAIN else ()


def _headline_before(text: str, first: int, lead: int) -> int | None:
    """Where the headline right before a lead begins, or the lead itself where a stop stands there.

    None where what stands before the lead is the rest of its own sentence.
    """
    first = max(first, lead - 2 * _LONGEST_HEADLINE)
    start = max((stop.end() for stop in _STOP.finditer(text, first, lead)), default=first)
    before = text[start:lead].strip()
    if not before:
        return lead
    is_long_enough = _SHORTEST_HEADLINE <= len(before) <= _LONGEST_HEADLINE
    return start if is_long_enough and not _NO_HEADLINE.search(before) else None


def _before_writers(text: str) -> Iterator[int]:
    """Where who wrote it begins right behind a headline, and ends the line."""
    for found in _WRITERS.finditer(text, _SHORTEST_HEADLINE):
        headline, rest = text[: found.start()].rstrip(), text[found.start() :]
        byline = find_byline(rest)
        if byline is None or byline.where != "line" or not byline.fills(rest):
            continue
        is_headline = len(headline) <= _LONGEST_HEADLINE and not _STOP.search(headline)
        if is_headline and not _NO_HEADLINE.search(headline):
            yield found.start()
        return

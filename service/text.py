"""Sentences of Chinese newspaper text; pure functions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from service.datamodels import Sentence
from service.folding import fold
from service.glued import find_glued
from service.late_leads import find_address, find_late_lead, find_place, find_source
from service.leads import find_lead
from service.stops import stops_in_usual_form
from service.traditional import to_simplified

OPENERS = "“‘「『《〈（(【〔[{"
CLOSERS = "”’」』》〉）)】〕]}"
_BRACKETS = "〈（(【〔[{"
_PAIRS = dict(zip(CLOSERS, OPENERS, strict=True))
_MARKS = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")

# A stop may be doubled (？！) and is followed by whatever closes around it.
_STOP = re.compile(rf"[。！？!?]+[…]*[{re.escape(CLOSERS)}\"]*")
_LATIN_STOP = re.compile(rf"(?<=[a-z\u4e00-\u9fff）)”\"])\.[{re.escape(CLOSERS)}\"]*(?=\s|$)")
# OCR and old typesetting print dots for 。; one behind a digit is a decimal point or a list's.
_DOT = re.compile(
    rf"(?<=[\u4e00-\u9fff%％{re.escape(CLOSERS)}])[.．][{re.escape(CLOSERS)}\"]*"
    rf"(?=[\u4e00-\u9fff\d{re.escape(OPENERS)}]|\s|$)"
)
_SET_WIDE = re.compile(r"\s*+(?:\S\s){4}")  # 本 报 讯 云 川 …
_TRAILING_ELLIPSIS = re.compile(rf"(?:(?<!…)…++|(?<!\.)\.{{3,}}+)[{re.escape(CLOSERS)}\"]*+\s*+$")

# What follows a closed quotation and belongs to it: “…！”他说。
_ATTRIBUTION = re.compile(
    r"[^。！？!?，,：:；;“”\n]{1,30}?(?:说|表示|称|道|告诉记者|介绍|指出|认为|强调|坦言|感慨|回忆|解释)(?=[。，,：:！!])"
)

# A quotation longer than this is split inside: kept whole, it could never stand in a summary.
_LONGEST_UNSPLIT_QUOTE = 120
# Behind a lead may stand who wrote it, and of a feature its headline: 电 题：….
_GOES_ON = ("题：", "记者", "通讯员")
_REACH_OF_HEADLINE = 150  # characters in which a text says a headline glued to it again
_LONGEST_SUBHEAD = 30
_NO_SUBHEAD_ENDS = ("", *"。！!…，、；：,;:")


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Split text into sentences and what stands between them.

    A sentence ends at 。！？ (or their half-width forms, or an ellipsis that
    ends its line) together with the quotes and brackets that close there.
    Nothing is split inside a balanced quotation or bracket of up to 120
    characters, between a quotation and the 他说 that follows it, or inside a
    number. A dot behind a Chinese character ends one too where the text prints dots for
    its stops. A lead (本报讯, 本报北京2月5日电) is a piece of its own that is not
    whole, as is a line, or the rest of one, without a stop.

    Args:
        text: Clean text; a newline ends a paragraph and thereby a sentence.

    Returns:
        Sentences in order, without white space at their ends. Every non-space
        character of `text` lies in exactly one of them. Empty for blank text.
    """
    sentences = []
    line_start = 0
    simplified = stops_in_usual_form(to_simplified(text))
    dots_are_stops = _prints_dots_for_stops(simplified)
    for line in simplified.split("\n"):
        for start, end in _cut_line(line, dots_are_stops=dots_are_stops):
            stripped = line[start:end].strip()
            if stripped:
                first = line_start + line.index(stripped, start)
                last = first + len(stripped)
                sentences.append(Sentence(text[first:last], first, last, _has_stop(stripped)))
        line_start += len(line) + 1
    return tuple(sentences)


def opens_line(text: str, start: int) -> bool:
    """Whether only white space, such as an indent of 　　, stands before a place in its line."""
    while start and text[start - 1] != "\n" and text[start - 1].isspace():
        start -= 1
    return not start or text[start - 1] == "\n"


def closes_line(text: str, end: int) -> bool:
    """Whether only white space, such as a carriage return, stands behind a place in its line."""
    while end < len(text) and text[end] != "\n" and text[end].isspace():
        end += 1
    return end == len(text) or text[end] == "\n"


def find_opening(text: str, max_chars: int) -> tuple[int, int]:
    """Where the first characters behind the lead stand: what a missing headline would tell.

    Args:
        text: Clean text of an article.
        max_chars: How many at most; 0 gives an empty range.

    Returns:
        Start and end, as offsets into `text`. A text that is a lead and nothing else opens with it.
    """
    start = _find_story(text)
    return start, min(start + max_chars, len(text))


def find_subheads(paragraphs: Sequence[str]) -> frozenset[int]:
    """Which paragraphs of an article are subheads, by their look.

    A subhead is short, has neither stop nor comma at its end, and stands above a
    paragraph with a stop; the lines of a poem are none.

    Args:
        paragraphs: The lines of a clean text, in order.

    Returns:
        Their places.
    """
    return frozenset(
        place
        for place, (line, below) in enumerate(pairwise(paragraphs))
        if 0 < len(line) <= _LONGEST_SUBHEAD
        and line.rstrip(CLOSERS)[-1:] not in _NO_SUBHEAD_ENDS
        and not find_lead(line)
        and len(below) > len(line)
        and _has_stop(below)
    )


def _has_stop(sentence: str) -> bool:
    """Whether a piece ends in a stop, closers aside."""
    bare = sentence.rstrip(CLOSERS + '"')
    return bare.endswith(("。", "！", "？", "!", "?", "…", "...")) or (
        bare.endswith((".", "．")) and len(bare) > 1 and not bare[-2].isdigit()
    )


def _prints_dots_for_stops(text: str) -> bool:
    """Whether dots stand where 。 should: no fewer than there are of those, and not just one.

    A single dot beside 。 is that of a name (艾力.吐尔逊).
    """
    n_dots, n_stops = len(_DOT.findall(text)), text.count("。")
    return n_dots >= max(n_stops, 1 + bool(n_stops))


def _cut_line(line: str, *, dots_are_stops: bool) -> Iterator[tuple[int, int]]:
    """Ranges of the line's sentences, gapless."""
    start = 0
    if story := _find_story(line):
        yield 0, story
        start = story
    protected = _protected_ranges(line)
    for end in _stops(line, dots_are_stops=dots_are_stops):
        near = bisect_left(protected, (end - _LONGEST_UNSPLIT_QUOTE - 1, 0))
        around = protected[near : bisect_left(protected, (end, 0))]
        if end <= start or any(_holds(line, kept, start, end) for kept in around):
            continue
        if line[end - 1] in '”’」』"' and _ATTRIBUTION.match(line, end):
            continue
        yield from _without_glued(line, start, end)
        start = end
    if start < len(line):
        yield start, len(line)


def _without_glued(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, and before it what is glued to its front."""
    behind = start + find_glued(line[start : end + _REACH_OF_HEADLINE])
    if behind > start:
        yield start, behind
    yield behind, end


def _find_story(line: str) -> int:
    """Where the text starts behind the lead of its line; 0 without a lead or a text."""
    if _SET_WIDE.match(line):
        closed = fold(line).closed_up()
        start = _find_story(closed.text) if len(closed.text) < len(line) else 0
        return closed.places[start] if start else 0
    start = find_source(line)
    end = _find_end_of_lead(line, start)
    if end == start and (address := find_address(line[start:])):
        end = _find_end_of_lead(line, start + address)
    return end if line[end:].strip() else 0


def _find_end_of_lead(line: str, start: int) -> int:
    """Where the lead at a place of a line ends; that place without one."""
    lead = find_lead(line[start:])
    end = start
    if lead:
        end += lead.end
        end += find_place(line[end:])
    if lead is None or line.startswith(_GOES_ON, end):
        end += find_late_lead(line[end:])
    return end


def _holds(line: str, kept: tuple[int, int], start: int, end: int) -> bool:
    """Whether a stop at `end` is inside a quotation or bracket, so that the sentence goes on.

    One that closes a quotation ends the sentence; one that closes a bracket does so only
    where the bracket is the whole sentence.
    """
    opened, closed = kept
    if end == closed:
        return opened > start and line[opened] in _BRACKETS
    return opened < end < closed


def _stops(line: str, *, dots_are_stops: bool) -> list[int]:
    """Where a sentence may end, in order."""
    ends = {match.end() for match in _STOP.finditer(line)}
    ends.update(match.end() for match in _LATIN_STOP.finditer(line))
    ends.update(match.end() for match in _TRAILING_ELLIPSIS.finditer(line))
    if dots_are_stops:
        ends.update(match.end() for match in _DOT.finditer(line))
    return sorted(ends)


def _protected_ranges(line: str) -> list[tuple[int, int]]:
    """Balanced quotations and brackets short enough to stay whole, by where they open."""
    ranges = []
    stack: list[tuple[str, int]] = []
    n_open: Counter[str] = Counter()
    for mark in _MARKS.finditer(line):
        place, character = mark.start(), mark.group()
        if character in OPENERS:
            stack.append((character, place))
            n_open[character] += 1
        elif n_open[_PAIRS[character]]:
            opening = ""
            while opening != _PAIRS[character]:
                opening, opened = stack.pop()
                n_open[opening] -= 1
            if place - opened <= _LONGEST_UNSPLIT_QUOTE:
                ranges.append((opened, place + 1))
    return sorted(ranges)

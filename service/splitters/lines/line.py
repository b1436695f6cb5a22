"""The printed lines of an issue, and what can be seen of a line by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from service.datamodels import Span
from service.folding import FoldedText, fold, strip_unseen
from service.leads import Lead, find_lead
from service.names import parse_author
from service.reporters import parse_reporters
from service.splitters.lines.bylines import Byline, find_byline
from service.splitters.lines.captions import is_caption
from service.splitters.lines.edges import join_cut, printed_width
from service.splitters.lines.furniture import is_furniture, is_page_line
from service.splitters.lines.markers import Direction, Marker, find_markers
from service.splitters.lines.meta import Meta, read_meta

_TAB = 8
_THE_END = re.compile(r"(?<=[。！？”…])\s*[（(]\s*(?:全文|本文)?完\s*[)）]\s*$")
_FEWEST_COLUMNS, _FEWEST_NUMBERS = 4, 2
_FIGURES = re.compile(r"\d*[^\d\s]\S*(?:\s+[-+±]?\d[\d.,]*[%％元]?){2,}")  # 大白菜 0.8 1.0
_FRAMED = re.compile(r"[\u2500-\u257f|].*[\u2500-\u257f|]")  # ┌──┬──┐ │白菜│1.2│ | 白菜 | 1.2 |
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Line:
    """One printed line without the white space at its ends, read once.

    Patterns are matched on its folded text, and what they find is kept here.

    Attributes:
        start: First code point in the issue's text.
        end: One past the last.
        folded: What stands there, as printed and as it is matched.
        n_blank: Blank lines between this line and the one before.
        starts_page: Whether a form feed, or nothing, stands before it.
        indent: Half-width columns of white space before it.
        pieces: Where its printed lines stand if it was joined from several, else empty.
        meta: Lines right above or below it that tell of its story and are not its text.
        brief: What it is of several briefs of one form; None for all other lines.
    """

    start: int
    end: int
    folded: FoldedText
    n_blank: int
    starts_page: bool
    indent: int = 0
    pieces: tuple[Span, ...] = ()
    meta: tuple[Line, ...] = ()
    brief: Literal["rubric", "headline", "text"] | None = None

    @property
    def text(self) -> str:
        """The folded text; never empty, no white space at its ends."""
        return self.folded.text

    @property
    def printed(self) -> str:
        """What is printed from `start` to `end`."""
        return self.folded.printed

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where it stands: one span for each printed line, `meta` included, in order."""
        of_meta = (span for line in self.meta for span in line.spans)
        return tuple(sorted((*self.own_spans, *of_meta)))

    @property
    def own_spans(self) -> tuple[Span, ...]:
        """The same without `meta`."""
        return self.pieces or (Span(self.start, self.end),)

    @property
    def has_meta_above(self) -> bool:
        """Whether a line that tells of its story stands above it."""
        return any(line.start < self.start for line in self.meta)

    @property
    def has_meta_below(self) -> bool:
        """Whether a line that tells of its story stands below it."""
        return any(line.start > self.start for line in self.meta)

    def joined(self, *following: Line) -> Line:
        """This line and those that it was cut from, at least one, as one line."""
        lines = (self, *following)
        printed = [self.printed]
        for above, line in pairwise(lines):
            printed.append(join_cut(above.printed[-1], line.printed)[1:])
        pieces = tuple(span for line in lines for span in line.own_spans)
        meta = tuple(told for line in lines for told in line.meta)
        folded = fold("".join(printed)).stripped()
        return replace(self, end=lines[-1].end, folded=folded, pieces=pieces, meta=meta)

    def parted(self, places: Sequence[int]) -> tuple[Line, ...]:
        """This line, not joined from others, cut before some places of `text`, ascending."""
        if not places:
            return (self,)
        cuts = [0, *(self.folded.places[place] for place in places), len(self.printed)]
        parts: list[Line] = []
        for begin, end in pairwise(cuts):
            piece = self.printed[begin:end]
            stripped = piece.strip()
            start = self.start + begin + piece.index(stripped)
            folded = fold(stripped).stripped().closed_up()
            if not folded.text:
                return (self,)
            own = Line(start, start + len(stripped), folded, n_blank=0, starts_page=False)
            parts.append(own)
        first = replace(
            parts[0], n_blank=self.n_blank, starts_page=self.starts_page, indent=self.indent
        )
        return (first, *parts[1:])

    @cached_property
    def markers(self) -> tuple[Marker, ...]:
        """The signposts in `text`, in order."""
        return find_markers(self.text)

    @cached_property
    def unmarked(self) -> FoldedText:
        """The line without its signposts, （完） and the white space they leave at its ends."""
        pieces: list[str] = []
        end = 0
        for marker in self.markers:
            start, behind = self.folded.span(marker.start, marker.end)
            pieces.append(self.printed[end:start])
            end = behind
        printed = "".join((*pieces, self.printed[end:]))
        if self.markers or _THE_END.search(self.text):
            printed = _THE_END.sub("", printed)
            return fold(printed).stripped()
        return self.folded

    @property
    def bare(self) -> str:
        """The folded text without signposts; empty where there is nothing else."""
        return self.unmarked.text

    @cached_property
    def tells(self) -> Meta | None:
        """What the line tells of its story where it is not its text."""
        told = read_meta(self.text)
        return told or (Meta(None, is_dated=False) if self.is_caption else None)

    @cached_property
    def is_caption(self) -> bool:
        """Whether the line may be a caption that names no photographer."""
        if not is_caption(self.text) or read_meta(self.text):
            return False
        return not (self.byline or self.markers or self.is_furniture)

    @cached_property
    def lead(self) -> Lead | None:
        """The lead that opens `bare`."""
        return find_lead(self.bare)

    @cached_property
    def bylines(self) -> tuple[Byline, ...]:
        """The bylines in `bare`: that of its lead, and the one that ends it or is all of it."""
        found = find_byline(self.bare) if self.bare else None
        lead = self.lead
        if not lead or not lead.names or not lead.byline or (found and found.start < lead.end):
            return (found,) if found else ()
        opening = Byline(lead.names, "lead", *lead.byline)
        return (opening, found) if found else (opening,)

    @property
    def byline(self) -> Byline | None:
        """The last of its bylines."""
        return self.bylines[-1] if self.bylines else None

    @cached_property
    def author(self) -> str | None:
        """The names in `bare` where it holds nothing else and no title."""
        return parse_author(self.bare)

    @cached_property
    def is_furniture(self) -> bool:
        """Whether the line certainly is page furniture; one with a signpost is none."""
        return not self.markers and is_furniture(self.text)

    @cached_property
    def heads_page(self) -> bool:
        """Whether the line is of a masthead: paper, day, number, section and little else."""
        return is_page_line(self.text)

    @property
    def is_byline(self) -> bool:
        """Whether the line holds a byline and at most signposts beside it."""
        return self.byline is not None and self.byline.fills(self.bare)

    @property
    def is_lead(self) -> bool:
        """Whether the line holds a lead and at most its reporters beside it: 晚报讯 记者 苏禾."""
        lead = self.lead
        if lead is None or not lead.opens:
            return False
        rest = self.bare[lead.end :]
        return not rest or bool(parse_reporters(rest))

    @property
    def is_credit(self) -> bool:
        """Whether the line is or ends with the credit of a photo."""
        return self.byline is not None and self.byline.where == "photo"

    @property
    def is_row(self) -> bool:
        """Whether the line is a row of a table: in a frame, or columns with numbers in them."""
        if _FIGURES.fullmatch(self.text) or _FRAMED.fullmatch(self.text):
            return True
        columns = self.text.split()
        n_numbers = sum(any(map(str.isdigit, column)) for column in columns)
        return len(columns) >= _FEWEST_COLUMNS and n_numbers >= _FEWEST_NUMBERS

    def has_marker(self, direction: Direction) -> bool:
        """Whether a signpost in this direction stands in the line."""
        return any(marker.direction == direction for marker in self.markers)


def read_lines(text: str) -> tuple[Line, ...]:
    """Find the lines in which something is seen.

    Whatever `str.splitlines` breaks at ends a line; a form feed starts a page. A line of
    nothing but white space and characters that are not seen counts as blank.

    Args:
        text: The issue's text as it came.

    Returns:
        The lines in order; together with `find_unseen` they hold every non-space
        character once.
    """
    lines: list[Line] = []
    previous_end = 0
    for start, end in _spans(text):
        folded = fold(text[start:end]).stripped().closed_up()
        if not folded.text:
            continue
        between = text[previous_end:start]
        n_blank = max(len(_BREAK.findall(between)) - 1, 0)
        starts_page = not lines or "\f" in between
        lines.append(Line(start, end, folded, n_blank, starts_page, _indent(between)))
        previous_end = end
    return tuple(lines)


def find_unseen(text: str) -> tuple[Span, ...]:
    """Find the lines that hold characters, but none that is seen, such as zero-width spaces.

    Args:
        text: The issue's text as it came.

    Returns:
        Where they stand, in order, without the white space at their ends.
    """
    return tuple(span for span in _spans(text) if not strip_unseen(text[span.start : span.end]))


def _spans(text: str) -> Iterator[Span]:
    """The lines that hold more than white space, without that at their ends."""
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped)
            yield Span(start, start + len(stripped))


def _indent(between: str) -> int:
    """How far a line is indented by the white space between it and the line above."""
    white = _BREAK.split(between)[-1]
    return sum(_TAB if space == "\t" else printed_width(space) for space in white)

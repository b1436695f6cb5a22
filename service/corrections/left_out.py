"""What was left out, read as the splitter reads lines of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.corrections.passages import Passage, take
from service.corrections.seams import joins_below
from service.corrections.state import Aside
from service.corrections.tracing import Piece, trace
from service.datamodels import Span
from service.folding import fold
from service.splitters.articles.clean_text import clean_story
from service.splitters.articles.writing import printed_headline
from service.splitters.lines.line import Line
from service.splitters.stories import Story


def passage_left_out(
    source: str, asides: Sequence[Aside], place: Span
) -> tuple[Passage | None, str | None, tuple[Aside, ...]]:
    """Take a passage out of what was left out.

    Args:
        source: The text of the issue.
        asides: All that was left out, in order.
        place: What is wanted of it.

    Returns:
        The passage, its text as the splitter cleans it, without headline; None where nothing
        of the place was left out. The names in its bylines. What is left out still.
    """
    wanted: list[Span] = []
    left: list[Aside] = []
    for aside in asides:
        whole = Passage((Span(aside.start, aside.end),))
        inside, outside = take(source, whole, (place,))
        wanted += inside.spans
        left += (replace(aside, start=start, end=end) for start, end in outside.spans)
    if not wanted:
        return None, None, tuple(left)
    body, names = read_lines_as_text(source, wanted)
    return Passage(tuple(wanted), (), body), names, tuple(left)


def read_lines_as_text(source: str, spans: Sequence[Span]) -> tuple[tuple[Piece, ...], str | None]:
    """What of some printed lines is text: without bylines, signposts and credits; and the names."""
    lines = [_line(source, span) for span in spans]

    def is_cut(above: int, index: int) -> bool:
        return joins_below(lines[above].bare, lines[index].bare)

    clean = clean_story(lines, Story((), tuple(range(len(lines)))), is_cut)
    body = trace(source, spans, clean.text)
    if body is None:
        body = tuple(Piece(*span, "\n" if n else "") for n, span in enumerate(spans))
    return body, clean.names


def with_headline(source: str, passage: Passage, headline: Span) -> Passage:
    """A passage whose first lines are its headline.

    Args:
        source: The text of the issue.
        passage: What it is the headline of.
        headline: Its place; what of it is not in the passage counts for nothing.
    """
    above, below = take(source, passage, (headline,))
    title: list[Piece] = []
    for start, end in above.spans:
        printed = printed_headline(_line(source, Span(start, end)))
        found = trace(source, [Span(start, end)], printed) or ()
        title += [found[0]._replace(before=" ")] if found else []
        title += found[1:]
    if not title or not below.is_read:
        return passage
    spans = tuple(sorted((*above.spans, *below.spans)))
    return Passage(spans, tuple(title), below.body)


def _line(source: str, span: Span) -> Line:
    return Line(span.start, span.end, fold(source[span.start : span.end]).stripped(), 0, False)

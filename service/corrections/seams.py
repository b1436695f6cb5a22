"""Where two passages meet: what stands between their texts, and whether their lines are one."""

from __future__ import annotations

from collections.abc import Sequence

from service.corrections.tracing import Piece, text_of
from service.datamodels import Span
from service.folding import fold
from service.splitters.lines.edges import ends_sentence, is_pausing, join_cut

_SHORTEST_CUT = 22  # characters of a line that may be cut off in mid-sentence; a subhead has less


def seam(source: str, above: Sequence[Piece], below: Sequence[Piece]) -> str:
    """What stands between two runs of text: they are one paragraph where a sentence goes on.

    As the splitter joins lines, by what can be told without its scorer.
    """
    last, first = above[-1], below[0]
    if last.end <= first.start and _is_one_line(source, last.end, first.start):
        gap = source[last.end : first.start]
        return " " if gap and not gap.strip() else ""
    over = text_of(source, above).rpartition("\n")[2].strip()
    under = text_of(source, below).partition("\n")[0].strip()
    if not joins_below(fold(over).text, fold(under).text):
        return "\n"
    return " " if " " in join_cut(over, under)[len(over) : len(over) + 1] else ""


def joins_below(over: str, under: str) -> bool:
    """Whether a line goes on in mid-sentence in another, by what can be told without a scorer.

    Args:
        over: The folded text of the one.
        under: That of the other.
    """
    if not over or not under or ends_sentence(over):
        return False
    is_number = over[-1].isdigit() and under[0].isdigit()
    may_be_cut = len(over) >= _SHORTEST_CUT or "，" in over
    return is_pausing(over) or over.count("“") > over.count("”") or is_number or may_be_cut


def _is_one_line(source: str, end: int, start: int) -> bool:
    """Whether no line ends between two places."""
    return len(f"{source[end:start]}.".splitlines()) == 1


def join_spans(source: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, those put together again that a cut had parted within a line."""
    joined: list[Span] = []
    for span in spans:
        above = joined[-1] if joined else None
        gap = source[above.end : span.start] if above else ""
        if above and not gap.strip() and _is_one_line(source, above.end, span.start):
            joined[-1] = Span(above.start, span.end)
        else:
            joined.append(span)
    return tuple(joined)

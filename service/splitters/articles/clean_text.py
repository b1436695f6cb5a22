"""The clean text of a story: cut lines joined, byline, markers and credits taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from service.folding import FoldedText, fold, strip_unseen
from service.splitters.articles.signatures import find_signatures
from service.splitters.lines.bylines import Byline, find_byline
from service.splitters.lines.edges import closes_bracket, join_cut
from service.splitters.lines.line import Line
from service.splitters.lines.markers import Marker
from service.splitters.stories import Story

# Of a paragraph that goes on in a line; no byline or bracket around names is as long.
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class CleanText:
    """What a story says, without what is printed around it.

    Attributes:
        paragraphs: Paragraphs and subheads, in order, as printed.
        bylines: The bylines taken out, in order, their names as printed.
        markers: The signposts taken out, those of headlines first.
    """

    paragraphs: tuple[str, ...]
    bylines: tuple[Byline, ...]
    markers: tuple[Marker, ...]

    @property
    def text(self) -> str:
        """The paragraphs, one newline between."""
        return "\n".join(self.paragraphs)

    @property
    def names(self) -> str | None:
        """Names of the writers; of the photographers where no writer is named."""
        writers = [b.names for b in self.bylines if b.where != "photo"]
        names = writers or [b.names for b in self.bylines]
        return " ".join(dict.fromkeys(" ".join(names).split())) or None


def clean_story(
    lines: Sequence[Line], story: Story, is_cut: Callable[[int, int], bool]
) -> CleanText:
    """Write the clean text of a story.

    Args:
        lines: All lines of the issue.
        story: Which of them are the story's.
        is_cut: Whether a line, by index, goes on in mid-sentence in another.

    Returns:
        Paragraphs without headline, byline, signpost and photo credit.
    """
    bylines: list[Byline] = []
    markers: list[Marker] = []
    paragraphs: list[_Paragraph] = []
    above: int | None = None
    signed = find_signatures(lines, story.body)
    for index in story.headline:
        bylines.extend(_told(lines[index]))
    for index in (*story.headline, *story.later_headlines):
        markers.extend(lines[index].markers)
    for index in story.body:
        line = lines[index]
        bylines.extend(_told(line))
        markers.extend(line.markers)
        found = line.bylines or _author(story, index, line) or signed.get(index, ())
        bare = _take_out(line.unmarked, found, bylines)
        if not bare:
            continue
        if above is not None and is_cut(above, index):
            paragraph = paragraphs.pop()
            bare, across = _join_across(paragraph.take_end(), bare, bylines)
            found = across or found
        else:
            paragraph = _Paragraph()
        paragraph.pieces += [bare] if bare else []
        paragraphs += [paragraph] if paragraph.pieces else []
        is_over = not paragraph.pieces or (found and found[-1].where in ("tail", "photo"))
        above = None if is_over else index
    return CleanText(tuple(map(str, paragraphs)), tuple(bylines), tuple(markers))


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while its lines are joined; only its end has a part in that."""

    pieces: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "".join(self.pieces)

    def take_end(self) -> str:
        """Take out the end, all of it where it is short; it does not begin with white space."""
        end = ""
        while self.pieces and (len(end) < _LOOKED_AT or end[0].isspace()):
            end = self.pieces.pop() + end
        start = max(len(end) - _LOOKED_AT, 0)
        while end[start].isspace():
            start -= 1
        self.pieces += [end[:start]] if start else []
        return end[start:]


def _told(line: Line) -> Iterator[Byline]:
    """Bylines in the lines that stand with a line and tell of its story."""
    for meta in line.meta:
        written = meta.byline.names if meta.byline else meta.author
        names = meta.tells.names if meta.tells else written
        if names:
            n = len(meta.text)
            yield Byline(meta.folded.as_printed(names, 0, n), "line", 0, n)


def _author(story: Story, index: int, line: Line) -> tuple[Byline, ...]:
    """The byline of a line right below the headline that holds nothing but names."""
    names = line.author if story.headline and index == story.body[0] else None
    return (Byline(names, "line", 0, len(line.bare)),) if names else ()


def _join_across(
    cut_off: str, following: str, bylines: list[Byline]
) -> tuple[str, tuple[Byline, ...]]:
    """Join a cut line with what follows, and take out a byline that the cut went through."""
    joined = fold(join_cut(cut_off, following))
    if not closes_bracket(cut_off, following):
        return joined.printed, ()
    byline = find_byline(joined.text)
    across = (byline,) if byline and joined.places[byline.start] < len(cut_off) else ()
    return _take_out(joined, across, bylines), across


def _take_out(line: FoldedText, found: Sequence[Byline], bylines: list[Byline]) -> str:
    """What is printed beside bylines; they join the others, their names as printed."""
    bylines.extend(_as_printed(byline, line) for byline in found)
    printed = line.printed
    for byline in reversed([byline for byline in found if byline.end > byline.start]):
        start, end = line.span(byline.start, byline.end)
        before, after = strip_unseen(printed[:start]), strip_unseen(printed[end:])
        printed = f"{before} {after}" if byline.where == "lead" and before else before + after
    return strip_unseen(printed)


def _as_printed(byline: Byline, line: FoldedText) -> Byline:
    """The byline with its names in the characters of the line, but for compatibility forms."""
    # Names told in a sentence stand behind where the byline, which is empty then, is.
    end = byline.end if byline.end > byline.start else len(line.text)
    return replace(byline, names=line.as_printed(byline.names, byline.start, end))

"""The clean text of a story: cut lines joined, byline, markers and credits taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.splitters.lines.bylines import Byline, find_byline
from service.splitters.lines.line import Line
from service.splitters.lines.markers import Marker, cut_markers, find_markers
from service.splitters.lines.names import parse_author
from service.splitters.stories import Story
from service.traditional import to_simplified


@dataclass(frozen=True, slots=True)
class CleanText:
    """What a story says, without what is printed around it.

    Attributes:
        paragraphs: Paragraphs and subheads, in order, as printed.
        bylines: The bylines taken out, in order, their names as printed.
        markers: The signposts taken out, in order.
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
    printed: str, lines: Sequence[Line], story: Story, is_cut: Callable[[int, int], bool]
) -> CleanText:
    """Write the clean text of a story.

    Args:
        printed: The issue's text.
        lines: All lines of the issue, in simplified characters.
        story: Which of them are the story's.
        is_cut: Whether a line, by index, goes on in mid-sentence in another.

    Returns:
        Paragraphs without headline, byline, signpost and photo credit.
    """
    bylines: list[Byline] = []
    markers: list[Marker] = []
    paragraphs: list[str] = []
    above: int | None = None
    for index in story.body:
        line = lines[index]
        found = find_markers(line.text)
        markers.extend(found)
        bare = cut_markers(printed[line.start : line.end], found)
        text = cut_markers(line.text, found)
        byline = find_byline(text) or _author(story, index, text) if text else None
        if byline:
            bylines.append(_as_printed(byline, bare))
            bare = _without_byline(bare, byline)
        if not bare:
            continue
        if above is not None and is_cut(above, index):
            cut_off = paragraphs.pop()
            bare = join_cut(cut_off, bare)
            across = _tail_across(cut_off, bare)
            if across:
                bylines.append(_as_printed(across, bare))
                bare, byline = _without_byline(bare, across), across
        paragraphs += [bare] if bare else []
        above = None if byline and byline.where in ("tail", "photo") else index
    return CleanText(tuple(paragraphs), tuple(bylines), tuple(markers))


def _author(story: Story, index: int, text: str) -> Byline | None:
    """The byline of a line right below the headline that holds nothing but names."""
    names = parse_author(text) if story.headline and index == story.body[0] else None
    return Byline(names, "line", 0, len(text)) if names else None


def _tail_across(cut_off: str, joined: str) -> Byline | None:
    """The byline at the end of two joined lines that began in the first of them."""
    byline = find_byline(to_simplified(joined))
    is_across = byline and byline.where == "tail" and byline.start < len(cut_off)
    return byline if is_across else None


def join_cut(line: str, following: str) -> str:
    """Put the two sides of a cut together; only two Latin words get a space between."""
    is_latin = (
        line[-1].isascii()
        and line[-1].isalpha()
        and following[0].isascii()
        and following[0].isalpha()
    )
    return f"{line} {following}" if is_latin else line + following


def _as_printed(byline: Byline, line: str) -> Byline:
    """The byline with its names in the characters of the line."""
    place = {to_simplified(character): character for character in line[byline.start : byline.end]}
    return replace(byline, names="".join(place.get(c, c) for c in byline.names))


def _without_byline(line: str, byline: Byline) -> str:
    before, after = line[: byline.start].rstrip(), line[byline.end :].lstrip()
    return f"{before} {after}" if byline.where == "lead" and before else before + after

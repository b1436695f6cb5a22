"""Blocks of text and the levels of their headings, written down as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_SHORTEST_TEXT = 20  # characters; less, and no sentence, is a day or a name
_STOPS = tuple("。！？!?…”")
_LONGEST_SECTION = 8
_SECTION = re.compile(
    r"(?:报|网|版|新闻|要闻|导读|频道|在线|客户端|电视台|融媒体?|发布|\d日|星期.)\W*$"
)


class Block(NamedTuple):
    """A paragraph, heading or other block of one or more lines.

    Attributes:
        text: Its lines.
        level: 1 for a heading of the highest level, and so on; 0 for what is none.
        begins: Whether the document says otherwise that something new begins there.
    """

    text: str
    level: int = 0
    begins: bool = False


def join_blocks(blocks: Sequence[Block]) -> str:
    """The text of blocks, a blank line between them and two above a heading that begins a story.

    So a headline stands further from the text above it than a subhead, as browsers and Word
    print it.
    """
    level = _level_of_headlines(blocks)
    has_several = sum(block.begins for block in blocks) > 1
    starts = (
        (block.begins and has_several) or (level and block.level == level) for block in blocks
    )
    written = (
        "\n" * bool(begins) + block.text for block, begins in zip(blocks, starts, strict=True)
    )
    return "\n\n".join(written).lstrip("\n")


def _level_of_headlines(blocks: Sequence[Block]) -> int:
    """The level whose headings each begin a story; 0 where subheads might be of that level.

    It is the highest of which two have text right below. Above it stand at most the names of
    the paper and its sections: below a single headline the next level is that of subheads.
    """
    headings = list(_headings(blocks))
    above: list[Block] = []
    for level in sorted({heading.level for heading, _ in headings}):
        own = [(heading, has_text) for heading, has_text in headings if heading.level == level]
        if sum(has_text for _, has_text in own) > 1:
            return level if all(map(_is_section, above)) else 0
        if any(has_text for _, has_text in own):
            return 0
        above += [heading for heading, _ in own]
    return 0


def _headings(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Each heading, and whether text stands between it and the next."""
    places = [place for place, block in enumerate(blocks) if block.level]
    for place, following in pairwise([*places, len(blocks)]):
        yield blocks[place], _are_text(blocks[place + 1 : following])


def _are_text(blocks: Sequence[Block]) -> bool:
    n_characters = sum(len(block.text) for block in blocks)
    return n_characters >= _SHORTEST_TEXT or any(
        block.text.rstrip().endswith(_STOPS) for block in blocks
    )


def _is_section(heading: Block) -> bool:
    return len(heading.text) <= _LONGEST_SECTION or _SECTION.search(heading.text) is not None

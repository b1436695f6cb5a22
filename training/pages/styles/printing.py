"""Blocks put on paper: layout, wrapping, and where each printed line lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.folding import strip_unseen
from service.splitters.stories import Role
from training.pages.gold import GoldPage
from training.pages.noise.press import Block, NoisedPage, Printed
from training.pages.styles.house import House
from training.pages.styles.wrapping import Wrapping, draw_wrapping

_HEADS = (Role.HEADLINE, Role.HEADLINE_MORE)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page is set.

    Attributes:
        wrapping: How its lines are cut, None where each paragraph is a line.
        indent: What opens a paragraph.
        n_within: Line breaks between paragraphs.
        n_between: Line breaks between blocks.
        head_indent: What opens a headline.
        heads: How a headline wider than the page is printed: `over` the edge or `cut`.
        newline: What ends a line.
    """

    wrapping: Wrapping | None
    indent: str
    n_within: int
    n_between: int
    head_indent: str
    heads: str
    newline: str

    def breaks(self, line: Printed, *, opens_block: bool, is_stacked: bool) -> str:
        """What stands between a line and the one above it."""
        n = self.n_between if opens_block else 1 if is_stacked else self.n_within
        return self.newline * n + self.opening(line)

    def opening(self, line: Printed) -> str:
        """The white space before a line."""
        if line.role is Role.FURNITURE:
            return ""
        return self.head_indent if line.role in _HEADS else self.indent


def draw_layout(house: House) -> Layout:
    """Draw how the page of a house is set."""
    rng = house.rng
    within = rng.choice((1, 1, 1, 2, 2))
    is_centred = "centred_heads" in house.habits
    return Layout(
        wrapping=draw_wrapping(rng, house.styles),
        indent=rng.choice(("　　", "　　", "　　", "    ", "  ", "", "", "")),
        n_within=within,
        n_between=max(within, rng.choice((1, 2, 2, 3))),
        head_indent=rng.choice(("　　", "　　　　", "        ", "　　　　　　"))
        if is_centred
        else "",
        heads=rng.choice(("over", "cut", "cut")),
        newline="\r\n" if rng.random() < 0.1 else "\n",
    )


def print_page(house: House, blocks: Sequence[Block], page_id: str) -> NoisedPage:
    """Put blocks on paper, in order, and note where each lies."""
    layout = draw_layout(house)
    text = layout.newline * house.rng.choice((0, 0, 1))
    segments: list[tuple[int, int, str]] = []
    printed: list[Printed] = []
    for block in blocks:
        own = _own_layout(house, layout)
        for place, line in enumerate(block.lines):
            heads = place and block.lines[place - 1].role in _HEADS
            is_stacked = line.role is Role.FURNITURE or bool(heads and house.rng.random() < 0.6)
            before = own.breaks(line, opens_block=place == 0, is_stacked=is_stacked)
            if not printed:
                before = before.lstrip("\r\n")
            for piece in _pieces(house, own, line):
                text += before
                segments.append((len(text), len(text) + len(piece.text), piece.owner))
                text += piece.text
                printed.append(piece)
                before = own.newline
    articles = {b.owner: b for b in reversed(blocks) if b.kind not in ("copy", "furniture")}
    gold = GoldPage(
        page_id,
        text + layout.newline * house.rng.choice((0, 1)),
        tuple(segments),
        {owner: block.headline for owner, block in articles.items()},
        {owner: block.kind for owner, block in articles.items()},
        tuple(sorted(house.habits)) + (("wrapped",) if layout.wrapping else ()),
    )
    return NoisedPage(
        gold,
        tuple(line.role for line in printed),
        tuple(line.goes_on for line in printed),
        tuple(line.is_torn for line in printed),
    )


def _own_layout(house: House, layout: Layout) -> Layout:
    """The layout of one block: on some pages not all are cut."""
    is_mixed = "wrapped_in_part" in house.habits and house.rng.random() < 0.4
    return replace(layout, wrapping=None) if is_mixed else layout


def _pieces(house: House, layout: Layout, line: Printed) -> Iterator[Printed]:
    """The printed lines of one line; further ones of a headline are headline too."""
    is_head = line.role in _HEADS
    text = strip_unseen(line.text)
    if not text:
        return
    if layout.wrapping is None or (is_head and layout.heads == "over"):
        yield replace(line, text=text)
        return
    indent = layout.opening(line)
    first, *others = layout.wrapping.cut(text, indent, house.rng)
    yield replace(line, text=first)
    role = (
        Role.HEADLINE_MORE
        if is_head
        else Role.FURNITURE
        if line.role is Role.FURNITURE
        else Role.BODY
    )
    for other in others:
        yield Printed(other, line.owner, role, goes_on=True)

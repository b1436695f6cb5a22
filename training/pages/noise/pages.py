"""Clean articles made into an issue as it really is, with its gold reading."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.splitters.stories import Role
from training.pages.gold import GoldPage
from training.pages.noise.damage import (
    lay_cuts,
    lay_furniture,
    lay_half_width,
    lay_losses,
    lay_repeats,
    lay_wraps,
)
from training.pages.noise.pieces import dress, lay_continuations, lay_jumps, lay_photos
from training.pages.noise.press import CITIES, Block, CleanArticle, NoisedPage, Press, Printed

FAULTS: Mapping[str, Callable[[Press, list[Block]], list[Block]]] = {
    "photos": lay_photos,
    "continuations": lay_continuations,
    "jumps": lay_jumps,
    "losses": lay_losses,
    "repeats": lay_repeats,
    "cuts": lay_cuts,
    "wraps": lay_wraps,
    "furniture": lay_furniture,
    "half_width": lay_half_width,
}
KINDS_OF_NOISE = frozenset(
    (
        "joined_titles",
        "leads",
        "byline_lines",
        "end_bylines",
        "photos",
        "credit_lines",
        "titled_photos",
        "photos_inside",
        "continuations",
        "bare_continuations",
        "orphans",
        "short_headlines",
        "odd_markers",
        "jumps",
        "losses",
        "tails_before",
        "strays",
        "cut_heads",
        "near_copies",
        "cuts",
        "wraps",
        "mastheads",
        "staff",
        "weather",
        "contacts",
        "half_width",
        "single_newlines",
        "mixed_newlines",
        "wide_gaps",
        "indents",
        "carriage_returns",
    )
)
# Habits of local papers that are taught but never judged: the pages to judge stay as they are.
TAUGHT_HABITS = frozenset(("columns", "authors"))
# Kept from training, to judge how the scorer takes what it has never seen.
UNSEEN_KINDS = frozenset(
    (
        "odd_markers",
        "photos_inside",
        "wraps",
        "credit_lines",
        "cut_heads",
        "indents",
        "titled_photos",
        "mixed_newlines",
    )
)


def make_page(
    articles: Sequence[CleanArticle],
    rng: random.Random,
    *,
    page_id: str,
    faults: frozenset[str],
    emphasis: str | None = None,
) -> NoisedPage:
    """Lay faults over clean articles.

    Args:
        articles: The articles of the page, in order; at least one.
        rng: Source of chance; the same state gives the same page.
        page_id: Name of the page.
        faults: Which of `KINDS_OF_NOISE` and `TAUGHT_HABITS` may fall; each function has its
            own shares.
        emphasis: One of them that falls three times as often, for a scorer to learn it.

    Returns:
        The page with its gold reading.
    """
    press = Press(rng, faults, city="".join(rng.sample(CITIES, 2)), emphasis=emphasis)
    blocks = [dress(press, article, f"a{n}") for n, article in enumerate(articles)]
    for lay in FAULTS.values():
        blocks = lay(press, blocks)
    return _render(press, blocks, page_id)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How far apart the lines of one page are printed."""

    newline: str
    n_within: int
    n_between: int
    is_stacked: bool
    is_mixed: bool
    indent: str

    def breaks(self, rng: random.Random, above: Printed, line: Printed, *, opens: bool) -> str:
        """What stands between two lines; `opens` tells that the second begins a block."""
        n = self.n_between if opens else self.n_within
        is_headline = line.role is Role.HEADLINE_MORE and self.is_stacked
        if is_headline or line.role is above.role is Role.FURNITURE:
            n = 1
        if self.is_mixed and rng.random() < 0.3:
            n = rng.choice((1, 2))
        is_paragraph = line.role in (Role.BODY, Role.START) and not line.goes_on
        return self.newline * n + self.indent * is_paragraph


def _layout(press: Press) -> _Layout:
    within = 1 if press.has("single_newlines", 0.35) else 2
    return _Layout(
        newline="\r\n" if press.has("carriage_returns", 0.1) else "\n",
        n_within=within,
        n_between=3 if press.has("wide_gaps", 0.15) else within,
        is_stacked=press.rng.random() < 0.6,
        is_mixed=press.has("mixed_newlines", 0.15),
        indent="　　" if press.has("indents", 0.2) else "",
    )


def _render(press: Press, blocks: Sequence[Block], page_id: str) -> NoisedPage:
    """Put the lines on paper and note where each lies."""
    layout = _layout(press)
    text = layout.newline * press.rng.choice((0, 0, 2))
    segments: list[tuple[int, int, str]] = []
    printed: list[Printed] = []
    for block in blocks:
        for place, line in enumerate(block.lines):
            bare = line.text.strip()
            if not bare:
                continue
            if printed:
                text += layout.breaks(press.rng, printed[-1], line, opens=place == 0)
            opening = not printed and line.role is Role.BODY
            segments.append((len(text), len(text) + len(bare), line.owner))
            text += bare
            printed.append(replace(line, role=Role.START) if opening else line)
    articles = {
        b.owner: b for b in reversed(blocks) if b.kind not in ("copy", "furniture", "piece")
    }
    gold = GoldPage(
        page_id,
        text + layout.newline * press.rng.choice((0, 1)),
        tuple(segments),
        {owner: block.headline for owner, block in articles.items()},
        {owner: block.kind for owner, block in articles.items()},
    )
    return NoisedPage(
        gold,
        tuple(line.role for line in printed),
        tuple(line.goes_on for line in printed),
        tuple(line.is_torn for line in printed),
    )

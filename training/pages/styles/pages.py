"""Local articles made into pages in the style of a house."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from service.splitters.stories import Role
from service.text import split_sentences
from training.pages.noise.press import Block, CleanArticle, NoisedPage, Printed, furniture
from training.pages.styles.boxes import boxed, links, story_furniture, teasers
from training.pages.styles.heads import headline_lines, meta_lines, writers_lines
from training.pages.styles.house import House, draw_house
from training.pages.styles.items import small_items
from training.pages.styles.leads import signed, with_lead, without_printed_lead
from training.pages.styles.printing import print_page

_N_STORIES = (2, 9)
_N_LINKS = (2, 5)
# Who edited a story, as its own site signs it; the house has staff of its own.
_SITE_LINE = re.compile(
    r"(?:.{0,4}(?:编辑|责编|校对|主编|采写|往期|来源|监制)[\s　:：].*|[a-z]{1,4}|《\s*人民日报.*)"
)
_LONGEST_PARAGRAPH = 5  # sentences


def make_local_pages(
    titled: Sequence[CleanArticle],
    untitled: Sequence[str],
    *,
    styles: frozenset[str],
    n_pages: int,
    seed: int,
) -> tuple[NoisedPage, ...]:
    """Make pages of articles drawn at random.

    Args:
        titled: Articles with headlines.
        untitled: Texts of articles without, perhaps one line each.
        styles: Which of `STYLES` may show.
        n_pages: How many pages.
        seed: Seed of all chance; same arguments, same pages.
    """
    rng = random.Random(seed)
    return tuple(
        make_local_page(titled, untitled, rng, page_id=f"local{n:04d}", styles=styles)
        for n in range(n_pages)
    )


def make_local_page(
    titled: Sequence[CleanArticle],
    untitled: Sequence[str],
    rng: random.Random,
    *,
    page_id: str,
    styles: frozenset[str],
) -> NoisedPage:
    """Make a page of one house.

    Args:
        titled: Articles with headlines to draw from.
        untitled: Texts without headline to draw from; may be empty.
        rng: Source of chance; the same state gives the same page.
        page_id: Name of the page.
        styles: Which of `STYLES` may show.

    Returns:
        The page with its gold reading; its habits are its styles.
    """
    house = draw_house(rng, styles)
    drawn = rng.sample(titled, min(len(titled), rng.randint(*_N_STORIES) + _N_LINKS[1]))
    others = [" ".join(article.title_lines) for article in drawn[: _N_LINKS[1]]]
    stories = [
        _story(house, article, untitled, f"a{n}") for n, article in enumerate(drawn[_N_LINKS[1] :])
    ]
    blocks = list(_between(house, stories, others))
    for item in small_items(house):
        blocks.insert(_place(house, blocks), item)
    return print_page(house, [*_top(house, stories), *blocks, *_bottom(house)], page_id)


def _story(house: House, article: CleanArticle, untitled: Sequence[str], owner: str) -> Block:
    """An article printed by the house, perhaps without its headline."""
    rng = house.rng
    is_headless = house.shows("headless", seldom=0.06, often=0.45)
    if is_headless and untitled and rng.random() < 0.7:
        paragraphs = _paragraphs(rng.choice(untitled), rng)
    else:
        paragraphs = list(article.paragraphs)
    while len(paragraphs) > 1 and _SITE_LINE.fullmatch(paragraphs[-1]):
        paragraphs.pop()
    paragraphs = paragraphs[: rng.choice((2, 3, 5, 8, 30, 30))]
    paragraphs[0] = with_lead(house, paragraphs[0])
    spare = _paragraphs(without_printed_lead(rng.choice(untitled)), rng) if untitled else ()
    paragraphs = signed(house, boxed(house, paragraphs, spare))
    heads = [] if is_headless else headline_lines(house, " ".join(article.title_lines), owner)
    around = [*meta_lines(house, owner), *writers_lines(house, owner)]
    lines = [*heads, *around, *(Printed(text, owner, Role.BODY) for text in paragraphs)]
    if is_headless:
        lines[0] = Printed(lines[0].text, owner, Role.START)
    headline = " ".join(line.text for line in heads) or None
    return Block(tuple(lines), owner, "headless" if is_headless else "plain", headline)


def _paragraphs(text: str, rng: random.Random) -> list[str]:
    """A text of one line cut into paragraphs of some sentences each."""
    if "\n" in text:
        return [line.strip() for line in text.split("\n") if line.strip()]
    sentences = [text[s.start : s.end] for s in split_sentences(text)]
    paragraphs = []
    while sentences:
        n = rng.randint(1, _LONGEST_PARAGRAPH)
        paragraphs.append("".join(sentences[:n]))
        sentences = sentences[n:]
    return paragraphs


def _between(house: House, stories: Sequence[Block], others: Sequence[str]) -> Iterator[Block]:
    """The stories, with what the site prints below each."""
    for story in stories:
        yield story
        below = [story_furniture(house), links(house, others[: house.rng.randint(*_N_LINKS)])]
        yield from (block for block in below if block)


def _place(house: House, blocks: Sequence[Block]) -> int:
    """A place for an item: not between a story and what its site prints below it."""
    places = [
        n for n in range(len(blocks) + 1) if n == len(blocks) or blocks[n].kind != "furniture"
    ]
    return house.rng.choice(places)


def _top(house: House, stories: Sequence[Block]) -> list[Block]:
    """A masthead, and a box of headlines that stand again below."""
    tops: list[Block] = []
    if house.rng.random() < 0.4:
        line = house.pick(
            "{paper} 2025年{m}月{d}日 星期三 第{m}版",
            "{paper}　2024年{m}月{d}日",
            "A{m:02d} 要闻 {paper}",
            "{m}版 综合 2023年{m}月{d}日 星期五",
        )
        tops.append(furniture([line]))
    box = teasers(house, [story.headline for story in stories if story.headline])
    return [*tops, box] if box else tops


def _bottom(house: House) -> list[Block]:
    """Who made the page."""
    if house.rng.random() > 0.35:
        return []
    line = house.pick(
        "责编：{one} 版式：{one} 校对：{one}",
        "责任编辑 {one}　美编 {one}　校对 {one}",
        "编辑/{one} 校对/{one}",
        "本版编辑：{one} 电话：0310-3121886",
    )
    return [furniture([line])]

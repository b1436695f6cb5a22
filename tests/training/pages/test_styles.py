from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from service.characters import content_characters
from service.splitters.stories import Role
from training.pages.noise import CleanArticle, NoisedPage
from training.pages.styles import HELD_BACK, STYLES, make_local_pages
from training.pages.styles.wrapping import Wrapping

_TEXT = (
    "城东水厂的第二条输水管道昨天建成通水，沿线两万户居民用上了水库水。"
    "“水压比以前大多了。”住在六楼的居民说。"
)
_ARTICLES = tuple(
    CleanArticle(
        (f"云川第{n}条水管通水 居民不再半夜接水",),
        (f"记者从水厂获悉，第{n}条{_TEXT}", _TEXT, _TEXT),
    )
    for n in "一二三四五六七八九"
)


def _pages(styles: frozenset[str], seed: int = 4) -> tuple[NoisedPage, ...]:
    return make_local_pages(_ARTICLES, (_TEXT * 3,), styles=styles, n_pages=20, seed=seed)


@pytest.fixture(scope="module", name="pages")
def _made() -> tuple[NoisedPage, ...]:
    return _pages(STYLES)


def _lines(page: NoisedPage) -> Iterator[tuple[str, Role, str]]:
    for (start, end, owner), role in zip(page.gold.segments, page.roles, strict=True):
        yield page.gold.text[start:end], role, owner


def test_every_character_has_an_owner_and_every_line_a_role(pages: tuple[NoisedPage, ...]) -> None:
    for page in pages:
        owned = "".join(text for text, _, _ in _lines(page))
        assert "".join(owned.split()) == "".join(page.gold.text.split())


def test_headlines_are_what_is_printed_of_them(pages: tuple[NoisedPage, ...]) -> None:
    for page in pages:
        printed: dict[str, str] = {}
        for text, role, owner in _lines(page):
            if role in (Role.HEADLINE, Role.HEADLINE_MORE):
                printed[owner] = printed.get(owner, "") + text
        wanted = {owner: line for owner, line in page.gold.headlines.items() if line}
        assert printed.keys() == wanted.keys()
        for owner, line in wanted.items():
            assert content_characters(printed[owner]) == content_characters(line)


def test_a_story_begins_with_a_headline_or_says_that_it_starts(
    pages: tuple[NoisedPage, ...],
) -> None:
    for page in pages:
        first = {owner: role for _, role, owner in reversed(list(_lines(page)))}
        for owner, line in page.gold.headlines.items():
            assert first[owner] is (Role.HEADLINE if line else Role.START)


def test_the_same_seed_gives_the_same_pages() -> None:
    assert _pages(STYLES)[3].gold == _pages(STYLES)[3].gold
    assert _pages(STYLES)[3].gold != _pages(STYLES, seed=5)[3].gold


def test_styles_that_are_held_back_never_show(pages: tuple[NoisedPage, ...]) -> None:
    without = _pages(STYLES - HELD_BACK)
    assert any(set(page.gold.styles) & HELD_BACK for page in pages)
    assert not any(set(page.gold.styles) & HELD_BACK for page in without)
    assert not [
        sign for page in without for sign in ("讣", "丨", "图文：") if sign in page.gold.text
    ]


@pytest.mark.parametrize("by_columns", [False, True])
def test_no_line_is_wider_than_the_edge_but_by_a_stop(*, by_columns: bool) -> None:
    wrapping = Wrapping(24, by_columns=by_columns, keeps_words=True, keeps_stops=True)
    lines = wrapping.cut(_TEXT + "共3260户，2026年完工。", "　　", random.Random(1))
    widths = [sum(1 if c.isascii() or not by_columns else 2 for c in line) for line in lines]
    assert max(widths) <= 24 + 1 + by_columns
    assert not any(line[0] in "，。”" for line in lines)
    assert any("3260" in line for line in lines)

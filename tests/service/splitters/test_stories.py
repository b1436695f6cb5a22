"""Lines grouped into stories by their roles."""

from __future__ import annotations

from collections.abc import Iterable

from service.splitters.stories import Role, group_stories

HEAD, MORE, BODY, START, CAPTION, FURNITURE = Role


def _group(
    *roles: Role, credits_at: Iterable[int] = (), cut_at: Iterable[int] = ()
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    stories = group_stories(roles, frozenset(credits_at), frozenset(cut_at))
    return [(story.headline, story.body) for story in stories]


def test_further_headline_lines_belong_to_the_headline_until_text_comes() -> None:
    assert _group(HEAD, MORE, BODY, MORE) == [((0, 1), (2, 3))]


def test_a_story_goes_on_below_a_photo() -> None:
    assert _group(HEAD, BODY, CAPTION, BODY) == [((0,), (1, 3)), ((), (2,))]


def test_a_credit_on_its_own_line_ends_the_photo() -> None:
    roles = (HEAD, BODY, CAPTION, BODY, BODY)
    assert _group(*roles, credits_at=[3]) == [((0,), (1, 4)), ((), (2, 3))]


def test_a_cut_caption_is_one_photo_up_to_its_credit() -> None:
    roles = (HEAD, BODY, CAPTION, BODY, BODY, BODY)
    grouped = _group(*roles, credits_at=[4], cut_at=[3, 4, 5])
    assert grouped == [((0,), (1, 5)), ((), (2, 3, 4))]


def test_a_headline_right_above_a_caption_is_the_photos_own() -> None:
    roles = (HEAD, BODY, HEAD, CAPTION, BODY)
    assert _group(*roles, credits_at=[3]) == [((0,), (1, 4)), ((2,), (3,))]


def test_furniture_is_in_no_story() -> None:
    assert _group(FURNITURE, START, FURNITURE, BODY) == [((), (1, 3))]

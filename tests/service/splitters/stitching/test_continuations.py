"""Pairs chosen one to one, and stories joined by them."""

from __future__ import annotations

from service.splitters.lines.line import read_lines
from service.splitters.stitching.continuations import choose_pairs, stitch
from service.splitters.stitching.pairs import Pair
from service.splitters.stories import Story

LINES = read_lines("题一\n文一\n题二\n文二\n题三\n（上接第一版）\n文三")
STORIES = (Story((0,), (1,)), Story((2,), (3,)), Story((4,), (5, 6)))


def test_the_surest_pair_is_taken_first_and_each_end_once() -> None:
    rated = (Pair(0, 2, 0.7), Pair(1, 2, 0.9), Pair(0, 3, 0.6), Pair(1, 3, 0.8))
    assert choose_pairs(rated) == (Pair(1, 2, 0.9), Pair(0, 3, 0.6))


def test_what_rather_does_not_belong_together_stays_apart() -> None:
    assert choose_pairs((Pair(0, 2, 0.39), Pair(1, 2, 0.3))) == ()


def test_equals_go_by_page_order() -> None:
    assert choose_pairs((Pair(1, 2, 0.8), Pair(0, 2, 0.8))) == (Pair(0, 2, 0.8),)


def test_a_stitched_story_keeps_its_headline_and_knows_its_seam() -> None:
    first, joined = stitch(LINES, STORIES, [Pair(1, 2, 0.9)])
    assert first == STORIES[0]
    assert joined == Story((2,), (3, 5, 6), later_headlines=(4,), seams=(6,))


def test_a_story_may_run_over_three_pieces() -> None:
    (joined,) = stitch(LINES, STORIES, [Pair(0, 1, 0.9), Pair(1, 2, 0.8)])
    assert joined.body == (1, 3, 5, 6)
    assert joined.seams == (3, 6)


def test_a_ring_of_pieces_keeps_every_line() -> None:
    pairs = [Pair(0, 1, 0.9), Pair(1, 0, 0.8)]
    joined = stitch(LINES, STORIES, pairs)
    assert sorted(line for story in joined for line in story.lines) == list(range(7))

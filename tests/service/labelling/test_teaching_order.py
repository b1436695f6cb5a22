from __future__ import annotations

import numpy as np

from service.labelling.teaching_order import teaching_order

RANDOM = np.random.default_rng(5)


def _probabilities(doubts: list[float]) -> np.ndarray:
    """One article a row: 0 is sure, 1 cannot tell two topics apart."""
    return np.array([[1 - doubt / 2, doubt / 2, 0] for doubt in doubts])


def test_no_article_has_no_order() -> None:
    assert teaching_order(np.zeros((0, 3)), np.zeros((0, 4)), n_drawn=5) == []


def test_every_article_has_one_place() -> None:
    vectors = RANDOM.normal(size=(40, 8))
    order = teaching_order(_probabilities(RANDOM.uniform(size=40).tolist()), vectors, n_drawn=7)
    assert sorted(order) == list(range(40))


def test_the_most_doubtful_comes_first_and_the_surest_late() -> None:
    doubts = [0.01] * 30 + [0.6] * 9 + [0.9]
    vectors = RANDOM.normal(size=(40, 8))
    order = teaching_order(_probabilities(doubts), vectors, n_drawn=10)
    assert order[0] == 39
    assert len(set(order[:10]) & set(range(30, 40))) >= 6


def test_a_copy_of_a_chosen_article_waits() -> None:
    vectors = np.repeat(np.eye(5, 8), 4, axis=0)
    order = teaching_order(_probabilities([0.8] * 20), vectors, n_drawn=5)
    assert sorted(place // 4 for place in order[:5]) == [0, 1, 2, 3, 4]


def test_the_same_seed_gives_the_same_order() -> None:
    vectors = RANDOM.normal(size=(30, 8))
    probabilities = _probabilities(RANDOM.uniform(size=30).tolist())
    first, second = (teaching_order(probabilities, vectors, n_drawn=30) for _ in range(2))
    assert first == second

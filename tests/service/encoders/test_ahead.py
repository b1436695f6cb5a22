from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from service.encoders.ahead import finish_in_order


def test_results_come_in_order_and_the_next_pieces_are_begun_before_they_are_asked_for() -> None:
    begun: list[int] = []

    def pieces() -> Iterator[Callable[[], int]]:
        for number in range(40):
            begun.append(number)
            yield partial(pow, number, 2)

    results = finish_in_order(pieces())
    at_once = len(begun)
    assert 1 < at_once < 40
    assert next(results) == 0
    assert len(begun) == at_once + 1
    assert list(results) == [n * n for n in range(1, 40)]
    assert list(finish_in_order([])) == []

"""A few wrong inputs at each run; `make fuzz` tries them by the hour."""

from __future__ import annotations

import pytest

from tests.fuzz.trials import try_one

COUNTS = {"read": 120, "split": 40, "table": 60, "api": 4}


@pytest.mark.parametrize("room", COUNTS)
def test_a_wrong_input_costs_no_more_than_its_own_error(room: str) -> None:
    found = [(number, try_one((room, number))) for number in range(COUNTS[room])]
    assert [finding for finding in found if finding[1]] == []

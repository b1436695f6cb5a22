"""A dozen kills each; `python -m benchmarks.run_kills` does as many as one likes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.kills import SCENARIOS, kill_often

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there are no forks there"),
]


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_is_lost_by_a_kill(name: str, tmp_path: Path) -> None:
    assert kill_often(name, tmp_path, times=12, most_awaited=1) > 0

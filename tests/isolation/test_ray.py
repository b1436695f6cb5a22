"""Ray gives the rows of the local engine, outlives a worker and calls nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.batch import score_in_turn
from service.cli import main
from tests import ray_batch
from tests.fakes import make_pipeline
from tests.isolation.box import run_boxed


@pytest.mark.slow
def test_a_killed_worker_changes_no_byte_and_nobody_is_called(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    # Its processes send each other so much that a stop at each keeps them from starting in time.
    outcome = run_boxed(["-m", "tests.ray_batch", str(tmp_path)], tmp_path, calls="connect")
    assert outcome.exit_code == 0, outcome.output
    assert (tmp_path / "killed").exists()
    ray_batch.run(score_in_turn(make_pipeline()), tmp_path / "local.jsonl")
    assert (tmp_path / "ray.jsonl").read_bytes() == (tmp_path / "local.jsonl").read_bytes()
    # Two at first, and one for that which was killed, where there was work left for it.
    assert len(list(tmp_path.glob("loaded-*"))) in (2, 3)
    assert outcome.calls == ()
    assert outcome.written_at_home == ()


def test_without_the_extra_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("service.extras.find_spec", lambda _: None)
    table = str(tmp_path / "out.csv")
    assert main(["batch", "examples", "-o", table, "--engine", "ray"]) == 2
    assert 'pip install "baozhai[ray]"' in capsys.readouterr().err


def test_a_cluster_without_ray_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = str(tmp_path / "out.csv")
    assert main(["batch", "examples", "-o", table, "--ray-address", "10.0.0.5:6379"]) == 2
    assert "--engine ray" in capsys.readouterr().err

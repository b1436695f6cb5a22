"""Several processes of one run: all learn, one writes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from service.config import locate
from service.errors import ConfigError
from tests.training.learning.noting_run import BATCH_SIZE, N_EXAMPLES, learn_numbers
from training.learning.processes import is_main, n_processes, require_one_machine
from training.train import main


def _write_config(folder: Path) -> None:
    settings = yaml.safe_load(locate("configs/training/smoke.yaml").read_text("utf-8"))
    settings["data"]["root"] = str(locate("examples/articles"))
    settings["trainer"] |= {"output_dir": str(folder / "run"), "frozen_layers": 1}
    settings["tuning"]["output_dir"] = str(folder / "run" / "tuning")
    settings["artifact"] = str(folder / "run" / "artifact")
    (folder / "run.yaml").write_text(yaml.safe_dump(settings), "utf-8")


@pytest.mark.slow
def test_two_processes_learn_together_and_one_writes(tmp_path: Path) -> None:
    _write_config(tmp_path)
    launcher = ("torch.distributed.run", "--standalone", "--nproc_per_node", "2")
    script = ("-m", "tests.training.learning.noting_run", str(tmp_path))
    ran = subprocess.run(
        [sys.executable, "-m", *launcher, *script], capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()
    first, second = (json.loads((tmp_path / f"noted-{n}.json").read_bytes()) for n in range(2))

    assert first["weights"] == second["weights"]
    assert first["finished"]
    assert "finished" not in second
    assert [first["found_lower_states"], second["found_lower_states"]] == [False, True]
    assert not list(tmp_path.rglob("lower_states.*"))
    for done in (tmp_path / "run", tmp_path / "run" / "tuning"):
        assert json.loads((done / "run.json").read_bytes())["settings"]["n_processes"] == 2
        assert (done / "seed-13" / "model.pt").exists()

    # One process with batches of both reads and learns the same.
    alone = learn_numbers(tmp_path / "alone", batch_size=2 * BATCH_SIZE)
    assert first["number"] == second["number"] == pytest.approx(alone.number.tolist())
    steps = [sorted(a + b) for a, b in zip(first["read"], second["read"], strict=True)]
    assert steps == [sorted(step) for step in alone.read]
    assert len(steps) == 2 * N_EXAMPLES / (2 * BATCH_SIZE)


def test_processes_of_several_machines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (n_processes(), is_main()) == (1, True)
    for name, value in {"WORLD_SIZE": "4", "LOCAL_WORLD_SIZE": "2", "RANK": "3"}.items():
        monkeypatch.setenv(name, value)
    assert (n_processes(), is_main()) == (4, False)
    with pytest.raises(ConfigError, match=r"4 个进程.*只有 2 个.*torchrun"):
        require_one_machine()
    monkeypatch.setenv("LOCAL_WORLD_SIZE", "4")
    require_one_machine()


def test_no_two_processes_share_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WORLD_SIZE", "LOCAL_WORLD_SIZE"):
        monkeypatch.setenv(name, "3")
    for n_gpus in (0, 3, 8):
        monkeypatch.setattr("torch.cuda.device_count", lambda n=n_gpus: n)
        require_one_machine()
    monkeypatch.setattr("torch.cuda.device_count", lambda: 2)
    with pytest.raises(ConfigError, match=r"3 个进程.*只有 2 块 GPU.*不超过 2"):
        require_one_machine()


def test_one_process_trains_a_line_scorer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setenv("LOCAL_WORLD_SIZE", "2")
    with pytest.raises(ConfigError, match=r"一个进程.*2 个"):
        main(["configs/training/line_scorer.yaml"])

"""Several processes give the same bytes as one, and none is lost when they are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from service.batch import issues_of_files, score_in_parallel
from service.errors import DigestError
from service.pipeline import DigestPipeline
from tests.fakes import make_pipeline
from tests.service.batch.batches import SETTINGS, Interrupted, dying_after, run_items, write_archive


@pytest.mark.slow
def test_several_processes_give_the_same_bytes(tmp_path: Path) -> None:
    issues = issues_of_files([*write_archive(tmp_path, 20), "missing.txt"])
    alone, together = tmp_path / "alone.jsonl", tmp_path / "together.jsonl"
    run_items(issues, alone)
    scorer = score_in_parallel(make_pipeline, n_workers=2, max_chars=150)
    report = run_items(issues, together, scorer=scorer)
    assert together.read_bytes() == alone.read_bytes()
    assert (report.n_done, len(report.failures)) == (20, 1)


@pytest.mark.slow
def test_resuming_in_several_processes_ends_with_the_same_bytes(tmp_path: Path) -> None:
    issues = issues_of_files([*write_archive(tmp_path, 12), "missing.txt"])
    whole, output = tmp_path / "whole.csv", tmp_path / "out.csv"
    run_items(issues, whole)
    with pytest.raises(Interrupted):
        run_items(issues, output, scorer=dying_after(5))
    scorer = score_in_parallel(make_pipeline, n_workers=2, max_chars=150)
    assert run_items(issues, output, scorer=scorer, resume=True).n_resumed == 5
    assert output.read_bytes() == whole.read_bytes()


def _die() -> DigestPipeline:
    os._exit(9)


@pytest.mark.slow
def test_a_worker_that_dies_says_what_to_do(tmp_path: Path) -> None:
    scorer = score_in_parallel(_die, n_workers=2, max_chars=150)
    with pytest.raises(DigestError, match="--resume"):
        run_items(
            issues_of_files(write_archive(tmp_path, 3)), tmp_path / "out.jsonl", scorer=scorer
        )


KILLED = """
import sys, time
from pathlib import Path
from service.batch import BatchSettings, issues_of_files, run_batch
from service.batch import score_in_parallel, score_in_turn
from tests.fakes import make_pipeline

archive, output, n_workers = sys.argv[1:]
score = score_in_turn(make_pipeline())
if n_workers != "1":
    score = score_in_parallel(make_pipeline, n_workers=int(n_workers), max_chars=150)
def scorer(items):
    for scored in score(items):
        time.sleep(0.004)
        yield scored
settings = BatchSettings("fake@1", 150, ready_articles=False, version="0")
run_batch(issues_of_files([archive]), scorer, Path(output), settings, resume=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
@pytest.mark.parametrize(("suffix", "n_workers"), [(".parquet", 1), (".jsonl", 2)])
def test_survives_being_killed_at_any_moment(tmp_path: Path, suffix: str, n_workers: int) -> None:
    archive = tmp_path / "archive"
    write_archive(archive, 150)
    whole, output = tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    run_items(issues_of_files([str(archive)]), whole)
    command = [sys.executable, "-c", KILLED, str(archive), str(output), str(n_workers)]
    partial = tmp_path / f"{output.name}.partial"
    chance = random.Random(7)
    for target in sorted(chance.sample(range(1, 120), 3)):  # `tests.kill_batches` does hundreds
        run = subprocess.Popen(command)
        while run.poll() is None and _n_lines(partial) < target:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.004)
        run.kill()
        assert run.wait() == -signal.SIGKILL
        assert not output.exists()
    subprocess.run(command, check=True)
    assert output.read_bytes() == whole.read_bytes()
    assert not partial.exists()


STUCK_IN_THE_TABLE = """
import sys, time
from pathlib import Path
import service.batch.run
from service.batch import BatchSettings, issues_of_files, run_batch, score_in_turn
from tests.fakes import make_pipeline

def write_half(rows, columns, stream):
    stream.write(str(next(iter(rows))).encode())
    stream.flush()
    print("half", flush=True)
    time.sleep(60)

archive, output = sys.argv[1:]
service.batch.run.table_writer_for = lambda _: write_half
settings = BatchSettings("fake@1", 150, ready_articles=False, version="0")
run_batch(issues_of_files([archive]), score_in_turn(make_pipeline()), Path(output), settings)
"""


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
@pytest.mark.parametrize("resume", [True, False])
def test_survives_being_killed_while_the_table_is_written(tmp_path: Path, resume: bool) -> None:
    archive, folder = tmp_path / "archive", tmp_path / "out"
    write_archive(archive, 3)
    folder.mkdir()
    whole, output = tmp_path / "whole.csv", folder / "out.csv"
    issues = issues_of_files([str(archive)])
    run_items(issues, whole)
    command = [sys.executable, "-c", STUCK_IN_THE_TABLE, str(archive), str(output)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "half\n"
        run.kill()
    left = {f".out.csv.{run.pid}.tmp", ".out.csv.lock", "out.csv.partial"}
    assert {path.name for path in folder.iterdir()} == left
    settings = replace(SETTINGS, overwrite=not resume)
    report = run_items(issues, output, settings=settings, resume=resume)
    assert report.n_resumed == (3 if resume else 0)
    assert output.read_bytes() == whole.read_bytes()
    assert list(folder.iterdir()) == [output]


def _n_lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0

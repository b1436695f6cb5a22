"""Kill batches at random moments, go on, and compare: `python -m tests.kill_batches -n 200`.

A pipeline that needs no model stands in for ours, so that most of the time goes into what is
tried: the journal, the table and the renaming of it.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from rich.console import Console

from service.batch import (
    BatchSettings,
    issues_of_files,
    run_batch,
    score_in_parallel,
    score_in_turn,
)
from service.batch.inputs import WorkItem
from service.batch.scoring import Scored
from tests.fakes import make_pipeline

SETTINGS = BatchSettings("fake@1", 150, ready_articles=False, version="0")
_N_INPUTS = 40
_S_EACH = 0.003
# A process of its own for each worker has to load first.
_LONGEST_S = {1: _N_INPUTS * _S_EACH * 2, 2: 6.0}


def main() -> int:
    """Kill as often as asked for; 1 where a table was not what it would have been."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill_batches", description=__doc__)
    parser.add_argument("-n", type=int, default=200, help="kills")
    parser.add_argument("--workers", type=int, choices=(1, 2), default=1, help="processes")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    with TemporaryDirectory() as folder:
        tried = _try(Path(folder), arguments.n, arguments.workers, chance)
    Console().print({"workers": arguments.workers, **tried})
    return 1 if tried["other bytes"] or tried["failed"] else 0


def _try(folder: Path, n_kills: int, n_workers: int, chance: random.Random) -> Counter[str]:
    archive, whole, output = folder / "archive", folder / "whole.csv", folder / "out.csv"
    archive.mkdir()
    for number in range(_N_INPUTS):
        text = f"社区食堂{number}\n正文第{number}句。\n\n孤行{number}。\n"
        (archive / f"p{number}.txt").write_text(text, encoding="utf-8")
    _run(archive, whole, n_workers=1)
    tried: Counter[str] = Counter()
    while tried["kills"] < n_kills:
        child = os.fork()
        if not child:
            _run_and_end(archive, output, n_workers)
        time.sleep(chance.random() * _LONGEST_S[n_workers])
        os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code == -signal.SIGKILL:
            tried["kills"] += 1
            tried[_moment(output)] += 1
            continue
        tried["tables"] += 1
        tried["failed"] += code != 0
        tried["other bytes"] += output.read_bytes() != whole.read_bytes()
        tried["files left"] += len(list(folder.iterdir())) - len((archive, whole, output))
        output.unlink()
    return tried


def _run_and_end(archive: Path, output: Path, n_workers: int) -> NoReturn:
    """The work of a child, which has nothing else of its parent to end."""
    try:
        _run(archive, output, n_workers)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - it is told, and counted by the parent
        traceback.print_exc()
        os._exit(1)


def _run(archive: Path, output: Path, n_workers: int) -> None:
    scorer = score_in_turn(make_pipeline())
    if n_workers > 1:
        scorer = score_in_parallel(make_pipeline, n_workers=n_workers, max_chars=150)

    def slowly(items: Iterable[WorkItem]) -> Iterator[Scored]:
        for scored in scorer(items):
            time.sleep(_S_EACH)
            yield scored

    issues = issues_of_files([str(archive)])
    run_batch(issues, slowly, output, SETTINGS, resume=True)


def _moment(output: Path) -> str:
    """When the run was killed, as far as its files tell."""
    partial = output.with_name(f"{output.name}.partial")
    n_noted = partial.read_bytes().count(b"\n") - 1 if partial.exists() else 0
    if output.exists():
        return "killed with the table in its place"
    if n_noted <= 0:
        return "killed before the first input"
    return "killed amid the inputs" if n_noted < _N_INPUTS else "killed at the table"


if __name__ == "__main__":
    raise SystemExit(main())

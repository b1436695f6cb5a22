"""Kill batches at random moments, go on, and compare: `python -m tests.kill_batches -n 200`.

A pipeline that needs no model stands in for ours, so that most of the time goes into what is
tried: the journal, the table and the renaming of it; `--shipped` takes the real one, by the
command. A moment is a number of inputs that are noted, and a while after it, so that a busy
machine is killed as late as an idle one. Of several processes either the first one is killed,
and the others must end by themselves, or all are at once.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
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
_TOLD_EVERY = 20  # kills
_S_EACH = 0.003
_LOOK_EVERY_S = 0.001
_LONGEST_AFTER_S = 0.02  # behind the input, and behind the table
_MOST_AT_A_TIME = 20
_FINISHED_SHARE = 0.6  # of those that have only the table to write
_LOADING_SHARE, _LONGEST_LOADING_S = 0.1, 1.0
_ORPHANS_END_S = 120.0


@dataclass(frozen=True, slots=True)
class Killed:
    """What is killed, and where it works.

    Attributes:
        folder: Where the inputs and the table are, and nothing else.
        n_workers: Processes.
        is_shipped: Whether the command works, with the model that is shipped.
        n_inputs: How many there are.
    """

    folder: Path
    n_workers: int
    is_shipped: bool
    n_inputs: int = 40

    @property
    def archive(self) -> Path:
        """The inputs."""
        return self.folder / "archive"

    @property
    def output(self) -> Path:
        """The table."""
        return self.folder / "out.csv"

    def start(self) -> int:
        """Begin, or go on, in a group of processes of its own; its number."""
        child = os.fork()
        with suppress(PermissionError):  # the command runs already, in the group it made itself
            os.setpgid(child, child)  # by both, as either may come first
        if not child:
            self._run_and_end()
        return child

    def _run_and_end(self) -> NoReturn:
        """The work of a child, which has nothing else of its parent to end."""
        try:
            if self.is_shipped:
                command = [sys.executable, "-m", "service.cli", "batch", str(self.archive)]
                options = ["-o", str(self.output), "--resume", "--no-cache"]
                silence = os.open(self.folder.parent / "told", os.O_WRONLY | os.O_CREAT)
                os.dup2(silence, 2)
                os.execv(command[0], [*command, *options, "--workers", str(self.n_workers)])
            _run(self.archive, self.output, self.n_workers)
            os._exit(0)
        except BaseException:  # noqa: BLE001 - it is told, and counted by the parent
            traceback.print_exc()
            os._exit(1)

    def n_noted(self) -> int:
        """Inputs that its journal holds; all once the table is there."""
        if self.output.exists():
            return self.n_inputs
        partial = self.output.with_name(f"{self.output.name}.partial")
        return partial.read_bytes().count(b"\n") - 1 if partial.exists() else 0


def main() -> int:
    """Kill as often as asked for; 1 where a table was not what it would have been."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill_batches", description=__doc__)
    parser.add_argument("-n", type=int, default=200, help="kills")
    parser.add_argument("--workers", type=int, choices=(1, 2), default=1, help="processes")
    parser.add_argument("--shipped", action="store_true", help="by the model that is shipped")
    parser.add_argument("--inputs", type=int, default=40, help="short ones (default 40)")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    with TemporaryDirectory() as folder:
        killed = Killed(Path(folder) / "w", arguments.workers, arguments.shipped, arguments.inputs)
        tried = _try(killed, arguments.n, chance)
    wrong = ("other bytes", "failed", "files left", "processes left")
    return 1 if any(tried[name] for name in wrong) else 0


def _try(killed: Killed, n_kills: int, chance: random.Random) -> Counter[str]:
    killed.archive.mkdir(parents=True)
    for number in range(killed.n_inputs):
        text = f"社区食堂{number}\n正文第{number}句。\n\n孤行{number}。\n"
        (killed.archive / f"p{number}.txt").write_text(text, encoding="utf-8")
    whole = _whole(killed)
    tried: Counter[str] = Counter()
    while tried["kills"] < n_kills:
        child = killed.start()
        _await_a_moment(killed, child, chance)
        _kill(child, is_whole_group=chance.random() < 1 / 2)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        tried["processes left"] += not _ends(child)
        if code == -signal.SIGKILL:
            tried["kills"] += 1
            tried[_moment(killed)] += 1
            # What is told as it goes is left of a run that is cut short.
            if tried["kills"] % _TOLD_EVERY == 0 or tried["kills"] == n_kills:
                Console().print(
                    {"workers": killed.n_workers, "shipped": killed.is_shipped, **tried}
                )
            continue
        _compare(killed, code, whole, tried)
    _compare(killed, os.waitstatus_to_exitcode(os.waitpid(killed.start(), 0)[1]), whole, tried)
    Console().print({**dict(tried), "after": "the last went on to its end"})
    return tried


def _compare(killed: Killed, code: int, whole: bytes, tried: Counter[str]) -> None:
    """Count what is wrong with a table that was done, and remove it."""
    tried["tables"] += 1
    tried["failed"] += code != 0
    tried["other bytes"] += not killed.output.exists() or killed.output.read_bytes() != whole
    tried["files left"] += len(list(killed.folder.iterdir())) - 2
    killed.output.unlink(missing_ok=True)


def _whole(killed: Killed) -> bytes:
    """The table as it is where nothing is killed, in one process."""
    os.waitpid(replace(killed, n_workers=1).start(), 0)
    content = killed.output.read_bytes()
    killed.output.unlink()
    return content


def _await_a_moment(killed: Killed, child: int, chance: random.Random) -> None:
    """Wait until so many more inputs are noted as chance will have it, or the work is done."""
    if killed.n_noted() == killed.n_inputs and chance.random() < _FINISHED_SHARE:
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    if chance.random() < _LOADING_SHARE:
        time.sleep(chance.random() * _LONGEST_LOADING_S)
        return
    wanted = killed.n_noted() + chance.randint(1, _MOST_AT_A_TIME)
    while killed.n_noted() < min(wanted, killed.n_inputs):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return
        time.sleep(_LOOK_EVERY_S)
    time.sleep(chance.random() * _LONGEST_AFTER_S)


def _kill(child: int, *, is_whole_group: bool) -> None:
    (os.killpg if is_whole_group else os.kill)(child, signal.SIGKILL)


def _ends(group: int) -> bool:
    """Whether what a killed process leaves behind ends by itself; it is ended where not."""
    last = time.monotonic() + _ORPHANS_END_S
    while time.monotonic() < last:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(_LOOK_EVERY_S)
    os.killpg(group, signal.SIGKILL)
    return False


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


def _moment(killed: Killed) -> str:
    """When the run was killed, as far as its files tell."""
    if killed.output.exists():
        return "killed with the table in its place"
    n_noted = killed.n_noted()
    if n_noted <= 0:
        return "killed before the first input"
    return "killed amid the inputs" if n_noted < killed.n_inputs else "killed at the table"


if __name__ == "__main__":
    raise SystemExit(main())

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from service.errors import ConfigError, ReadError
from service.registry import Run, Runs, RunStoppedError

RUN = Run(way="adapt", by="赵馆")
HELD = """
import sys
from pathlib import Path
from service.registry import Run, Runs
with Runs(Path(sys.argv[1])).begin(Run(way="adapt", by="赵馆")) as report:
    report.on_done(3, 9)
    print("begun", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path / "training")


def state(runs: Runs) -> str | None:
    run = runs.last()
    return run.state if run else None


def test_a_run_tells_how_far_it_is_and_what_came_of_it(runs: Runs) -> None:
    assert runs.last() is None
    with runs.begin(RUN) as report:
        report.stage("reading")
        report.on_done(4, 4)
        now = runs.last()
        assert now is not None
        assert (now.state, now.stage, now.done, now.total) == ("running", "reading", 4, 4)
        report.tell(lines=("变好 3 篇",), version="v1")
    last = runs.last()
    assert last is not None
    assert (last.state, last.stage, last.version) == ("done", "done", "v1")
    assert last.lines == ("变好 3 篇",)


def test_only_one_goes_on(runs: Runs) -> None:
    with runs.begin(RUN), pytest.raises(ConfigError, match="一次只能一个"), runs.begin(RUN):
        pass
    assert state(runs) == "done"


def test_it_stops_where_it_is_asked_to_and_the_next_one_does_not(runs: Runs) -> None:
    with suppress(RunStoppedError), runs.begin(RUN) as report:
        runs.stop()
        with pytest.raises(RunStoppedError, match="已按要求停下"):
            report.on_done(1, 2)
        report.stage("fitting")
    assert state(runs) == "stopped"
    with runs.begin(Run(way="adapt", by="王芳")) as report:
        report.stage("fitting")
    assert state(runs) == "done"


def test_one_that_is_stopped_before_it_begins_ends_at_once(runs: Runs) -> None:
    runs.announce(RUN)
    runs.stop()
    with suppress(RunStoppedError), runs.begin(RUN) as report:
        report.stage("reading")
        pytest.fail("it went on")
    assert state(runs) == "stopped"


def test_why_it_failed_is_kept(runs: Runs) -> None:
    with pytest.raises(ReadError), runs.begin(RUN):
        raise ReadError("第 3 行没有正文")
    last = runs.last()
    assert last is not None
    assert (last.state, last.failure) == ("failed", "第 3 行没有正文")


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_process_that_was_killed_leaves_a_run_that_was_interrupted(runs: Runs) -> None:
    command = [sys.executable, "-c", HELD, str(runs.folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline() == b"begun\n"
        assert state(runs) == "running"
        with pytest.raises(ConfigError), runs.begin(RUN):
            pass
        process.send_signal(signal.SIGKILL)
    last = runs.last()
    assert last is not None
    assert (last.state, last.total) == ("interrupted", 9)
    with runs.begin(RUN):
        assert state(runs) == "running"

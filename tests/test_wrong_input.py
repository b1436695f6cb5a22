"""Every command with every kind of wrong input: an exit code, words, and nothing left behind."""

from __future__ import annotations

import io
import os
import sys
from argparse import Action, ArgumentTypeError
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from service.config import ServiceConfig
from service.pipeline import DigestPipeline
from service.readers import content
from service.store import Store, backups
from tests.fakes import make_pipeline
from tests.wrong_inputs import FILES, NUMBERS, OUTPUTS, Desk, parsers

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="pipes, devices, links and rights are other ones elsewhere"
)

GIVEN = {
    "digest": [
        "digest BAD",
        "digest PAGE BAD",
        "--config BAD digest PAGE",
        "digest PAGE --model BAD",
    ],
    "split": ["split BAD", "split --config BAD PAGE"],
    "batch": [
        "batch BAD -o OUT.csv",
        "batch --by-folder BAD -o OUT.csv",
        "batch --articles BAD -o OUT.csv",
        "batch PAGE -o OUT.csv --config BAD",
    ],
    "web": ["web --no-browser --host 192.0.2.1 --store BAD", "web --no-browser --config BAD"],
    "mcp": ["mcp --config BAD"],
    "cache": ["cache stats --config BAD", "cache clear --config BAD"],
    "drift": ["drift BAD", "drift --store BAD"],
    "label export": ["label export BAD -o OUT.xlsx", "label export PAGE -o OUT.csv --not-in BAD"],
    "label import": ["label import BAD --into DESK", "label import ROWS --into BAD"],
    "adapt": ["adapt BAD"],
    "data check": ["data check BAD"],
    "models list": ["models list --config BAD"],
    "models show": ["models show BAD"],
    "models compare": ["models compare shipped BAD"],
    "models promote": ["models promote BAD"],
    "models rollback": ["models rollback --config BAD"],
    "models discard": ["models discard BAD"],
    "models add": ["models add fast --desk BAD"],
    "models prune": ["models prune --config BAD"],
    "train": ["train BAD"],
    "evaluate topics": [
        "evaluate topics BAD --baselines-only",
        "evaluate topics ROWS --baselines-only --baseline-train BAD",
        "evaluate topics ROWS --model BAD",
    ],
    "evaluate summaries": ["evaluate summaries BAD --baselines-only"],
    "evaluate split": ["evaluate split BAD"],
    "store stats": ["store --store BAD stats"],
    "store check": ["store --store BAD check"],
    "store export": ["store --store BAD export", "store --store BAD export --damaged"],
    "store import": ["store --store STORE import BAD", "store --store BAD import ROWS"],
    "store vacuum": ["store --store BAD vacuum"],
    "store user add": ["store --store BAD user add 王芳"],
    "store user change": ["store --store BAD user change 王芳 --role admin"],
    "store user remove": ["store --store BAD user remove 王芳"],
    "store user list": ["store --store BAD user list"],
    "store token add": ["store --store BAD token add 王芳"],
    "store token revoke": ["store --store BAD token revoke 1"],
    "store token list": ["store --store BAD token list"],
}
"""The commands, with BAD where a wrong file may stand; PAGE, ROWS and STORE are well."""
WRITTEN = {
    ".md": "digest PAGE -o BAD",
    ".json": "split PAGE -o BAD",
    ".csv": "batch PAGE -o BAD",
    ".xlsx": "label export PAGE -o BAD",
    ".jsonl": "store --store STORE export -o BAD",
}
"""The commands that write a file, by its suffix."""
COUNTED = {
    "digest": "digest PAGE",
    "batch": "batch PAGE -o OUT.csv",
    "web": "web --no-browser --host 192.0.2.1 --store STORE",
    "label export": "label export PAGE -o OUT.csv",
    "store vacuum": "store --store STORE vacuum",
    "adapt": "adapt MISSING",
    "data check": "data check MISSING",
    "models add": "models add fast --desk MISSING",
    "models prune": "models prune",
    "train": "train MISSING",
    "evaluate summaries": "evaluate summaries MISSING --baselines-only",
}
"""The commands that take a number, before it."""
PRINTED = (
    *("digest PAGE", "split PAGE", "models list", "cache stats", "store --store STORE stats"),
    "store --store STORE export",
)
# All commands read them alike.
_SETTINGS = {"missing", "a folder", "a pipe that nobody writes", "noise", "too long a name"}
_MADE = {"missing", "missing, ESC in its name", "bytes that are no text in its name", "empty"}
_TEXT = {"a table without its columns", *(["nobody may read it"] if os.geteuid() == 0 else [])}
FINE = {
    "digest BAD": _TEXT,
    "digest PAGE BAD": _TEXT | {"empty", "blank"},
    "split BAD": _TEXT,
    "batch BAD -o OUT.csv": _TEXT,
    "batch --by-folder BAD -o OUT.csv": _TEXT,
    "label export BAD -o OUT.xlsx": _TEXT | {"a folder"},  # that holds no page
    # What makes a store, or a folder, where there is none.
    "store --store BAD user add 王芳": _MADE,
    "store --store BAD import ROWS": _MADE,
    "web --no-browser --host 192.0.2.1 --store BAD": _MADE,
    "label import ROWS --into BAD": {"missing", "missing, ESC in its name", "a folder"},
}
"""Where a kind of file is well; settings may be empty, so that all is as it comes."""


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: to copy it is faster."""
    file = tmp_path_factory.mktemp("store") / "库.sqlite"
    with Store.open(file) as store:
        store.vacuum()
    return file


@pytest.fixture
def new_desk(
    tmp_path: Path,
    empty_store: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], Desk]]:
    """A new folder each time, without a model; a pipe is waited for a moment."""
    load = DigestPipeline.from_config

    def from_config(config: ServiceConfig, **options: Any) -> DigestPipeline:
        is_named = config.model != ServiceConfig().model
        return load(config, **options) if is_named else make_pipeline()

    monkeypatch.setattr(DigestPipeline, "from_config", from_config)
    for room in (content, backups):
        monkeypatch.setattr(room, "_WRITER_COMES_S", 0.01)
    numbers = count()

    def new() -> Desk:
        monkeypatch.setattr("sys.stdin", io.StringIO("云川的三月 18\n"))
        desk = Desk(tmp_path / str(next(numbers)), capsys)
        copy(empty_store, desk.folder / "库.sqlite")
        monkeypatch.chdir(desk.folder)
        return desk

    yield new
    monkeypatch.chdir("/")


def test_the_table_is_whole() -> None:
    assert {name for name, _ in parsers()} == GIVEN.keys()
    counted = {name for name, parser in parsers() if any(map(_is_counted, parser._actions))}
    assert counted == COUNTED.keys()


@pytest.mark.parametrize("command", GIVEN)
def test_what_is_no_input_is_told(command: str, new_desk: Callable[[], Desk]) -> None:
    wrong = []
    for form in GIVEN[command]:
        fine = FINE.get(form, {"empty"} if "--config BAD" in form else set())
        kinds = _SETTINGS if form.endswith("--config BAD") else FILES.keys()
        for kind in sorted(kinds - fine):
            desk = new_desk()
            wrong += [
                f"{form}, {kind}: {each}" for each in desk.faults(form, FILES[kind](desk.folder))
            ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("suffix", WRITTEN)
def test_what_cannot_be_written_is_told(suffix: str, new_desk: Callable[[], Desk]) -> None:
    wrong = []
    for kind, make in OUTPUTS.items():
        desk = new_desk()
        bad = make(desk.folder, suffix)
        wrong += [f"{kind}: {each}" for each in desk.faults(WRITTEN[suffix], bad, codes=(2,))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("command", COUNTED)
def test_what_is_no_number_is_told(command: str, new_desk: Callable[[], Desk]) -> None:
    (parser,) = (parser for name, parser in parsers() if name == command)
    wrong = []
    for option in filter(_is_counted, parser._actions):
        for number in NUMBERS:
            desk = new_desk()
            form = f"{COUNTED[command]} {option.option_strings[-1]} BAD"
            # 0 and more than anybody means are numbers, which some options take.
            is_one = number.isdecimal() and len(number) < 100
            found = desk.faults(form, number, codes=(0, 1, 2) if is_one else (2,))
            wrong += [
                f"{form} {number[:9]}: {each}" for each in found if not is_one or "raised" in each
            ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("form", PRINTED)
def test_a_standard_output_that_is_full_is_told(
    form: str, new_desk: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk()
    with open("/dev/full", "w") as full:  # noqa: PTH123 - it is no file
        monkeypatch.setattr("sys.stdout", full)
        assert list(desk.faults(form, codes=(2,))) == []
        monkeypatch.undo()


def _is_counted(option: Action) -> bool:
    """Whether an option takes a number: it refuses a word."""
    if not callable(option.type):
        return False
    try:
        option.type("甲")
    except (ArgumentTypeError, ValueError):
        return True
    return False

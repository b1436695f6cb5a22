"""Commands of packages that may be missing, found by their entry points."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from service.cli import main
from service.config import ServiceConfig
from tests.fakes import make_pipeline


class _EntryPoint:
    """An entry point that records what it was called with, or fails to load."""

    def __init__(self, missing: str | None = None) -> None:
        self.missing = missing
        self.calls: list[tuple[list[str], ServiceConfig]] = []

    def load(self) -> object:
        if self.missing:
            raise ModuleNotFoundError(f"No module named {self.missing!r}", name=self.missing)
        return self._run

    def _run(self, arguments: Sequence[str], config: ServiceConfig) -> int:
        self.calls.append((list(arguments), config))
        return 7


def _register(monkeypatch: pytest.MonkeyPatch, *found: _EntryPoint) -> None:
    monkeypatch.setattr("service.commands.others.metadata.entry_points", lambda **_: found)


@pytest.mark.parametrize(
    "rest",
    [
        [],
        ["--help"],
        ["configs/training/smoke.yaml", "--seed", "3", "--", "-x"],
        ["topics", "a.jsonl", "--version"],
    ],
    ids=["nothing", "help", "options", "options of ours"],
)
@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_registered_commands_get_their_arguments_untouched(
    command: str, rest: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    registered = _EntryPoint()
    _register(monkeypatch, registered)
    assert main([command, *rest]) == 7
    assert registered.calls == [(rest, ServiceConfig())]


@pytest.mark.parametrize("command", ["train", "evaluate"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["--config", "FILE", "COMMAND", "a.yaml", "--seed", "3"],
        ["COMMAND", "--config", "FILE", "a.yaml", "--seed", "3"],
        ["--config", "no.yaml", "COMMAND", "a.yaml", "--config=FILE", "--seed", "3"],
        ["COMMAND", "a.yaml", "--seed", "3", "--config", "FILE"],
    ],
    ids=["before", "behind", "behind again", "last"],
)
def test_registered_commands_get_the_one_configuration(
    command: str, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "other.yaml"
    file.write_text("model: elsewhere\nmax_chars: 90\n", encoding="utf-8")
    registered = _EntryPoint()
    _register(monkeypatch, registered)
    given = [argument.replace("FILE", str(file)) for argument in arguments]
    assert main([command if argument == "COMMAND" else argument for argument in given]) == 7
    expected = ServiceConfig(model="elsewhere", max_chars=90)
    assert registered.calls == [(["a.yaml", "--seed", "3"], expected)]


def test_what_stands_behind_two_dashes_is_no_option_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registered = _EntryPoint()
    _register(monkeypatch, registered)
    assert main(["train", "--", "--config", "no.yaml"]) == 7
    assert registered.calls == [(["--", "--config", "no.yaml"], ServiceConfig())]


@pytest.mark.parametrize("command", ["digest", "split", "batch", "web", "train", "evaluate"])
@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "does not exist"), ("max_char: 9\n", "not a known key"), ("a: [", "YAML")],
    ids=["missing", "misspelt", "no YAML"],
)
def test_no_command_runs_under_wrong_settings(
    command: str,
    content: str | None,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    registered = _EntryPoint()
    _register(monkeypatch, registered)
    file = tmp_path / "service.yaml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    rest = ["x.txt", "-o", str(tmp_path / "out.csv")] if command == "batch" else []
    assert main(["--config", str(file), command, *rest]) == 2
    assert message in capsys.readouterr().err
    assert registered.calls == []


@pytest.mark.parametrize("found", [[_EntryPoint("torch")], []], ids=["package", "entry point"])
def test_a_missing_extra_says_which_command_adds_it(
    found: list[_EntryPoint], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _register(monkeypatch, *found)
    assert main(["train", "configs/training/smoke.yaml"]) == 2
    assert 'pip install "baozhai[train]"' in capsys.readouterr().err


def test_a_fault_of_our_own_stays_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    _register(monkeypatch, _EntryPoint("training.lost"))
    with pytest.raises(ModuleNotFoundError):
        main(["train"])


def test_a_page_that_is_not_opened_leaves_no_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("service.commands.loading.load_pipeline", lambda _: make_pipeline())
    place = tmp_path / "desk" / "store.sqlite"
    assert main(["web", "--no-browser", "--host", "0.0.0.0", "--store", str(place)]) == 2
    assert "还没有用户" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []

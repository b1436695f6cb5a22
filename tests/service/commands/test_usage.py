"""Arguments and settings: what is wrong is told, and ends with 2."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from service.arguments import build_parser
from service.cli import main
from service.config import ServiceConfig
from service.options import FORMATS
from service.pipeline import DigestPipeline
from service.writers import formats
from tests.fakes import make_pipeline
from tests.service.commands.running import run_python


@pytest.mark.parametrize(
    "arguments",
    [
        ["digest", "--max-chars", "0"],
        ["digest", "--max-chars", "-5"],
        ["digest", "--max-chars", "许多"],
        ["digest", "--max-chars", "1.5"],
        ["digest", "--format", "rtf"],
        ["digest", "a.txt", "--id", "\udcff"],
        ["batch", "a.txt"],
        ["batch", "-o", "out.csv"],
        ["batch", "a", "-o", "out.csv", "--by-folder", "--articles"],
        ["batch", "a", "-o", "out.csv", "--workers", "0"],
        ["web", "--port", "70000"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: baozhai" in capsys.readouterr().err


def test_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"baozhai {metadata.version('baozhai')}\n"


def test_help_names_the_formats_there_are() -> None:
    assert formats.FORMATS == FORMATS


@pytest.mark.parametrize(
    "arguments",
    [["--config", "x.yaml", "digest"], ["digest", "--config", "x.yaml"]],
    ids=["before the command", "behind it"],
)
def test_settings_may_be_named_on_either_side(arguments: list[str]) -> None:
    assert build_parser().parse_args(arguments).config == "x.yaml"


def test_wrong_settings_end_with_2(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.undo()
    assert main(["--config", "no.yaml", "digest", str(page)]) == 2
    assert "no.yaml does not exist" in capsys.readouterr().err


def test_the_model_may_be_named_for_one_run(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def load(config: ServiceConfig) -> DigestPipeline:
        asked.append(config.model)
        return make_pipeline()

    monkeypatch.setattr("service.commands.loading.load_pipeline", load)
    assert main(["digest", "--model", "fast", str(page)]) == 0
    assert main(["digest", str(page)]) == 0
    assert asked == ["fast", "models/default"]
    monkeypatch.undo()
    capsys.readouterr()
    assert main(["digest", "--model", "quick", str(page)]) == 2
    assert "没有模型 quick：自带的有 default、fast" in capsys.readouterr().err


def test_ctrl_c_is_no_traceback(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("service.commands.loading.load_pipeline", interrupt)
    assert main(["digest", str(page)]) == 130
    assert "已中断" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, service.cli; from service.arguments import build_parser;"
        "build_parser().format_help();"
        "heavy = {'numpy', 'pydantic', 'rich', 'fastapi', 'openvino', 'yaml'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    ended = run_python(code)
    assert ended.returncode == 0, ended.stderr.decode()


def test_splitting_text_loads_no_inference_runtime_and_no_reader_of_others(page: Path) -> None:
    code = (
        "import os, sys; from service.cli import main;"
        f"main(['split', {str(page)!r}, '-o', os.devnull]);"
        "heavy = {'openvino', 'openpyxl', 'pypdfium2'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    ended = run_python(code)
    assert ended.returncode == 0, ended.stderr.decode()

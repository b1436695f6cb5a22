"""What the README tells people to type, typed."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from docx import Document

from service.cli import main
from service.config import CHECKOUT, ServiceConfig, load_config
from service.newsroom.room import Newsroom
from service.pipeline import DigestPipeline
from service.store import Store
from tests.service.api.asking import serve, serving

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)
COMMANDS = [line for kind, block in BLOCKS if kind == "bash" for line in block.splitlines()]

# Typed elsewhere: what runs until stopped by `tests/service/web/wire.py`, what trains by
# `tests/isolation`. Installing is the wheel test's.
ELSEWHERE = ("baozhai web", "baozhai train configs/training/smoke.yaml")
TYPED = [c for c in COMMANDS if c.startswith("baozhai ") and c not in ELSEWHERE]
EXPECTED_EXIT = {"baozhai batch --articles examples/articles/archive.jsonl -o articles.jsonl": 1}


@pytest.fixture
def _checkout_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds what the commands name, to run them in."""
    for name in ("examples", "configs"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("command", TYPED)
@pytest.mark.usefixtures("_checkout_copy")
def test_every_command_runs(command: str) -> None:
    assert main(shlex.split(command)[1:]) == EXPECTED_EXIT.get(command, 0)


@pytest.mark.slow
def test_python_code_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = (block for kind, block in BLOCKS if kind == "python")
    exec(compile(code, "README.md", "exec"), {})
    assert "社区食堂开张 livelihood" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.usefixtures("_checkout_copy")
def test_the_client_of_the_api_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = (block for kind, block in BLOCKS if kind == "py")
    assert len([line for line in code.splitlines() if line]) <= 12
    pipeline = DigestPipeline.from_config(load_config("configs/service.yaml", ServiceConfig))
    store = Store.open(tmp_path / "desk.sqlite")
    with serving(serve(Newsroom(pipeline, store))) as url:
        monkeypatch.chdir(tmp_path)
        exec(compile(code.replace("http://127.0.0.1:7860", url), "README.md", "exec"), {})
    (issue,) = store.issues.list().items
    assert store.today(issue.key).digest.articles[-1].edited_by is not None
    assert len(capsys.readouterr().out.splitlines()) == issue.n_articles
    assert Document(str(tmp_path / "0105.docx")).paragraphs


def test_commands_of_every_part_are_there() -> None:
    text = "\n".join(COMMANDS)
    for part in (*ELSEWHERE, "pip install .", "digest", "split", "batch", "evaluate"):
        assert part in text

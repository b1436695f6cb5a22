"""Help and errors of the desk's commands are Chinese first, as those of all others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from service.config import ServiceConfig
from training.desk.adapt_command import main as adapt
from training.desk.data_command import main as data
from training.desk.label_command import main as label
from training.desk.models_command import main as models
from training.evaluate import main as evaluate
from training.train import main as train

Command = Callable[[Sequence[str], ServiceConfig], int]

_CHINESE = re.compile("[\u4e00-\u9fff]")
ACTIONS = [
    (adapt, ""),
    (data, "check"),
    (label, "export"),
    (label, "import"),
    *((models, name) for name in ("list", "show", "compare", "promote", "rollback", "discard")),
    *((models, name) for name in ("add", "prune")),
    *((evaluate, name) for name in ("topics", "summaries", "split")),
    (train, ""),
]


@pytest.mark.parametrize(("command", "action"), ACTIONS)
def test_help_is_chinese(command: Command, action: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command([action, "--help"] if action else ["--help"], ServiceConfig())
    assert ended.value.code == 0
    told = capsys.readouterr().out
    usage, what, *sections = told.split("\n\n")
    assert usage.startswith("用法 usage: baozhai ")
    assert _CHINESE.search(what)
    for section in sections:
        title, *entries = re.split(r"\n(?=  \S)", section)
        assert _CHINESE.search(title)
        for entry in entries:
            assert _CHINESE.search(entry), entry


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        (adapt, [], "缺少 desk"),
        (adapt, ["desk", "--max-risk", "2"], "'2' 不在 0 与 1 之间"),
        (data, ["check", "desk", "--suspects", "-1"], "--suspects"),
        (data, ["check", "desk", "--suspects", "1.5"], "'1.5' 不是整数"),
        (label, ["import", "表.xlsx"], "缺少 --into"),
        (label, ["export", "1.txt", "-o", "表.xlsx", "--most"], "后面要有一个值"),
        (models, ["promote", "v1", "--now"], "不认识 --now"),
        (models, ["prune", "--keep", "两"], "'两' 不是整数"),
        (adapt, ["desk", "--model", "fast"], "先 baozhai models add fast --desk"),
        (train, ["desk", "--remember", "-3"], "'-3' 不是整数"),
        (models, ["delete"], "不能是 'delete'"),
    ],
)
def test_wrong_arguments_are_told_in_chinese(
    command: Command, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command(arguments, ServiceConfig())
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("用法 usage: baozhai ")
    assert said in told

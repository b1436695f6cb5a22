"""What the command line says of wrong arguments is Chinese first."""

from __future__ import annotations

from argparse import ArgumentTypeError

import pytest

from service.arguments import parse_arguments
from service.usage import in_chinese, named_path


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["batch", "甲.txt"], "缺少 -o/--output (the following"),
        (["digest", "--长"], "不认识 --长 (unrecognized"),
        (["digest", "--format", "rtf"], "--format 不能是 'rtf'，可以是 'text'"),
        (["web", "--port"], "--port 后面要有一个值"),
        (["web", "--no-login=是"], "--no-login 不带值，而给了 '是'"),
        (["batch", "a", "-o", "b", "--articles", "--by-folder"], "不能与 --articles 同时用"),
        (["batch", "a", "-o", "b", "--wit", "--re", "--o"], "--o 可以是 --output, --overwrite"),
        (["digest", "--max-chars", "0"], "--max-chars：'0' 不是大于 0 的整数"),
        (["--model", "fast", "digest", "a.txt"], "--model 不能写在命令前面"),
        (["-o=b", "digest", "a.txt"], "-o 不能写在命令前面"),
        (["digset"], "COMMAND 不能是 'digset'，可以是 'digest', 'split'"),
        (["digest", "--\x1b[31m"], "不认识 --\\u001b[31m"),
    ],
)
def test_errors_are_chinese_first(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments(arguments)
    printed = capsys.readouterr().err
    assert ended.value.code == 2
    assert message in printed
    assert printed.startswith("用法 usage: baozhai")


def test_the_command_alone_prints_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments([])
    printed = capsys.readouterr()
    assert (ended.value.code, printed.out) == (2, "")
    assert "batch        许多期报纸" in printed.err


def test_the_help_of_a_command_is_chinese_first(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(["batch", "--help"])
    printed = capsys.readouterr().out
    assert "参数 (arguments):" in printed
    assert "显示帮助 (show this help)" in printed
    assert "show this help message" not in printed


def test_what_is_not_known_is_told_as_it_is() -> None:
    assert in_chinese("something new") == "something new"


def test_a_long_path_is_told_by_its_end() -> None:
    with pytest.raises(ArgumentTypeError, match=r"'…夹+\\x00出\.docx' 不能是路径"):
        named_path("夹" * 90 + "\0出.docx")

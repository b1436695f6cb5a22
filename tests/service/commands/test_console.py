"""Consoles of any encoding, outputs that take nothing, readers that go away."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli import main
from service.console import wants_color
from tests.fakes import FakeSplitter
from tests.service.commands.running import run_python


def test_a_reader_that_goes_away_on_windows_is_no_traceback(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class ClosedPipe(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(ClosedPipe()))
    assert main(["digest", str(page)]) == 141


CONSOLES = ("ascii", "cp936", "cp1252", "utf-8")


@pytest.mark.parametrize("encoding", CONSOLES)
def test_errors_go_out_as_utf8_whatever_the_console_is_set_to(encoding: str) -> None:
    code = "import sys; from service.cli import main; sys.exit(main(['digest', '没有.txt']))"
    ended = run_python(code, PYTHONIOENCODING=f"{encoding}:strict")
    assert ended.returncode == 1
    assert "没有.txt: 打不开" in ended.stderr.decode("utf-8")


@pytest.mark.parametrize("encoding", CONSOLES)
def test_digests_go_out_as_utf8_whatever_the_console_is_set_to(
    encoding: str, tmp_path: Path
) -> None:
    # The name of the shop is in no code page of Windows.
    path = tmp_path / "p1.txt"
    path.write_text("𠮷野家开张\n𠮷野家昨天在云川开张，居民都说方便。\n", encoding="utf-8")
    code = (
        "import sys, service.cli as cli; from tests.fakes import make_pipeline;"
        "from service.commands import loading; loading.load_pipeline = lambda _: make_pipeline();"
        f"sys.exit(cli.main(['digest', {str(path)!r}]))"
    )
    ended = run_python(code, PYTHONIOENCODING=f"{encoding}:strict")
    assert ended.returncode == 0, ended.stderr.decode()
    assert "𠮷野家昨天在云川开张" in ended.stdout.decode("utf-8")


def test_no_colors_for_a_console_that_would_print_their_sequences(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    assert not wants_color()
    monkeypatch.setenv("TERM", "xterm-256color")
    assert wants_color()
    monkeypatch.setattr("rich.console.detect_legacy_windows", lambda: True)
    assert not wants_color()


FAKE = (
    "import sys, service.cli as cli; from tests.fakes import make_pipeline;"
    "from service.commands import loading; loading.load_pipeline = lambda _: make_pipeline();"
    "sys.exit(cli.main(sys.argv[1:]))"
)


ESC = "社区食堂\x1b[31m开张\n社区食堂\x9b31m昨天开张。\n"


def _in_shell(words: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command with a pipeline that needs no model, `words` behind it in a shell."""
    command = f'"$0" -c "$1" "${{@:2}}" {words}'
    return subprocess.run(
        ["bash", "-c", command, sys.executable, FAKE, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device there")
@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        (">/dev/full", ["digest", "FILE"]),
        (">&-", ["digest", "FILE"]),
        (">/dev/full", ["--help"]),
        ("", ["digest", "FILE", "--format", "text", "-o", "/dev/full"]),
    ],
    ids=["full", "closed", "help", "named"],
)
def test_an_output_that_takes_nothing_is_told(words: str, arguments: list[str], page: Path) -> None:
    ended = _in_shell(words, *(str(page) if word == "FILE" else word for word in arguments))
    assert ended.returncode == 2
    assert "写不进去" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception" not in ended.stderr


@pytest.mark.skipif(os.name == "nt", reason="no such shell there")
def test_closed_standard_streams_are_no_fault(page: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.json"
    ended = _in_shell("<&- >&- 2>&-", "digest", str(page), "-o", str(output))
    assert ended.returncode == 0
    assert json.loads(output.read_bytes())["articles"]


@pytest.mark.parametrize("command", ["digest", "split"])
@pytest.mark.parametrize("output_format", ["text", "json", "markdown"])
def test_a_terminal_is_sent_no_control_characters_of_the_source(
    command: str,
    output_format: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "p1.txt"
    path.write_text(ESC, encoding="utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("service.commands.issue.ArticleSplitter", FakeSplitter)
    options = ["--format", output_format] if command == "digest" else []
    assert main([command, str(path), *options]) == 0
    shown = capsys.readouterr().out
    assert not set(shown) & {"\x1b", "\x9b"}
    if command == "split":
        assert json.loads(shown)["source_text"] == ESC


def test_errors_send_a_terminal_no_control_characters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["digest", "\x1b]0;甲\x07.txt"]) == 1
    assert "\\u001b]0;甲\\u0007.txt" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="no such pipes there")
def test_a_reader_that_goes_away_is_no_traceback(page: Path) -> None:
    ended = _in_shell("| true; echo ${PIPESTATUS[0]}", "digest", str(page))
    assert ended.stdout.strip() == "141"
    assert ended.stderr == ""

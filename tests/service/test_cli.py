"""The command line, run in this process with a pipeline that needs no model."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import pytest

from service.arguments import build_parser
from service.cli import main
from service.config import ServiceConfig
from service.console import wants_color
from service.options import FORMATS
from service.pipeline import DigestPipeline
from service.writers import formats
from tests.fakes import FakeSplitter, make_pipeline
from tests.pdfs import PICTURE, make_pdf

PAGE = "社区食堂开张\n社区食堂昨天开张。居民都说方便。\n\n球队夺冠\n比赛很精彩。\n"


@pytest.fixture(autouse=True)
def _fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.commands.loading.load_pipeline", lambda _: make_pipeline())


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "p1.txt"
    path.write_bytes(PAGE.encode("gb18030"))
    return path


class TestDigest:
    def test_prints_text(self, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["digest", str(page)]) == 0
        printed = capsys.readouterr()
        assert "a1 【民生 92%】社区食堂开张" in printed.out
        assert "其他 44% 存疑" in printed.out
        assert printed.err == ""

    def test_prints_colors_on_a_terminal(
        self, page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        assert main(["digest", str(page)]) == 0
        assert "\x1b[" in capsys.readouterr().out
        monkeypatch.setenv("NO_COLOR", "1")
        assert main(["digest", str(page)]) == 0
        assert "\x1b[" not in capsys.readouterr().out

    def test_no_document_is_thrown_at_a_terminal(
        self, page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        assert main(["digest", str(page), "--format", "docx"]) == 2
        assert "-o OUT.docx" in capsys.readouterr().err

    @pytest.mark.parametrize("suffix", ["html", "docx"])
    def test_writes_documents(self, page: Path, tmp_path: Path, suffix: str) -> None:
        output = tmp_path / f"out.{suffix}"
        assert main(["digest", str(page), "-o", str(output)]) == 0
        assert output.read_bytes()[:2] == {"html": b"<!", "docx": b"PK"}[suffix]

    def test_prints_json(self, page: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        assert main(["digest", str(page), "--format", "json", "--id", "三版"]) == 0
        document = json.loads(capsysbinary.readouterr().out.decode("utf-8"))
        assert document["issue_id"] == "三版"
        assert document["source_text"] == PAGE
        assert document["pages"] == [{"file": "p1.txt", "page": None, "start": 0, "end": len(PAGE)}]

    def test_joins_files_into_one_issue(
        self, page: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["digest", str(page), str(page), "--format", "json"]) == 0
        document = json.loads(capsys.readouterr().out)
        assert document["source_text"] == f"{PAGE}\n\f\n{PAGE}"

    @pytest.mark.parametrize("files", [[], ["-"]], ids=["no file", "dash"])
    def test_reads_standard_input(
        self,
        files: list[str],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
        assert main(["digest", *files, "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)["issue_id"] == "stdin"

    @pytest.mark.parametrize("command", ["digest", "split"])
    def test_tells_which_page_was_not_read(
        self, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "day.pdf"
        path.write_bytes(make_pdf([[(50, 700, 10, "社区食堂开张")], []], drawn={1: PICTURE}))
        assert main([command, str(path)]) == 0
        printed = capsys.readouterr()
        assert "day.pdf: 第 2 页" in printed.err
        assert "社区食堂开张" in printed.out

    def test_the_suffix_of_the_output_is_its_format(self, page: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.md"
        assert main(["digest", str(page), "-o", str(output)]) == 0
        assert output.read_text(encoding="utf-8").startswith("# p1 报摘\n")

    def test_the_budget_holds(self, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["digest", str(page), "--max-chars", "9", "--format", "json"]) == 0
        first = json.loads(capsys.readouterr().out)["articles"][0]
        assert first["summary"]["text"] == "社区食堂昨天开张。"

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["-o", "out.md", "--format", "json"], "--format 是 json"),
            (["-o", "out.xyz"], "--format"),
            (["-o", "no/out.md"], "不存在"),
            (["-o", "."], "是文件夹"),
        ],
    )
    def test_a_wrong_output_is_wrong_usage(
        self,
        page: Path,
        arguments: list[str],
        message: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main(["digest", str(page), *arguments]) == 2
        printed = capsys.readouterr()
        assert message in printed.err
        assert printed.out == ""

    def test_the_input_is_never_overwritten(
        self, page: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["digest", str(page), "-o", str(page)]) == 2
        assert "既是输入又是输出" in capsys.readouterr().err
        assert page.read_bytes() == PAGE.encode("gb18030")

    def test_an_input_that_fails_is_told(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["digest", str(tmp_path / "no.txt")]) == 1
        assert "no.txt: 打不开" in capsys.readouterr().err

    def test_a_pattern_the_shell_left_is_expanded(
        self, page: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name in ("p10.txt", "p2.txt"):
            (page.parent / name).write_text("字。", encoding="utf-8")
        assert main(["digest", str(page.parent / "p*.txt"), "--format", "json"]) == 0
        pages = json.loads(capsys.readouterr().out)["pages"]
        assert [entry["file"] for entry in pages] == ["p1.txt", "p2.txt", "p10.txt"]


class TestSplit:
    def test_prints_the_articles_without_scores(
        self, page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("service.commands.issue.ArticleSplitter", FakeSplitter)
        assert main(["split", str(page)]) == 0
        document = json.loads(capsys.readouterr().out)
        assert document["model"] is None
        assert [article["headline"] for article in document["articles"]] == [
            "社区食堂开张",
            "球队夺冠",
        ]
        assert not {"topic", "summary"} & document["articles"][0].keys()


class TestBatch:
    def test_writes_the_table_and_tells_how_it_went(
        self, page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        output = tmp_path / "out.jsonl"
        assert main(["batch", str(page), "-o", str(output)]) == 0
        printed = capsys.readouterr()
        assert len(output.read_text(encoding="utf-8").splitlines()) == 2
        assert printed.out == ""
        assert "完成 1 个输入，失败 0 个" in printed.err
        assert "文章 2 篇：民生 1，其他 1" in printed.err

    def test_a_failed_input_is_told_and_the_others_are_written(
        self, page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        output = tmp_path / "out.csv"
        assert main(["batch", str(page), "no.txt", "-o", str(output)]) == 1
        assert "no: no.txt: 打不开" in capsys.readouterr().err
        assert output.read_text(encoding="utf-8-sig").count("\n") == 4

    def test_takes_folders_as_issues(self, page: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.jsonl"
        assert main(["batch", "--by-folder", str(page.parent), "-o", str(output)]) == 0
        row = json.loads(output.read_text(encoding="utf-8").splitlines()[0])
        assert row["issue_id"] == tmp_path.name

    def test_takes_ready_articles(self, tmp_path: Path) -> None:
        source, output = tmp_path / "in.csv", tmp_path / "out.jsonl"
        source.write_text("id,title,text\n7,医院,开诊了。\n", encoding="utf-8")
        assert main(["batch", "--articles", str(source), "-o", str(output)]) == 0
        row = json.loads(output.read_text(encoding="utf-8"))
        assert (row["id"], row["topic"], "issue_id" in row) == ("7", "medicine", False)

    @pytest.mark.parametrize(
        ("output", "message"),
        [("out.xls", ".jsonl"), ("no/out.csv", "不存在"), ("in.csv", "既是输入又是输出")],
    )
    def test_a_wrong_output_is_wrong_usage(
        self,
        output: str,
        message: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("in.csv").write_text("id,title,text\n", encoding="utf-8")
        assert main(["batch", "--articles", "in.csv", "-o", output]) == 2
        assert message in capsys.readouterr().err

    @pytest.mark.parametrize("name", ["in.jsonl", "in.CSV", "in.tsv.gz", "in.xlsx", "in.parquet"])
    @pytest.mark.parametrize("options", [[], ["--by-folder"]])
    def test_a_table_is_not_taken_for_a_newspaper(
        self,
        name: str,
        options: list[str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path(name).write_text("{}\n", encoding="utf-8")
        assert main(["batch", name, *options, "-o", "out.csv"]) == 2
        assert "请加 --articles" in capsys.readouterr().err
        assert [path.name for path in tmp_path.iterdir()] == [name]

    @pytest.mark.parametrize(("answer", "code"), [("\n", 0), ("y\n", 0), ("n\n", 2), ("", 2)])
    def test_somebody_at_a_terminal_is_asked_about_a_table(
        self, answer: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source, output = tmp_path / "in.csv", tmp_path / "out.jsonl"
        source.write_text("id,title,text\n7,医院,开诊了。\n", encoding="utf-8")
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        assert main(["batch", str(source), "-o", str(output)]) == code
        assert output.exists() == (code == 0)

    def test_issues_of_one_name_are_told(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        pages = [tmp_path / day / "p1.txt" for day in ("d1", "d2")]
        for path in pages:
            path.parent.mkdir()
            path.write_text(PAGE, encoding="utf-8")
        assert main(["batch", *map(str, pages), "-o", str(tmp_path / "out.csv")]) == 0
        assert "（如 p1），表中 file 一列分得开" in capsys.readouterr().err

    def test_shows_a_bar_on_a_terminal(
        self,
        page: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        assert main(["batch", str(page), "-o", str(tmp_path / "out.jsonl")]) == 0
        shown = capsys.readouterr().err
        assert "100%" in shown
        assert "1/1" in shown
        assert "还要" in shown


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


def _run_python(code: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, service.cli; from service.arguments import build_parser;"
        "build_parser().format_help();"
        "heavy = {'numpy', 'pydantic', 'rich', 'fastapi', 'openvino', 'yaml'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    ended = _run_python(code)
    assert ended.returncode == 0, ended.stderr.decode()


def test_splitting_loads_no_inference_runtime(page: Path) -> None:
    code = (
        "import os, sys; from service.cli import main;"
        f"main(['split', {str(page)!r}, '-o', os.devnull]);"
        "assert 'openvino' not in sys.modules"
    )
    ended = _run_python(code)
    assert ended.returncode == 0, ended.stderr.decode()


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
    ended = _run_python(code, PYTHONIOENCODING=f"{encoding}:strict")
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
    ended = _run_python(code, PYTHONIOENCODING=f"{encoding}:strict")
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
    code = (
        "import sys, service.cli as cli; from tests.fakes import make_pipeline;"
        "from service.commands import loading; loading.load_pipeline = lambda _: make_pipeline();"
        f"sys.exit(cli.main(['digest', {str(page)!r}]))"
    )
    command = f'"{sys.executable}" -c "{code}" | true; echo ${{PIPESTATUS[0]}}'
    ended = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert ended.stdout.decode().strip() == "141"
    assert ended.stderr == b""

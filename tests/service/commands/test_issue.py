"""What `digest` and `split` print and write."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from service.cli import main
from tests.fakes import FakeSplitter
from tests.pdfs import PICTURE, make_pdf
from tests.service.commands.running import PAGE


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

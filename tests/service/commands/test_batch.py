"""What `batch` takes, writes and tells."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from service.cli import main
from tests.service.commands.running import PAGE


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

    def test_where_all_failed_the_way_to_go_on_is_told(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        page, output = tmp_path / "late.txt", tmp_path / "out.csv"
        assert main(["batch", str(page), "-o", str(output)]) == 1
        assert "补好后加 --overwrite 再做" in capsys.readouterr().err
        page.write_text(PAGE, encoding="utf-8")
        assert main(["batch", str(page), "-o", str(output), "--overwrite"]) == 0

    def test_more_processes_than_any_machine_has_are_refused(
        self, page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit, match="2"):
            main(["batch", str(page), "-o", str(tmp_path / "t.csv"), "--workers", "2" + "0" * 12])
        assert "个进程太多，至多 1024 个" in capsys.readouterr().err

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

"""Archives that lie in a store of objects, read from there and written there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from service.batch import issues_of_files, issues_of_folders, read_articles
from service.batch.remote import is_address
from service.cli import main
from service.data_folder import cache_folder
from tests.fakes import make_pipeline

PAGES = {
    "2024/p2.txt": "医院扩建\n新楼开诊。\n",
    "2024/p10.txt": "快递进村\n三天到家。\n",
    "2025/p1.txt": "社区食堂\n今天开张。\n",
    "2025/.p9.txt": "藏着的一页。\n",
    "2025/notes.bin": "不是版面",
}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of a server on this machine that speaks as S3 does."""
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["memory", "s3"])
def archive(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """The address of a place with pages in it; it is empty again afterwards."""
    monkeypatch.setattr("service.commands.loading.load_pipeline", lambda _: make_pipeline())
    monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path / "baozhai"))
    if request.param == "s3":
        monkeypatch.setenv("AWS_ENDPOINT_URL", request.getfixturevalue("endpoint"))
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "yunchuan")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "yunchuan")
    files = fsspec.filesystem(request.param, skip_instance_cache=True)
    files.makedirs("yunchuan", exist_ok=True)
    for name, text in PAGES.items():
        files.pipe_file(f"yunchuan/{name}", text.encode())
    yield f"{request.param}://yunchuan"
    files.rm("yunchuan", recursive=True)
    fsspec.filesystem(request.param).invalidate_cache()


def rows(address: str | Path) -> list[dict[str, object]]:
    with fsspec.open(str(address), "rb") as stream:
        return [json.loads(line) for line in stream.read().splitlines()]


def test_a_folder_there_stands_for_its_page_files_in_natural_order(archive: str) -> None:
    found = issues_of_files([f"{archive}/2024/", f"{archive}/2025/p1.txt"])
    assert [(issue.issue_id, len(issue.paths)) for issue in found] == [
        ("p2", 1),
        ("p10", 1),
        ("p1", 1),
    ]
    assert [path.rpartition("/")[2] for issue in found for path in issue.paths] == [
        "p2.txt",
        "p10.txt",
        "p1.txt",
    ]
    assert all(is_address(path) for issue in found for path in issue.paths)


def test_folders_there_are_issues(archive: str) -> None:
    found = issues_of_folders([archive])
    assert [(issue.issue_id, len(issue.paths)) for issue in found] == [("2024", 2), ("2025", 1)]
    (whole,) = issues_of_folders([f"{archive}/2024"])
    assert (whole.issue_id, len(whole.paths)) == ("2024", 2)


def test_the_table_goes_there_and_is_the_same_as_here(
    archive: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there, here = f"{archive}/tables/out.jsonl", tmp_path / "out.jsonl"
    given = ["batch", "--by-folder", f"{archive}/2024", f"{archive}/2025"]
    assert main([*given, "-o", there]) == 0
    assert main([*given, "-o", str(here)]) == 0
    assert rows(there) == rows(here)
    assert [row["headline"] for row in rows(there)] == ["医院扩建", "快递进村", "社区食堂"]
    assert rows(there)[-1]["file"] == f"{archive}/2025/p1.txt"
    assert list(cache_folder().glob("batch/*")) == []
    assert main([*given, "-o", there]) == 2
    assert "加 --overwrite" in capsys.readouterr().err
    assert main([*given, "-o", there, "--overwrite"]) == 0


def test_what_is_not_there_is_a_failed_row_and_listed_beside_the_table(archive: str) -> None:
    there = f"{archive}/out.jsonl"
    rest = [f"{archive}/2025/p1.txt", "-o", there, "--overwrite"]
    assert main(["batch", *rest[:1], f"{archive}/2025/p7.txt", *rest[1:]]) == 1
    assert f"{archive}/2025/p7.txt: 读不到" in str(rows(there)[1]["error"])
    with fsspec.open(f"{there}.failures.csv", "rb") as stream:
        assert "p7" in stream.read().decode("utf-8-sig")
    assert main(["batch", *rest]) == 0
    assert not fsspec.filesystem(archive.partition(":")[0]).exists(f"{there}.failures.csv")


def test_tables_of_articles_are_read_from_there_and_called_by_their_addresses(
    archive: str,
) -> None:
    with fsspec.open(f"{archive}/articles.csv", "wb") as stream:
        stream.write("id,title,text\n7,医院,开诊了。\n8,空,\n".encode())
    first, second = read_articles([f"{archive}/articles.csv"])
    assert (first.id, first.text) == ("7", "开诊了。")
    assert str(second.error).startswith(f"{archive}/articles.csv 第 3 行")
    (missing,) = read_articles([f"{archive}/none.csv"])
    assert f"{archive}/none.csv: 读不到" in str(missing.error)


def test_a_changed_file_is_another_input(archive: str) -> None:
    address = f"{archive}/2025/p1.txt"
    (issue,) = issues_of_files([address])
    before = issue.fingerprint()
    assert issue.fingerprint() == before
    with fsspec.open(address, "wb") as stream:
        stream.write("社区食堂\n明天才开张。\n".encode())
    assert issue.fingerprint() != before


def test_an_interrupted_run_goes_on(archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    there = f"{archive}/out.jsonl"
    given = ["batch", f"{archive}/2024", "-o", there]

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("service.batch.course.Course.records", interrupted)
        assert main(given) == 130
    assert main(given) == 2
    assert main([*given, "--resume"]) == 0
    assert len(rows(there)) == 2


def test_what_failed_there_is_done_alone_once_it_is_mended(
    archive: str, capsys: pytest.CaptureFixture[str]
) -> None:
    late, there = f"{archive}/late.txt", f"{archive}/out.jsonl"
    given = ["batch", f"{archive}/2024", late, "-o", there]
    assert main(given) == 1
    with fsspec.open(late, "wb") as stream:
        stream.write("渡口\n渡口修好了。\n".encode())
    assert main([*given, "--resume", "--overwrite"]) == 0
    assert "上次做的" in capsys.readouterr().err
    assert [row["error"] for row in rows(there)] == [None] * 3
    assert list((cache_folder() / "batch").iterdir()) == []


def test_a_store_that_nothing_here_speaks_to_names_what_to_install(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["batch", "examples", "-o", "gs://yunchuan/out.csv"]) == 2
    assert 'pip install "baozhai[s3]"' in capsys.readouterr().err

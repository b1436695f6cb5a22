from __future__ import annotations

import io
import os
import random
import re
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest

from service.cli import main
from service.corrections import changes
from service.store import Store
from tests.service.store.conftest import PAGE, keep


@pytest.fixture
def file(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "store.sqlite"
    file.write_bytes(migrated_file.read_bytes())
    monkeypatch.setenv("BAOZHAI_STORE", str(file))
    return file


def test_an_export_is_imported(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(file) as store:
        keep(store)
    backup, other = tmp_path / "backup.jsonl", tmp_path / "other.sqlite"
    assert main(["store", "export", "-o", str(backup)]) == 0
    assert main(["store", "--store", str(other), "import", str(backup)]) == 0
    assert "issues 1" in capsys.readouterr().err
    assert main(["store", "--store", str(other), "check"]) == 0
    assert main(["store", "--store", str(other), "stats"]) == 0
    assert "articles\t3" in capsys.readouterr().out
    assert main(["store", "vacuum", "--older-than", "1"]) == 0


def test_an_empty_store_is_told_with_its_place(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["store", "check"]) == 0
    told = capsys.readouterr().err
    assert f"{file}：库是空的" in told
    assert "完好" not in told
    assert main(["store", "export", "-o", str(tmp_path / "空.jsonl")]) == 0
    assert f"{file}：写了 0 行 (rows written)：库是空的" in capsys.readouterr().err


@pytest.mark.usefixtures("file")
def test_an_import_of_no_file_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "import", str(tmp_path / "没有.jsonl")]) == 1
    assert "没有.jsonl: 没有这个文件；请检查路径" in capsys.readouterr().err


def test_a_whole_store_is_told_to_be_whole(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(file) as store:
        kept = keep(store)
        today = store.today(kept.key)
        change = changes.set_headline(today, today.digest.articles[0], "题")
        store.append(kept.key, change, who="王芳")
    assert main(["store", "check"]) == 0
    assert "完好：1 期" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("UPDATE issues SET source = substr(source, 2)", "原文不是存下时的"),
        ("UPDATE issues SET n_corrections = 2", "应有 2 处"),
        ("UPDATE digests SET document = substr(document, 1, 99)", "库的文件坏了|损坏|JSON"),
        ("UPDATE digests SET settings = '[]'", "TypeError"),
        ("UPDATE corrections SET made_at = 'gestern'", "ValueError"),
        ("UPDATE corrections SET before = '{'", "损坏"),
        ("UPDATE users SET name = CAST(x'ff' AS TEXT)", "损坏|UTF-8"),
        ("INSERT INTO files VALUES (1, 99, 'a', 'b')", "它的 issues 不在了"),
        ("DELETE FROM words_data WHERE id > 10", "损坏"),
    ],
    ids=["text", "log", "digest", "budget", "time", "value", "user", "nobody's", "words"],
)
def test_damage_is_told_and_an_export_of_it_leaves_the_one_before(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], harm: str, told: str
) -> None:
    with Store.open(file) as store:
        kept = keep(store)
        today = store.today(kept.key)
        change = changes.set_headline(today, today.digest.articles[0], "题")
        store.append(kept.key, change, who="王芳")
        store.users.add("王芳", "correct horse", "admin")
    backup = tmp_path / "backup.jsonl"
    assert main(["store", "export", "-o", str(backup)]) == 0
    whole = backup.read_bytes()
    damaged = sqlite3.connect(file)
    damaged.execute(harm)
    damaged.commit()
    damaged.close()
    capsys.readouterr()
    assert main(["store", "check"]) == 2
    said = capsys.readouterr()
    assert re.search(told, said.out)
    assert "从备份" in said.err
    if main(["store", "export", "-o", str(backup)]) != 0:
        assert backup.read_bytes() == whole


@pytest.mark.parametrize("seed", range(4))
def test_what_is_left_of_a_damaged_store_comes_over(
    file: Path,
    tmp_path: Path,
    migrated_file: Path,
    capsys: pytest.CaptureFixture[str],
    seed: int,
) -> None:
    with Store.open(file) as store:
        for n in range(12):
            keep(store, f"{PAGE}\n{'社区食堂昨天开张。' * 99}第{n}次。\n", f"p{n}")
        store.users.add("王芳", "correct horse", "admin")
        store.users.add_token("王芳", "脚本")
        store.vacuum()
    content, page = bytearray(file.read_bytes()), 4096
    pages = random.Random(seed).sample(range(30, len(content) // page), 3)
    for number in pages:
        content[number * page : (number + 1) * page] = bytes(page)
    file.write_bytes(content)
    rest, other = tmp_path / "rest.jsonl", str(copy(migrated_file, tmp_path / "other.sqlite"))
    assert main(["store", "check"]) == 2
    assert main(["store", "export", "--damaged", "-o", str(rest)]) == 0
    assert "读不了、没有写的行" in capsys.readouterr().err
    assert main(["store", "--store", other, "import", str(rest)]) == 0
    assert main(["store", "--store", other, "check"]) == 0
    with Store.open(other) as store:
        # A page has some of them at most.
        assert store.issues.list().total >= 12 - 2 * len(pages)


def test_a_whole_store_is_salvaged_whole(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(file) as store:
        keep(store)
        whole = list(store.export())
    assert main(["store", "export", "--damaged"]) == 0
    said = capsys.readouterr()
    assert sorted(said.out.splitlines(keepends=True)) == sorted(whole)
    assert "无 (none)" in said.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.usefixtures("file")
def test_a_backup_is_for_its_owner_alone(tmp_path: Path) -> None:
    backup = tmp_path / "backup.jsonl"
    assert main(["store", "export", "-o", str(backup)]) == 0
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_users_and_tokens_are_made(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))
    assert main(["store", "user", "add", "王芳", "--role", "admin"]) == 0
    assert main(["store", "token", "add", "王芳", "--label", "脚本"]) == 0
    secret = capsys.readouterr().out.strip()
    with Store.open(file) as store:
        assert store.users.verify("王芳", "correct horse")
        user = store.users.of_token(secret)
        assert user
        assert user.role == "admin"
        assert [note.action for note in store.audit.list().items] == ["token add", "user add"]
        (token,) = store.users.tokens()
    assert main(["store", "token", "list"]) == 0
    told = capsys.readouterr().out
    assert "脚本" in told
    assert secret not in told
    with Store.open(file) as store:
        session = store.users.start_session("王芳")
        monkeypatch.setattr("sys.stdin", io.StringIO("correct horse 2\n"))
        assert main(["store", "user", "change", "王芳", "--password"]) == 0
        assert "令牌 1 个照常有效" in capsys.readouterr().err
        assert store.users.of_session(session) is None
        assert store.users.of_token(secret)
    assert main(["store", "token", "revoke", token.id]) == 0
    assert main(["store", "user", "change", "王芳", "--role", "reader"]) == 0
    assert main(["store", "user", "list"]) == 0
    assert "王芳\treader" in capsys.readouterr().out
    assert main(["store", "user", "remove", "王芳"]) == 0


def test_mistakes_are_told_with_exit_code_2(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert main(["store", "user", "add", "王芳"]) == 2
    assert "至少要 8 个" in capsys.readouterr().err
    assert main(["store", "--store", str(tmp_path / "none"), "stats"]) == 2
    assert "还没有库" in capsys.readouterr().err
    assert main(["store", "import", str(tmp_path / "none")]) == 1
    assert file.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "不全"),
        (b'{"format": "baozhai store", "version": 2}\n', "不全"),
        (b"\xff\xfe\x00", "有不是 UTF-8 的字节"),
        ("云川日报\n".encode(), "第 1 行不是 baozhai store export 写的"),
        (b'{"format": "baozhai store", "version": 99}\n', "请升级报摘"),
        (None, "是文件夹"),
    ],
    ids=["empty", "cut off", "bytes", "text", "later", "folder"],
)
def test_a_file_that_is_no_export_leaves_no_store_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, told: str
) -> None:
    backup = tmp_path / "backup.jsonl"
    backup.mkdir() if content is None else backup.write_bytes(content)
    place = tmp_path / "new" / "desk" / "store.sqlite"
    assert main(["store", "--store", str(place), "import", str(backup)]) == 1
    said = capsys.readouterr().err
    assert str(backup) in said
    assert told in said
    assert list(tmp_path.iterdir()) == [backup]


def test_a_failed_command_leaves_the_store_that_was_there(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "backup.jsonl").write_text("{", encoding="utf-8")
    before = file.read_bytes()
    assert main(["store", "import", str(tmp_path / "backup.jsonl")]) == 1
    assert file.read_bytes() == before
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    place = tmp_path / "other.sqlite"
    assert main(["store", "--store", str(place), "user", "add", "王芳"]) == 2
    assert not list(tmp_path.glob("other*"))


def test_what_is_left_of_a_lost_store_is_not_deleted(tmp_path: Path) -> None:
    place = tmp_path / "store.sqlite"
    with Store.open(place) as store:
        store.users.add("王芳", "correct horse", "admin")
    place.unlink()
    left = {path.name for path in tmp_path.iterdir()}
    assert "store.sqlite-mark" in left
    (tmp_path / "backup").write_text("{", encoding="utf-8")
    assert main(["store", "--store", str(place), "import", str(tmp_path / "backup")]) == 2
    assert {path.name for path in tmp_path.iterdir()} == {*left, "backup"}


@pytest.mark.parametrize("days", ["0", "-400", "many"])
def test_no_age_empties_the_store(
    file: Path, days: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(file) as store:
        keep(store)
    with pytest.raises(SystemExit, match="2"):
        main(["store", "vacuum", f"--older-than={days}"])
    assert f"--older-than：'{days}' 不是大于 0 的整数" in capsys.readouterr().err
    with Store.open(file) as store:
        assert store.stats()["issues"] == 1


def test_a_digest_loads_no_database() -> None:
    code = (
        "import sys, service, service.cli, service.pipeline, service.readers, service.splitters\n"
        "import service.corrections, service.writers.formats\n"
        "heavy = {'sqlalchemy', 'alembic', 'argon2'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

from __future__ import annotations

import csv
import io
import json
from itertools import chain
from pathlib import Path
from shutil import copy

import pytest

from service.corrections import changes
from service.datamodels import Issue
from service.errors import StoreError
from service.store import Store, Wanted
from service.writers.table import ISSUE_COLUMNS, rows_of, write_csv
from tests.fakes import make_pipeline
from tests.service.store.conftest import PAGE, digest_of, keep


def _fill(store: Store) -> None:
    one = keep(store)
    keep(store, "市委开会\n市委昨天开会。\n")
    today = store.today(one.key)
    entry = store.append(one.key, changes.join(today, today.digest.articles[1]), who="王芳")
    store.append(one.key, changes.undo(entry), who="李明")
    store.users.add("王芳", "correct horse", "admin")
    store.users.add_token("王芳", "脚本")
    store.audit.note("王芳", "login")
    store.settings.set("template", {"name": "简报.docx"}, b"PK\0\xff")
    store.issues.update(one.key, {"paper": "云川日报", "selection": [0]})


def test_an_export_is_read_back_whole_and_only_once(store: Store, tmp_path: Path) -> None:
    _fill(store)
    lines = list(store.export())
    with Store.open(tmp_path / "other.sqlite") as other:
        counts = other.import_from(lines)
        assert counts["corrections"] == 2
        assert list(other.export()) == lines
        assert other.import_from(lines) == {}
        assert list(other.export()) == lines
        assert other.users.verify("王芳", "correct horse")
        (issue,) = other.issues.list(Wanted(q="食堂")).items
        assert digest_of(other, issue) == store.today(issue.key).digest


def test_an_export_from_a_file_goes_into_any_store(store: Store, tmp_path: Path) -> None:
    with Store.open(tmp_path / "other.sqlite") as other:
        _fill(other)
        lines = list(other.export())
    store.import_from(lines)
    assert list(store.export()) == lines


def test_the_corrections_of_two_stores_are_joined(store: Store, tmp_path: Path) -> None:
    kept = keep(store)
    today = store.today(kept.key)
    store.append(
        kept.key, changes.set_headline(today, today.digest.articles[0], "此处"), who="王芳"
    )
    with Store.open(tmp_path / "other.sqlite") as other:
        keep(other)
        other.append(
            kept.key, changes.set_kicker(today, today.digest.articles[0], "彼处"), who="李明"
        )
        store.import_from(other.export())
    assert [(c.version, c.after) for c in store.log(kept.key)] == [(1, "此处"), (2, "彼处")]
    article = store.today(kept.key).digest.articles[0]
    assert (article.kicker, article.headline) == ("彼处", "此处")
    assert [hit.version for hit in store.search(Wanted(who="李明")).items] == [2]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda lines: ["{}\n", *lines], "第 1 行"),
        (lambda lines: [*lines, "no JSON\n"], "none of an export"),
        (lambda lines: [*lines, "[" * 100_000], "none of an export"),
        (lambda lines: lines[:-1], "cut off"),
        (lambda lines: [*lines[:3], lines[-1]], "cut off"),
        (lambda lines: [*lines, lines[-2]], "cut off"),
        (lambda lines: [*lines, '{"table": "nobody"}\n'], "nobody"),
        (lambda lines: [lines[0].replace('"version": 2', '"version": 9')], "later version"),
    ],
    ids=["no head", "no JSON", "deep", "last", "half", "behind", "no table", "later"],
)
def test_what_is_no_export_is_refused_whole(store: Store, change, told: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    keep(store)
    lines = list(store.export())
    store.issues.delete(store.issues.list().items[0].key)
    with pytest.raises(StoreError, match=told):
        store.import_from(change(lines))
    assert store.issues.list().total == 0


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> list[str]:
    """The lines of a store with something in each table."""
    file = copy(migrated_file, tmp_path_factory.mktemp("exported") / "store.sqlite")
    with Store.open(file) as store:
        _fill(store)
        return list(store.export())


def test_an_export_of_before_there_was_a_last_line_is_read(
    store: Store, exported: list[str]
) -> None:
    head, *lines, _ = exported
    store.import_from([head.replace('"version": 2', '"version": 1'), *lines])
    assert list(store.export()) == exported


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("issues", "key", "../../../tmp/x"),
        ("issues", "content", "0" * 64),
        ("issues", "source", "另一段原文"),
        ("issues", "date", "2026-13-45"),
        ("issues", "date", "<b>2026-03"),
        ("issues", "added_at", "昨天"),
        ("issues", "version", -1),
        ("issues", "version", 10**30),
        ("issues", "selection", "all"),
        ("issues", "paper", ["云川"]),
        ("issues", "paper", "云川\ud800"),
        ("corrections", "id", "0" * 33),
        ("corrections", "id", "../../" + "0" * 26),
        ("corrections", "what", "__class__"),
        ("corrections", "made_at", "2026-03-18"),
        ("corrections", "place_start", "0); DROP TABLE issues"),
        ("corrections", "after", float("nan")),
        ("digests", "document", "{}"),
        ("digests", "settings", "[]"),
        ("users", "role", "root"),
        ("users", "nobody", 1),
        ("tokens", "user_name", "没有这个人"),
    ],
)
def test_a_hostile_row_is_refused_and_all_else_with_it(
    store: Store, exported: list[str], table: str, column: str, value: object
) -> None:
    rows = [json.loads(line) for line in exported]
    next(row for row in rows if row.get("table") == table)[column] = value
    with pytest.raises(StoreError):
        store.import_from(map(json.dumps, rows))
    assert store.issues.list().total == 0
    assert store.users.list() == ()


@pytest.mark.parametrize("after", ["=1+1", {"a": [1]}, [[-1]]])
def test_what_people_set_comes_as_text_or_not_at_all(
    store: Store, tmp_path: Path, migrated_file: Path, after: object
) -> None:
    kept = keep(store)
    today = store.today(kept.key)
    store.append(kept.key, changes.set_headline(today, today.digest.articles[0], "题"), who="王芳")
    rows = [json.loads(line) for line in store.export()]
    for row in rows:
        if row.get("table") == "corrections":
            row |= {"after": after, "who": "=1+1"}
    with Store.open(copy(migrated_file, tmp_path / "other.sqlite")) as other:
        other.import_from(map(json.dumps, rows))
        headline = digest_of(other, kept).articles[0].headline
        assert headline == (after if isinstance(after, str) else "社区食堂开张")
        table = io.BytesIO()
        write_csv(rows_of(digest_of(other, kept)), ISSUE_COLUMNS, table)
    cells = chain.from_iterable(csv.reader(table.getvalue().decode("utf-8-sig").splitlines()))
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_text_with_any_character_is_kept(store: Store) -> None:
    text = "社区食堂\0开张\n本报讯 社区\x01食堂\u200b昨天开张。𠮷\n"
    issue = Issue("p1", text)
    digest = make_pipeline().run(issue)
    kept = store.issues.add(issue, digest, max_chars=150)
    assert digest_of(store, kept) == digest
    assert (
        json.loads(next(line for line in list(store.export()) if '"source"' in line))["source"]
        == text
    )
    assert text != PAGE

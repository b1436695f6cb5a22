from __future__ import annotations

from pathlib import Path

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, select

from service.corrections import changes
from service.errors import StoreError
from service.store import Store, Wanted, search, tables
from service.store.migrations.versions import m0001_first
from tests.service.store.conftest import keep


def _headlines(store: Store, **wanted: object) -> list[str | None]:
    return [hit.headline for hit in store.search(Wanted(**wanted)).items]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("社区食堂", ["社区食堂开张"]),
        ("医保", ["新药进医保"]),
        ("村", ["快递进村"]),
        ("进村", ["快递进村"]),
        ("开张", ["社区食堂开张"]),
        ("轻。", ["新药进医保"]),
        ("每天进村 镇上", ["快递进村"]),
        ("新药进医保 医院", ["新药进医保"]),
        ("新药进医保 患者负担", ["新药进医保"]),
        ("新药进医保 快递进村", []),
        ("医保 医院", ["新药进医保"]),
        ("医保 进村", []),
        ("每天进村 医院", []),
        ("昨天", ["社区食堂开张"]),
        ('"', []),
        ("%", []),
        ("100%_", []),
        ("OR", []),
        ("", ["社区食堂开张", "新药进医保", "快递进村"]),
    ],
)
def test_words_are_found_in_headline_and_text(store: Store, words: str, found: list[str]) -> None:
    keep(store)
    assert _headlines(store, q=words) == found


@pytest.mark.parametrize(
    "words",
    [
        "食堂\0开张",
        "\0",
        "\ud800食",
        "社区食堂" * 250,
        '"' * 999,
        "NEAR(社区 食堂, 2)",
        "headline:食堂",
        "^社区* -食堂",
        "食堂 " * 200,
        " ".join(chr(0x4E00 + n) for n in range(50)),
    ],
    ids=range(10),
)
def test_whatever_is_looked_for_is_words_alone(store: Store, words: str) -> None:
    keep(store)
    found = ["社区食堂开张"] if words == "食堂 " * 200 else []
    assert _headlines(store, q=words) == found
    assert store.issues.list(Wanted(q=words)).total == len(found)


@pytest.mark.parametrize("words", [" ".join(chr(0x4E00 + n) for n in range(51)), "云" * 1001])
def test_more_words_than_anybody_looks_for_are_refused(store: Store, words: str) -> None:
    with pytest.raises(StoreError, match="至多 50 个词、共 1000 字"):
        store.search(Wanted(q=words))
    with pytest.raises(StoreError, match="at most 50 words"):
        store.issues.list(Wanted(q=words))


def test_what_was_corrected_is_found_and_what_it_was_is_not(store: Store) -> None:
    kept = keep(store)
    today = store.today(kept.key)
    first, second, _ = today.digest.articles
    store.append(kept.key, changes.set_headline(today, first, "云川小馆迎客"), who="李明")
    store.append(kept.key, changes.set_topic(today, second, "politics"), who="王芳")
    assert _headlines(store, q="云川小馆") == ["云川小馆迎客"]
    assert _headlines(store, q="食堂开张") == []
    assert _headlines(store, topic="politics") == ["新药进医保"]
    assert _headlines(store, who="李明") == ["云川小馆迎客"]
    assert _headlines(store, who="李") == []


def test_latin_words_are_found_in_any_case(store: Store) -> None:
    keep(store, "云川机器人 Robot 展\n一台 AI 机器人昨天亮相。\n")
    assert len(_headlines(store, q="ROBOT")) == len(_headlines(store, q="ai")) == 1


def test_a_hit_tells_where_it_is(store: Store) -> None:
    kept = keep(store)
    (hit,) = store.search(Wanted(q="镇上")).items
    assert (hit.key, hit.id, hit.topic) == (kept.key, "a3", "logistics")
    assert "镇上" in hit.excerpt
    article = store.today(kept.key).article_at(hit.place)
    assert article
    assert article.id == hit.id


def test_listings_go_on_where_they_ended(store: Store) -> None:
    for number in range(5):
        kept = keep(store, f"市委开会\n市委第{number}次开会。\n\n医院\n医院第{number}次开门。\n")
        store.issues.update(kept.key, {"date": f"2024-03-{number // 2 + 1:02}"})
    seen: list[tuple[str, int]] = []
    cursor = None
    while True:
        page = store.search(Wanted(q="第"), limit=3, cursor=cursor)
        seen += [(hit.key, hit.place) for hit in page.items]
        assert page.total == 10
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 10
    dates = [store.issues.get(key).date for key, _ in seen]
    assert dates == sorted(dates, key=str, reverse=True)
    listing = store.issues.list(Wanted(date_from="2024-03-02"), limit=2)
    rest = store.issues.list(Wanted(date_from="2024-03-02"), limit=2, cursor=listing.next_cursor)
    assert (listing.total, len(listing.items), len(rest.items)) == (3, 2, 1)
    assert rest.next_cursor is None


def test_a_cursor_of_nobody_is_told(store: Store) -> None:
    with pytest.raises(StoreError, match="next_cursor"):
        store.search(Wanted(), cursor="x")


def test_a_short_word_is_found_without_reading_every_text(store: Store) -> None:
    keep(store)
    if store.place.file is None:
        pytest.skip("PostgreSQL has no index of words of two characters")
    with store._database.read() as connection:  # the plan is what is tested
        conditions = list(search._of_articles(connection, Wanted(q="医保")))
        query = select(func.count()).select_from(tables.articles).where(*conditions)
        compiled = query.compile(connection, compile_kwargs={"literal_binds": True})
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
    told = " ".join(str(row[-1]) for row in plan)
    assert "words_places" in told
    assert "SCAN articles" not in told


def test_texts_kept_before_are_found_by_short_words(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.sqlite") as store:
        keep(store)
        with store._database.write() as connection:  # as a store of an earlier version
            for statement in (
                "DROP TABLE words_places",
                "DROP TRIGGER words_insert",
                "DROP TRIGGER words_delete",
                "DROP TRIGGER words_update",
                "DROP TABLE words",
                "DROP VIEW words_content",
            ):
                connection.exec_driver_sql(statement)
            operations = Operations(MigrationContext.configure(connection))
            with operations.context(operations.migration_context):
                m0001_first._index_words_in_sqlite()
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'm0002'")
    with Store.open(tmp_path / "desk.sqlite") as store:
        assert _headlines(store, q="医保") == ["新药进医保"]

from __future__ import annotations

from pathlib import Path

import pytest

from service.cli import main
from service.drift import ArticleFacts, figures_by_month, find_drift
from service.errors import DigestError
from service.store import Store
from tests.service.store.conftest import keep

COLUMNS = "issue_id,id,headline,topic,uncertain,n_chars,date,error\n"


def month(
    name: str, n: int = 100, *, medicine: int = 20, unsure: int = 5, n_chars: int = 500
) -> list[ArticleFacts]:
    return [
        ArticleFacts(
            name, "medicine" if i < medicine else "politics", i < unsure, n_chars + i % 7, i > 9
        )
        for i in range(n)
    ]


def months(n: int) -> list[ArticleFacts]:
    """Months that are alike but for what chance does."""
    return [fact for i in range(1, n + 1) for fact in month(f"2025-{i:02d}", medicine=18 + i % 4)]


def warned(articles: list[ArticleFacts]) -> set[tuple[str, str]]:
    return {(each.month, each.figure) for each in find_drift(figures_by_month(articles))}


def test_the_figures_of_a_month() -> None:
    (only,) = figures_by_month(month("2025-01", medicine=30))
    assert (only.month, only.n, only.median_chars) == ("2025-01", 100, 503)
    assert only.shares == {
        "medicine": 0.3,
        "politics": 0.7,
        "unsure": 0.05,
        "without_headline": 0.1,
    }


def test_what_moves_as_before_is_no_drift() -> None:
    assert warned(months(12)) == set()
    assert warned([*months(12), *month("2026-01", medicine=24)]) == set()


def test_what_leaves_the_range_of_a_year_is() -> None:
    assert warned([*months(12), *month("2026-01", medicine=60)]) == {
        ("2026-01", "medicine"),
        ("2026-01", "politics"),
    }
    assert warned([*months(12), *month("2026-01", unsure=25)]) == {("2026-01", "unsure")}
    assert warned([*months(12), *month("2026-01", n_chars=900)]) == {("2026-01", "median_chars")}


def test_few_articles_and_few_months_judge_nothing() -> None:
    assert warned([*months(12), *month("2026-01", n=10, medicine=10)]) == set()
    assert warned([*months(2), *month("2025-03", medicine=90)]) == set()


def test_only_the_year_before_counts() -> None:
    once = month("2024-06", unsure=60)
    assert warned([*once, *months(3)[:200], *month("2025-09", unsure=50)]) == set()
    assert warned([*once, *months(12), *month("2026-01", unsure=50)]) == {("2026-01", "unsure")}


def test_a_topic_that_was_never_there_is_told() -> None:
    new = [ArticleFacts("2026-01", "sport", False, 500, i > 9) for i in range(100)]
    assert ("2026-01", "sport") in warned([*months(12), *new])


def test_the_command_reads_tables_of_batches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        f"p,{fact.month}-{i},{'题' if fact.has_headline else ''},{fact.topic},"
        f"{str(fact.is_unsure).lower()},{fact.n_chars},{fact.month}-11,"
        for i, fact in enumerate([*months(12), *month("2026-01", unsure=50)])
    ]
    table = tmp_path / "archive.csv"
    failed = "p2,,,,,,,读不了"
    table.write_text(COLUMNS + "\n".join([*rows, failed]), encoding="utf-8")
    assert main(["drift", str(table)]) == 0
    said = capsys.readouterr().out
    assert "2026-01 没把握 50%，前一年在 5%–5%" in said
    assert said.count("前一年在") == 1


def test_a_table_of_something_else_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "other.csv"
    table.write_text("id,date,topic\n1,2025-01-02,politics\n", encoding="utf-8")
    assert main(["drift", str(table)]) == 2
    assert "没有 uncertain、n_chars" in capsys.readouterr().err
    table.write_text(COLUMNS, encoding="utf-8")
    assert main(["drift", str(table)]) == 2
    assert "没有一篇有日期" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("p,1,题,politics,false,500,2025-13-01,", "须如 2026-03-18"),
        ("p,1,题,politics,false,500,2025-1-1,", "须如 2026-03-18"),
        ("p,1,题,politics,false,500,９９９９-０１,", "须如 2026-03-18"),
        ("p,1,题,politics,false,500,[red]2025-01,", "须如 2026-03-18"),
        ("p,1,题,politics,false,500,\x1b[2J2025-01,", "须如 2026-03-18"),
        (f"p,1,题,politics,false,{'9' * 5000},2025-01-01,", "须是数"),
        ("p,1,题,politics,false,²,2025-01-01,", "须是数"),
        ("p,1,题,politics,false,٣,2025-01-01,", "须是数"),
        ("\n".join(f"p,{n},题,t{n},false,5,2025-01-01," for n in range(101)), "至多 100 种"),
    ],
    ids=range(9),
)
def test_a_hostile_table_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, told: str
) -> None:
    table = tmp_path / "archive.csv"
    table.write_text(f"{COLUMNS}{row}\n", encoding="utf-8")
    assert main(["drift", str(table)]) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert "\x1b" not in said.err
    assert not said.out


def test_a_hostile_topic_is_shown_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "archive.csv"
    row = "p,1,题,[/]a\x1b]0;b,false,500,0001-01-01,"
    table.write_text(f"{COLUMNS}{row}\n", encoding="utf-8")
    assert main(["drift", str(table)]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "[/]a" in said


def test_the_command_reads_the_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "desk.sqlite"
    with Store.open(file) as store:
        kept = keep(store)
        store.issues.update(kept.key, {"date": "2026-03-18"})
        facts = store.article_facts()
    assert [(fact.month, fact.topic) for fact in facts] == [
        ("2026-03", "livelihood"),
        ("2026-03", "medicine"),
        ("2026-03", "logistics"),
    ]
    assert facts[0].n_chars == len("本报讯 社区食堂昨天开张。居民都说方便。")
    assert all(fact.has_headline for fact in facts)
    assert main(["drift", "--store", str(file)]) == 0
    assert "2026-03" in capsys.readouterr().out
    with pytest.raises(DigestError, match="还没有库"):
        Store.open(tmp_path / "none.sqlite", create=False)

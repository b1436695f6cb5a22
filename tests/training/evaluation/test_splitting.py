from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from service.datamodels import Article, Digest, Issue, LeftOut, Span
from service.errors import ReadError
from training.evaluation.splitting.alignment import WrongLine
from training.evaluation.splitting.metrics import evaluate_split
from training.evaluation.tables.splitting import split_tables, worst_pages_table
from training.metrics.rates import BCubed, Rates
from training.pages.gold import GoldPage, is_article, load_gold_pages

TEXT = "甲甲甲甲\n乙乙乙乙\n丙丙丙丙\n丁丁丁丁"


def _page(*owners: str) -> GoldPage:
    segments = tuple((5 * n, 5 * n + 4, owner) for n, owner in enumerate(owners))
    articles = sorted({o for o in owners if is_article(o)})
    return GoldPage(
        "p", TEXT, segments, dict.fromkeys(articles, "题，目"), dict.fromkeys(articles, "plain")
    )


class _Fixed:
    """A splitter that gives the four lines to fixed owners."""

    name = None

    def __init__(self, *owners: str, headline: str | None = "题目") -> None:
        self.owners, self.headline = owners, headline

    def split(self, issue: Issue) -> Digest:
        spans: dict[str, list[Span]] = {}
        left_out = []
        for n, owner in enumerate(self.owners):
            span = Span(5 * n, 5 * n + 4)
            if owner == "furniture":
                left_out.append(LeftOut(*span, "furniture"))
            elif owner.startswith("dup:"):
                left_out.append(LeftOut(*span, "duplicate", owner.removeprefix("dup:")))
            else:
                spans.setdefault(owner, []).append(span)
        articles = tuple(
            Article(name, self.headline, "story", None, (), tuple(places), "")
            for name, places in spans.items()
        )
        return Digest(issue.issue_id, None, None, None, TEXT, (), articles, tuple(left_out))


class _Paged:
    """A splitter that has another one for each page."""

    name = None

    def __init__(self, splitters: dict[str, _Fixed]) -> None:
        self.splitters = splitters

    def split(self, issue: Issue) -> Digest:
        return self.splitters[issue.issue_id].split(issue)


def test_the_gold_reading_itself_is_perfect() -> None:
    owners = ("furniture", "a1", "a2", "dup:a1")
    report = evaluate_split([_page(*owners)], _Fixed(*owners))
    assert (report.exact, report.articles.headlines, report.articles.b_cubed.f1) == (1.0, 1.0, 1.0)
    assert (report.window_diff, report.boundaries.f1, report.furniture.f1) == (0.0, 1.0, 1.0)
    assert report.pages[0].first_wrong is None


def test_two_articles_read_as_one() -> None:
    report = evaluate_split([_page("a1", "a1", "a2", "a2")], _Fixed("x", "x", "x", "x"))
    assert report.exact == 0.0
    assert (report.articles.b_cubed.precision, report.articles.b_cubed.recall) == (0.5, 1.0)
    assert (report.boundaries.precision, report.boundaries.recall) == (1.0, 0.5)
    assert report.pages[0].first_wrong == WrongLine(3, "丙丙丙丙", "a2 text", "a1 text")


def test_one_article_read_as_two() -> None:
    report = evaluate_split([_page("a1", "a1", "a1", "a1")], _Fixed("x", "x", "x", "y"))
    assert (report.articles.b_cubed.precision, report.articles.b_cubed.recall) == (1.0, 0.625)
    assert report.pages[0].first_wrong == WrongLine(4, "丁丁丁丁", "a1 text", "+y text")


def test_an_article_left_out_scores_nothing() -> None:
    report = evaluate_split(
        [_page("a1", "a1", "a2", "a2")], _Fixed("x", "x", "furniture", "furniture")
    )
    assert (report.exact, report.articles.b_cubed.recall) == (0.5, 0.5)
    assert (report.furniture.precision, report.furniture.n_wanted) == (0.0, 0)


@pytest.mark.parametrize(("found", "right"), [(("x", "y", "x", "y"), 1), (("x", "y", "z", "y"), 0)])
def test_stitches_need_both_pieces(found: tuple[str, ...], right: int) -> None:
    page = _page("a1", "a2", "a1", "furniture")
    report = evaluate_split([page], _Fixed(*found[:3], "furniture"))
    assert report.stitches.n_right == right


def test_repeats_are_judged_apart() -> None:
    report = evaluate_split([_page("a1", "a2", "a2", "dup:a1")], _Fixed("x", "y", "y", "y"))
    assert (report.repeats.recall, report.repeats.n_found) == (0.0, 0)


@pytest.mark.parametrize(
    ("headline", "right"), [("题目", 1.0), ("题 目！", 1.0), ("题", 0.0), (None, 0.0)]
)
def test_headlines_are_compared_without_punctuation(headline: str | None, right: float) -> None:
    report = evaluate_split(
        [_page("a1", "a1", "a1", "a1")], _Fixed("x", "x", "x", "x", headline=headline)
    )
    assert report.articles.headlines == right


def test_nothing_wanted_and_nothing_found_is_right() -> None:
    assert (Rates().f1, BCubed().f1) == (1.0, 1.0)
    assert Rates(0, 3, 0).f1 == 0.0


def test_a_headline_taken_for_text_is_a_wrong_line() -> None:
    page = replace(_page("a1", "a1", "a2", "a2"), headlines={"a1": "甲甲甲甲", "a2": None})
    report = evaluate_split([page], _Fixed("x", "x", "y", "y", headline=None))
    assert report.exact == 1.0
    assert report.pages[0].first_wrong == WrongLine(1, "甲甲甲甲", "a1 headline", "a1 text")


def test_what_is_left_out_is_named_in_a_wrong_line() -> None:
    report = evaluate_split(
        [_page("furniture", "a2", "a2", "a2")], _Fixed("dup:x", "x", "x", "x", headline=None)
    )
    assert report.pages[0].first_wrong == WrongLine(1, "甲甲甲甲", "furniture", "duplicate")


def test_names_the_worst_pages() -> None:
    right = replace(_page("a1", "a1", "a2", "a2"), page_id="right")
    half = replace(_page("a1", "a1", "a2", "a2"), page_id="half")
    none = replace(_page("a1", "a1", "a1", "a1"), page_id="none")
    splitter = _Paged(
        {
            "right": _Fixed("x", "x", "y", "y"),
            "half": _Fixed("x", "x", "y", "furniture"),
            "none": _Fixed("x", "x", "y", "y"),
        }
    )
    report = evaluate_split([right, half, none], splitter)
    assert [page.page_id for page in report.worst()] == ["none", "half"]
    worst = report.as_metrics()["worst"]
    assert worst[0] == {
        "page": "none",
        "exact": 0.0,
        "first_wrong": {"number": 3, "text": "丙丙丙丙", "wanted": "a1 text", "found": "+y text"},
    }
    assert len(report.worst(1)) == 1


def test_figures_by_fault_count_an_article_under_each_of_its_faults() -> None:
    page = _page("a1", "a2", "a1", "dup:a1")
    report = evaluate_split([page], _Fixed("x", "y", "x", "dup:x"))
    assert {fault: found.n for fault, found in report.by_fault.items()} == {
        "copied": 1,
        "in-pieces": 1,
        "plain": 2,
    }
    split_up = evaluate_split([page], _Fixed("x", "y", "z", "dup:x"))
    assert split_up.as_metrics()["by_fault"]["in-pieces"] == {
        "n": 1,
        "exact": 0.0,
        "headlines": 1.0,
        "b_cubed_f1": 0.6667,
    }


@pytest.mark.parametrize("last", ["x", "y", "furniture"])
def test_what_may_lie_anywhere_is_not_judged(last: str) -> None:
    page = _page("a1", "skip", "a2", "skip")
    report = evaluate_split([page], _Fixed("x", "x", "y", last))
    assert (report.exact, report.articles.b_cubed.f1, report.boundaries.n_found) == (1.0, 1.0, 2)
    assert (report.furniture.n_found, report.pages[0].first_wrong) == (0, None)


def test_figures_are_given_for_each_style_of_a_page() -> None:
    wrapped = replace(_page("a1", "a1", "a1", "a1"), styles=("wrap", "lead=none"))
    report = evaluate_split([wrapped, _page("a1", "a1", "a2", "a2")], _Fixed("x", "x", "x", "x"))
    exact = {fault: figures.exact for fault, figures in report.by_fault.items()}
    assert exact == {"lead=none": 1.0, "plain": 1 / 3, "wrap": 1.0}


def test_tables_show_every_figure_and_the_first_wrong_line() -> None:
    report = evaluate_split([_page("a1", "a1", "a2", "a2")], _Fixed("x", "x", "x", "y"))
    tables = [*split_tables(report), worst_pages_table(report)]
    cells = [str(c) for t in tables for col in t.columns for c in col.cells]
    assert {"归属 B-cubed", "边界 boundaries", "普通 plain", "a2 text", "丙丙丙丙"} <= set(cells)


def test_reads_rows_and_readings(tmp_path: Path) -> None:
    row = {
        "id": "m",
        "text": TEXT,
        "segments": [[0, 4, "a1"]],
        "articles": {"a1": {"headline": None, "kind": "cont"}},
        "style": {"wrap": 20, "blank": False, "mark": "", "lead": "none"},
    }
    with gzip.open(tmp_path / "made.jsonl.gz", "wt", encoding="utf-8") as rows:
        rows.write(json.dumps(row) + "\n")
    (tmp_path / "p.txt").write_text(TEXT, "utf-8")
    reading = {
        "articles": [{"id": "a1", "headline": "题", "kind": "story", "spans": [[0, 4]]}],
        "left_out": [{"start": 5, "end": 9, "reason": "duplicate", "of": "a1"}],
    }
    (tmp_path / "p.gold.json").write_text(json.dumps(reading), "utf-8")
    made = load_gold_pages(tmp_path / "made.jsonl.gz")[0]
    assert (made.kinds, made.styles) == ({"a1": "cont"}, ("wrap", "lead=none"))
    assert load_gold_pages(tmp_path / "p.gold.json")[0].segments == ((0, 4, "a1"), (5, 9, "dup:a1"))


def test_says_what_a_gold_file_is(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no gold file"):
        load_gold_pages(tmp_path / "gold.csv")

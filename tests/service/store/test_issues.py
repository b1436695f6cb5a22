from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from service.corrections import changes
from service.datamodels import Article, Issue, Page, RatedArticle
from service.errors import Conflict, CorrectionError, NotFoundError
from service.store import Store, issues, machine, records
from tests.contract import breaches
from tests.fakes import make_pipeline
from tests.service.store.conftest import PAGE, digest_of, keep


def test_the_same_issue_is_recognized(store: Store) -> None:
    first, again = keep(store), keep(store, issue_id="other name")
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.key, again.issue_id, again.version) == (first.key, "p1", first.version)
    assert store.issues.list().total == 1


def test_the_names_of_all_its_files_are_kept(store: Store) -> None:
    pipeline = make_pipeline()
    for name in ("一版.txt", "01.txt", "一版.txt"):
        issue = Issue("p1", PAGE, (Page(name, None, 0, len(PAGE)),))
        kept = store.issues.add(issue, pipeline.run(issue), max_chars=150)
    assert kept.files == ("一版.txt", "01.txt")


def test_a_digest_comes_back_as_it_was(store: Store) -> None:
    kept = keep(store)
    assert digest_of(store, kept) == make_pipeline().run(Issue("p1", PAGE))


def test_an_unknown_key_is_told(store: Store) -> None:
    with pytest.raises(NotFoundError, match="没有编号是 0000"):
        store.issues.get("0000")


def test_corrections_outlast_closing(store: Store, place: str) -> None:
    kept = keep(store)
    today = store.today(kept.key)
    store.append(
        kept.key, changes.set_topic(today, today.digest.articles[1], "medicine"), who="李明"
    )
    store.close()
    with Store.open(place) as reopened:
        article = reopened.today(kept.key).digest.articles[1]
        assert article.topic
        assert article.topic.label == "medicine"
        assert article.edited_by == "李明：主题"


def test_corrections_count_for_the_digest_of_another_model(store: Store) -> None:
    kept = keep(store)
    today = store.today(kept.key)
    store.append(
        kept.key, changes.set_headline(today, today.digest.articles[0], "新题"), who="李明"
    )
    issue = Issue("p1", PAGE)
    digest = replace(make_pipeline().run(issue), model="fake@2")
    store.issues.add(issue, digest, max_chars=150)
    assert digest_of(store, kept).model == "fake@2"
    assert digest_of(store, kept).articles[0].headline == "新题"
    assert dict(store.models()) == {("fake@1", "blocks@1"): 1, ("fake@2", "blocks@1"): 1}


def test_two_editors_of_one_article_are_told(store: Store) -> None:
    kept = keep(store)
    today = store.today(kept.key)
    first, second, _ = today.digest.articles
    store.append(kept.key, changes.set_headline(today, first, "甲"), who="王芳", expected_version=0)
    with pytest.raises(Conflict, match="别人刚改过") as caught:
        store.append(
            kept.key, changes.set_headline(today, first, "乙"), who="李明", expected_version=0
        )
    assert (caught.value.expected, caught.value.found) == (0, 1)
    store.append(
        kept.key, changes.set_headline(today, second, "丙"), who="李明", expected_version=0
    )
    assert [c.after for c in store.log(kept.key)] == ["甲", "丙"]
    assert store.today(kept.key).versions == {"a1": 1, "a2": 2, "a3": 0}


def test_a_change_that_cannot_be_made_is_not_kept(store: Store) -> None:
    kept = keep(store)
    with pytest.raises(CorrectionError, match="没有文字"):
        store.append(kept.key, changes.split(0), who="王芳")
    today = store.today(kept.key)
    with pytest.raises(CorrectionError, match="没有主题"):
        store.append(
            kept.key, changes.set_topic(today, today.digest.articles[0], "体育"), who="王芳"
        )
    assert store.log(kept.key) == ()


def test_an_undo_is_of_an_entry_that_counts(store: Store) -> None:
    kept = keep(store)
    today = store.today(kept.key)
    entry = store.append(kept.key, changes.join(today, today.digest.articles[1]), who="王芳")
    assert len(digest_of(store, kept).articles) == 2
    with pytest.raises(CorrectionError, match="没有撤销过"):
        store.append(kept.key, changes.redo(entry), who="王芳")
    store.append(kept.key, changes.undo(entry), who="王芳")
    assert len(digest_of(store, kept).articles) == 3
    with pytest.raises(CorrectionError, match="已经撤销"):
        store.append(kept.key, changes.undo(entry), who="王芳")
    store.append(kept.key, changes.redo(entry), who="王芳")
    assert [c.version for c in store.log(kept.key)] == [1, 2, 3]
    assert store.version(kept.key) == kept.version + 3


def test_what_stood_before_is_in_the_log(store: Store) -> None:
    kept = keep(store)
    today = store.today(kept.key)
    first, second, _ = today.digest.articles
    store.append(kept.key, changes.set_headline(today, first, "新题"), who="王芳")
    store.append(kept.key, changes.join(today, second), who="王芳")
    setting, joining = store.log(kept.key)
    assert setting.before == "社区食堂开张"
    assert joining.before == [
        {"headline": "新药进医保", "spans": [list(span) for span in second.spans]},
        {"headline": "新题", "spans": [list(span) for span in first.spans]},
    ]


class _Counting:
    """A scorer that counts what it scores."""

    def __init__(self) -> None:
        self._pipeline = make_pipeline()
        self.model = self._pipeline.model
        self.recut = self._pipeline.recut
        self.n_scored = 0

    def rate(self, article: Article, *, max_chars: int | None = None) -> RatedArticle:
        self.n_scored += 1
        return self._pipeline.rate(article, max_chars=max_chars)


def test_changed_articles_are_scored_once(store: Store) -> None:
    kept = keep(store)
    today = store.today(kept.key)
    store.append(kept.key, changes.join(today, today.digest.articles[1]), who="王芳")
    assert store.today(kept.key).stale == {"a1"}
    scorer = _Counting()
    for _ in range(3):
        scored = store.today(kept.key, scorer=scorer)
    assert scored.stale == frozenset()
    assert breaches(scored.digest) == []
    other = _Counting()
    store.today(kept.key, scorer=other, max_chars=20)
    assert (scorer.n_scored, other.n_scored) == (1, 0)
    assert store.today(kept.key).stale == frozenset()


def test_scores_that_nobody_wants_are_forgotten(store: Store) -> None:
    kept, other = keep(store), keep(store, "市委开会\n市委昨天开会。\n")
    today = store.today(kept.key)
    store.append(kept.key, changes.join(today, today.digest.articles[1]), who="王芳")
    store.today(kept.key, scorer=_Counting())
    assert store.stats()["scores"] == 5
    store.issues.delete(other.key)
    store.vacuum()
    assert store.stats()["scores"] == 4
    scorer = _Counting()
    assert store.today(kept.key, scorer=scorer, max_chars=30).stale == frozenset()
    assert scorer.n_scored == 0


def test_summaries_are_cut_again_without_scoring(store: Store) -> None:
    kept = keep(store)
    scorer = _Counting()
    short = store.today(kept.key, scorer=scorer, max_chars=8)
    summary = short.digest.articles[1].summary
    assert summary
    assert summary.text == "患者负担减轻。"
    assert scorer.n_scored == 0


def test_an_issue_can_be_renamed_and_deleted(store: Store) -> None:
    kept = keep(store)
    named = store.issues.update(
        kept.key, {"paper": "云川日报", "date": "2024-03-18", "selection": [9, 0]}
    )
    assert (named.paper, named.date, named.selection) == ("云川日报", "2024-03-18", (9, 0))
    with pytest.raises(Conflict):
        store.issues.update(kept.key, {"paper": None}, expected_version=kept.version)
    (day,) = store.issues.days()
    assert (day.date, day.n_issues, day.n_articles) == ("2024-03-18", 1, 3)
    assert day.topics == {"livelihood": 1, "medicine": 1, "logistics": 1}
    store.issues.delete(kept.key)
    assert store.stats()["articles"] == 0


def test_issues_that_nobody_touched_are_pruned(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_year_ago = datetime.now(UTC) - timedelta(days=365)
    texts = ["甲\n甲地昨天下雪。\n", "乙\n乙地昨天下雨。\n", "丙\n丙地昨天起雾。\n"]
    with monkeypatch.context() as then:
        for module in (issues, machine, records):
            then.setattr(module, "now", lambda: a_year_ago)
        idle, corrected, again = (keep(store, text) for text in texts)
    fresh = keep(store, "丁\n丁地昨天天晴。\n")
    store.issues.update(fresh.key, {"date": "2001-01-01"})
    today = store.today(corrected.key)
    change = changes.set_topic(today, today.digest.articles[0], "medicine")
    store.append(corrected.key, change, who="某人")
    issue = Issue("p1", texts[2])
    store.issues.add(issue, replace(make_pipeline().run(issue), model="fake@2"), max_chars=150)
    assert store.prune(days=30) == 1
    kept = {issue.key for issue in store.issues.list().items}
    assert kept == {corrected.key, again.key, fresh.key}
    assert idle.key not in kept


def test_the_changes_of_all_issues_are_told_in_order(store: Store) -> None:
    one, two = keep(store), keep(store, "市委开会\n市委昨天开会。\n")
    for kept in (two, one):
        today = store.today(kept.key)
        store.append(
            kept.key, changes.set_kicker(today, today.digest.articles[0], "要闻"), who="王芳"
        )
    first, second = store.changes()
    assert (first.key, second.key) == (two.key, one.key)
    assert store.changes(first.number) == (second,)
    assert store.changes(second.number) == ()

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from service.artifacts import ModelFolder
from service.datamodels import Span
from service.encoders.base import EncodedArticle
from service.summarizers.salience import SalienceSummarizer, n_inputs
from service.text import split_sentences
from tests.training.desk.worlds import WIDTH, WordStore, make_registry, write_desk
from training.articles.datamodels import PlainArticle, SummarizedArticle
from training.articles.problems import Problems
from training.desk.adapt import adapt
from training.desk.artifact import rewrite_heads
from training.desk.folder import DeskFolder
from training.desk.salience_fit import FEWEST_TO_LEARN, fit_salience
from training.desk.summary_gate import compare_summaries
from training.desk.ticked import TickedSets, read_ticked, write_ticked
from training.desk.trial import Order, Outcome
from training.desk.vectors import OnDone

NOW = datetime(2026, 3, 4, tzinfo=UTC)
PLAIN = "街口的早点铺今天照常开门，豆浆和油条都按老价钱卖给排队的街坊邻居们吃。"
WANTED = "渡口的轮渡从下月起改为每半小时一班，末班船推迟到夜里十一点半才收班。"


def ticked_article(number: int) -> SummarizedArticle:
    """Seven sentences; the one about the ferry is ticked, wherever it stands."""
    sentences = [f"{n}号{PLAIN}" for n in range(6)]
    sentences.insert(number % 7, f"第{number}次，{WANTED}")
    text = "".join(sentences)
    start = text.index(f"第{number}次")
    end = text.index("。", start) + 1
    picks = (Span(start, end),)
    return SummarizedArticle(
        id=str(number), title="渡口", text=text, summary=text[start:end], picks=picks
    )


class SentenceStore(WordStore):
    """The first figure of a sentence says whether it is about the ferry."""

    def read_sentences(
        self,
        articles: Sequence[PlainArticle],
        on_done: OnDone = lambda _done, _total: None,  # noqa: ARG002 - nothing is read
    ) -> list[EncodedArticle]:
        return [encoded(article) for article in articles]


def encoded(article: PlainArticle) -> EncodedArticle:
    sentences = split_sentences(article.text)
    vectors = np.zeros((len(sentences), WIDTH), np.float32)
    vectors[:, 0] = [float("轮渡" in sentence.text) for sentence in sentences]
    headline = np.zeros(WIDTH, np.float32)
    return EncodedArticle(sentences, headline, vectors, np.ones(len(sentences), np.int64))


def with_salience_head(folder: ModelFolder) -> ModelFolder:
    """One unit looks at the first figure of the vector, and the output does not care for it."""
    hidden = np.zeros((2, n_inputs(WIDTH)), np.float32)
    hidden[0, n_inputs(WIDTH) - WIDTH] = 2
    weights = {
        "salience_hidden.weight": hidden,
        "salience_hidden.bias": np.zeros(2, np.float32),
        "salience_out.weight": np.zeros((1, 2), np.float32),
        "salience_out.bias": np.full(1, -1, np.float32),
    }
    rewrite_heads(folder, weights)
    return folder


def adapted(tmp_path: Path, n_ticked: int) -> Outcome:
    registry = make_registry(tmp_path)
    with_salience_head(registry.current().model)
    desk = DeskFolder(write_desk(tmp_path / "desk", 150))
    write_ticked(desk, [ticked_article(n) for n in range(n_ticked)])
    order = Order(desk, "configs/topics.yaml", 0.03, "某人", NOW)
    return adapt(order, registry, lambda _: SentenceStore())


def test_what_is_ticked_is_what_is_then_picked(tmp_path: Path) -> None:
    outcome = adapted(tmp_path, 90)
    found = outcome.record.figures["summaries"]
    assert found["n_better"] > found["n_worse"] == 0
    assert found["rouge"][1] > found["rouge"][0]
    article = ticked_article(1000)
    summarizer = SalienceSummarizer.from_pretrained(outcome.version.model.path)
    summary = summarizer.summarize(article.to_article(), encoded(article), max_chars=60)
    assert summary.text == article.summary
    assert "摘要像编辑勾选的" in outcome.version.report.read_text("utf-8")


def test_few_ticks_leave_the_head_as_it_is(tmp_path: Path) -> None:
    outcome = adapted(tmp_path, 40)
    before, after = (v.model.read_heads() for v in (outcome.parent, outcome.version))
    assert np.array_equal(before["salience_out.weight"], after["salience_out.weight"])
    assert outcome.record.settings["salience_strength"] is None


def test_ticks_that_nothing_tells_apart_leave_it_nearly_as_it_is(tmp_path: Path) -> None:
    """Every sentence has the same vector, and any of them was ticked."""
    folder = with_salience_head(make_registry(tmp_path).current().model)
    articles = [ticked_article(n) for n in range(FEWEST_TO_LEARN)]
    found = [encoded(article) for article in articles]
    same = [replace(each, vectors=0 * each.vectors) for each in found]
    fitted = fit_salience(folder, articles, same)
    assert np.abs(fitted.row[:2]).max() < 0.05


def test_one_in_five_judges_and_stays_so(tmp_path: Path) -> None:
    desk = DeskFolder(tmp_path / "desk")
    write_ticked(desk, [ticked_article(n) for n in range(60)])
    first = read(desk)
    write_ticked(desk, [ticked_article(n) for n in range(30, 120)])
    second = read(desk)
    assert len(second.learned) + len(second.judged) == 120
    assert {a.text for a in first.judged} < {a.text for a in second.judged}
    assert 10 < len(second.judged) < 40


def read(desk: DeskFolder) -> TickedSets:
    problems = Problems()
    found = read_ticked(desk, problems)
    assert not problems.found
    return found


@pytest.mark.parametrize(("n", "told"), [(9, False), (10, True)])
def test_few_summaries_tell_nothing(n: int, told: bool) -> None:
    articles = [ticked_article(number) for number in range(n)]
    wanted = [article.summary for article in articles]
    found = compare_summaries(articles, ["别的"] * n, wanted)
    assert (found is not None) == told
    if found:
        assert (found.n_better, found.n_worse, found.rouge[1]) == (n, 0, 1)

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from service.config import locate
from tests.tiny_model import LABELS, make_model_folder
from training.articles.datamodels import LabelledArticle, PlainArticle, SoftArticle
from training.articles.problems import Problems
from training.articles.reading import labelled_articles, read_topics
from training.learning.distill import (
    choose_rows,
    identities_in,
    main,
    soften,
    unseen_articles,
)


def test_rows_are_chosen_evenly_over_labels() -> None:
    probabilities = np.eye(3)[[0] * 50 + [1] * 5 + [2] * 2]
    chosen = choose_rows(probabilities, 9, seed=1)
    labels = probabilities[chosen].argmax(1)
    assert [int((labels == k).sum()) for k in range(3)] == [4, 3, 2]
    assert chosen == sorted(set(chosen))
    assert len(choose_rows(probabilities, 100, seed=1)) == 57


def unseen(folder: Path, articles: dict[str, str], *kept_apart: Mapping[str, object]) -> list[str]:
    """Ids of the articles that are in none of the rows kept apart."""
    file = folder / "kept_apart.jsonl"
    lines = [json.dumps(row, ensure_ascii=False) for row in kept_apart]
    file.write_text("\n".join(lines), encoding="utf-8")
    read = [PlainArticle(id=name, text=text) for name, text in articles.items()]
    return [article.id for article in unseen_articles(read, set(identities_in(file)))]


def test_the_same_id_is_left_out(tmp_path: Path) -> None:
    assert unseen(tmp_path, {"1": "甲"}, {"id": "1", "text": "乙"}) == []


def test_the_same_text_is_left_out_however_it_is_set(tmp_path: Path) -> None:
    articles = {"1": "社区食堂，昨天开张。", "2": "社区食堂今天开张。"}
    assert unseen(tmp_path, articles, {"id": "9", "text": "社区食堂昨天\n开张"}) == ["2"]


def test_the_articles_of_a_made_page_are_left_out(tmp_path: Path) -> None:
    page = {"id": "p1", "text": "甲乙", "articles": {"a0": {"src": "1"}, "2": {}}}
    assert unseen(tmp_path, {name: name for name in "123"}, page) == ["3"]


def test_an_empty_text_is_like_no_other(tmp_path: Path) -> None:
    assert unseen(tmp_path, {"1": "。"}, {"id": "2", "text": ""}) == ["1"]


def test_a_label_yields_a_share_to_what_is_said_unseen() -> None:
    rows = [
        LabelledArticle(id="1", text="甲", topic="politics"),
        LabelledArticle(id="2", text="乙", topic="other", secondary="politics"),
    ]
    unseen = np.array([[0.0, 1.0], [0.5, 0.5]])
    mixed = soften(rows, unseen, ("politics", "other"), 0.5)
    assert mixed == pytest.approx(np.array([[0.5, 0.5], [0.35, 0.65]]))


def test_writes_what_a_student_learns_from(tmp_path: Path) -> None:
    model = make_model_folder(tmp_path / "model").path
    out = tmp_path / "soft.jsonl"
    examples = locate("examples/articles")
    options = {
        "--model": model,
        "--labelled": examples / "topics.jsonl",
        "--corpus": examples / "archive.jsonl",
        "--judged": examples / "topics_validation.jsonl",
        "--rows": 5,
        "--soften": 0.25,
    }
    assert main([str(out), *(str(part) for pair in options.items() for part in pair)]) == 0
    problems = Problems()
    articles = read_topics(out, {label: label for label in LABELS}, problems)
    assert problems.found == []
    labelled = labelled_articles([examples / "topics.jsonl"], LABELS)
    assert [article.id for article in articles[:-5]] == [article.id for article in labelled]
    for article, given in zip(articles, labelled, strict=False):
        assert isinstance(article, SoftArticle)
        assert article.probabilities[given.topic] >= 0.75 * 0.8

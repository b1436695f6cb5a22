from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from service.config import locate
from tests.tiny_model import LABELS, make_model_folder, make_start
from training.articles.rows import read_rows
from training.learning.distill import choose_rows, main, soften, unseen_rows


def test_rows_are_chosen_evenly_over_labels() -> None:
    probabilities = np.eye(3)[[0] * 50 + [1] * 5 + [2] * 2]
    chosen = choose_rows([{}] * 57, probabilities, 9, seed=1)
    labels = probabilities[chosen].argmax(1)
    assert [int((labels == k).sum()) for k in range(3)] == [4, 3, 2]
    assert chosen == sorted(set(chosen))
    assert len(choose_rows([{}] * 57, probabilities, 100, seed=1)) == 57


def test_the_same_id_is_left_out() -> None:
    assert unseen_rows([{"id": "1", "text": "甲"}], [{"id": "1", "text": "乙"}]) == []


def test_the_same_text_is_left_out_however_it_is_set() -> None:
    rows = [{"id": "1", "text": "社区食堂，昨天开张。"}, {"id": "2", "text": "社区食堂今天开张。"}]
    kept_apart = [{"id": "9", "text": "社区食堂昨天\n开张"}]
    assert [row["id"] for row in unseen_rows(rows, kept_apart)] == ["2"]


def test_the_articles_of_a_made_page_are_left_out() -> None:
    page = {"id": "p1", "text": "甲乙", "articles": {"a0": {"src": "1"}, "2": {}}}
    rows = [{"id": name, "text": name} for name in "123"]
    assert [row["id"] for row in unseen_rows(rows, [page])] == ["3"]


def test_an_empty_text_is_like_no_other() -> None:
    assert len(unseen_rows([{"id": "1", "text": "。"}], [{"id": "2", "text": ""}])) == 1


def test_a_label_yields_a_share_to_what_is_said_unseen() -> None:
    rows = [
        {"id": "1", "topic": "politics"},
        {"id": "2", "topic": "other", "secondary": "politics"},
    ]
    unseen = np.array([[0.0, 1.0], [0.5, 0.5]])
    mixed = soften(rows, unseen, ("politics", "other"), 0.5)
    assert mixed == pytest.approx(np.array([[0.5, 0.5], [0.35, 0.65]]))


def test_writes_what_a_student_learns_from(tmp_path: Path) -> None:
    model = make_model_folder(tmp_path / "model", make_start()).path
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
    rows = list(read_rows(out))
    labelled = list(read_rows(examples / "topics.jsonl"))
    assert [row["id"] for row in rows[:-5]] == [row["id"] for row in labelled]
    for row, given in zip(rows, labelled, strict=False):
        assert row["probabilities"][given["topic"]] >= 0.75 * 0.8
    for row in rows:
        assert list(row["probabilities"]) == list(LABELS)
        assert sum(row["probabilities"].values()) == pytest.approx(1, abs=1e-3), json.dumps(row)

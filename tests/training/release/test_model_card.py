from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from training.articles.datamodels import LabelledArticle, SummarizedArticle
from training.config import TrainingConfig
from training.evaluation.plain_values import as_metrics
from training.evaluation.summaries import evaluate_summaries
from training.evaluation.topics import evaluate_topics
from training.release.model_card import make_card

CONFIG = TrainingConfig.model_validate(
    {
        "model": {"name": "paper", "version": "7", "encoder": "models/default"},
        "data": {
            "topics": ["a.jsonl"],
            "own_topics": ["own.jsonl"],
            "topics_validation": "b.jsonl",
            "summaries": ["c.jsonl"],
        },
        "artifact": "out",
    }
)
SHARE = {"coverage": 0.9, "risk": 0.02, "risk_low": 0.01, "risk_high": 0.05}
FITTED = {
    "temperature": 0.7,
    "ece_cross_fitted": 0.01,
    "served": {**SHARE, "threshold": 0.8},
    "served_by_group": {"b.jsonl": SHARE},
    "cross_fitted_by_group": {"b.jsonl": {**SHARE, "risk": 0.03}},
}


@pytest.fixture
def metrics() -> dict[str, Any]:
    rows = [
        LabelledArticle(id=str(n), text="雨。" * n, topic=topic, source="晨报")
        for n, topic in enumerate(("politics", "politics", "livelihood", "other"), 40)
    ]
    model = np.array([[0, 1, 0], [0, 1, 0], [0, 1, 0], [1, 0, 0]], float)
    keywords = np.array([[0, 1, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]], float)
    topics = evaluate_topics(
        rows, {"model": model, "keywords": keywords}, ("politics", "livelihood", "other")
    )
    summaries = [
        SummarizedArticle(id=row.id, text=row.text, source="晨报", summary="雨。") for row in rows
    ]
    texts = {"model": ["雨。"] * 4, "lead": ["晴。"] * 4}
    return {
        "n_rows": {"a.jsonl": 1234, "own.jsonl": 5, "c.jsonl": 6},
        "calibration": {
            "same_topic_as_checkpoint": 1.0,
            "max_probability_gap": 0.0,
            "whole": FITTED,
            "without_headline": {**FITTED, "temperature": 0.8},
            "headlines_alone": {**FITTED, "temperature": 0.9},
        },
        "topics": {"b.jsonl": as_metrics(topics)},
        "topics_without_headlines": {"b.jsonl": as_metrics(topics)},
        "summaries": {"d.jsonl": as_metrics(evaluate_summaries(summaries, texts, max_chars=150))},
    }


def test_card_tells_what_was_learned_from(metrics: dict[str, Any]) -> None:
    card = make_card(CONFIG, metrics)
    assert card.startswith("# paper 7\n")
    assert "| a.jsonl (1,234), own.jsonl (5) |" in card
    assert "| b.jsonl (4) |" in card
    assert "encoder: models/default" in card


def test_card_tells_the_failures_of_the_run(metrics: dict[str, Any]) -> None:
    card = make_card(CONFIG, metrics)
    politics, other = (
        "| b.jsonl | politics taken for livelihood | 2 |",
        "| b.jsonl | other taken for politics | 1 |",
    )
    assert card.index(politics) < card.index(other)
    assert "livelihood taken for" not in card
    assert "| b.jsonl | 晨报 | 4 | 25.0 |" in card
    assert "| b.jsonl | 0000-0099 | 4 | 25.0 |" in card
    assert "| b.jsonl | none | 4 | 25.0 |" in card


def test_card_compares_with_the_baselines(metrics: dict[str, Any]) -> None:
    card = make_card(CONFIG, metrics)
    gain = metrics["topics"]["b.jsonl"]["first_minus"]["keywords"]["value"]
    assert gain > 0
    rows = [line for line in card.splitlines() if "| keywords |" in line]
    assert [row.split(" | ")[0] for row in rows] == ["| b.jsonl", "| b.jsonl, no headlines"]
    assert all(f"| {100 * gain:+.1f} (" in row for row in rows)
    (lead,) = (line for line in card.splitlines() if line.startswith("| d.jsonl | lead |"))
    assert "+" in lead.split("|")[-2]
    (model,) = (line for line in card.splitlines() if line.startswith("| d.jsonl | model |"))
    assert model.endswith("| – |")


def test_card_tells_what_to_expect_elsewhere(metrics: dict[str, Any]) -> None:
    card = make_card(CONFIG, metrics)
    assert card.count("3.0% of these wrong (95 % interval 1.0% to 5.0%).") == 3
    assert "Headlines without an article: temperature 0.900" in card
    metrics["calibration"]["headlines_alone"] = None
    assert "Headlines without an article are doubted as all others are" in make_card(
        CONFIG, metrics
    )


def test_card_tells_what_was_done_beside_the_run(metrics: dict[str, Any]) -> None:
    model = CONFIG.model.model_copy(update={"made_by": "Two seeds, averaged by hand."})
    card = make_card(CONFIG.model_copy(update={"model": model}), metrics)
    rebuild = card[card.index("How to rebuild") : card.index("```yaml")]
    assert "Two seeds, averaged by hand." in rebuild

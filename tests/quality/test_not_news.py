"""What is no news must not end as a confident topic; `not_news.jsonl` is never trained on."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from service.config import SHIPPED_MODELS, locate, locate_model
from training.articles.datamodels import PlainArticle
from training.evaluation.served_model import ServedModel


def _read(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


ROWS = [
    {**row, "id": f"{number}-{row['kind'].replace(' ', '-')}"}
    for number, row in enumerate(_read(Path(__file__).parent / "not_news.jsonl"), 1)
]


@cache
def _shipped_model(name: str) -> ServedModel:
    return ServedModel.from_pretrained(locate_model(name))


@pytest.mark.parametrize("name", SHIPPED_MODELS)
@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_is_other_or_uncertain(row: dict[str, str], name: str) -> None:
    plain = PlainArticle(id=row["id"], title=row["title"], text=row["text"])
    model, article = _shipped_model(name), plain.to_article()
    scores = model.classifier.classify(article, model.encoder.encode(article))
    assert scores.label == "other" or scores.uncertain, json.dumps(scores.probabilities)


def test_none_of_them_is_trained_on() -> None:
    trained = {row["text"] for row in _read(locate("configs/training/not_news.jsonl"))}
    judged = {row["text"] for row in ROWS if len(row["text"].strip()) > 1}
    assert not judged & trained

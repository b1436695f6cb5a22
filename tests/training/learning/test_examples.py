from __future__ import annotations

import pytest
import torch

from tests.tiny_model import LABELS, SETTINGS, make_start, make_tokenizer
from training.articles.datamodels import LabelledArticle, SoftArticle
from training.learning.examples import collate, make_example, topic_target

TOKENIZER = make_tokenizer()


def _example(text: str, title: str | None = "标题") -> dict[str, object]:
    article = LabelledArticle(id="1", title=title, text=text, topic="other")
    return make_example(article, topic_target(article, LABELS, 0.2), TOKENIZER, SETTINGS, 2)


def test_the_secondary_topic_takes_its_share() -> None:
    article = LabelledArticle(id="1", text="甲", topic="medicine", secondary="politics")
    assert topic_target(article, LABELS, 0.2).tolist() == pytest.approx([0.2, 0, 0.8, 0, 0])


def test_soft_labels_are_taken_as_they_are() -> None:
    soft = dict(zip(LABELS, (0.1, 0.2, 0.3, 0.4, 0.0), strict=True))
    target = topic_target(SoftArticle(id="1", text="甲", probabilities=soft), LABELS, 0.2)
    assert target.tolist() == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.0])


def test_only_as_many_windows_as_allowed() -> None:
    assert len(_example("社区食堂开张。" * 50)["input_ids"]) == 2  # type: ignore[arg-type]


def test_a_batch_scores_as_its_articles_alone() -> None:
    model = make_start().model
    examples = [_example("社区食堂开张。" * n, t) for n, t in ((1, None), (9, "标题"), (0, "标题"))]
    with torch.inference_mode():
        together = model(**collate(examples, pad_id=1))["logits"]
        alone = torch.cat([model(**collate([e], pad_id=1))["logits"] for e in examples])
    assert torch.allclose(together, alone, atol=1e-5)

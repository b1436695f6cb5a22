"""Whether an exported model says what the checkpoint does that it was exported from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from service.artifacts import Certainty, ModelFolder
from service.classifiers.topics import TopicClassifier
from service.encoders.base import Encoder
from service.encoders.heads import TwoLayerHead
from training.articles.datamodels import LabelledArticle
from training.evaluation.served_model import topic_logits
from training.learning.checkpoint import Start
from training.learning.torch_encoder import TorchEncoder
from training.metrics.calibration import apply_temperature

MOST_COMPARED = 100  # articles: the checkpoint takes ten times as long
_MOST_CHARS = 330  # of each, one window: both join windows by the same code


def compare_with_checkpoint(
    folder: ModelFolder, encoder: Encoder, start: Start, articles: Sequence[LabelledArticle]
) -> dict[str, float]:
    """Judge some articles by both.

    Args:
        folder: The exported model.
        encoder: Its encoder.
        start: The checkpoint.
        articles: At least one; of more than a hundred, evenly spread ones are taken, and of each
            the beginning.

    Returns:
        `same_topic_as_checkpoint`, the share of articles of which both tell the same topic, and
        `max_probability_gap`, the greatest difference of a probability between them.
    """
    some = [
        replace(article, text=article.text[:_MOST_CHARS])
        for article in articles[:: -(-len(articles) // MOST_COMPARED)]
    ]
    classifier = TopicClassifier.from_pretrained(folder.path)
    weights = {name: value.numpy() for name, value in start.model.state_dict().items()}
    uncalibrated = Certainty(temperature=1.0, threshold=0.0)
    head = TwoLayerHead.from_weights(weights, "topic")
    reference = topic_logits(
        some,
        TorchEncoder(start.model.encoder, start.tokenizer, start.windows),
        TopicClassifier(classifier.labels, head, certainty=uncalibrated),
    )
    logits = topic_logits(some, encoder, classifier)
    gaps = apply_temperature(logits, 1.0) - apply_temperature(reference, 1.0)
    return {
        "same_topic_as_checkpoint": float((logits.argmax(1) == reference.argmax(1)).mean()),
        "max_probability_gap": float(np.abs(gaps).max()),
    }

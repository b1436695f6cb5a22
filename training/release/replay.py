"""What a model will remember of its training, so that a desk's articles do not make it forget.

    python -m training.release.replay [--model models/default] [--data ../shared/data]

makes it anew for a finished model, from the articles that its configuration names; `baozhai train`
does so by itself. Vectors and soft labels are kept, no text: some 1.2 MB.
"""

from __future__ import annotations

import argparse
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np

from service.artifacts import ModelFolder
from service.config import load_config, locate
from service.encoders.ahead import encode_ahead
from service.encoders.base import Encoder
from service.encoders.openvino_runtime import OpenVinoEncoder
from training.articles.datamodels import LabelledArticle
from training.articles.reading import labelled_articles
from training.config import TrainingConfig
from training.desk.replay import Replay, write_replay
from training.desk.topic_head import TopicHead
from training.desk.vectors import topic_inputs

logger = logging.getLogger(__name__)

N_REMEMBERED = 750
_MOST_CHARS = 330  # of each text: one window, as topics are learned
_TOLD_EVERY = 50
_SEED = 13


def remember(
    folder: ModelFolder,
    encoder: Encoder,
    articles: Sequence[LabelledArticle],
    n: int = N_REMEMBERED,
) -> None:
    """Put a replay set into a model folder.

    Args:
        folder: The finished model.
        encoder: Its encoder.
        articles: It learned from these; every second one of those chosen loses its headline, for
            half of what it will meet has none.
        n: How many to keep, as evenly over the topics as there are any.
    """
    chosen = _choose(articles, n)
    cut = (
        replace(article, title=None if n % 2 else article.title, text=article.text[:_MOST_CHARS])
        for n, article in enumerate(chosen)
    )
    vectors = []
    encoded = encode_ahead(encoder, (each.to_article() for each in cut))
    for n_done, each in enumerate(encoded, start=1):
        vectors.append(topic_inputs(each))
        if n_done % _TOLD_EVERY == 0:
            logger.info("记下学过的：%d/%d 篇 (articles to remember)", n_done, len(chosen))
    if not vectors:
        return
    stacked = np.stack(vectors)
    write_replay(Replay(stacked, TopicHead.of_model(folder).probabilities(stacked)), folder)


def _choose(articles: Sequence[LabelledArticle], n: int) -> list[LabelledArticle]:
    """Some articles, topic by topic in turn."""
    by_topic: defaultdict[str, list[LabelledArticle]] = defaultdict(list)
    for place in np.random.default_rng(_SEED).permutation(len(articles)):
        if articles[place].text.strip():
            by_topic[articles[place].topic].append(articles[place])
    turns = chain.from_iterable(zip_longest(*(by_topic[topic] for topic in sorted(by_topic))))
    return [article for article in turns if article is not None][:n]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the replay set of a finished model anew."""
    parser = argparse.ArgumentParser(prog="python -m training.release.replay", description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("models/default"))
    parser.add_argument("--config", default="configs/training/default.yaml")
    parser.add_argument("--data", help="folder of the data, instead of data.root")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = load_config(options.config, TrainingConfig)
    folder = ModelFolder(options.model)
    root = locate(options.data or config.data.root)
    files = [root / file for file in config.data.topics]
    articles = labelled_articles(files, folder.read_labels())
    remember(folder, OpenVinoEncoder.from_pretrained(folder.path), articles)
    logger.info("%s: %d bytes", folder.replay, folder.replay.stat().st_size)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

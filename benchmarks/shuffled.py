"""Ready articles of a wanted length, made of the shuffled sentences of the examples."""

from __future__ import annotations

import random

from benchmarks.run_batch import read_material
from service.datamodels import Article

MEAN_CHARS = 746  # of the articles that the first comparison was made with
_LENGTHS = (0.35, 1.65)  # of the mean, evenly between
_SENTENCES_PER_PARAGRAPH = 3


def make_articles(n: int, *, mean_chars: int = MEAN_CHARS, seed: int = 0) -> list[Article]:
    """Ready articles made of the shuffled sentences of the examples.

    Args:
        n: How many.
        mean_chars: Their mean length; lengths lie evenly around it, ends of sentences aside.
        seed: The same seed gives the same articles.
    """
    headlines, sentences = read_material()
    chance = random.Random(seed)
    low, high = _LENGTHS
    articles = []
    for number in range(n):
        wanted = mean_chars * (low + (high - low) * (number + 0.5) / n)
        picked: list[str] = []
        while sum(map(len, picked)) < wanted:
            picked.append(chance.choice(sentences))
        paragraphs = (
            "".join(picked[start : start + _SENTENCES_PER_PARAGRAPH])
            for start in range(0, len(picked), _SENTENCES_PER_PARAGRAPH)
        )
        text = "\n".join(paragraphs)
        articles.append(Article.of_text(str(number), chance.choice(headlines), text))
    return articles

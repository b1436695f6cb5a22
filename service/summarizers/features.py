"""What can be told of a sentence without the encoder: its place, length and overlaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.datamodels import Sentence
from service.text import content_characters

FEATURE_NAMES = (
    "relative_position",
    "log_position",
    "opens_paragraph",
    "log_length",
    "headline_covered",
    "share_in_headline",
    "centrality",
    "is_whole",
    "is_question",
    "opens_quote",
    "has_digit",
)


def sentence_features(
    text: str, sentences: Sequence[Sentence], headline: str | None
) -> NDArray[np.float32]:
    """Describe each sentence of an article.

    Overlaps are over character bigrams of letters, digits and Chinese characters;
    `centrality` is the mean share of the article's other sentences that hold a
    bigram of the sentence.

    Returns:
        Features in the order of `FEATURE_NAMES`, all within about [0, 3], shape
        (n, len(FEATURE_NAMES)).
    """
    bigrams = [_bigrams(sentence.text) for sentence in sentences]
    of_headline = _bigrams(headline or "")
    document = Counter(bigram for found in bigrams for bigram in found)
    n = max(len(sentences), 1)
    rows = []
    for place, (sentence, found) in enumerate(zip(sentences, bigrams, strict=True)):
        shared = len(found & of_headline)
        rows.append(
            (
                place / n,
                float(np.log1p(place)) / 2,
                float(sentence.start == 0 or text[sentence.start - 1] == "\n"),
                float(np.log1p(len(sentence.text))) / 3,
                shared / max(len(of_headline), 1),
                shared / max(len(found), 1),
                sum(document[b] - 1 for b in found) / max(len(found), 1) / n * 5,
                float(sentence.is_whole),
                float(sentence.text.rstrip("”’」』").endswith(("？", "?"))),
                float(sentence.text.startswith(("“", "「", "‘"))),
                float(any(c.isdigit() for c in sentence.text)),
            )
        )
    return np.array(rows, np.float32).reshape(len(rows), len(FEATURE_NAMES))


def _bigrams(text: str) -> set[str]:
    characters = content_characters(text)
    return {characters[i : i + 2] for i in range(len(characters) - 1)}

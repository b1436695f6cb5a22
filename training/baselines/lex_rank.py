"""LexRank of the library sumy, under our budget and rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer

from service.characters import content_characters
from service.datamodels import Article, Summary
from service.encoders.base import EncodedArticle
from service.summarizers.selection import select_sentences


@dataclass(frozen=True, slots=True)
class SumyLexRank:
    """Rates with sumy; character pairs stand for words, since sumy's Chinese needs a word list.

    References:
        Erkan and Radev, LexRank, JAIR 2004.
    """

    def summarize(self, article: Article, encoded: EncodedArticle, *, max_chars: int) -> Summary:
        """Summarize by sumy's ratings."""
        texts = [sentence.text for sentence in encoded.sentences]
        scores = _rate(texts) if texts else np.zeros(0)
        return select_sentences(article, encoded.sentences, scores, max_chars=max_chars)


class _BigramTokenizer:
    def to_words(self, sentence: str) -> tuple[str, ...]:
        characters = content_characters(sentence)
        return tuple(characters[i : i + 2] for i in range(len(characters) - 1))


def _rate(texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float64]]:
    tokenizer = _BigramTokenizer()
    document = ObjectDocumentModel([Paragraph([Sentence(text, tokenizer) for text in texts])])
    ratings = np.zeros(len(texts))

    def note_ratings(rated: Sequence[Any]) -> Sequence[Any]:
        for sentence in rated:
            ratings[sentence.order] = sentence.rating
        return rated

    LexRankSummarizer()(document, note_ratings)
    return np.maximum(ratings, 0)

"""What the salience model is measured against, from blind chance to the best possible pick."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.characters import content_characters
from service.datamodels import Article, Sentence, Summary
from service.encoders.base import EncodedArticle
from service.summarizers.selection import select_sentences
from service.summarizers.sentence_text import character_bigrams, join_sentences
from training.metrics.rouge import count_ngrams, ngram_f1


@dataclass(frozen=True, slots=True)
class RandomSummarizer:
    """Picks sentences by chance; the draw hangs on seed and article alone."""

    seed: int = 13

    def summarize(self, article: Article, encoded: EncodedArticle, *, max_chars: int) -> Summary:
        """Summarize by chance."""
        digest = hashlib.sha256(f"{self.seed} {article.id}".encode()).digest()
        rng = np.random.default_rng(int.from_bytes(digest[:8], "big"))
        scores = rng.random(len(encoded.sentences))
        return select_sentences(article, encoded.sentences, scores, max_chars=max_chars)


@dataclass(frozen=True, slots=True)
class HeadlineOverlapSummarizer:
    """Picks the sentences that share most character pairs with the headline, by F1."""

    def summarize(self, article: Article, encoded: EncodedArticle, *, max_chars: int) -> Summary:
        """Summarize by likeness to the headline; without one, by position."""
        headline = character_bigrams(article.headline or "")
        scores = [
            _overlap(character_bigrams(sentence.text), headline) for sentence in encoded.sentences
        ]
        return select_sentences(article, encoded.sentences, scores, max_chars=max_chars)


def best_possible_pick(
    sentences: Sequence[Sentence], reference: str, *, max_chars: int
) -> tuple[int, ...]:
    """Pick with the reference in sight: what hardly any extractive summary can pass.

    Greedy: adds the whole sentence that lifts ROUGE-1 plus ROUGE-2 most, within
    the budget, until none lifts it. Equal gains go to the earlier sentence.

    Returns:
        Indices in document order; empty where no whole sentence fits or helps.
    """
    wanted = [count_ngrams(content_characters(reference), n) for n in (1, 2)]
    picked: list[int] = []
    reached = 0.0
    while True:
        gains = {}
        for i, sentence in enumerate(sentences):
            if sentence.is_whole and i not in picked:
                text = _join(sentences, [*picked, i])
                if len(text) <= max_chars:
                    said = content_characters(text)
                    gains[i] = sum(ngram_f1(count_ngrams(said, n), wanted[n - 1]) for n in (1, 2))
        best = max(gains, key=lambda i: (gains[i], -i), default=-1)
        if best < 0 or gains[best] <= reached:
            return tuple(sorted(picked))
        reached = gains[best]
        picked.append(best)


def best_possible_text(sentences: Sequence[Sentence], reference: str, *, max_chars: int) -> str:
    """The sentences of `best_possible_pick`, joined."""
    return _join(sentences, best_possible_pick(sentences, reference, max_chars=max_chars))


def _join(sentences: Sequence[Sentence], picked: Sequence[int]) -> str:
    return join_sentences(sentences[i].text for i in sorted(picked))


def _overlap(found: frozenset[str], wanted: frozenset[str]) -> float:
    total = len(found) + len(wanted)
    return 2 * len(found & wanted) / total if total else 0.0

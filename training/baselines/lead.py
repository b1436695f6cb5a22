"""The baseline that is hard to beat on short news: the first sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from service.datamodels import Article, Summary
from service.encoders.base import EncodedArticle
from service.summarizers.picking import SelectionRule
from service.summarizers.selection import select_sentences


@dataclass(frozen=True, slots=True)
class LeadSummarizer:
    """Takes whole sentences from the beginning while they fit; a longer one is passed over.

    Attributes:
        only_first: Take the first sentence alone.
    """

    only_first: bool = False

    def summarize(self, article: Article, encoded: EncodedArticle, *, max_chars: int) -> Summary:
        """Summarize by position; the vectors are not looked at."""
        scores = 1 / (1 + np.arange(len(encoded.sentences)))
        rule = SelectionRule(repetition_penalty=0.0, keep_above=1.0 if self.only_first else 0.0)
        return select_sentences(article, encoded.sentences, scores, max_chars=max_chars, rule=rule)

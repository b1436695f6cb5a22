"""Logs of corrections as a desk makes them, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from service.corrections import Change, Corrected, Correction, replay
from service.datamodels import Article, Digest, Summary, SummarySentence, TopicScores
from service.text import split_sentences

LABELS = ("politics", "livelihood", "medicine", "logistics", "other")
_START = datetime(2024, 1, 5, 8, tzinfo=UTC)


def score(article: Article) -> Article:
    """Topic and summary that depend on the text alone, as those of a model do."""
    label = LABELS[len(article.text) % len(LABELS)]
    probabilities = {name: 0.6 if name == label else 0.1 for name in LABELS}
    whole = [s for s in split_sentences(article.text) if s.is_whole][:1]
    sentences = tuple(SummarySentence(s.start, s.end, 0.5) for s in whole)
    summary = Summary(whole[0].text if whole else None, None if whole else "no_sentence", sentences)
    topic = TopicScores(label, 0.6, uncertain=False, probabilities=probabilities)
    return replace(article, topic=topic, summary=summary)


@dataclass
class Desk:
    """Somebody who corrects a digest, and the log of it."""

    digest: Digest
    log: list[Correction] = field(default_factory=list)

    @property
    def today(self) -> Corrected:
        return replay(self.digest, self.log, rescore=score)

    def do(self, change: Change | Callable[[Corrected], Change], who: str = "王芳") -> Correction:
        made = change if isinstance(change, Change) else change(self.today)
        number = len(self.log) + 1
        when = _START + timedelta(minutes=number)
        entry = Correction(
            f"{number:032x}", number, when, who, made.what, made.place, None, made.after
        )
        self.log.append(entry)
        return entry

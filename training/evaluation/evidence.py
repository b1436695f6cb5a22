"""Whether the evidence of a topic decides it: articles are read again without it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from service.datamodels import Article, Sentence
from service.encoders.ahead import encode_ahead
from service.text import split_sentences
from training.articles.datamodels import LabelledArticle
from training.evaluation.served_model import ServedModel
from training.metrics.bootstrap import Estimate, estimate


@dataclass(frozen=True, slots=True)
class EvidenceScores:
    """What leaving out does to the log-odds of the label, in nats, uncalibrated.

    Attributes:
        fall: Mean fall without the evidence; higher is better.
        fall_of_others: Mean fall without as many other sentences, each of the length nearest to
            that of a sentence of the evidence.
        decides: Share of the articles whose log-odds fall further without the evidence.
        changes: Share of the articles that get another label without the evidence.
        changes_of_others: The same without the others.
    """

    fall: Estimate
    fall_of_others: Estimate
    decides: Estimate
    changes: float
    changes_of_others: float


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """The evidence of articles, of all and by whether a headline is there.

    Attributes:
        n: Articles that have evidence and at least as many other sentences; the rest count for
            nothing.
        all: None where there is no such article.
        by_headline: Of those with a headline (`printed`) and without (`none`), where there are any.
    """

    n: int
    all: EvidenceScores | None
    by_headline: Mapping[str, EvidenceScores]


@dataclass(frozen=True, slots=True)
class _Reading:
    """Log-odds of the label and whether it changes, without the evidence and without others."""

    has_headline: bool
    fall: float
    fall_of_others: float
    changes: bool
    changes_of_others: bool


def measure_evidence(rows: Sequence[LabelledArticle], model: ServedModel) -> EvidenceReport:
    """Read articles again without what the model gives as evidence, and without other sentences.

    The model finds evidence from its one pass over the whole article; here the sentences are
    taken out of the text and what is left is read anew, two more passes an article.

    Args:
        rows: Articles; their labels count for nothing.
        model: Gives label and evidence.

    References:
        DeYoung et al., ERASER, ACL 2020: comprehensiveness. Unlike there, log-odds are compared,
        as near certainty the probability hardly moves, and beside it stands what sentences of
        the same length do.
    """
    found = [reading for row in rows if (reading := _read(row.to_article(), model))]
    groups = {
        "printed": [reading for reading in found if reading.has_headline],
        "none": [reading for reading in found if not reading.has_headline],
    }
    by_headline = {name: _scores(group) for name, group in groups.items() if group}
    return EvidenceReport(len(found), _scores(found) if found else None, by_headline)


def _read(article: Article, model: ServedModel) -> _Reading | None:
    """An article thrice; None where it has too little evidence or other text to compare."""
    encoded = model.encoder.encode(article)
    shown = {span.start for span in model.classifier.classify(article, encoded).evidence}
    sentences = split_sentences(article.text)
    evidence = [i for i, sentence in enumerate(sentences) if sentence.start in shown]
    others = nearest_in_length(sentences, evidence)
    if not evidence or not others:
        return None
    whole = model.classifier.logits(encoded)
    label = int(whole.argmax())
    shorter = (leave_out(article, sentences, left_out) for left_out in (evidence, others))
    without, without_others = map(model.classifier.logits, encode_ahead(model.encoder, shorter))
    return _Reading(
        article.headline is not None,
        _log_odds(whole, label) - _log_odds(without, label),
        _log_odds(whole, label) - _log_odds(without_others, label),
        int(without.argmax()) != label,
        int(without_others.argmax()) != label,
    )


def nearest_in_length(sentences: Sequence[Sentence], chosen: Sequence[int]) -> list[int]:
    """For each chosen sentence another one, of the nearest length, the earlier of two as near.

    Returns:
        As many indices as `chosen`; none where there are too few other sentences.
    """
    left = [i for i in range(len(sentences)) if i not in chosen]
    if len(left) < len(chosen):
        return []
    found = []
    for wanted in chosen:
        length = len(sentences[wanted].text)
        found.append(min(left, key=lambda i: (abs(len(sentences[i].text) - length), i)))
        left.remove(found[-1])
    return found


def leave_out(
    article: Article, sentences: Sequence[Sentence], left_out: Collection[int]
) -> Article:
    """The article without some of its sentences; what stands between the others stays."""
    text, at = "", 0
    for i in sorted(left_out):
        text += article.text[at : sentences[i].start]
        at = sentences[i].end
    return replace(article, text=text + article.text[at:])


def _scores(readings: Sequence[_Reading]) -> EvidenceScores:
    falls = np.array([reading.fall for reading in readings])
    others = np.array([reading.fall_of_others for reading in readings])
    n = len(readings)
    return EvidenceScores(
        estimate(lambda drawn: float(falls[drawn].mean()), n),
        estimate(lambda drawn: float(others[drawn].mean()), n),
        estimate(lambda drawn: float((falls > others)[drawn].mean()), n),
        sum(reading.changes for reading in readings) / n,
        sum(reading.changes_of_others for reading in readings) / n,
    )


def _log_odds(logits: np.ndarray, label: int) -> float:
    return float(logits[label] - np.logaddexp.reduce(np.delete(logits, label)))

"""How near summaries come to what editors wrote, beside lead, chance and the best possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.articles.datamodels import SummarizedArticle
from training.evaluation.topics import N_WORST, length_group
from training.metrics.bootstrap import Difference, Estimate, compare_means, estimate_mean
from training.metrics.rouge import RougeScores, rouge

_FIGURES = ("rouge_1", "rouge_2", "rouge_l")


@dataclass(frozen=True, slots=True)
class SystemSummaries:
    """One system on all articles; ROUGE is F1 in [0, 1], with intervals."""

    rouge_1: Estimate
    rouge_2: Estimate
    rouge_l: Estimate
    mean_chars: float


@dataclass(frozen=True, slots=True)
class RougeDifference:
    """Paired differences of the three figures."""

    rouge_1: Difference
    rouge_2: Difference
    rouge_l: Difference


@dataclass(frozen=True, slots=True)
class SummaryGroup:
    """Mean ROUGE of some of the articles."""

    n: int
    rouge_1: float
    rouge_2: float
    rouge_l: float


@dataclass(frozen=True, slots=True)
class WeakSummary:
    """A summary far from its reference."""

    id: str
    title: str
    text: str
    reference: str
    summary: str
    rouge_2: float


@dataclass(frozen=True, slots=True)
class SummaryReport:
    """All systems on the same articles, the first one in detail."""

    n: int
    max_chars: int
    first: str
    systems: Mapping[str, SystemSummaries]
    first_minus: Mapping[str, RougeDifference]
    by_source: Mapping[str, SummaryGroup]
    by_headline: Mapping[str, SummaryGroup]
    by_length: Mapping[str, SummaryGroup]
    worst: tuple[WeakSummary, ...]


def evaluate_summaries(
    rows: Sequence[SummarizedArticle], summaries: Mapping[str, Sequence[str]], *, max_chars: int
) -> SummaryReport:
    """Judge one or more systems on articles with a reference summary.

    Args:
        rows: The articles.
        summaries: By name of the system, one text per row; the first system is
            compared with each other one and told in detail.
        max_chars: The budget they were made with, for the record.
    """
    scores = {
        name: [rouge(text, row.summary) for text, row in zip(texts, rows, strict=True)]
        for name, texts in summaries.items()
    }
    first, *others = summaries
    return SummaryReport(
        n=len(rows),
        max_chars=max_chars,
        first=first,
        systems={name: _judge(scores[name], texts) for name, texts in summaries.items()},
        first_minus={name: _difference(scores[first], scores[name]) for name in others},
        by_source=_by_group([row.source or "?" for row in rows], scores[first]),
        by_headline=_by_group(["printed" if row.title else "none" for row in rows], scores[first]),
        by_length=_by_group([length_group(len(row.text)) for row in rows], scores[first]),
        worst=_worst(rows, summaries[first], scores[first]),
    )


def _judge(scores: Sequence[RougeScores], texts: Sequence[str]) -> SystemSummaries:
    rouge_1, rouge_2, rouge_l = (estimate_mean(_values(scores, name)) for name in _FIGURES)
    return SystemSummaries(rouge_1, rouge_2, rouge_l, sum(map(len, texts)) / len(texts))


def _difference(first: Sequence[RougeScores], second: Sequence[RougeScores]) -> RougeDifference:
    return RougeDifference(
        *(compare_means(_values(first, name), _values(second, name)) for name in _FIGURES)
    )


def _values(scores: Sequence[RougeScores], figure: str) -> list[float]:
    return [getattr(score, figure) for score in scores]


def _by_group(groups: Sequence[str], scores: Sequence[RougeScores]) -> dict[str, SummaryGroup]:
    found = {}
    for group in sorted(set(groups)):
        inside = [score for score, name in zip(scores, groups, strict=True) if name == group]
        means = [sum(_values(inside, figure)) / len(inside) for figure in _FIGURES]
        found[group] = SummaryGroup(len(inside), *means)
    return found


def _worst(
    rows: Sequence[SummarizedArticle], texts: Sequence[str], scores: Sequence[RougeScores]
) -> tuple[WeakSummary, ...]:
    order = sorted(range(len(rows)), key=lambda i: (scores[i].rouge_2, i))[:N_WORST]
    return tuple(
        WeakSummary(
            id=rows[i].id,
            title=rows[i].title or "",
            text=rows[i].text,
            reference=rows[i].summary,
            summary=texts[i],
            rouge_2=scores[i].rouge_2,
        )
        for i in order
    )

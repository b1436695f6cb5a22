"""The summaries that a desk's editors ticked: which teach, and which judge."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from service.files import write_file
from training.articles.datamodels import SummarizedArticle
from training.articles.problems import Problems
from training.articles.reading import read_summarized
from training.desk.folder import DeskFolder, key_of

_JUDGED_EVERY = 5


@dataclass(frozen=True, slots=True)
class TickedSets:
    """Articles whose summary was ticked.

    Attributes:
        learned: To learn from.
        judged: One in five, by their content, so that it is always the same.
    """

    learned: tuple[SummarizedArticle, ...]
    judged: tuple[SummarizedArticle, ...]


def read_ticked(desk: DeskFolder, problems: Problems) -> TickedSets:
    """Read the ticked summaries of a desk; an article without any sentence ticked says nothing."""
    every = read_summarized(desk.ticked, problems) if desk.ticked.exists() else []
    told = [each for each in every if each.picks]
    judged = tuple(each for each in told if int(key_of(each), 16) % _JUDGED_EVERY == 0)
    learned = tuple(each for each in told if int(key_of(each), 16) % _JUDGED_EVERY)
    return TickedSets(learned, judged)


def write_ticked(desk: DeskFolder, articles: Sequence[SummarizedArticle]) -> None:
    """Put ticked summaries beside those that are there; of two of one article the later counts.

    Raises:
        DataError: If what is there cannot be read.
    """
    if not articles:
        return
    problems = Problems()
    there = read_summarized(desk.ticked, problems) if desk.ticked.exists() else []
    problems.raise_if_any()
    known = {key_of(article): article for article in [*there, *articles]}
    rows = (
        {
            "id": key,
            "title": article.title,
            "text": article.text,
            "summary": article.summary,
            "picks": [list(pick) for pick in article.picks],
        }
        for key, article in known.items()
    )
    desk.make()
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    write_file(desk.ticked, lines.encode())

"""Inputs to rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from service.batch.inputs import ArticleInput, IssueInput, WorkItem
from service.console import tell
from service.datamodels import Article
from service.errors import DigestError
from service.pipeline import DigestPipeline
from service.readers import read_issue
from service.splitters import part_issues
from service.writers.table import ArticleRow, row_of, rows_of

Scored = tuple[WorkItem, tuple[ArticleRow, ...]]
Scorer = Callable[[Iterable[WorkItem]], Iterator[Scored]]
"""Turns inputs into rows, in the order of the inputs."""


def score_in_turn(pipeline: DigestPipeline, max_chars: int | None = None) -> Scorer:
    """A scorer that works in this process, one input after the other."""

    def scorer(items: Iterable[WorkItem]) -> Iterator[Scored]:
        for item in items:
            yield item, rows_for(item, pipeline, max_chars)

    return scorer


def rows_for(
    item: WorkItem, pipeline: DigestPipeline, max_chars: int | None
) -> tuple[ArticleRow, ...]:
    """The rows of one input; a failed one is one row with `error`.

    Pages of several papers or days in one folder become as many issues.
    """
    try:
        if isinstance(item, IssueInput):
            issue = read_issue(item.paths, issue_id=item.issue_id)
            for warning in issue.warnings:
                tell(f"baozhai: {warning}")
            issues = part_issues(issue) if len(item.paths) > 1 else (issue,)
            digests = pipeline.run_many(issues, max_chars=max_chars)
            return tuple(
                row
                for digest in digests
                for row in rows_of(digest, pipeline.topics, item.path_of_file)
            )
        if item.error is None:
            article = Article.of_text(item.id or "", item.headline, item.text)
            scored = pipeline.score(article, max_chars=max_chars)
            return (row_of(scored, None, pipeline.topics),)
        reason = item.error
    except DigestError as error:
        reason = str(error)
    except Exception as error:  # noqa: BLE001  # one broken input must not take thousands with it
        reason = f"{type(error).__name__}: {error}"
    return (_failed(item, reason),)


def _failed(item: WorkItem, reason: str) -> ArticleRow:
    if isinstance(item, ArticleInput):
        return ArticleRow(None, item.id, error=reason)
    (path, *more) = item.path_of_file.values()
    return ArticleRow(item.issue_id, None, error=reason, file=None if more else path)

"""Inputs to rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from service.batch.inputs import ArticleInput, IssueInput, WorkItem
from service.batch.remote import content_of, is_address
from service.config import LimitsConfig
from service.console import tell
from service.datamodels import Article, Issue
from service.errors import DigestError
from service.pipeline import DigestPipeline
from service.reading import issue_within, read_within
from service.splitters import part_issues
from service.writers.table import ArticleRow, row_of, rows_of

Scored = tuple[WorkItem, tuple[ArticleRow, ...]]
Scorer = Callable[[Iterable[WorkItem]], Iterator[Scored]]
"""Turns inputs into rows, in the order of the inputs."""

Rows = Callable[[], tuple[ArticleRow, ...]]

CountFromCache = Callable[[int], None]
"""Told how many articles were taken from the cache, once or more often."""

# Of short articles so many fill batches of the encoder; a killed run repeats no more than these.
_INPUTS_AHEAD = 16


def score_in_turn(
    pipeline: DigestPipeline,
    max_chars: int | None = None,
    count_from_cache: CountFromCache = lambda _: None,
) -> Scorer:
    """A scorer that works in this process; the encoder reads while further inputs are opened."""

    def scorer(items: Iterable[WorkItem]) -> Iterator[Scored]:
        before = pipeline.n_from_cache
        started: deque[tuple[WorkItem, Rows]] = deque()
        for item in items:
            started.append((item, start_rows(item, pipeline, max_chars)))
            if len(started) > _INPUTS_AHEAD:
                first, finish = started.popleft()
                yield first, finish()
        for item, finish in started:
            yield item, finish()
        count_from_cache(pipeline.n_from_cache - before)

    return scorer


def start_rows(item: WorkItem, pipeline: DigestPipeline, max_chars: int | None) -> Rows:
    """Open an input and have it read; the call that comes back gives its rows.

    A failed input is one row with `error`. Pages of several papers or days in one folder become
    as many issues.
    """
    try:
        finish = _start(item, pipeline, max_chars)
    except Exception as error:  # noqa: BLE001  # one broken input must not take thousands with it
        failed = (failed_row(item, error),)
        return lambda: failed
    return partial(_finish, item, finish)


def rows_for(
    item: WorkItem, pipeline: DigestPipeline, max_chars: int | None
) -> tuple[ArticleRow, ...]:
    """The rows of one input."""
    return start_rows(item, pipeline, max_chars)()


def _start(item: WorkItem, pipeline: DigestPipeline, max_chars: int | None) -> Rows:
    if isinstance(item, IssueInput):
        issue = _read(item, pipeline.limits)
        for warning in issue.warnings:
            tell(f"baozhai: {warning}")
        issues = part_issues(issue) if len(item.paths) > 1 else (issue,)
        digests = [pipeline.start_run(each, max_chars=max_chars) for each in issues]
        return lambda: tuple(
            row
            for digest in digests
            for row in rows_of(digest(), pipeline.topics, item.path_of_file)
        )
    if item.error is not None:
        raise DigestError(item.error)
    article = Article.of_text(item.id or "", item.headline, item.text)
    rated = pipeline.start(article, max_chars=max_chars)
    return lambda: (row_of(rated().article, None, pipeline.topics),)


def _read(item: IssueInput, limits: LimitsConfig) -> Issue:
    if not any(map(is_address, item.paths)):
        return read_within(item.paths, limits, issue_id=item.issue_id)
    files = [(path, content_of(path, limits)) for path in item.paths]
    return issue_within(files, limits, issue_id=item.issue_id)


def _finish(item: WorkItem, finish: Rows) -> tuple[ArticleRow, ...]:
    try:
        return finish()
    except Exception as error:  # noqa: BLE001  # as above
        return (failed_row(item, error),)


def failed_row(item: WorkItem, error: Exception) -> ArticleRow:
    """The row of an input that failed."""
    known = isinstance(error, DigestError)
    reason = str(error) if known else f"{type(error).__name__}: {error}"
    if isinstance(item, ArticleInput):
        return ArticleRow(None, item.id, error=reason)
    (path, *more) = item.path_of_file.values()
    return ArticleRow(item.issue_id, None, error=reason, file=None if more else path)

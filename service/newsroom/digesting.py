"""The digest of what was sent, step by step, so that it can be watched and ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from anyio import to_thread

from service.config import LimitsConfig
from service.datamodels import Article, Digest, Issue, RatedArticle
from service.errors import ReadError
from service.newsroom.jobs import Job
from service.newsroom.reading import GivenFile, IssueApart, read_files, take_apart
from service.newsroom.room import Newsroom
from service.pipeline import DigestPipeline
from service.store import StoredIssue

_TITLE = 20  # characters of a text


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be digested, and how.

    Attributes:
        files: The pages, in order; empty where a text was pasted.
        text: The pasted text, as an issue.
        max_chars: Budget of each summary; None takes the pipeline's own.
        issue_id: The name of the issue; None takes that of the first file.
        who: Who asks; their name stands in the store.
        is_kept: Whether the digest goes into the store.
    """

    who: str
    files: tuple[GivenFile, ...] = ()
    text: Issue | None = None
    max_chars: int | None = None
    issue_id: str | None = None
    is_kept: bool = False

    @property
    def title(self) -> str:
        """What people know it by: its first file and how many more, or its first words."""
        if self.text is not None:
            return self.text.text.strip()[:_TITLE]
        more = f" +{len(self.files) - 1}" if len(self.files) > 1 else ""
        return f"{self.files[0].name}{more}" if self.files else ""


@dataclass(frozen=True, slots=True)
class Digested:
    """A digest that is done, and where it is kept."""

    digest: Digest
    stored: StoredIssue | None = None


@dataclass(frozen=True, slots=True)
class _Scored:
    digest: Digest
    salience: Mapping[str, tuple[float, ...]]


async def digest_order(room: Newsroom, order: Order, job: Job) -> None:
    """Read, split, score and keep; `job.result` is a tuple of `Digested`, in order of pages.

    A file that cannot be read is an error of the job, and the others are digested.

    Raises:
        ReadError: If none can be read, or reading or splitting takes too long.
    """
    pipeline = room.pipeline
    issue = await _issue_of(order, job, pipeline.limits)
    job.warnings.extend(issue.warnings)
    job.report("splitting", 0, len(issue.text))
    parts = await take_apart(issue, pipeline.splitter, pipeline.limits)
    scored = await _score(pipeline, order, parts, job)
    job.report("keeping", 0, len(scored))
    done: list[Digested] = []
    for part, each in zip(parts, scored, strict=True):
        stored = await to_thread.run_sync(_keep, room, order, part, each) if order.is_kept else None
        done.append(Digested(each.digest, stored))
        job.report("keeping", len(done), len(scored))
    job.result = tuple(done)


async def _issue_of(order: Order, job: Job, limits: LimitsConfig) -> Issue:
    if order.text is not None:
        return order.text
    job.report("reading", 0, len(order.files))
    read = await read_files(order.files, order.issue_id, limits)
    job.errors.extend(read.errors)
    if read.issue is None:
        raise ReadError("\n".join(error.message for error in read.errors))
    return read.issue


async def _score(
    pipeline: DigestPipeline, order: Order, parts: Sequence[IssueApart], job: Job
) -> list[_Scored]:
    """Score the articles, some read ahead; between two of them the job can be ended."""
    lengths = [len(article.text) for part in parts for article in part.digest.articles]
    count, characters = 0, 0
    job.report("scoring", 0, len(lengths), (0, sum(lengths)))
    scored: list[_Scored] = []
    for part in parts:
        rated: list[RatedArticle] = []
        ahead = await to_thread.run_sync(_start, pipeline, order, part.digest.articles)
        for article in part.digest.articles:
            rated.append(await to_thread.run_sync(next, ahead))
            count, characters = count + 1, characters + len(article.text)
            job.report("scoring", count, len(lengths), (characters, sum(lengths)))
        articles = tuple(each.article for each in rated)
        digest = replace(part.digest, model=pipeline.model, articles=articles)
        scored.append(_Scored(digest, {each.article.id: each.salience for each in rated}))
    return scored


def _start(
    pipeline: DigestPipeline, order: Order, articles: Sequence[Article]
) -> Iterator[RatedArticle]:
    return pipeline.rate_many(articles, max_chars=order.max_chars)


def _keep(room: Newsroom, order: Order, part: IssueApart, scored: _Scored) -> StoredIssue:
    assert room.store is not None
    return room.store.issues.add(
        part.issue,
        scored.digest,
        max_chars=order.max_chars or room.pipeline.max_chars,
        salience=scored.salience,
        by=order.who,
    )

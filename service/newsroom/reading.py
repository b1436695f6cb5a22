"""Files and texts to issues taken apart, in processes that can be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.apart import run_apart
from service.datamodels import Digest, Issue
from service.errors import DigestError, ReadError
from service.readers import issue_from_files
from service.splitters import part_issues
from service.stages import Splitter

READING_LIMIT_S = 60.0
SPLITTING_LIMIT_S = 300.0


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was sent: its name, for messages and pages, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FileError:
    """A file that could not be read, and why; the message is fit for a user."""

    file: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What came of some files: the issue of those that could be read, and the others."""

    issue: Issue | None
    errors: tuple[FileError, ...]


@dataclass(frozen=True, slots=True)
class IssueApart:
    """An issue and its articles, which nothing has scored yet."""

    issue: Issue
    digest: Digest


async def read_files(
    files: Sequence[GivenFile], issue_id: str | None = None, *, limit_s: float = READING_LIMIT_S
) -> ReadFiles:
    """Read files as pages given together; one that cannot be read keeps no other from it.

    Args:
        files: In the order of the pages, at least one.
        issue_id: The name of the issue; None takes the stem of the first file.
        limit_s: Seconds for all of them, and where that fails for each of them.

    Returns:
        The issue of the readable files, None where there are none; an error for each other.
    """
    try:
        return ReadFiles(await _read(files, issue_id, limit_s), ())
    except DigestError as error:
        if len(files) == 1:
            return ReadFiles(None, (FileError(files[0].name, str(error)),))
    good: list[GivenFile] = []
    errors: list[FileError] = []
    for file in files:
        try:
            await _read([file], None, limit_s)
            good.append(file)
        except DigestError as error:
            errors.append(FileError(file.name, str(error)))
    issue = await _read(good, issue_id, limit_s) if good else None
    return ReadFiles(issue, tuple(errors))


async def take_apart(
    issue: Issue, splitter: Splitter, *, limit_s: float = SPLITTING_LIMIT_S
) -> tuple[IssueApart, ...]:
    """Split an issue into articles; pages of several papers or days become as many issues.

    Raises:
        ReadError: If it takes longer than `limit_s` seconds.
    """
    return await run_apart(_split, (issue, splitter), limit_s=limit_s)


def issue_of_text(text: str, issue_id: str) -> Issue:
    """A pasted text as an issue.

    Raises:
        ReadError: If there is nothing but white space in it.
    """
    if not text.strip():
        raise ReadError(
            "没有文字，只有空白；请给出报纸的文本 (no text in it, only white space: give some)"
        )
    return Issue(issue_id, text)


async def _read(files: Sequence[GivenFile], issue_id: str | None, limit_s: float) -> Issue:
    given = [(file.name, file.content) for file in files]
    return await run_apart(_issue_of, (given, issue_id), limit_s=limit_s)


def _issue_of(given: tuple[Sequence[tuple[str, bytes]], str | None]) -> Issue:
    files, issue_id = given
    return issue_from_files(files, issue_id=issue_id)


def _split(given: tuple[Issue, Splitter]) -> tuple[IssueApart, ...]:
    issue, splitter = given
    return tuple(IssueApart(part, splitter.split(part)) for part in part_issues(issue))

"""Files and texts to issues taken apart, in processes that can be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.apart import run_apart
from service.config import LimitsConfig
from service.datamodels import Digest, Issue
from service.errors import DigestError, ReadError
from service.reading import READING_SETTING, check_length, read_given
from service.splitters import part_issues
from service.stages import Splitter


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
    files: Sequence[GivenFile], issue_id: str | None, limits: LimitsConfig
) -> ReadFiles:
    """Read files as pages given together; one that cannot be read keeps no other from it.

    Args:
        files: In the order of the pages, at least one.
        issue_id: The name of the issue; None takes the stem of the first file.
        limits: What all of them may take, and where that fails each of them.

    Returns:
        The issue of the readable files, None where there are none; an error for each other.
    """
    try:
        return ReadFiles(await _read(files, issue_id, limits), ())
    except DigestError as error:
        if len(files) == 1:
            return ReadFiles(None, (FileError(files[0].name, str(error)),))
    good: list[GivenFile] = []
    errors: list[FileError] = []
    for file in files:
        try:
            await _read([file], None, limits)
            good.append(file)
        except DigestError as error:
            errors.append(FileError(file.name, str(error)))
    issue = await _read(good, issue_id, limits) if good else None
    return ReadFiles(issue, tuple(errors))


async def take_apart(
    issue: Issue, splitter: Splitter, limits: LimitsConfig
) -> tuple[IssueApart, ...]:
    """Split an issue into articles; pages of several papers or days become as many issues.

    Raises:
        ReadError: If it has more text, or takes longer or more memory, than it may.
    """
    check_length(issue, limits)
    return await run_apart(
        _split,
        (issue, splitter),
        limit_s=limits.splitting_s,
        most_mebibytes=limits.splitting_mebibytes,
        setting="limits.splitting",
    )


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


async def _read(files: Sequence[GivenFile], issue_id: str | None, limits: LimitsConfig) -> Issue:
    given = [(file.name, file.content) for file in files]
    return await run_apart(
        read_given,
        (given, issue_id, limits),
        limit_s=limits.reading_s,
        most_mebibytes=limits.reading_mebibytes,
        setting=READING_SETTING,
    )


def _split(given: tuple[Issue, Splitter]) -> tuple[IssueApart, ...]:
    issue, splitter = given
    return tuple(IssueApart(part, splitter.split(part)) for part in part_issues(issue))

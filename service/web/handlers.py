"""What the page does, as functions of plain values; tested without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from service.apart import run_apart
from service.config import Language, locate
from service.datamodels import Digest, Issue
from service.errors import ReadError
from service.pipeline import DigestPipeline
from service.readers import read_issue
from service.splitters import part_issues
from service.web.render import Download, render_digest, render_welcome
from service.web.wording import WORDINGS
from service.writers.formats import FORMATS, SUFFIXES
from service.writers.formats import render_digest as write_digest

PASTED_ID = "pasted"
_LONGEST_MASTHEAD = 24
_PAGE_NUMBER = re.compile(r"_p\d+$")


@dataclass(frozen=True, slots=True)
class Example:
    """A sample issue: what its button says, and its files in the order of pages."""

    title: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class DigestDesk:
    """Where issues come in and digests go out; one desk serves all visitors.

    The pipeline is called by one visitor at a time: it already uses every core,
    and nothing is asked of its parts about threads.

    Attributes:
        pipeline: What digests.
        read: What reads uploads, in a process of its own; a function of a module.
        reading_limit_s: Seconds after which that process is ended.
    """

    pipeline: DigestPipeline
    read: Callable[[tuple[str, ...]], Issue] = read_issue
    reading_limit_s: float = 60.0
    _turn: Lock = field(default_factory=Lock, repr=False)

    def digest_text(self, text: str, max_chars: int, language: Language) -> Digest:
        """Digest a pasted text.

        Raises:
            ReadError: If there is nothing but white space; said in `language`.
        """
        if not text.strip():
            raise ReadError(WORDINGS[language].nothing_pasted)
        return self._digest(Issue(PASTED_ID, text), max_chars)

    async def read_files(
        self,
        paths: Sequence[str],
        language: Language,
        *,
        warn: Callable[[str], None] = lambda _: None,
    ) -> Issue:
        """Read files as the pages of one issue, in the order given, where they can be stopped.

        `warn` is told what of the files could not be read.

        Raises:
            ReadError: If there are none (said in `language`), if it takes too long, or as
                `read_issue` says.
        """
        if not paths:
            raise ReadError(WORDINGS[language].nothing_uploaded)
        issue = await run_apart(self.read, tuple(paths), limit_s=self.reading_limit_s)
        for warning in issue.warnings:
            warn(warning)
        return issue

    def digest_issue(self, issue: Issue, max_chars: int) -> tuple[Digest, ...]:
        """Digest what was read; pages of several papers or days become as many issues."""
        return tuple(self._digest(part, max_chars) for part in part_issues(issue))

    def show(self, digest: Digest | None, language: Language) -> str:
        """Write a digest, or the welcome before there is one, as HTML in a language."""
        words = WORDINGS[language]
        if digest is None:
            return render_welcome(words)
        topics = self.pipeline.topics
        return render_digest(digest, topics, words, self.downloads(digest))

    def downloads(self, digest: Digest) -> tuple[Download, ...]:
        """The digest in every format there is, named after the issue."""
        suffixes = {name: suffix for suffix, name in reversed(SUFFIXES.items())}
        return tuple(
            Download(
                f"{digest.issue_id}.digest{suffixes[name]}",
                write_digest(digest, name, self.pipeline.topics),
            )
            for name in FORMATS
        )

    def _digest(self, issue: Issue, max_chars: int) -> Digest:
        with self._turn:
            return self.pipeline.run(issue, max_chars=max_chars)


def find_examples() -> tuple[Example, ...]:
    """List the sample issues that come with the program, by name.

    Files called `<issue>_p1`, `<issue>_p2` … are the pages of one issue.

    Raises:
        ConfigError: If the installation lost their folder.
        ReadError: If one of them is damaged.
    """
    issues: dict[str, list[Path]] = {}
    for file in sorted(locate("examples").glob("*.txt")):
        issues.setdefault(_PAGE_NUMBER.sub("", file.stem), []).append(file)
    return tuple(Example(_title_of(name, files), tuple(files)) for name, files in issues.items())


def _title_of(name: str, files: Sequence[Path]) -> str:
    """The masthead with which the issue begins, its name, and its pages if there are several."""
    masthead = read_issue(files).text.split(maxsplit=1)[0][:_LONGEST_MASTHEAD]
    pages = [file.stem.removeprefix(name).lstrip("_") for file in files]
    return " ".join([f"{masthead} · {name}", *filter(None, pages)])

"""One version of the model, and the files that it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from service.artifacts import ModelFolder
from service.registry.files import parse_record, write_record
from service.registry.records import Judgements, LastIssues, Learned, VersionRecord

SHIPPED = "shipped"
"""The key of the model that comes with the program."""

_RECORD, _JUDGEMENTS = "version.json", "judgements.json"
_LEARNED, _LAST_ISSUES = "learned.json", "last_issues.json"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a registry.

    Attributes:
        key: `v1`, `v2`, …, or `shipped`.
        path: Where it lies; its model is in the folder `model`, but for the shipped one.
    """

    key: str
    path: Path

    @property
    def model(self) -> ModelFolder:
        """The artifact."""
        return ModelFolder(self.path if self.key == SHIPPED else self.path / "model")

    @property
    def name(self) -> str:
        """`name@version`, what digests tell."""
        record = self.model.read_inference()
        return f"{record.name}@{record.version}"

    @property
    def topics(self) -> Path | None:
        """The topics file that it was made for; None for that of the settings."""
        file = self.path / "topics.yaml"
        return file if self.key != SHIPPED and file.exists() else None

    @property
    def report(self) -> Path:
        """What got better and worse, article by article, as HTML."""
        return self.path / "report.html"

    @property
    def record(self) -> VersionRecord | None:
        """What is known of it; None for the shipped one, whose card tells."""
        if self.key == SHIPPED:
            return None
        return parse_record(self.path / _RECORD, VersionRecord)

    def judgements(self) -> Judgements:
        """What it and others said of the frozen test."""
        file = self.path / _JUDGEMENTS
        return parse_record(file, Judgements) if file.exists() else Judgements(articles=())

    def last_issues(self) -> LastIssues | None:
        """What it would have told otherwise in the issues before it was made; None if unknown."""
        file = self.path / _LAST_ISSUES
        return parse_record(file, LastIssues) if file.exists() else None

    def learned(self) -> frozenset[str]:
        """The content keys of the articles that it learned from; none of the shipped one."""
        file = self.path / _LEARNED
        return frozenset(parse_record(file, Learned).keys if file.exists() else ())

    def write_learned(self, learned: Learned) -> None:
        """Note what it learned from."""
        write_record(self.path / _LEARNED, learned)

    def write_last_issues(self, found: LastIssues) -> None:
        """Note what it would have told otherwise."""
        write_record(self.path / _LAST_ISSUES, found)

    def write_record(self, record: VersionRecord, judgements: Judgements) -> None:
        """Note what is known of it."""
        write_record(self.path / _RECORD, record)
        write_record(self.path / _JUDGEMENTS, judgements)

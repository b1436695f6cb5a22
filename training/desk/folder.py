"""The folder of a desk: its labelled articles, and which of them judge."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from service.config import Schema, TopicSet, load_config
from service.errors import ConfigError, ReadError
from service.files import clear_leftovers, unwritable, write_file
from service.readers.tables import TABLE_SUFFIXES
from training.articles.datamodels import PlainArticle
from training.articles.reading import read_plain

SETS = ("train", "validation", "test")
_KEY_DIGITS = 24  # of a SHA-256; enough for any number of articles


KeptSet = Literal["validation", "test"]


class Dealt(Schema):
    """`sets.json`: what each article is for, by content key; each is dealt once.

    Attributes:
        kept_apart: The set of each article that is not learned from.
        learned: All others that were dealt; None in files of old, which did not tell.
    """

    kept_apart: Mapping[str, KeptSet] = Field(default_factory=dict)
    learned: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class DeskFolder:
    """The files of a desk below `path`.

    `labelled.jsonl` is what was imported. Tables whose names begin with `train`, `validation` or
    `test` are sets that somebody dealt, and are taken as they are.
    """

    path: Path

    @property
    def labelled(self) -> Path:
        """All articles that were imported, a line each; the last word on each counts."""
        return self.path / "labelled.jsonl"

    @property
    def ticked(self) -> Path:
        """Articles with the sentences that somebody ticked for their summary."""
        return self.path / "ticked.jsonl"

    @property
    def dealt(self) -> Path:
        """What each of the imported articles is for, by content."""
        return self.path / "sets.json"

    @property
    def for_training(self) -> Path:
        """The sets as files, for `baozhai train`."""
        return self.path / "dealt"

    @property
    def training_config(self) -> Path:
        """How `baozhai train` goes on from them."""
        return self.path / "paper.yaml"

    @property
    def unlabelled(self) -> list[Path]:
        """Tables of articles that nobody labelled."""
        tables = (file for file in sorted(self.path.glob("unlabelled*")) if _is_table(file))
        return list(tables)

    @property
    def topics(self) -> Path:
        """The desk's own label set, where it has one."""
        return self.path / "topics.yaml"

    @property
    def own_sets(self) -> dict[str, list[Path]]:
        """The tables of each set that somebody dealt, by the beginning of their names."""
        tables = [file for file in sorted(self.path.glob("*")) if _is_table(file)]
        return {name: [file for file in tables if file.name.startswith(name)] for name in SETS}

    def read_topics(self, shipped: str) -> TopicSet:
        """The label set: the desk's own, else that of the settings."""
        return load_config(self.topics if self.topics.exists() else shipped, TopicSet)

    def make(self) -> None:
        """Make the folder, where there is none.

        Raises:
            WriteError: If it cannot be made.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.path, error) from error

    def require(self) -> None:
        """Make sure that there is something to work with.

        Raises:
            ConfigError: If there is no such folder, or it holds no labelled articles.
        """
        if not self.path.is_dir():
            what = "不是文件夹" if self.path.exists() else "不存在"
            raise ConfigError(
                f"还没有标好的文章：{self.path} {what}；请在网页上改主题，或运行 "
                f"baozhai label import 表格 --into {self.path} "
                "(no labelled articles yet: correct topics on the page, or import labels)"
            )
        if not self.labelled.exists() and not self.own_sets["train"]:
            raise ConfigError(
                f"{self.path} 里没有标好的文章：既没有 {self.labelled.name}，也没有以 train "
                "开头的表格；请先运行 baozhai label import (it holds no labelled articles)"
            )

    def read_keys(self) -> frozenset[str]:
        """The content keys of all articles that are labelled.

        Raises:
            ConfigError: If there is no such folder, or it holds none.
            DigestError: If a table cannot be read.
        """
        self.require()
        imported = [self.labelled] if self.labelled.exists() else []
        files = [*imported, *(file for files in self.own_sets.values() for file in files)]
        return frozenset(key_of(article) for file in files for article in read_plain(file))

    def read_dealt(self) -> Dealt:
        """What each imported article is for.

        Raises:
            ReadError: If the file is damaged.
        """
        if not self.dealt.exists():
            return Dealt()
        try:
            return Dealt.model_validate_json(self.dealt.read_bytes())
        except (OSError, ValidationError) as error:
            raise ReadError(
                f"{self.dealt}: 读不出哪些文章留作检验；请从备份恢复，丢了就只能重新分，旧的检验"
                f"从此不能比 (damaged, restore it from a copy): {error}"
            ) from error

    def write_dealt(self, dealt: Dealt) -> None:
        """Remember what each article is for."""
        clear_leftovers(self.dealt)
        write_file(self.dealt, dealt.model_dump_json(indent=1).encode())

    def write_labelled(self, rows: Iterable[dict[str, object]]) -> None:
        """Replace the imported articles."""
        lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        clear_leftovers(self.labelled)
        write_file(self.labelled, lines.encode())


def key_of(article: PlainArticle) -> str:
    """What is the same where two articles are one text, whatever their white space."""
    return sha256(article.bare.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_DIGITS]


def _is_table(file: Path) -> bool:
    name = file.name.lower().removesuffix(".gz")
    return file.is_file() and name.endswith(TABLE_SUFFIXES)

"""The configuration of a run that trains a line scorer: one file, one run that can be repeated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from service.artifacts import LineScorerRecord
from service.config import Schema, read_yaml
from service.errors import ConfigError


def names_line_scorer(path: str | Path) -> bool:
    """Whether a configuration is one of a line scorer; False for one that cannot be read."""
    try:
        settings = read_yaml(path)
    except ConfigError:
        return False
    return isinstance(settings, dict) and "line_scorer" in settings


class PagesBlock(Schema):
    """What a line scorer learns from; paths are relative to `root`.

    Attributes:
        root: Folder of the data; `--data` on the command line replaces it.
        pages: Clean pages of one paper, over which noise is laid.
        loose: Articles with title and text, mixed into the pages.
        characters: More of them, for the models over characters alone.
        judged: Pages to judge with; what stands there is not learned from.
        local: Articles of local papers with title and text, for pages in house styles.
        untitled: Texts of local papers without title, for stories without headline.
        n_local_pages: How many pages are made of them.
    """

    root: str = "."
    pages: str
    loose: Annotated[tuple[str, ...], Field(min_length=1)]
    characters: tuple[str, ...] = ()
    judged: Annotated[tuple[str, ...], Field(min_length=1)]
    local: tuple[str, ...] = ()
    untitled: tuple[str, ...] = ()
    n_local_pages: Annotated[int, Field(ge=0)] = 0

    def files(self, root: Path) -> Iterator[tuple[str, Path]]:
        """Every file by the key that names it and its name, below the folder of the data."""
        for key in ("pages", "loose", "characters", "judged", "local", "untitled"):
            named: str | tuple[str, ...] = getattr(self, key)
            for file in (named,) if isinstance(named, str) else named:
                yield f"data.{key} {file}", root / file


class LineScorerConfig(Schema):
    """One run.

    Attributes:
        line_scorer: Name and version, which each digest tells.
        data: What it learns from.
        holds_out: Whether the kinds of noise that are kept to judge on are not taught.
        seed: Of all chance in it.
        output_dir: Where the run keeps what it has learned.
        artifact: Folder of the finished scorer; it replaces a line scorer, and nothing else.
        floors: Checks of splitting, as in `configs/quality.yaml`, that it must pass to get
            there; None asks for none.
    """

    line_scorer: LineScorerRecord
    data: PagesBlock
    holds_out: bool = False
    seed: int = 20
    output_dir: str
    artifact: str
    floors: str | None = None

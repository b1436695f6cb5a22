"""Made pages described line by line, as the scorer will see them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.splitters.repeats.copies import set_copies_aside
from service.splitters.roles.character_models import CharacterModels
from service.splitters.roles.features import page_features
from training.pages.noise import NoisedPage

_PAGES_AT_ONCE = 20
_models: dict[str, CharacterModels] = {}  # of a worker process, which is told once


@dataclass(frozen=True, slots=True)
class Described:
    """The n lines of some pages and what the scorer should say of them.

    Attributes:
        table: What is seen of each line, shape (n, d).
        roles: Its role, shape (n,).
        answers: Whether it goes on from the line above and whether its beginning is missing,
            0 or 1, shape (n, 2).
        pages: The number of its page, shape (n,).
    """

    table: NDArray[np.float32]
    roles: NDArray[np.int64]
    answers: NDArray[np.float32]
    pages: NDArray[np.int64]


def describe(
    pages: Sequence[NoisedPage], arrays: Mapping[str, NDArray[np.float32]], *, n_processes: int = 1
) -> Described:
    """Describe the lines of pages, those that are certainly copies left out.

    Args:
        pages: Made pages with the roles of their lines, at least one.
        arrays: The arrays of the models over characters.
        n_processes: How many processes share the work; the outcome is the same.
    """
    if n_processes == 1:
        models = CharacterModels.from_arrays(dict(arrays))
        parts = [_describe_page(page, models) for page in pages]
    else:
        with ProcessPoolExecutor(
            n_processes, multiprocessing.get_context("spawn"), _load, (dict(arrays),)
        ) as pool:
            parts = list(pool.map(_describe_loaded, pages, chunksize=_PAGES_AT_ONCE))
    tables, roles, answers = zip(*parts, strict=True)
    numbers = [np.full(len(part), number) for number, part in enumerate(roles)]
    return Described(*map(np.concatenate, (tables, roles, answers, numbers)))


def _load(arrays: dict[str, NDArray[np.float32]]) -> None:
    _models["own"] = CharacterModels.from_arrays(arrays)


def _describe_loaded(
    page: NoisedPage,
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
    return _describe_page(page, _models["own"])


def _describe_page(
    page: NoisedPage, models: CharacterModels
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
    lines = models.read_lines(page.gold.text)
    clean = set_copies_aside(lines)
    # A line joined from several is what the first of them is; one parted in two teaches nothing.
    places = {start: place for place, (start, _, _) in enumerate(page.gold.segments)}
    told = [index for index, line in enumerate(clean.lines) if line.start in places]
    kept = [places[clean.lines[index].start] for index in told]
    return (
        page_features(clean.lines, clean.repeats, models).table[told],
        np.array(page.roles, dtype=np.int64)[kept],
        np.array([page.goes_on, page.torn], dtype=np.float32).T[kept],
    )

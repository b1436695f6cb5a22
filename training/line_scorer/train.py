"""Train the scorer of line roles, as `configs/training/line_scorer.yaml` says.

First the models over characters, on articles that stand on none of the pages; then, on the
pages under noise, the layers that join them with what else is seen of a line; last, on
other noise, how sure a stitch is. Several nets are trained and put side by side into one
layer, so that what ships hangs little on the seed. What stands
on the pages to judge with is not learned from, nor is what was printed in August and
September 2020: the corpus holds many of their articles.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from service.splitters.roles.line_scorer import PAIR_WEIGHTS
from training.line_scorer.beginnings import learn_beginnings
from training.line_scorer.config import LineScorerConfig
from training.line_scorer.described import describe
from training.line_scorer.layers import fit_layers
from training.line_scorer.local import local_pages, read_local
from training.line_scorer.ngrams import learn_characters
from training.line_scorer.stitches import learn_pairs
from training.pages.clean_pages import (
    known_to_judges,
    make_pages,
    read_clean_pages,
    read_judged,
    read_loose_articles,
)
from training.pages.noise import (
    KINDS_OF_NOISE,
    TAUGHT_HABITS,
    UNSEEN_KINDS,
    CleanArticle,
    NoisedPage,
)

TRAIN_MONTHS = tuple(f"2020{month:02d}" for month in range(1, 8))
HELD_OUT_MONTHS = ("202008", "202009")
_N_DRESSED = 18_000  # loose articles mixed into the pages; the others teach characters
_N_READ = 30_000  # articles the small models read
_TEAR_EVERY = 20
_EMPHASES = (None, "losses", "continuations")  # one variant of the pages for each
_STITCHED = ("jumps",)
_N_PROCESSES = 2
_LOCAL_SEED = 57
_SHUFFLE = 20


def train_line_scorer(
    pages: Sequence[Sequence[CleanArticle]],
    dressed: Sequence[CleanArticle],
    read: Sequence[CleanArticle],
    *,
    faults: frozenset[str],
    local: Sequence[NoisedPage] = (),
    seed: int,
) -> dict[str, NDArray[Any]]:
    """Train all arrays of a scorer.

    Args:
        pages: Clean pages.
        dressed: Articles to mix into them.
        read: Articles that stand on none of the pages, for the models over characters.
        faults: Kinds of noise to train on.
        local: Pages in the house styles of local papers.
        seed: Seed of all chance in it.

    Returns:
        The arrays `LineScorer` takes. The same input gives the same arrays on
        one kind of machine.
    """
    arrays = learn_beginnings(read, tear_every=_TEAR_EVERY, seed=seed)
    arrays |= learn_characters(read[:_N_READ], seed=seed)
    sys.stderr.write(f"characters: {len(read)} articles\n")

    def make(variants: Sequence[str | None], first_seed: int) -> list[NoisedPage]:
        return [
            page
            for n, kind in enumerate(variants, first_seed)
            for page in make_pages(pages, dressed, faults=faults, seed=n, emphasis=kind)
        ]

    described = describe([*make(_EMPHASES, seed), *local], arrays, n_processes=_N_PROCESSES)
    arrays |= fit_layers(described, seed=seed)
    arrays[PAIR_WEIGHTS] = learn_pairs(arrays, make(_STITCHED, seed + len(_EMPHASES)), seed=seed)
    return arrays


def learn(config: LineScorerConfig, data_root: Path) -> dict[str, NDArray[Any]]:
    """Read what a configuration names, on the months before August, and train on it.

    Args:
        config: Of the run.
        data_root: Folder of the data.

    Returns:
        The arrays `LineScorer` takes.
    """
    block = config.data
    pages = list(read_clean_pages(data_root / block.pages, months=TRAIN_MONTHS))
    judges = (block.pages, *block.judged)
    known = frozenset().union(*(read_judged(data_root / file) for file in judges))
    loose = _read_unknown([data_root / file for file in block.loose], known)
    n_dressed = min(_N_DRESSED, len(loose) // 2)
    read = _read_unknown([data_root / file for file in block.characters], known)
    faults = KINDS_OF_NOISE - UNSEEN_KINDS if config.holds_out else KINDS_OF_NOISE
    dressed = loose[:n_dressed]
    return train_line_scorer(
        pages,
        dressed,
        [*read, *loose[n_dressed:]],
        faults=faults | TAUGHT_HABITS,
        local=_local(config, data_root, known, (pages, dressed)),
        seed=config.seed,
    )


def _local(
    config: LineScorerConfig,
    data_root: Path,
    known: frozenset[str],
    national: tuple[Sequence[Sequence[CleanArticle]], Sequence[CleanArticle]],
) -> Sequence[NoisedPage]:
    """Pages in house styles; none where the configuration names no local articles."""
    block = config.data
    if not block.local:
        return ()
    titled, untitled = read_local(
        [data_root / file for file in block.local],
        [data_root / file for file in block.untitled],
        known,
    )
    return local_pages(
        titled, untitled, national, n_pages=block.n_local_pages, seed=config.seed + _LOCAL_SEED
    )


def _read_unknown(paths: Sequence[Path], known: frozenset[str]) -> list[CleanArticle]:
    """The articles of some files that stand on no page and are kept from no judge, shuffled."""
    articles = [
        article
        for path in paths
        for article in read_loose_articles(path, without=HELD_OUT_MONTHS)
        if not known_to_judges(article, known)
    ]
    random.Random(_SHUFFLE).shuffle(articles)
    return articles

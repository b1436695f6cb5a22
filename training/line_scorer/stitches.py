"""Learn how sure it is that one piece continues another: `service.splitters.stitching.pairs`."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from service.splitters.article_splitter import ArticleSplitter, Pieces
from service.splitters.roles.line_scorer import PAIR_WEIGHTS, LineScorer
from service.splitters.stitching.matching import weigh_matchings
from service.splitters.stitching.pairs import EVIDENCE, PairRater
from training.pages.noise import NoisedPage

_N_PAGES = (1, 1, 2, 3)  # of an issue: several files of one day given together
_BETWEEN = "\n\f\n"
_STRENGTH = 10.0


def learn_pairs(
    arrays: dict[str, NDArray[np.float32]], pages: Sequence[NoisedPage], *, seed: int
) -> NDArray[np.float32]:
    """Weigh what speaks for a pair of 下转 and 上接.

    Pages are put together to issues and taken apart as when they are read, with all
    mistakes of that. What is learned makes the right pairs of all issues, one to one,
    most likely among all ways to pair.

    Args:
        arrays: All other arrays of the scorer.
        pages: Made pages.
        seed: Seed of how many pages make an issue.

    Returns:
        A weight for each of `EVIDENCE`, then the log-odds of a pair without any.
    """
    unknown = np.zeros(len(EVIDENCE) + 1, dtype=np.float32)
    scorer = LineScorer({**arrays, PAIR_WEIGHTS: unknown})
    splitter = ArticleSplitter(scorer)
    pairs, rows, answers = [], [], []
    n_before = 0
    for issue in _issues(pages, random.Random(seed)):
        pieces = splitter.take_apart(
            scorer.characters.read_lines(_BETWEEN.join(page.gold.text for page in issue))
        )
        rater = PairRater(pieces.seams.lines, pieces.stories, scorer.characters)
        owners = _owners(issue)
        for story, piece in rater.candidates:
            pairs.append((n_before + story, n_before + piece))
            rows.append(rater.evidence(story, piece))
            answers.append(_owner(pieces, story, -1, owners) == _owner(pieces, piece, 0, owners))
        n_before += len(pieces.stories)
    return fit_pairs(pairs, np.array(rows), np.array(answers)).astype(np.float32)


def fit_pairs(
    pairs: Sequence[tuple[int, int]], rows: NDArray[np.float64], answers: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Find the weights that make the right pairs most likely among all ways to pair.

    Maximum likelihood of whole matchings, with a Gaussian prior, by L-BFGS.

    Args:
        pairs: Ends of the k pairs; issues share none.
        rows: What speaks for each pair, shape (k, d).
        answers: Whether each belongs together, shape (k,).

    Returns:
        A weight for each column, then the log-odds of a pair without any, shape (d + 1,).
    """

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = rows @ weights[:-1] + weights[-1]
        matching = weigh_matchings(pairs, odds)
        excess = matching.probabilities - answers
        loss = matching.log_weight - odds[answers].sum() + (weights[:-1] ** 2).sum() / 2 / _STRENGTH
        slopes = excess @ rows + weights[:-1] / _STRENGTH
        return loss, np.append(slopes, excess.sum())

    result = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B")
    return np.asarray(result.x, dtype=np.float64)


def _issues(pages: Sequence[NoisedPage], rng: random.Random) -> Iterator[Sequence[NoisedPage]]:
    """Runs of pages, those without a signpost left out."""
    first = 0
    while first < len(pages):
        n = rng.choice(_N_PAGES)
        issue = pages[first : first + n]
        first += n
        if any("下转" in page.gold.text or "上接" in page.gold.text for page in issue):
            yield issue


def _owners(issue: Sequence[NoisedPage]) -> dict[int, str]:
    """Whose line starts at each place of an issue."""
    owners, offset = {}, 0
    for number, page in enumerate(issue):
        for start, _, owner in page.gold.segments:
            owners[offset + start] = f"{number} {owner}"
        offset += len(page.gold.text) + len(_BETWEEN)
    return owners


def _owner(pieces: Pieces, story: int, place: int, owners: dict[int, str]) -> str:
    """Whose the first or last line of a piece is."""
    found = pieces.stories[story]
    index = (found.body or found.headline)[place]
    return owners[pieces.seams.lines[index].start]

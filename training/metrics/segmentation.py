"""How well the characters of a page were given to articles.

Each function compares two sequences of the same length: for each non-space
character of a page the owner it has in the gold reading (`wanted`) and in
another one (`found`), named as in `training.pages.gold`. Articles of the two
readings need not bear the same names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.metrics.rates import BCubed, Rates
from training.pages.gold import is_article

Owners = Sequence[str]


def b_cubed(wanted: Owners, found: Owners) -> dict[str, BCubed]:
    """B-cubed sums over the characters of each gold article.

    A character that was left out belongs to no found article and scores nothing;
    one that the gold reading leaves out does not count.
    """
    pairs = [(w, f) for w, f in zip(wanted, found, strict=True) if is_article(w)]
    sizes_wanted = Counter(w for w, _ in pairs)
    sizes_found = Counter(f for _, f in pairs)
    sums = {article: BCubed(n=n) for article, n in sizes_wanted.items()}
    for (mine, theirs), n in Counter(pairs).items():
        if is_article(theirs):
            sums[mine] += BCubed(n * n / sizes_found[theirs], n * n / sizes_wanted[mine])
    return sums


def boundaries(wanted: Owners, found: Owners) -> Rates:
    """Places where an article begins or is taken up again."""
    mine, theirs = _borders(wanted), _borders(found)
    return Rates(len(mine & theirs), len(theirs), len(mine))


def window_diff(wanted: Owners, found: Owners) -> float:
    """Share of windows in which the numbers of borders differ, from 0 (best) to 1.

    References:
        Pevzner and Hearst, Computational Linguistics 2002; the window is half the mean
        length of a gold segment.
    """
    n = len(wanted)
    if n < 2:
        return 0.0
    mine, theirs = (_running_count(_borders(owners), n) for owners in (wanted, found))
    window = max(1, min(n - 1, n // (2 * max(1, int(mine[-1])))))
    differs = (mine[window:] - mine[:-window]) != (theirs[window:] - theirs[:-window])
    return float(differs.mean())


def pieces(owners: Owners) -> dict[str, list[range]]:
    """Where the pieces of those articles lie that stand in several places.

    Copies and furniture in between do not part an article.
    """
    starts: dict[str, list[int]] = {}
    last = ""
    for place, owner in enumerate(owners):
        if is_article(owner):
            if owner != last:
                starts.setdefault(owner, []).append(place)
            last = owner
    return {
        owner: [range(place, _run_end(owners, place)) for place in places]
        for owner, places in starts.items()
        if len(places) > 1
    }


def stitches(wanted: Owners, found: Owners, partner: Callable[[str], str | None]) -> Rates:
    """Articles in several places; right when the partner holds most of each gold piece.

    Args:
        wanted: The gold owners.
        found: The owners judged.
        partner: The found article that stands for a gold one, None where there is none.
    """
    mine = pieces(wanted)
    n_right = sum(
        all(
            2 * sum(found[place] == partner(article) for place in piece) > len(piece)
            for piece in places
        )
        for article, places in mine.items()
    )
    return Rates(n_right, len(pieces(found)), len(mine))


def characters(wanted: Owners, found: Owners, belongs: Callable[[str], bool]) -> Rates:
    """Characters whose owner is of one kind, such as furniture."""
    mine, theirs = ([belongs(owner) for owner in owners] for owners in (wanted, found))
    both = sum(a and b for a, b in zip(mine, theirs, strict=True))
    return Rates(both, sum(theirs), sum(mine))


def _borders(owners: Owners) -> set[int]:
    return {
        place
        for place, owner in enumerate(owners)
        if is_article(owner) and (place == 0 or owners[place - 1] != owner)
    }


def _running_count(borders: set[int], n: int) -> NDArray[np.int64]:
    marks = np.zeros(n + 1, dtype=np.int64)
    marks[[place + 1 for place in borders]] = 1
    return np.cumsum(marks)


def _run_end(owners: Owners, start: int) -> int:
    end = start
    while end < len(owners) and owners[end] == owners[start]:
        end += 1
    return end

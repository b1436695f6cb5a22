"""How much two passages talk of the same thing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

N_BUCKETS = 1 << 16
_LONGEST = 200


class Cohesion:
    """Overlap of rare character pairs between lines.

    A pair weighs its inverse document frequency, looked up in a hashed table,
    so that 记者 ties nothing together and the name of a village does.

    References:
        Hearst, TextTiling, Computational Linguistics 1997, compares neighbouring blocks the
        same way; here pairs of characters stand for words, and the shorter side sets the scale.
    """

    def __init__(self, rarity: NDArray[np.float32]) -> None:
        """Take the inverse document frequency of each bucket, shape (2^16,)."""
        self._rarity = rarity.tolist()

    def pairs(self, line: str) -> frozenset[int]:
        """The character pairs of the first 200 characters of a line, as buckets."""
        codes = [ord(c) for c in line[:_LONGEST] if c.isalnum()]
        return frozenset(map(bucket, codes, codes[1:]))

    def pairs_of(self, lines: Iterable[str]) -> frozenset[int]:
        """The character pairs of several lines."""
        return frozenset().union(*map(self.pairs, lines))

    def weight(self, pairs: frozenset[int]) -> float:
        """The summed rarity of some pairs."""
        return float(sum(map(self._rarity.__getitem__, pairs)))

    def overlap(self, one: frozenset[int], other: frozenset[int]) -> float:
        """Weight of what both share over the weight of the lighter one, from 0 to 1."""
        shared = one & other
        if not shared:
            return 0.0
        lighter = min(self.weight(one), self.weight(other))
        return float(self.weight(shared) / lighter) if lighter else 0.0


def bucket(a: int, b: int) -> int:
    """The place of a character pair in the table."""
    mixed = (a * 0x9E3779B1 + b * 0x85EBCA6B) & 0xFFFFFFFF
    return ((mixed ^ (mixed >> 13)) * 0x2C1B3C6D & 0xFFFFFFFF) >> 16

"""Small linear models over hashed characters: what a line's letters say about its role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

N_SLOTS = 1 << 15
MODELS = ("title", "start", "end", "seam")
_LONGEST_TITLE = 60
_PAD = "\u0002"


class NgramScorer:
    """Scores of lines under models trained by `training/line_scorer.py`.

    Character n-grams are hashed into 2^15 slots with one weight each, so a
    model is one array and needs no vocabulary.

    References:
        Weinberger et al., Feature hashing for large scale multitask learning, ICML 2009;
        without its signed hash, whose gain is small at this load.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        """Take the weights of each of `MODELS`, shape (2^15,)."""
        self._weights = {name: weights[name].tolist() for name in MODELS}

    def title(self, line: str) -> float:
        """How much a short line reads like a headline; 0 for one of more than 60 characters."""
        return self._sum("title", title_slots(line)) if len(line) <= _LONGEST_TITLE else 0.0

    def start(self, line: str) -> float:
        """How likely a clause begins here (positive) rather than goes on (negative)."""
        return self._sum("start", start_slots(line))

    def end(self, line: str) -> float:
        """How likely a clause ends here (positive) rather than goes on (negative)."""
        return self._sum("end", end_slots(line))

    def seam(self, line: str, following: str) -> float:
        """How well the letters on both sides of a break go together; higher is better."""
        return self._sum("seam", seam_slots(line, following))

    def _sum(self, model: str, slots: Iterable[int]) -> float:
        weights = self._weights[model]
        return float(sum(weights[slot] for slot in slots))


def title_slots(line: str) -> list[int]:
    """Slots of single letters and pairs anywhere, and of up to three letters at both ends."""
    codes = [ord(c) for c in line]
    slots = [_slot(1, code) for code in codes]
    slots += [_slot(2, a, b) for a, b in pairwise(codes)]
    padded = [*codes[:3], 0, 0, 0]
    slots += [_slot(3, padded[0]), _slot(4, *padded[:2]), _slot(5, *padded[:3])]
    padded = [0, 0, 0, *codes[-3:]]
    slots += [_slot(6, padded[-1]), _slot(7, *padded[-2:]), _slot(8, *padded[-3:])]
    slots.append(_slot(9, min(len(line), 40) // 2))
    return slots


def start_slots(line: str) -> list[int]:
    """Slots of the first five characters by their place."""
    a, b, c, d, e = (ord(x) for x in (line + _PAD * 5)[:5])
    return [
        _slot(11, a),
        _slot(12, a, b),
        _slot(13, a, b, c),
        _slot(14, b, c),
        _slot(15, c, d),
        _slot(16, b, c, d),
        _slot(17, d, e),
    ]


def end_slots(line: str) -> list[int]:
    """Slots of the last four characters by their place."""
    a, b, c, d = (ord(x) for x in (_PAD * 4 + line)[-4:])
    return [_slot(21, d), _slot(22, c, d), _slot(23, b, c, d), _slot(24, b, c), _slot(25, a, b)]


def seam_slots(line: str, following: str) -> list[int]:
    """Slots of the n-grams that lie across a break."""
    a, b = (ord(x) for x in (_PAD * 2 + line)[-2:])
    c, d = (ord(x) for x in (following + _PAD * 2)[:2])
    return [_slot(31, b, c), _slot(32, a, b, c), _slot(33, b, c, d)]


def _slot(kind: int, a: int, b: int = 0, c: int = 0) -> int:
    mixed = (a * 0x9E3779B1 + b * 0x85EBCA6B + c * 0xC2B2AE35 + kind * 0x27D4EB2F) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 15)) * 0x2C1B3C6D) & 0xFFFFFFFF
    return mixed >> 17

"""Small linear models over hashed characters: what a line's characters say about its role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.artifacts import Shape

N_SLOTS = 1 << 16
MODELS = ("title", "end", "seam", "opening", "closing")
SHAPES: dict[str, Shape] = dict.fromkeys(MODELS, (N_SLOTS,))
_LONGEST_TITLE = 60
_N_READ = 40
_PAD = "\u0002"


class NgramScorer:
    """Scores of lines under models trained by `training/line_scorer/train.py`.

    Character n-grams are hashed into 2^16 slots with one weight each, so a
    model is one array and needs no vocabulary.

    References:
        Weinberger et al., Feature hashing for large scale multitask learning, ICML 2009;
        without its signed hash, whose gain is small at this load.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        """Take the weights of each of `MODELS`, shape (2^16,)."""
        self._weights = {name: weights[name].tolist() for name in MODELS}

    def title(self, line: str) -> float:
        """How much a short line reads like a headline; 0 for one of more than 60 characters."""
        return self._sum("title", title_slots(line)) if len(line) <= _LONGEST_TITLE else 0.0

    def end(self, line: str) -> float:
        """How likely a clause ends here (positive) rather than goes on (negative)."""
        return self._sum("end", end_slots(line))

    def seam(self, line: str, following: str) -> float:
        """How well the characters on both sides of a break go together; higher is better."""
        return self._sum("seam", seam_slots(line, following))

    def opening(self, paragraph: str) -> float:
        """How much a paragraph, its lead taken off, reads like the first of a story."""
        return self._sum("opening", opening_slots(paragraph))

    def closing(self, paragraph: str) -> float:
        """How much a paragraph reads like the last of a story."""
        return self._sum("closing", closing_slots(paragraph))

    def _sum(self, model: str, slots: Iterable[int]) -> float:
        weights = self._weights[model]
        return float(sum(weights[slot] for slot in slots))


def title_slots(line: str) -> list[int]:
    """Slots of single characters and pairs anywhere, and of up to three characters at both ends."""
    codes = [ord(c) for c in line]
    slots = [_slot(1, code) for code in codes]
    slots += [_slot(2, a, b) for a, b in pairwise(codes)]
    padded = [*codes[:3], 0, 0, 0]
    slots += [_slot(3, padded[0]), _slot(4, *padded[:2]), _slot(5, *padded[:3])]
    padded = [0, 0, 0, *codes[-3:]]
    slots += [_slot(6, padded[-1]), _slot(7, *padded[-2:]), _slot(8, *padded[-3:])]
    slots.append(_slot(9, min(len(line), 40) // 2))
    return slots


def end_slots(line: str) -> list[int]:
    """Slots of the last four characters by their place."""
    a, b, c, d = (ord(x) for x in (_PAD * 4 + line)[-4:])
    return [_slot(21, d), _slot(22, c, d), _slot(23, b, c, d), _slot(24, b, c), _slot(25, a, b)]


def seam_slots(line: str, following: str) -> list[int]:
    """Slots of the n-grams that lie across a break."""
    a, b = (ord(x) for x in (_PAD * 2 + line)[-2:])
    c, d = (ord(x) for x in (following + _PAD * 2)[:2])
    return [_slot(31, b, c), _slot(32, a, b, c), _slot(33, b, c, d)]


def opening_slots(paragraph: str) -> list[int]:
    """Slots of the first characters by their place, and of pairs among the first forty."""
    codes = [ord(c) for c in paragraph[:_N_READ]]
    a, b, c = [*codes[:3], 0, 0, 0][:3]
    slots = [_slot(41, a), _slot(42, a, b), _slot(43, a, b, c)]
    return slots + [_slot(44, *pair) for pair in set(pairwise(codes))]


def closing_slots(paragraph: str) -> list[int]:
    """Slots of the last characters by their place, and of pairs among the last forty."""
    codes = [ord(c) for c in paragraph[-_N_READ:]]
    a, b, c = [0, 0, 0, *codes[-3:]][-3:]
    slots = [_slot(51, c), _slot(52, b, c), _slot(53, a, b, c)]
    return slots + [_slot(54, *pair) for pair in set(pairwise(codes))]


def _slot(kind: int, a: int, b: int = 0, c: int = 0) -> int:
    mixed = (a * 0x9E3779B1 + b * 0x85EBCA6B + c * 0xC2B2AE35 + kind * 0x27D4EB2F) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 15)) * 0x2C1B3C6D) & 0xFFFFFFFF
    return mixed >> 16

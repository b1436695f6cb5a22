"""Articles that are nearly the same text: printed twice, shortened, or sent to several papers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

from service.characters import content_characters

_RUN = 8  # characters; hardly any two texts share one by chance
_ONE_IN = 4  # runs looked at, chosen by their content, so the same ones in every text
_MOST_HOLDERS = 40  # of a run; what more texts share is a formula
_SHARE = 0.5  # of the runs of the shorter text that a near copy holds too
_FEWEST = 4  # runs that must be shared; short items look alike


@dataclass(frozen=True, slots=True)
class Copies:
    """Near copies, by the keys of articles.

    Attributes:
        pairs: Each pair of near copies, in the order of the articles.
        groups: The group of each article that has any.
    """

    pairs: tuple[tuple[str, str], ...]
    groups: Mapping[str, frozenset[str]]

    def of(self, key: str) -> frozenset[str]:
        """An article and all that are near copies of it, directly or by way of others."""
        return self.groups.get(key, frozenset((key,)))


def find_copies(texts: Mapping[str, str]) -> Copies:
    """Find near copies among texts.

    Two texts are near copies where the shorter one shares half of its runs of eight characters,
    punctuation aside, with the other. A quarter of the runs is looked at, so time grows with the
    length of all texts together.

    Args:
        texts: By key.

    References:
        Broder, On the resemblance and containment of documents, 1997.
    """
    runs = {key: _runs(text) for key, text in texts.items()}
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for key, found in runs.items():
        for run in found:
            holders[run].append(key)
    shared: Counter[tuple[str, str]] = Counter()
    for keys in holders.values():
        if 1 < len(keys) <= _MOST_HOLDERS:
            shared.update(combinations(keys, 2))
    pairs = tuple(
        (a, b)
        for (a, b), n in shared.items()
        if n >= max(_FEWEST, _SHARE * min(len(runs[a]), len(runs[b])))
    )
    return Copies(pairs, _join(pairs))


def _runs(text: str) -> set[int]:
    characters = content_characters(text)
    numbers = (
        crc32(characters[at : at + _RUN].encode("utf-8", "surrogatepass"))
        for at in range(len(characters) - _RUN + 1)
    )
    return {number for number in numbers if number % _ONE_IN == 0}


def _join(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    groups: dict[str, frozenset[str]] = {}
    for a, b in pairs:
        joined = groups.get(a, frozenset((a,))) | groups.get(b, frozenset((b,)))
        groups.update(dict.fromkeys(joined, joined))
    return groups

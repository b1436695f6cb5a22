"""The wording of sentences: as a summary joins them, and as it is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from service.characters import content_characters

_LATIN_END = re.compile(r"[A-Za-z0-9.!?;:)\"]$")
_LATIN_START = re.compile(r"[A-Za-z0-9(\"]")


def join_sentences(sentences: Iterable[str]) -> str:
    """Join sentences as a summary shows them: Chinese directly, Latin ones by a space."""
    joined = ""
    for sentence in sentences:
        is_latin = _LATIN_END.search(joined) and _LATIN_START.match(sentence)
        joined += f" {sentence}" if is_latin else sentence
    return joined


@lru_cache(maxsize=256)  # the features, the context and the choice ask for the same sentences
def character_bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring letters, digits and Chinese characters."""
    characters = content_characters(text)
    return frozenset(characters[i : i + 2] for i in range(len(characters) - 1))


def is_spaced(sentence: str) -> bool:
    """Whether a sentence is Latin, so that a space may part it from the one before."""
    return _LATIN_START.match(sentence) is not None

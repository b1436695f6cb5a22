"""Character ROUGE: how much of a reference summary a summary says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from service.characters import content_characters


@dataclass(frozen=True, slots=True)
class RougeScores:
    """F1 of characters, of character pairs and of the longest common subsequence, in [0, 1]."""

    rouge_1: float
    rouge_2: float
    rouge_l: float


def rouge(candidate: str, reference: str) -> RougeScores:
    """Compare a summary with its reference, character by character.

    Punctuation and spaces are removed, width and case folded. Two texts of
    which one has nothing left score 0.

    Returns:
        ROUGE-1, ROUGE-2 and ROUGE-L as F1; higher is better. Symmetric.

    References:
        Lin, ROUGE, 2004. Characters stand for words; ROUGE-L takes the whole
        summary as one sequence.
    """
    said, wanted = content_characters(candidate), content_characters(reference)
    return RougeScores(
        ngram_f1(count_ngrams(said, 1), count_ngrams(wanted, 1)),
        ngram_f1(count_ngrams(said, 2), count_ngrams(wanted, 2)),
        _f1(longest_common_subsequence(said, wanted), len(said), len(wanted)),
    )


def count_ngrams(characters: str, n: int) -> Counter[str]:
    """Count the runs of `n` characters in a text that `content_characters` gave."""
    return Counter(characters[i : i + n] for i in range(len(characters) - n + 1))


def ngram_f1(candidate: Counter[str], reference: Counter[str]) -> float:
    """F1 of two bags of n-grams, in [0, 1]; 0 where one is empty."""
    shared = sum(min(count, reference[ngram]) for ngram, count in candidate.items())
    return _f1(shared, candidate.total(), reference.total())


def longest_common_subsequence(first: str, second: str) -> int:
    """Length of the longest common subsequence.

    Bit-parallel: one integer holds a row of the table, so a text of a thousand
    characters takes a thousand additions.

    References:
        Hyyrö, Bit-parallel LCS-length computation revisited, 2004.
    """
    places: dict[str, int] = {}
    for place, character in enumerate(first):
        places[character] = places.get(character, 0) | 1 << place
    everything = (1 << len(first)) - 1
    row = everything
    for character in second:
        matches = row & places.get(character, 0)
        row = ((row + matches) | (row - matches)) & everything
    return len(first) - row.bit_count()


def _f1(shared: int, n_candidate: int, n_reference: int) -> float:
    total = n_candidate + n_reference
    return 2 * shared / total if n_candidate and n_reference else 0.0

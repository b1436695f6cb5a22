"""What the line scorer sees of a page: one row of numbers per line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.splitters.lines.edges import SIGNS, ends_sentence, widen_punctuation
from service.splitters.lines.line import Line
from service.splitters.repeats.duplicates import Repeat
from service.splitters.roles.character_models import CharacterModels
from service.splitters.roles.looks import is_short, looks
from service.splitters.roles.ngrams import NgramScorer
from service.splitters.roles.surroundings import LONG, short_runs, word_ties

WINDOW = 2
_FLUSH = 8  # one line in so many at least stands where flush lines do
_CLAUSE = re.compile(r"[，。、；：！？,;:!?“”‘’（）()《》\s]+")


@dataclass(frozen=True, slots=True)
class PageFeatures:
    """What is seen of the n lines of an issue.

    Attributes:
        table: Shape (n, d): the features of the two lines before, the line and the two
            after. Beyond the ends of the issue they are 0.
        odds: Log-odds by its first characters alone that a line was cut there, shape (n,).
        begins_elsewhere: Whether its first two characters begin a clause elsewhere, shape (n,).
    """

    table: NDArray[np.float32]
    odds: NDArray[np.float32]
    begins_elsewhere: NDArray[np.bool_]


def page_features(
    lines: Sequence[Line], repeats: Sequence[Repeat], characters: CharacterModels
) -> PageFeatures:
    """Describe each line by itself, its neighbours and the text on both sides.

    Args:
        lines: The lines of an issue.
        repeats: What `find_repeats` found in them.
        characters: What was learned of characters.
    """
    texts = [_unsigned(widen_punctuation(line.bare)) for line in lines]
    odds = characters.beginnings.torn(texts)
    clauses = np.asarray(_clause_beginnings(lines), dtype=np.float32)
    own = (
        looks(line) + _characters(lines, texts, index, characters.ngrams) + _place(lines, index)
        for index, line in enumerate(lines)
    )
    rows = np.hstack(
        [
            # One row at a time, as numbers of Python take eight times the memory.
            np.stack([np.asarray(row, dtype=np.float32) for row in own]),
            np.asarray(short_runs(lines), dtype=np.float32),
            odds[:, None],
            clauses,
            _repeated(len(lines), repeats),
            np.asarray(_margins(lines), dtype=np.float32),
            np.asarray(word_ties(lines, characters.cohesion), dtype=np.float32),
        ]
    )
    rows = np.hstack([rows, np.ones((len(rows), 1), dtype=np.float32)])
    padded = np.pad(rows, ((WINDOW, WINDOW), (0, 0)))
    shifted = [padded[at : at + len(rows)] for at in range(2 * WINDOW + 1)]
    page = np.asarray(_page(lines), dtype=np.float32)
    table = np.hstack([*shifted, np.tile(page, (len(rows), 1))])
    return PageFeatures(table, odds, clauses[:, 0] > 0)


def _characters(
    lines: Sequence[Line], texts: Sequence[str], index: int, ngrams: NgramScorer
) -> list[float]:
    """What the characters say, alone and together with the line above, signposts left out."""
    text, lead = texts[index], lines[index].lead
    alone = [
        ngrams.title(text),
        ngrams.end(text),
        ngrams.opening(lines[index].bare[lead.end :] if lead else text),
        ngrams.closing(text),
    ]
    if index == 0:
        return [*alone, 0.0, 0.0]
    above = texts[index - 1]
    seam = ngrams.seam(above, text)
    return [*alone, seam, seam * (not above or not ends_sentence(above))]


def _place(lines: Sequence[Line], index: int) -> list[float]:
    """Blank lines above and below, place on the page."""
    line = lines[index]
    below = lines[index + 1].n_blank if index + 1 < len(lines) else 3
    return [
        min(line.n_blank, 3) / 3,
        float(line.n_blank == 0),
        float(line.n_blank >= 2),
        min(below, 3) / 3,
        float(line.starts_page),
        float(index < 3),
        float(len(lines) - index <= 3),
    ]


def _unsigned(text: str) -> str:
    """A line without the signs before it."""
    return text.lstrip(SIGNS + "\u3000 ") or text


def _margins(lines: Sequence[Line]) -> list[list[float]]:
    """How far a line is indented beside the others, and how many are; signs before lines too."""
    n = len(lines)
    counts = Counter(line.indent for line in lines)
    flush = min(indent for indent, times in counts.items() if _FLUSH * times >= n)
    usual = max(counts, key=lambda indent: (counts[indent], -indent))
    signs = Counter(line.text[0] for line in lines if line.text[0] in SIGNS)
    share = sum(line.indent > flush for line in lines) / n
    return [
        [
            float(line.indent > flush),
            float(line.indent > usual),
            share,
            share * (line.indent <= flush),
            min(signs[line.text[0]], 8) / 8,
            float(signs.total() > 0 and line.text[0] not in SIGNS),
        ]
        for line in lines
    ]


def _repeated(n: int, repeats: Sequence[Repeat]) -> NDArray[np.float32]:
    """Whether the text of a line stands elsewhere too."""
    column = np.zeros((n, 1), dtype=np.float32)
    for repeat in repeats:
        column[repeat.first : repeat.last + 1] = 1
    return column


def _clause_beginnings(lines: Sequence[Line]) -> list[list[float]]:
    """How often the first two characters of a line begin a clause elsewhere, how often they do not.

    The same of the first character alone.
    """
    anywhere: Counter[str] = Counter()
    beginning: Counter[str] = Counter()
    bare = [line.bare for line in lines]
    for text in bare:
        anywhere.update(map(str.__add__, text, text[1:]))
        anywhere.update(text)
        for clause in _CLAUSE.split(text):
            beginning.update({clause[:1], clause[:2]} if len(clause) > 1 else ())

    def counts(head: str) -> list[float]:
        n_beginning = max(beginning[head] - 1, 0)
        n_inside = max(anywhere[head] - beginning[head], 0)
        return [min(n_beginning, 4) / 4, float(np.log1p(n_inside)) / 2]

    return [counts(text[:2]) + counts(text[:1]) for text in bare]


def _page(lines: Sequence[Line]) -> list[float]:
    """The habits of the page."""
    n = len(lines)
    return [
        sum(line.n_blank > 0 for line in lines) / n,
        sum(line.n_blank > 1 for line in lines) / n,
        sum(is_short(line.text) for line in lines) / n,
        sum(not ends_sentence(line.text) and len(line.text) > LONG for line in lines) / n,
        sum(line.lead is not None and line.lead.opens for line in lines) / n,
        min(n, 100) / 100,
    ]

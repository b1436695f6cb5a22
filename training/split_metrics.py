"""How well issues are split: readings by people against readings by a splitter.

All measures count non-space characters, so blank lines and the ends of lines
weigh nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from service.datamodels import Digest, Issue
from service.text import content_characters
from training.split_gold import FURNITURE, REPEAT, GoldPage

EXACT_OVERLAP = 0.97


class Splitter(Protocol):
    """Takes an issue apart."""

    def split(self, issue: Issue) -> Digest:
        """Give every non-space character of the issue to an article or to `left_out`."""
        ...


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts behind precision and recall; higher is better, 1.0 where nothing was to be found."""

    n_right: float
    n_found: float
    n_wanted: float

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.n_right / self.n_found if self.n_found else float(not self.n_wanted)

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found."""
        return self.n_right / self.n_wanted if self.n_wanted else float(not self.n_found)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class BCubed:
    """Mean over characters of how pure and how complete their article is."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class PageReport:
    """One page: the counts that make up the whole, and its first wrong line.

    Attributes:
        exact: For each article whether it overlaps its counterpart by 97 % or more.
        headlines: For each article whether its headline is right.
        b_cubed: Sums over characters: precision, recall, characters.
        first_wrong: The first line given to a wrong owner, None if all are right.
    """

    page_id: str
    exact: Mapping[str, bool]
    headlines: Mapping[str, bool]
    kinds: Mapping[str, str]
    b_cubed: tuple[float, float, int]
    window_diff: float
    boundaries: Rates
    stitches: Rates
    repeats: Rates
    furniture: Rates
    first_wrong: str | None

    @property
    def exact_share(self) -> float:
        """Share of articles read exactly; 1.0 for a page without articles."""
        return _share(self.exact.values())


@dataclass(frozen=True, slots=True)
class SplitReport:
    """All pages together."""

    pages: tuple[PageReport, ...]

    @property
    def n_articles(self) -> int:
        """Articles in the gold reading."""
        return sum(len(page.exact) for page in self.pages)

    @property
    def exact(self) -> float:
        """Share of articles that overlap their counterpart by at least 97 %."""
        return _share(right for page in self.pages for right in page.exact.values())

    @property
    def headlines(self) -> float:
        """Share of articles whose headline is right, punctuation and spaces aside."""
        return _share(right for page in self.pages for right in page.headlines.values())

    @property
    def b_cubed(self) -> BCubed:
        """B-cubed precision and recall over the characters of gold articles."""
        n = sum(page.b_cubed[2] for page in self.pages)
        if not n:
            return BCubed(1.0, 1.0)
        sums = [sum(page.b_cubed[which] for page in self.pages) for which in (0, 1)]
        return BCubed(sums[0] / n, sums[1] / n)

    @property
    def window_diff(self) -> float:
        """Mean WindowDiff of the pages; lower is better."""
        return float(np.mean([page.window_diff for page in self.pages])) if self.pages else 0.0

    @property
    def boundaries(self) -> Rates:
        """Places where another article begins."""
        return _sum(page.boundaries for page in self.pages)

    @property
    def stitches(self) -> Rates:
        """Articles that stand in several places."""
        return _sum(page.stitches for page in self.pages)

    @property
    def repeats(self) -> Rates:
        """Characters left out as copies."""
        return _sum(page.repeats for page in self.pages)

    @property
    def furniture(self) -> Rates:
        """Characters left out as furniture."""
        return _sum(page.furniture for page in self.pages)

    @property
    def exact_by_kind(self) -> dict[str, tuple[float, int]]:
        """Share of exact articles and their number, for each kind of article or fault."""
        rights: dict[str, list[bool]] = {}
        for page in self.pages:
            for article, right in page.exact.items():
                rights.setdefault(page.kinds[article], []).append(right)
        return {kind: (_share(rights[kind]), len(rights[kind])) for kind in sorted(rights)}

    def worst(self, n: int) -> tuple[PageReport, ...]:
        """The `n` pages with the smallest share of exact articles, worst first."""
        return tuple(sorted(self.pages, key=lambda page: (page.exact_share, page.page_id))[:n])

    def as_metrics(self) -> dict[str, float]:
        """The figures by name, rounded to 4 decimals."""
        figures = {
            "n_pages": float(len(self.pages)),
            "n_articles": float(self.n_articles),
            "exact": self.exact,
            "b_cubed_precision": self.b_cubed.precision,
            "b_cubed_recall": self.b_cubed.recall,
            "b_cubed_f1": self.b_cubed.f1,
            "headlines": self.headlines,
            "window_diff": self.window_diff,
        }
        for name in ("boundaries", "stitches", "repeats", "furniture"):
            rates: Rates = getattr(self, name)
            figures[f"{name}_precision"] = rates.precision
            figures[f"{name}_recall"] = rates.recall
            figures[f"{name}_f1"] = rates.f1
        return {name: round(value, 4) for name, value in figures.items()}


def evaluate_split(pages: Iterable[GoldPage], splitter: Splitter) -> SplitReport:
    """Split pages and compare with their gold reading.

    Args:
        pages: Pages with their gold reading.
        splitter: What is judged.

    Returns:
        One report per page, in order, and the figures over all.
    """
    return SplitReport(
        tuple(judge_page(page, splitter.split(Issue(page.page_id, page.text))) for page in pages)
    )


def judge_page(gold: GoldPage, digest: Digest) -> PageReport:
    """Compare one digest with the gold reading of its page."""
    wanted = _owners(gold.text, gold.segments)
    found = _owners(gold.text, _segments(digest))
    partners = _partners(wanted, found, gold.headlines)
    headlines = {article.id: article.headline for article in digest.articles}
    return PageReport(
        page_id=gold.page_id,
        exact={name: overlap >= EXACT_OVERLAP for name, (_, overlap) in partners.items()},
        headlines={
            name: partner is not None
            and _same_headline(gold.headlines[name], headlines.get(partner))
            for name, (partner, _) in partners.items()
        },
        kinds=gold.kinds,
        b_cubed=_b_cubed(wanted, found, set(gold.headlines)),
        window_diff=_window_diff(wanted, found),
        boundaries=_boundaries(wanted, found),
        stitches=_stitches(wanted, found, partners),
        repeats=_characters(wanted, found, lambda owner: owner.startswith(REPEAT)),
        furniture=_characters(wanted, found, lambda owner: owner == FURNITURE),
        first_wrong=_first_wrong(gold.text, wanted, found, partners),
    )


def _segments(digest: Digest) -> list[tuple[int, int, str]]:
    found = [(span.start, span.end, a.id) for a in digest.articles for span in a.spans]
    for entry in digest.left_out:
        owner = FURNITURE if entry.reason == "furniture" else f"{REPEAT}{entry.of}"
        found.append((entry.start, entry.end, owner))
    return found


def _owners(text: str, segments: Iterable[tuple[int, int, str]]) -> list[str]:
    """The owner of each non-space character, in order; empty where it has none."""
    owners = [""] * len(text)
    for start, end, owner in segments:
        owners[start:end] = [owner] * (end - start)
    return [owner for owner, character in zip(owners, text, strict=True) if not character.isspace()]


def _is_article(owner: str) -> bool:
    return owner not in ("", FURNITURE) and not owner.startswith(REPEAT)


def _partners(
    wanted: Sequence[str], found: Sequence[str], articles: Iterable[str]
) -> dict[str, tuple[str | None, float]]:
    """For each gold article the found one that overlaps it most, and by how much (0 to 1)."""
    sizes_wanted, sizes_found = Counter(wanted), Counter(found)
    shared = Counter(zip(wanted, found, strict=True))
    best: dict[str, tuple[str | None, float]] = dict.fromkeys(articles, (None, 0.0))
    for (mine, theirs), n in sorted(shared.items()):
        if mine in best and _is_article(theirs):
            overlap = n / (sizes_wanted[mine] + sizes_found[theirs] - n)
            if overlap > best[mine][1]:
                best[mine] = (theirs, overlap)
    return best


def _same_headline(wanted: str | None, found: str | None) -> bool:
    return content_characters(wanted or "") == content_characters(found or "")


def _b_cubed(
    wanted: Sequence[str], found: Sequence[str], articles: set[str]
) -> tuple[float, float, int]:
    """Sums of precision and recall over the characters of gold articles, and their number.

    A character that was left out belongs to no found article and scores nothing.
    """
    pairs = [(w, f) for w, f in zip(wanted, found, strict=True) if w in articles]
    sizes_wanted = Counter(w for w, _ in pairs)
    sizes_found = Counter(f for _, f in pairs)
    precision = recall = 0.0
    for (mine, theirs), n in Counter(pairs).items():
        if _is_article(theirs):
            precision += n * n / sizes_found[theirs]
            recall += n * n / sizes_wanted[mine]
    return precision, recall, len(pairs)


def _borders(owners: Sequence[str]) -> set[int]:
    """Where an article begins or is taken up again."""
    return {
        place
        for place, owner in enumerate(owners)
        if _is_article(owner) and (place == 0 or owners[place - 1] != owner)
    }


def _boundaries(wanted: Sequence[str], found: Sequence[str]) -> Rates:
    mine, theirs = _borders(wanted), _borders(found)
    return Rates(len(mine & theirs), len(theirs), len(mine))


def _window_diff(wanted: Sequence[str], found: Sequence[str]) -> float:
    """Share of windows in which the numbers of borders differ.

    References:
        Pevzner and Hearst, Computational Linguistics 2002; the window is half the mean
        length of a gold segment.
    """
    n = len(wanted)
    if n < 2:
        return 0.0
    counts = [_running_count(_borders(owners), n) for owners in (wanted, found)]
    window = max(1, min(n - 1, n // (2 * max(1, int(counts[0][-1])))))
    differences = (counts[0][window:] - counts[0][:-window]) != (
        counts[1][window:] - counts[1][:-window]
    )
    return float(differences.mean())


def _running_count(borders: set[int], n: int) -> NDArray[np.int64]:
    marks = np.zeros(n + 1, dtype=np.int64)
    marks[[place + 1 for place in borders]] = 1
    return np.cumsum(marks)


def _pieces(owners: Sequence[str]) -> dict[str, list[int]]:
    """First places of the pieces of articles that stand in several places.

    Copies and furniture in between do not part an article.
    """
    pieces: dict[str, list[int]] = {}
    last = ""
    for place, owner in enumerate(owners):
        if _is_article(owner):
            if owner != last:
                pieces.setdefault(owner, []).append(place)
            last = owner
    return {owner: places for owner, places in pieces.items() if len(places) > 1}


def _stitches(
    wanted: Sequence[str], found: Sequence[str], partners: Mapping[str, tuple[str | None, float]]
) -> Rates:
    """Stitches are right when the partner holds most of each gold piece."""
    mine, theirs = _pieces(wanted), _pieces(found)
    right = 0
    for article, places in mine.items():
        partner = partners.get(article, (None, 0.0))[0]
        ends = [_piece_end(wanted, place) for place in places]
        right += partner is not None and all(
            sum(owner == partner for owner in found[a:b]) * 2 > b - a
            for a, b in zip(places, ends, strict=True)
        )
    return Rates(right, len(theirs), len(mine))


def _piece_end(owners: Sequence[str], start: int) -> int:
    end = start
    while end < len(owners) and owners[end] == owners[start]:
        end += 1
    return end


def _characters(
    wanted: Sequence[str], found: Sequence[str], belongs: Callable[[str], bool]
) -> Rates:
    mine = [belongs(owner) for owner in wanted]
    theirs = [belongs(owner) for owner in found]
    both = sum(a and b for a, b in zip(mine, theirs, strict=True))
    return Rates(both, sum(theirs), sum(mine))


def _first_wrong(
    text: str,
    wanted: Sequence[str],
    found: Sequence[str],
    partners: Mapping[str, tuple[str | None, float]],
) -> str | None:
    """The first line that holds a character with a wrong owner."""
    winners: dict[str, str] = {}
    for mine, (theirs, overlap) in partners.items():
        if theirs and (theirs not in winners or overlap > partners[winners[theirs]][1]):
            winners[theirs] = mine
    place = 0
    for line in text.splitlines():
        n = sum(not character.isspace() for character in line)
        pairs = zip(wanted[place : place + n], found[place : place + n], strict=True)
        if any(not _agree(mine, winners.get(theirs, theirs)) for mine, theirs in pairs):
            return line.strip()
        place += n
    return None


def _agree(mine: str, theirs: str) -> bool:
    """Whether two owners are the same; which article a copy is of does not matter here."""
    return mine == theirs or (mine.startswith(REPEAT) and theirs.startswith(REPEAT))


def _share(rights: Iterable[bool]) -> float:
    values = list(rights)
    return sum(values) / len(values) if values else 1.0


def _sum(rates: Iterable[Rates]) -> Rates:
    all_rates = list(rates)
    return Rates(
        sum(r.n_right for r in all_rates),
        sum(r.n_found for r in all_rates),
        sum(r.n_wanted for r in all_rates),
    )

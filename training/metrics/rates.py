"""Precision, recall and F1 from counts that can be added up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts behind precision and recall; higher is better, 1.0 where nothing was to be found."""

    n_right: float = 0
    n_found: float = 0
    n_wanted: float = 0

    def __add__(self, other: Rates) -> Rates:
        """Count both together."""
        return Rates(
            self.n_right + other.n_right,
            self.n_found + other.n_found,
            self.n_wanted + other.n_wanted,
        )

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
        return harmonic_mean(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class BCubed:
    """How pure and how complete the groups are in which items were put, item by item.

    References:
        Bagga and Baldwin, Entity-based cross-document coreferencing, ACL 1998.

    Attributes:
        purity: Sum over items of the share of their found group that belongs with them.
        completeness: Sum over items of the share of their true group found with them.
        n: Number of items.
    """

    purity: float = 0.0
    completeness: float = 0.0
    n: int = 0

    def __add__(self, other: BCubed) -> BCubed:
        """Take the items of both together."""
        return BCubed(
            self.purity + other.purity, self.completeness + other.completeness, self.n + other.n
        )

    @property
    def precision(self) -> float:
        """Mean purity; 1.0 without items."""
        return self.purity / self.n if self.n else 1.0

    @property
    def recall(self) -> float:
        """Mean completeness; 1.0 without items."""
        return self.completeness / self.n if self.n else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return harmonic_mean(self.precision, self.recall)


def harmonic_mean(one: float, other: float) -> float:
    """The harmonic mean of two shares; 0 where both are."""
    return 2 * one * other / (one + other) if one + other else 0.0

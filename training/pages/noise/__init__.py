"""Clean pages made into issues as they really are.

Every fault is a function that changes the blocks of a page; `FAULTS` names
them, and every kind of noise within has a name in `KINDS_OF_NOISE`, so that a
scorer can be trained on some kinds and judged on others.
"""

from training.pages.noise.pages import (
    FAULTS,
    KINDS_OF_NOISE,
    TAUGHT_HABITS,
    UNSEEN_KINDS,
    make_page,
)
from training.pages.noise.press import CleanArticle, NoisedPage

__all__ = [
    "FAULTS",
    "KINDS_OF_NOISE",
    "TAUGHT_HABITS",
    "UNSEEN_KINDS",
    "CleanArticle",
    "NoisedPage",
    "make_page",
]

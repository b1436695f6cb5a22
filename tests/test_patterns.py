"""No pattern of the product is slow: the time it takes grows as its input does."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from service.readers.issues import issue_from_files
from service.splitters import ArticleSplitter
from tests.attacks import ENDS, attacks
from tests.patterns import Found, built_in_functions, find_patterns

# Exponential growth shows within these; anything else at the lengths.
COUNTS = range(2, 30, 2)
LENGTHS = (500, 4000)
# Eight times the input may take eight times as long; a quadratic pattern takes 64 times.
MOST_GROWTH = 24
TOO_LONG_S = 0.1
MEASURABLE_S = 0.004

FOUND = find_patterns("service")


@pytest.mark.parametrize("found", FOUND, ids=[found.name for found in FOUND])
def test_a_pattern_takes_time_in_proportion_to_its_input(found: Found) -> None:
    for way in sorted(found.ways):
        ask = found.asker(way)
        for lead, pump in dict.fromkeys(attacks(found.pattern)):
            for end in ENDS:
                slow = find_slowness(ask, lead, pump, end)
                assert slow is None, f"{way} of {lead!r} + {pump!r} × n + {end!r}: {slow}"


def test_functions_build_no_patterns_that_nobody_tests() -> None:
    # The width of a terminal is in it: one class, and one repetition that it bounds.
    wrapped = "service.writers.as_terminal._wrapped"
    late = "service.patterns.compiled"  # found like any other
    assert set(built_in_functions("service")) <= {wrapped, late}


def find_slowness(ask: Callable[[str], object], lead: str, pump: str, end: str) -> str | None:
    """How a pattern's time grows over an input, in words, if faster than the input."""
    for count in (count for count in COUNTS if count * len(pump) < LENGTHS[0]):
        if (seconds := _seconds(ask, lead + pump * count + end)) > TOO_LONG_S:
            return f"{seconds:.2f} s at n = {count}"
    few, many = (lead + pump * (length // len(pump)) + end for length in LENGTHS)
    if (before := _seconds(ask, few)) > TOO_LONG_S:
        return f"{before:.2f} s for {len(few)} characters"
    after = _seconds(ask, many)
    if after > MEASURABLE_S and after > MOST_GROWTH * before:
        return f"{before:.4f} s for {len(few)} characters, {after:.2f} s for {len(many)}"
    return None


def _seconds(ask: Callable[[str], object], text: str) -> float:
    """The least of up to three times of this thread, for a busy machine is no slow pattern."""
    least = float("inf")
    for _ in range(3):
        start = time.thread_time()
        ask(text)
        least = min(least, time.thread_time() - start)
        if not MEASURABLE_S < least < 10 * TOO_LONG_S:
            break
    return least


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:a*b*)*c",
        r"(a|a)*$",
        r"字号[\s:：]*[大中小\s]*\d",
        r"上接\s*第?\s*\d",
        r"\s*第",
        r"“.*”$",
    ],
)
def test_a_slow_pattern_is_found(pattern: str) -> None:
    compiled = re.compile(pattern)
    assert any(
        find_slowness(compiled.search, lead, pump, end)
        for lead, pump in attacks(compiled)
        for end in ENDS
    )


@pytest.mark.parametrize(
    "text",
    [
        "字号" + " 大" * 60,
        "字号 " * 30 + "完",
        "上接" + " " * 2000,
        "（下转第" + " " * 2000,
        "1版" * 1000 + "。",
        "责编" + " " * 2000 + "甲",
        "本报记者 " + "甲乙 " * 1000 + "摄",
        "首席" * 1000,
        "本报" + "驻一" * 1000,
        "（" * 2000,
        "2026-05-18 " * 300,
        "a" * 4000 + "@",
    ],
    ids=lambda text: text[:6],
)
def test_a_page_of_it_is_read_and_split_at_once(text: str) -> None:
    for raw in (text.encode(), f"<html><body><p>{text}</p><p>甲。</p></body></html>".encode()):
        start = time.thread_time()
        ArticleSplitter().split(issue_from_files([("p1", raw)]))
        assert time.thread_time() - start < 5

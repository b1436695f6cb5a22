"""What is given is taken apart in a process that may take so much and no more."""

from __future__ import annotations

import asyncio
import sys

import pytest

from service.config import LimitsConfig
from service.datamodels import Digest, Issue
from service.errors import ReadError
from service.newsroom.reading import take_apart
from tests.fakes import FakeSplitter


class Hungry(FakeSplitter):
    """Takes a gibibyte."""

    def split(self, issue: Issue) -> Digest:
        assert len(bytearray(1 << 30))
        return super().split(issue)


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not limited there")
def test_what_needs_too_much_memory_to_be_split_is_refused_in_words() -> None:
    limits, issue = LimitsConfig(splitting_mebibytes=256), Issue("p", "渡口修好\n渡口昨天修好。\n")
    with pytest.raises(ReadError, match=r"256 MiB.*limits\.splitting_mebibytes"):
        asyncio.run(take_apart(issue, Hungry(), limits))
    (part,) = asyncio.run(take_apart(issue, FakeSplitter(), limits))
    assert part.digest.articles

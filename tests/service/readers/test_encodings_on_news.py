"""Encodings told apart on a thousand pieces of news each way."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from service.readers.encodings import decode

pytestmark = pytest.mark.data

N_TEXTS = 1000
SHORTEST, LONGEST = 50, 5000


@pytest.fixture(scope="module")
def pieces(request: pytest.FixtureRequest) -> list[str]:
    folder: Path | None = request.config.getoption("--data")
    if folder is None:
        pytest.skip("no --data given")
    with gzip.open(
        folder / "pages" / "peoples_daily_2020.jsonl.gz", "rt", encoding="utf-8"
    ) as rows:
        pages = [json.loads(row)["text"] for row in rows]
    chance = random.Random(20)
    return [_piece(chance.choice(pages), chance) for _ in range(N_TEXTS)]


def _piece(page: str, chance: random.Random) -> str:
    # Lengths are even on a logarithmic scale, because short pieces are the hard ones.
    length = int(SHORTEST * (LONGEST / SHORTEST) ** chance.random())
    start = chance.randrange(max(1, len(page) - length))
    return page[start : start + length]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_simplified(pieces: list[str], codec: str) -> None:
    assert not [text for text in pieces if decode(text.encode(codec), "") != text]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
def test_traditional(pieces: list[str], codec: str) -> None:
    opencc = pytest.importorskip("opencc")
    convert = opencc.OpenCC("s2tw").convert
    raws = [convert(text).encode(codec, errors="ignore") for text in pieces]
    assert not [raw for raw in raws if decode(raw, "") != raw.decode(codec)]

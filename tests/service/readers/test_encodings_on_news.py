"""Encodings told apart on a thousand pieces of news each way."""

from __future__ import annotations

import gzip
import json
import random
import re
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
    raws = _traditional(pieces, "tw", codec)
    assert not [raw for raw in raws if decode(raw, "") != raw.decode(codec)]


def test_traditional_of_hong_kong(pieces: list[str]) -> None:
    # Big5 as of Windows and as of Hong Kong differ in a few symbols; no text tells which is meant.
    raws = _traditional(pieces, "hk", "big5hkscs")
    assert not [raw for raw in raws if _han(decode(raw, "")) != _han(raw.decode("big5hkscs"))]


def _traditional(pieces: list[str], place: str, codec: str) -> list[bytes]:
    opencc = pytest.importorskip("opencc")
    convert = opencc.OpenCC(f"s2{place}").convert
    return [convert(text).encode(codec, errors="ignore") for text in pieces]


def _han(text: str) -> str:
    return "".join(re.findall(r"[\u3400-\u9fff\U00020000-\U0003ffff]", text))

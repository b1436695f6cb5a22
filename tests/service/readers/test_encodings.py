"""Encodings are told apart by content, and what is none of them says so."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ReadError
from service.readers.encodings import decode

NEWS = "云川日报讯 市里昨天开通第三条公交环线，沿线居民出行更方便。\r\n\r\n(上接第一版)\n"

TRADITIONAL = (
    "雲川日報訊　市裡昨天開通第三條公車環線，沿線居民出行更方便。「這車來得真準時！」王老先生說。"
)


@pytest.mark.parametrize(
    "raw",
    [
        NEWS.encode("utf-8"),
        NEWS.encode("utf-8-sig"),
        NEWS.encode("gb18030"),
        NEWS.encode("utf-16"),
        codecs.BOM_UTF16_BE + NEWS.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + NEWS.encode("utf-32-le"),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16", "utf-16 big-endian", "utf-32"],
)
def test_reads_each_encoding_to_the_same_text(raw: bytes) -> None:
    assert decode(raw, "p1.txt") == NEWS


@pytest.mark.parametrize("codec", ["big5", "gb18030", "utf-8"])
@pytest.mark.parametrize("length", [5, 20, len(TRADITIONAL)])
def test_traditional_text_comes_back_from_each_encoding(codec: str, length: int) -> None:
    text = TRADITIONAL[:length]
    assert decode(text.encode(codec), "p1.txt") == text


@pytest.mark.parametrize(
    "text",
    [
        "港鐵昨日宣布，着手更換電車綫路。",
        TRADITIONAL + "街坊話呢度啲嘢好食，食咗先嚟返工。",
        TRADITIONAL * 2000 + "佢喺升降𨋢裏面等緊。",
    ],
    ids=["in a short text", "among others", "at the end of a long text"],
)
def test_characters_of_hong_kong_come_back_from_big5(text: str) -> None:
    assert decode(text.encode("big5hkscs"), "p1.txt") == text


def test_damaged_big5_names_the_byte() -> None:
    raw = TRADITIONAL.encode("big5")
    with pytest.raises(ReadError, match=f"第 {len(raw)} 字节 .* Big5"):
        decode(raw + b"\xff" + raw, "p1.txt")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("今日は天気がよいので散歩に出かけました。", "shift_jis"),
        ("Où êtes-vous, élève âgé? ", "cp1252"),
    ],
    ids=["Japanese", "French"],
)
def test_what_is_no_chinese_encoding_is_refused(text: str, codec: str) -> None:
    with pytest.raises(ReadError, match="也不像 GB18030 或 Big5"):
        decode((text * 5).encode(codec), "p1.txt")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), min_size=1))
def test_any_utf8_text_comes_back(text: str) -> None:
    assert decode(text.encode("utf-8"), "p1.txt") == text


def test_reads_characters_outside_the_basic_plane_from_gb18030() -> None:
    text = f"{NEWS}𠮷野家在云川开业。"
    assert decode(text.encode("gb18030"), "p1.txt") == text


@pytest.mark.parametrize("raw", [b"", b"plain ascii\n"])
def test_reads_ascii_and_nothing_at_all(raw: bytes) -> None:
    assert decode(raw, "p1.txt") == raw.decode("ascii")


def test_damaged_utf8_is_not_taken_for_gb18030() -> None:
    raw = NEWS.encode("utf-8") * 3
    damaged = raw[:30] + raw[31:]
    with pytest.raises(ReadError, match=r"p1\.txt: 第 \d+ 字节 \(0x..\) 不是合法的 UTF-8"):
        decode(damaged, "p1.txt")


def test_utf8_cut_in_mid_character_names_the_last_byte() -> None:
    raw = NEWS.rstrip().removesuffix(")").encode("utf-8")[:-1]
    with pytest.raises(ReadError, match=f"第 {len(raw) - 2} 字节"):
        decode(raw, "p1.txt")


def test_damaged_gb18030_names_the_byte() -> None:
    raw = NEWS.encode("gb18030")
    damaged = raw + b"\xff" + raw
    with pytest.raises(ReadError, match=f"第 {len(raw)} 字节 .* GB18030.*另存为 UTF-8"):
        decode(damaged, "p1.txt")


@pytest.mark.parametrize(
    "raw", [b"ab\0cd", NEWS.encode("utf-16-le")], ids=["binary", "utf-16 without its mark"]
)
def test_nul_bytes_are_no_text(raw: bytes) -> None:
    with pytest.raises(ReadError, match="是 NUL"):
        decode(raw, "p1.txt")


@pytest.mark.parametrize("raw", [b"\xa3\xa0\xa3\xa0\xd4\xc6\xb4\xa8", "\ue5e5\ue5e5云川".encode()])
def test_the_blank_of_gbk_is_one(raw: bytes) -> None:
    assert decode(raw, "p.txt") == "\u3000\u3000云川"

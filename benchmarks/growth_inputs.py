"""Inputs of any size, of the kinds whose time or memory may grow faster than they do."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

_PDF_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
    "/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
    "/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 "
    "/StemV 93 >> /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>] >>"
)
_FIRST_HAN, _N_HAN = 0x4E00, 2000
_PAGE = 20_000  # points; the largest page that PDF allows has 14,400, viewers show more


def words(n: int, seed: int) -> str:
    """So many Chinese characters by chance, the same for the same seed."""
    chance = random.Random(seed)
    return "".join(chr(_FIRST_HAN + chance.randrange(_N_HAN)) for _ in range(n))


def short_lines_with_commas(n: int) -> str:
    """A paragraph of so many lines, each cut off at a comma."""
    return "云川城区开通便民路线\n\n" + "".join(f"{words(8, i)}，\n" for i in range(n)) + "完成。\n"


def short_lines_without_stops(n: int) -> str:
    """So many lines of which none ends."""
    return "".join(f"{words(10, i)}\n" for i in range(n))


def signposted_stories(n: int) -> str:
    """So many stories, half of them going on in the other half."""
    first = (
        f"{words(12, i)}\n\n云川日报讯（记者 周禾）{words(60, -i)}。"
        f"{words(20, i + 7)}（下转第二版）\n\n"
        for i in range(n // 2)
    )
    rest = (
        f"{words(12, i)}\n\n（上接第一版）{words(60, i + n)}。{words(30, i + 9)}。\n\n"
        for i in range(n // 2)
    )
    return "".join((*first, "\f", *rest))


def photo_lines(n: int) -> str:
    """So many lines that end with the credit of a photo."""
    return "".join(f"{words(20, i)}。周禾 摄\n" for i in range(n))


def signposts(n: int) -> str:
    """So many signposts and nothing else."""
    return "".join(f"（上接第{i % 8 + 1}版）\n（下转第{i % 8 + 1}版）\n" for i in range(n // 2))


def repeats(n: int) -> str:
    """One paragraph printed so many times."""
    return f"{words(40, 1)}，{words(20, 2)}。\n\n" * n


def page_of_articles(n: int) -> str:
    """So many stories of one page."""
    return "".join(
        f"{words(14, i)}\n\n本报讯（记者 周禾）{words(70, i + n)}。"
        f"{words(30, -i)}，{words(9, i)}。\n\n"
        for i in range(n)
    )


def signs_of_a_page(n: int) -> str:
    """So many short pieces of the kinds for which a page has signs of its own, in turn."""
    forms = (
        "●{a}　{b}。\n",
        "▲{b}  图源：{c}\n",
        "编辑同志：\n{b}。{a}？\n此致\n敬礼\n读者 康宁\n\n",
        "{b}。咨询电话：0355-2000000。\n",
        "温馨提示\n{b}。\n联系人：{c}\n\n",
        "记者：{a}？\n周禾：{b}。\n",
        "【{c}】\n{b}。\n",
        "云川发布\n昨天 18:20 · 关注\n{b}。\n\n",
        "{a}\n2026-05-18 09:12 来源：{c}\n{b}。\n\n",
        "{b}。\n云川市水务局\n2026年3月8日\n\n",
        "▶▶上接A2《{a}》一文\n{b}。\n",
        "{a}本报讯（记者 周禾）{b}。\n",
        "{a}\n{b}\n——{a}\n\n",
    )
    return "".join(
        forms[i % len(forms)].format(a=words(9, i), b=words(24, -i), c=words(3, i + n))
        for i in range(n)
    )


def sentences_of_one_line(n: int) -> str:
    """One line of so many characters, in sentences."""
    return "".join(f"{words(19, i)}。" for i in range(n // 20)) + "\n"


def one_line_without_stops(n: int) -> str:
    """One line of so many characters without a stop."""
    return words(n, 1) + "\n"


def scattered_glyphs(n: int) -> bytes:
    """A page of a PDF with so many characters, none beside another."""
    chance = random.Random(n)
    shown = (
        f"1 0 0 1 {chance.random() * _PAGE:.1f} {chance.random() * _PAGE:.1f} Tm "
        f"<{ord(words(1, i)):04x}{ord(words(1, i + n)):04x}> Tj"
        for i in range(n // 2)
    )
    return _pdf(["BT /F 10 Tf\n" + "\n".join(shown) + "\nET"])


def many_pages(n: int) -> bytes:
    """A PDF of so many pages with a line each."""
    shown = (
        f"BT /F 10 Tf 50 700 Td <{words(20, i).encode('utf-16-be').hex()}> Tj ET" for i in range(n)
    )
    return _pdf(list(shown))


def _pdf(pages: list[str]) -> bytes:
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        _PDF_FONT,
    ]
    for number, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_PAGE} {_PAGE}] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return b"".join(_numbered(objects))


def _numbered(objects: list[str]) -> Iterator[bytes]:
    yield (head := b"%PDF-1.7\n")
    at, places = len(head), []
    for number, content in enumerate(objects, start=1):
        written = f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
        places.append(at)
        at += len(written)
        yield written
    size = len(objects) + 1
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    yield (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
    ).encode("ascii")


INPUTS: Mapping[str, tuple[Callable[[int], str | bytes], int]] = {
    "short lines with commas": (short_lines_with_commas, 4_000),
    "short lines without stops": (short_lines_without_stops, 10_000),
    "stories with 下转 and 上接": (signposted_stories, 400),
    "photo lines": (photo_lines, 2_000),
    "… repeated": (lambda n: "…" * n, 60_000),
    "（ repeated": (lambda n: "（" * n, 30_000),
    "“甲”。 repeated": (lambda n: "“甲”。" * n, 20_000),
    "one line of sentences": (sentences_of_one_line, 250_000),
    "one line without stops": (one_line_without_stops, 250_000),
    "page of articles": (page_of_articles, 500),
    "signposts": (signposts, 2_500),
    "signs of a page": (signs_of_a_page, 1_000),
    "repeats": (repeats, 12_500),
    "scattered glyphs in a PDF": (scattered_glyphs, 5_000),
    "PDF of many pages": (many_pages, 2_500),
}
"""How each kind is made, and the size that is measured with its double and fourfold."""

"""PDF pages give their text in reading order, or say why they cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.datamodels import Page
from service.errors import ReadError
from service.readers import read_issue
from service.readers.formats import extract_pages
from service.readers.pdf.glyphs import Glyph
from service.readers.pdf.page_layout import reading_order
from tests.pdfs import CURVE, GB_FONT, PICTURE, Place, make_pdf

SIZE = 10.0
LEADING = 15.0
TALL = "/MediaBox [0 -5000 600 20100]"


def _column(left: float, top: float, *lines: str) -> list[Place]:
    return [(left, top - LEADING * n, SIZE, line) for n, line in enumerate(lines)]


def _text(*places: Place) -> str:
    (page,) = extract_pages(make_pdf([places]), "p.pdf")
    return page.text


def test_joins_the_lines_of_a_paragraph() -> None:
    first = _column(50, 700, "　　社区食堂昨天开"[2:], "张居民都说很方便")
    assert _text(*first) == "社区食堂昨天开张居民都说很方便"


def test_a_paragraph_begins_at_an_indent_and_behind_a_short_line() -> None:
    lines = [
        *((70, 700, SIZE, "社区食堂昨天"), (50, 685, SIZE, "开张居民都说很好")),
        *((70, 670, SIZE, "早餐三元午餐"), (50, 655, SIZE, "七元。")),
        (50, 640, SIZE, "下周一还有新菜。"),
    ]
    assert _text(*lines).split("\n\n") == [
        "社区食堂昨天开张居民都说很好",
        "早餐三元午餐七元。",
        "下周一还有新菜。",
    ]


def test_reads_columns_one_after_the_other_below_their_headline() -> None:
    places = [
        *_column(200, 660, "丙丙丙丙丙丙丙丙", "丁丁丁丁丁丁丁丁"),
        (50, 700, 24.0, "社区食堂开张大吉"),
        *_column(50, 660, "甲甲甲甲甲甲甲甲", "乙乙乙乙乙乙乙乙"),
        *_column(50, 500, "戊戊戊戊戊戊戊戊"),
    ]
    assert _text(*places).split("\n\n") == [
        "社区食堂开张大吉",
        "甲甲甲甲甲甲甲甲乙乙乙乙乙乙乙乙",
        "丙丙丙丙丙丙丙丙丁丁丁丁丁丁丁丁",
        "戊戊戊戊戊戊戊戊",
    ]


def test_a_headline_centered_over_columns_comes_before_all_of_them() -> None:
    # It crosses no gutter: cut along the left one, it would follow the first column.
    places: list[Place] = [(200, 620, 20.0, "食堂开张")]
    for left, upper, lower in ((50, "甲", "丁"), (200, "乙", "戊"), (350, "丙", "己")):
        places += _column(left, 675, upper * 10, upper * 10)
        places += _column(left, 590, lower * 10, lower * 10)
    assert _text(*places).split("\n\n") == [
        *("甲" * 20, "乙" * 20, "丙" * 20, "食堂开张", "丁" * 20, "戊" * 20, "己" * 20),
    ]


def test_headlines_side_by_side_stay_with_their_columns() -> None:
    places = [
        (50, 700, 20.0, "食堂开张"),
        (200, 700, 20.0, "环线通车"),
        *_column(50, 670, "甲" * 10, "甲" * 10),
        *_column(200, 670, "乙" * 10, "乙" * 10),
    ]
    assert _text(*places).split("\n\n") == ["食堂开张", "甲" * 20, "环线通车", "乙" * 20]


def test_running_head_and_foot_go_with_no_column() -> None:
    places = [
        *((50, 760, 8.0, "云川日报"), (100, 760, 8.0, "第3版")),
        *_column(50, 700, "甲" * 10, "甲" * 10),
        *_column(200, 700, "乙" * 10, "乙" * 10),
        (50, 655, 8.0, "责任编辑：杜若楠"),
    ]
    assert _text(*places).split("\n\n") == [
        *("云川日报 第3版", "甲" * 20, "乙" * 20, "责任编辑：杜若楠"),
    ]


def test_the_last_line_of_the_longest_column_is_no_running_foot() -> None:
    places = [*_column(50, 700, "甲" * 10, "甲" * 10, "甲" * 10), *_column(200, 700, "乙" * 10)]
    assert _text(*places).split("\n\n") == ["甲" * 30, "乙" * 10]


def test_a_headline_is_a_paragraph_of_its_own() -> None:
    places = [
        (50, 700, 20.0, "食堂开张"),
        *_column(50, 680, "社区食堂昨天开张", "居民都说很方便。"),
    ]
    assert _text(*places).split("\n\n") == ["食堂开张", "社区食堂昨天开张居民都说很方便。"]


def test_two_parts_of_a_headline_stay_apart_by_a_space() -> None:
    assert _text((50, 700, 20.0, "潮起"), (76, 700, 20.0, "云川")) in ("潮起 云川", "潮起云川")


def test_each_row_of_a_table_is_a_paragraph() -> None:
    # The line below bridges the columns, as a table within text has it.
    places = [
        *((50, 700, SIZE, "早餐"), (150, 700, SIZE, "三元")),
        *((50, 685, SIZE, "午餐"), (150, 685, SIZE, "七元")),
        (50, 670, SIZE, "老人每天另有一份水果。"),
    ]
    assert _text(*places).split("\n\n") == ["早餐 三元", "午餐 七元", "老人每天另有一份水果。"]


def test_characters_that_come_last_in_the_file_stand_where_they_are_printed() -> None:
    places = [(50, 700, SIZE, "他说"), (90, 700, SIZE, "还很便宜"), (70, 700, SIZE, "方便")]
    assert _text(*places) == "他说方便还很便宜"


def test_characters_beyond_the_first_plane_and_hyphens_are_kept() -> None:
    assert _text(*_column(50, 700, "𠮷祥街的老铺")) == "𠮷祥街的老铺"
    assert _text(*_column(50, 700, "COVIDXIX-", "infection")) == "COVIDXIX-infection"


def test_characters_that_the_font_does_not_name_are_marked_and_told() -> None:
    raw = make_pdf([_column(50, 700, "记者方\x01棠说，夜市周五开市。")])
    (page,) = extract_pages(raw, "p.pdf")
    assert page.text == "记者方\ufffd棠说，夜市周五开市。"
    (warning,) = page.warnings
    assert warning.startswith("p.pdf: 第 1 页有 1 个字，字体没有标明是什么字")


def test_text_written_over_a_page_is_told() -> None:
    note = "\ufeff夜市改到周六".encode("utf-16-be").hex()
    over = (
        f"/Annots [<< /Type /Annot /Subtype /FreeText /Rect [50 50 200 80] /Contents <{note}> "
        "/DA (/F 10 Tf) >> << /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Contents (x) >>]"
    )
    raw = make_pdf([_column(50, 700, "石桥镇夜市周五开市")], settings={0: over})
    (page,) = extract_pages(raw, "p.pdf")
    assert page.text == "石桥镇夜市周五开市"
    (warning,) = page.warnings
    assert "没有读入：夜市改到周六 (" in warning


@pytest.mark.parametrize("spacing", [1.6, 2.3, 2.7])
def test_lines_far_apart_throughout_are_paragraphs_still(spacing: float) -> None:
    lines = (
        *("　　社区食堂昨天开张，居民", "都说很方便，饭菜也不贵，还", "可以送到家。"),
        *("　　食堂每天开三餐，早餐三", "元，午餐和晚餐都是八元。"),
    )
    indented = [
        (50 + SIZE * 2 * line.startswith("　"), 700 - spacing * SIZE * n, SIZE, line.lstrip("　"))
        for n, line in enumerate(lines)
    ]
    first, second = "".join(lines[:3]).strip(), "".join(lines[3:]).strip()
    assert _text((50, 740, 20.0, "食堂开张"), *indented).split("\n\n") == [
        "食堂开张",
        first,
        second,
    ]


def _set(matrix: str, text: str, *, mode: int = 0) -> str:
    shown = text.encode("utf-16-be").hex()
    return f"q BT {mode} Tr /F {SIZE} Tf {matrix} Tm <{shown}> Tj ET Q"


@pytest.mark.parametrize("turn", ["0.87 0.5 -0.5 0.87", "0.71 -0.71 0.71 0.71"])
def test_a_watermark_is_told_and_not_read(turn: str) -> None:
    over = "\n".join(_set(f"{turn} {x} 690", "内部资料") for x in (60, 120))
    raw = make_pdf([_column(50, 700, "石桥镇夜市周五开市", "首批八十个摊位沿河")], drawn={0: over})
    (page,) = extract_pages(raw, "p.pdf")
    assert page.text == "石桥镇夜市周五开市首批八十个摊位沿河"
    assert "没有读入：内部资料内部资料 (" in page.warnings[0]


def test_italics_are_read() -> None:
    raw = make_pdf([[]], drawn={0: _set("1 0 0.3 1 50 700", "石桥镇夜市")})
    assert extract_pages(raw, "p.pdf")[0].text == "石桥镇夜市"


def test_what_is_not_drawn_is_read_where_it_is_the_text_of_a_scan() -> None:
    hidden = _set("1 0 0 1 50 660", "周五开市，八十个摊位。", mode=3)
    raw = make_pdf([_column(50, 700, "石桥镇夜市")], drawn={0: hidden})
    (page,) = extract_pages(raw, "p.pdf")
    assert page.text.split("\n\n") == ["石桥镇夜市", "周五开市，八十个摊位。"]
    raw = make_pdf([_column(50, 700, "石桥镇夜市周五开市，首批八十个摊位")], drawn={0: hidden})
    (page,) = extract_pages(raw, "p.pdf")
    assert page.text == "石桥镇夜市周五开市，首批八十个摊位"
    assert "看不见的字，没有读入：周五开市" in page.warnings[0]


def test_cells_near_each_other_are_a_row_below_a_text() -> None:
    rows = [("品名", "产地", "价钱"), ("白菜", "北坡", "1.2"), ("莲藕", "河湾", "3.5")]
    cells = [
        (50 + 40 * n, 640 - 25 * line, SIZE, text)
        for line, row in enumerate(rows)
        for n, text in enumerate(row)
    ]
    text = _column(50, 700, "甲" * 20, "乙" * 20)
    joined = [" ".join(row) for row in rows]
    assert _text(*text, *cells).split("\n\n") == ["甲" * 20 + "乙" * 20, *joined]


def test_a_headline_at_the_left_parts_what_stands_above_and_below_in_columns() -> None:
    places = [
        *_column(50, 700, "甲" * 12, "甲" * 12),
        *_column(195, 700, "乙" * 12, "乙" * 12),
        (50, 640, 20.0, "环线通车"),
        *_column(50, 610, "丙" * 12, "丙" * 12),
        *_column(195, 610, "丁" * 12, "丁" * 12),
    ]
    assert _text(*places).split("\n\n") == [
        *("甲" * 24, "乙" * 24, "环线通车", "丙" * 24, "丁" * 24)
    ]


def test_two_headlines_side_by_side_are_no_headline_over_both_columns() -> None:
    places = [
        *((50, 700, 20.0, "食堂昨天开张"), (195, 700, 20.0, "环线下周通车")),
        *_column(50, 670, "甲" * 12, "甲" * 12),
        *_column(195, 670, "乙" * 12, "乙" * 12),
    ]
    assert _text(*places).split("\n\n") == ["食堂昨天开张", "甲" * 24, "环线下周通车", "乙" * 24]


@pytest.mark.timeout(60)
def test_a_page_of_a_thousand_rows_between_rules_is_read_row_by_row() -> None:
    rows = [_column(50, 20_000 - 20.0 * n, f"第{n}行") for n in range(1_200)]
    raw = make_pdf([[place for row in rows for place in row]], settings={0: TALL})
    (page,) = extract_pages(raw, "p.pdf")
    assert page.text.split("\n\n") == [f"第{n}行" for n in range(1_200)]


@pytest.mark.timeout(60)
def test_a_page_of_letters_far_apart_is_read_at_once() -> None:
    places = [(20 + 14.0 * (n % 40), 780 - 7.6 * (n // 40), 6.0, "字") for n in range(4_000)]
    (page,) = extract_pages(make_pdf([places], font=GB_FONT), "p.pdf")
    assert page.text.count("字") == 4_000


@pytest.mark.timeout(60)
def test_a_heap_of_letters_in_one_place_is_read_at_once() -> None:
    heap = [Glyph("字", 100.0, 100.0, 108.0, 108.0)] * 12_000
    assert reading_order(heap).count("字") == 12_000


def test_keeps_page_numbers(tmp_path: Path) -> None:
    path = tmp_path / "day.pdf"
    path.write_bytes(make_pdf([[(50, 700, SIZE, "第一页")], [], [(50, 700, SIZE, "第三页")]]))
    issue = read_issue([path])
    assert issue.text == "第一页\n\f\n\n\f\n第三页"
    assert issue.pages == (
        Page("day.pdf", 1, 0, 3),
        Page("day.pdf", 2, 6, 6),
        Page("day.pdf", 3, 9, 12),
    )


@pytest.mark.parametrize(
    ("text", "drawn"),
    [("", PICTURE), ("", CURVE), ("云川日报 第2版", PICTURE)],
    ids=["scan", "text as curves", "scan below a running head"],
)
def test_a_page_without_text_is_named_and_the_others_are_read(
    tmp_path: Path, text: str, drawn: str
) -> None:
    second = [(50, 760, SIZE, text)] if text else []
    pages = [[(50, 700, SIZE, "第一页")], second, [(50, 700, SIZE, "第三页")]]
    path = tmp_path / "day.pdf"
    path.write_bytes(make_pdf(pages, drawn={1: drawn}))
    issue = read_issue([path])
    (warning,) = issue.warnings
    assert "day.pdf: 第 2 页只有 " in warning
    assert "OCR" in warning
    assert issue.text.startswith("第一页\n\f\n")
    assert issue.text.endswith("\n\f\n第三页")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [("", ""), ("云川日报 第2版", CURVE), ("社区食堂昨天开张居民都说方便" * 2, PICTURE)],
    ids=["empty page", "rule below a running head", "picture beside text"],
)
def test_a_page_that_was_read_whole_brings_no_warning(text: str, drawn: str) -> None:
    places = [(50.0, 760.0, SIZE, text)] if text else []
    raw = make_pdf([[(50, 700, SIZE, "第一页")], places], drawn={1: drawn})
    assert [page.warnings for page in extract_pages(raw, "p.pdf")] == [(), ()]


def test_a_scan_says_what_to_do() -> None:
    with pytest.raises(ReadError, match=r"p\.pdf: PDF 里没有文字层.*OCR"):
        extract_pages(make_pdf([[], []], drawn={0: PICTURE, 1: PICTURE}), "p.pdf")


def test_fonts_that_hide_their_characters_say_what_to_do() -> None:
    raw = make_pdf([[(50, 700, SIZE, "\ue001\ue002\ue003云")]])
    with pytest.raises(ReadError, match=r"p\.pdf: PDF 的字体没有标明文字.*OCR"):
        extract_pages(raw, "p.pdf")


@pytest.mark.parametrize("raw", [b"%PDF-1.7\nnothing", b"%PDF-"], ids=["damaged", "cut off"])
def test_a_damaged_file_says_what_to_do(raw: bytes) -> None:
    with pytest.raises(ReadError, match=r"p\.pdf: PDF 已损坏"):
        extract_pages(raw, "p.pdf")


def test_an_encrypted_file_says_what_to_do() -> None:
    locked = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /Length 40 /O <"
        + b"11" * 32
        + b"> /U <"
        + b"22" * 32
        + b"> >> /ID [<"
        + b"33" * 16
        + b"><"
        + b"33" * 16
        + b">]"
    )
    raw = make_pdf([[(50, 700, SIZE, "密")]]).replace(b"/Root 1 0 R", b"/Root 1 0 R " + locked)
    with pytest.raises(ReadError, match=r"p\.pdf: PDF 已加密"):
        extract_pages(raw, "p.pdf")

"""Text is read the way it runs: level, turned with its page, down in columns."""

from __future__ import annotations

from collections import Counter

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.readers.formats import extract_pages
from tests.pdfs import GB_FONT, VERTICAL_GB_FONT, Place, make_pdf, turned_text

SIZE, LEADING, HEADLINE = 10.0, 16.0, 20.0
TITLE, SUBTITLE = "石桥镇夜市周五开市", "八十个摊位沿河排开"
FIRST = ("本报讯（记者方小棠）石", "桥镇夜市周五开市，首批", "八十个摊位沿河排开。")
SECOND = ("环线公交下周一试运行，", "首班六点，末班十点，全", "程票价两元。")
LEFT, RIGHT, TOP = 50.0, 200.0, 540.0


def _level(left: float, top: float, *lines: str) -> list[Place]:
    return [(left, top - LEADING * n, SIZE, line) for n, line in enumerate(lines)]


def _column(
    left: float, top: float, text: str, size: float = SIZE, step: float = 1.0
) -> list[Place]:
    """One character below the other, each drawn by itself."""
    return [(left, top - size * (1 + step * n), size, c) for n, c in enumerate(text)]


def _columns(right: float, top: float, *columns: str) -> list[Place]:
    """Columns from right to left."""
    return [
        place
        for n, column in enumerate(columns)
        for place in _column(right - LEADING * n, top, column)
    ]


def _read(raw: bytes) -> list[str]:
    """The paragraphs of a page, in which nothing is lost that pdfium finds."""
    (page,) = extract_pages(raw, "p.pdf")
    document = pdfium.PdfDocument(raw)
    found = document[0].get_textpage().get_text_range()
    document.close()
    assert Counter("".join(found.split())) == Counter("".join(page.text.split()))
    return page.text.split("\n\n")


PLACES = st.tuples(
    st.integers(20, 470).map(float),
    st.integers(20, 470).map(float),
    st.sampled_from([8.0, 10.0, 20.0]),
    st.text(st.sampled_from("石桥镇夜市开张26，。"), min_size=1, max_size=6),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PLACES, st.integers(0, 3)), min_size=1, max_size=30))
def test_no_character_of_a_page_is_lost_wherever_it_stands(
    shown: list[tuple[Place, int]],
) -> None:
    drawn = "\n".join(turned_text([place], quarters) for place, quarters in shown)
    _read(make_pdf([[]], drawn={0: drawn}, font=GB_FONT))


TWO_COLUMNS = [
    (LEFT, TOP + 24, HEADLINE, TITLE),
    *_level(LEFT, TOP, *FIRST),
    *_level(RIGHT, TOP, *SECOND),
]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("is_told", [True, False], ids=["page turned", "text turned"])
def test_a_turned_page_reads_as_it_does_upright(quarters: int, is_told: bool) -> None:
    shown = turned_text(TWO_COLUMNS, quarters)
    rotated = {0: f"/Rotate {90 * quarters}"} if is_told else {}
    raw = make_pdf([[]], drawn={0: shown}, font=GB_FONT, settings=rotated)
    assert _read(raw) == [TITLE, "".join(FIRST), "".join(SECOND)]


def test_each_page_of_a_file_is_read_its_own_way() -> None:
    down = _columns(500, 700, *FIRST)
    shown = {1: turned_text(TWO_COLUMNS, 3)}
    raw = make_pdf([TWO_COLUMNS, [], down], drawn=shown, font=GB_FONT, settings={1: "/Rotate 270"})
    level, turned, vertical = (page.text for page in extract_pages(raw, "p.pdf"))
    assert level == turned
    assert vertical == "".join(FIRST)


def test_a_sheet_turned_by_the_viewer_only_reads_along_its_lines() -> None:
    raw = make_pdf([TWO_COLUMNS], font=GB_FONT, settings={0: "/Rotate 90"})
    assert _read(raw) == [TITLE, "".join(FIRST), "".join(SECOND)]


@pytest.mark.parametrize("quarters", [1, 3])
def test_columns_on_a_turned_page_are_read_down(quarters: int) -> None:
    shown = turned_text(_columns(500, 540, *FIRST), quarters)
    rotated = {0: f"/Rotate {90 * quarters}"}
    raw = make_pdf([[]], drawn={0: shown}, font=GB_FONT, settings=rotated)
    assert _read(raw) == ["".join(FIRST)]


@pytest.mark.parametrize("step", [1.0, 1.2, 1.5])
def test_columns_are_read_down_and_from_right_to_left(step: float) -> None:
    places = [
        *_column(540, 700, TITLE, HEADLINE, step),
        *_column(500, 700, "方小棠报道", SIZE, step),
        *(
            place
            for n, c in enumerate(FIRST)
            for place in _column(480 - 18 * n, 700, c, SIZE, step)
        ),
    ]
    assert _read(make_pdf([places], font=GB_FONT)) == [TITLE, "方小棠报道", "".join(FIRST)]


def test_columns_drawn_as_runs_of_a_vertical_font() -> None:
    places = [(540.0, 700.0, HEADLINE, TITLE)]
    places += [(500 - LEADING * n, 700, SIZE, line) for n, line in enumerate(FIRST)]
    assert _read(make_pdf([places], font=VERTICAL_GB_FONT)) == [TITLE, "".join(FIRST)]


def test_columns_in_tiers_are_read_tier_by_tier() -> None:
    places = [
        *(*_column(540, 700, TITLE[:5], HEADLINE), *_columns(510, 700, *FIRST)),
        *(*_column(540, 560, TITLE[5:], HEADLINE), *_columns(510, 560, *SECOND)),
    ]
    assert _read(make_pdf([places], font=GB_FONT)) == [
        *(TITLE[:5], "".join(FIRST), TITLE[5:], "".join(SECOND)),
    ]


def test_a_paragraph_of_columns_begins_at_an_indent() -> None:
    places = [*_columns(500, 700, *FIRST[:2]), *_column(468, 680, SECOND[0][:9])]
    assert _read(make_pdf([places], font=GB_FONT)) == ["".join(FIRST[:2]), SECOND[0][:9]]


def test_a_level_headline_above_columns_comes_first() -> None:
    places = [(300.0, 740.0, HEADLINE, TITLE), *_columns(500, 700, *FIRST, *SECOND, *FIRST)]
    assert _read(make_pdf([places], font=GB_FONT))[0] == TITLE


def test_a_headline_down_the_side_comes_before_its_text() -> None:
    places = [
        *(*_column(66, 700, TITLE, HEADLINE, 1.1), *_column(50, 700, SUBTITLE[:6], SIZE, 1.1)),
        *_level(110, 690, *FIRST),
        *_level(110, 640, *SECOND),
        *_level(50, 460, "　　今天多云，最高气温二十六度，明天转晴，风力二到三级。"[2:]),
    ]
    paragraphs = _read(make_pdf([places], font=GB_FONT))
    assert paragraphs[:2] == [TITLE, SUBTITLE[:6]]
    assert "".join(paragraphs[2:-1]) == "".join((*FIRST, *SECOND))
    assert paragraphs[-1].startswith("今天多云")


def test_figures_side_by_side_or_lying_belong_to_their_column() -> None:
    top = 700.0
    places = _column(500, top, "夜市定于")
    places += [(500, top - 50, SIZE, "26"), *_column(500, top - 50, "日晚上")]
    lying = f"BT /F {SIZE} Tf 0 -1 1 0 502 {top - 81} Tm <{'1130'.encode('utf-16-be').hex()}> Tj ET"
    rest = [*_column(500, top - 102, "开始"), *_column(484, top, "地点在石桥镇北岸")]
    raw = make_pdf([[*places, *rest]], drawn={0: lying}, font=GB_FONT)
    assert _read(raw) == ["夜市定于26日晚上1130开始地点在石桥镇北岸"]


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_label_in_the_margin_stays_whole(quarters: int) -> None:
    label = "云川日报 2026年3月6日"
    raw = make_pdf(
        [_level(150, 700, *FIRST)],
        drawn={0: turned_text([(300.0, 560.0, SIZE, label)], quarters)},
        font=GB_FONT,
    )
    assert sorted(_read(raw)) == sorted([label, "".join(FIRST)])


def test_figures_below_each_other_in_a_table_are_no_column_of_text() -> None:
    names = [
        (50.0, 700 - LEADING * n, SIZE, name) for n, name in enumerate(("甲组", "乙组", "丙组"))
    ]
    points = [(150.0, 700 - LEADING * n, SIZE, point) for n, point in enumerate("357")]
    places = [*names, *points, (50.0, 652.0, SIZE, "以上是各组在预赛里的名次。")]
    assert _read(make_pdf([places], font=GB_FONT)) == [
        *("甲组 3", "乙组 5", "丙组 7", "以上是各组在预赛里的名次。"),
    ]


def test_what_is_cut_off_the_page_is_not_read() -> None:
    places = [
        *_level(150, 700, *FIRST),
        (20.0, 20.0, SIZE, "印刷标记"),
        (150.0, 790.0, SIZE, "裁切线"),
    ]
    raw = make_pdf([places], font=GB_FONT, settings={0: "/CropBox [100 100 500 750]"})
    (page,) = extract_pages(raw, "p.pdf")
    assert page.text == "".join(FIRST)


def test_halves_of_a_spread_are_read_each_on_its_page() -> None:
    left, right = _level(50, 700, *FIRST), _level(350, 700, *SECOND)
    boxes = {0: "/CropBox [0 0 300 800]", 1: "/CropBox [300 0 600 800]"}
    raw = make_pdf([[*left, *right]] * 2, font=GB_FONT, settings=boxes)
    assert [page.text for page in extract_pages(raw, "p.pdf")] == ["".join(FIRST), "".join(SECOND)]

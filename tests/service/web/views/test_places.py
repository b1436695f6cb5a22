from __future__ import annotations

from dataclasses import replace

import pytest

from service.datamodels import Digest, Page, Span
from service.web.views.places import PlacesTold, pieces_by_line, source_lines
from service.web.wording import CHINESE, ENGLISH
from tests.factories import make_digest

TWO_PAGES = "甲一\n甲二\n\f\n乙一\n乙二\n乙三"


def make_two_pages(*files: str, page: int | None = None) -> Digest:
    pages = (Page(files[0], page, 0, 5), Page(files[1], page and page + 1, 8, 16))
    return replace(make_digest(), source_text=TWO_PAGES, pages=pages, articles=(), left_out=())


def test_lines_are_numbered_on_each_page() -> None:
    lines = source_lines(make_two_pages("p1.txt", "p2.txt"))
    read = [(line.page.file, line.number, TWO_PAGES[line.start : line.end]) for line in lines]
    assert read == [
        ("p1.txt", 1, "甲一"),
        ("p1.txt", 2, "甲二"),
        ("p2.txt", 1, "乙一"),
        ("p2.txt", 2, "乙二"),
        ("p2.txt", 3, "乙三"),
    ]


def test_text_without_files_is_one_page() -> None:
    digest = replace(make_two_pages("p1.txt", "p2.txt"), pages=())
    assert [line.number for line in source_lines(digest)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        pytest.param([(0, 2)], "p1.txt 第 1 行", id="one line"),
        pytest.param([(0, 2), (3, 5)], "p1.txt 第 1–2 行", id="neighbours"),
        pytest.param([(8, 10), (14, 16)], "p2.txt 第 1 行、第 3 行", id="another's text between"),
        pytest.param([(0, 2), (14, 16)], "p1.txt 第 1 行、p2.txt 第 3 行", id="two pages"),
    ],
)
def test_place_names_page_and_lines(spans: list[tuple[int, int]], told: str) -> None:
    digest = make_two_pages("p1.txt", "p2.txt")
    assert PlacesTold(digest).tell([Span(*span) for span in spans], CHINESE) == told


def test_place_names_the_page_of_a_file_with_pages() -> None:
    digest = make_two_pages("d.pdf", "d.pdf", page=3)
    assert PlacesTold(digest).tell([Span(8, 10)], ENGLISH) == "d.pdf page 4 line 1"


def test_pieces_cover_each_visible_character_of_a_line_once() -> None:
    digest = make_digest()
    lines = source_lines(digest)
    for line, pieces in zip(lines, pieces_by_line(digest, lines), strict=True):
        covered = [at for piece in pieces for at in range(piece.start, piece.end)]
        visible = [at for at in range(line.start, line.end) if digest.source_text[at].strip()]
        assert covered == visible or set(visible) <= set(covered)
        assert len(covered) == len(set(covered))


def test_a_piece_over_several_lines_is_cut_at_their_ends() -> None:
    digest = make_digest()
    at = digest.source_text.index("社区食堂开张")
    article = replace(digest.articles[0], spans=(Span(at, at + 20),))
    digest = replace(digest, articles=(article,), left_out=())
    lines = source_lines(digest)
    pieces = [piece for found in pieces_by_line(digest, lines) for piece in found]
    assert [(piece.start, piece.end) for piece in pieces] == [(at, at + 6), (at + 7, at + 20)]

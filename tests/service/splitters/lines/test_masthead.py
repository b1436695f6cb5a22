from __future__ import annotations

import pytest

from service.splitters.lines.line import read_lines
from service.splitters.lines.masthead import printed_pages, read_masthead


@pytest.mark.parametrize(
    ("text", "paper", "date"),
    [
        ("云川日报\n2024年3月8日 星期五", "云川日报", "2024-03-08"),
        ("云川晚报 二〇二四年三月十八日 第3版", "云川晚报", "2024-03-18"),
        ("2024-12-31 云川日报", None, "2024-12-31"),
        ("第3版", None, None),
        ("云川日报 2024年2月31日 星期六", "云川日报", None),
        ("云川日报 2023年2月29日\n2023年3月1日", "云川日报", "2023-03-01"),
        ("云川日报　２０２４年３月１８日", "云川日报", "2024-03-18"),
    ],
)
def test_reads_the_masthead(text: str, paper: str | None, date: str | None) -> None:
    masthead = read_masthead(read_lines(text))
    assert (masthead.paper, masthead.date) == (paper, date)


def test_knows_the_page_each_line_is_printed_on() -> None:
    text = "云川日报 第1版\n大桥通车\n\f\n大桥通车\n\f\n下转第5版\n云川日报 A03版"
    assert printed_pages(read_lines(text)) == ("1", "1", None, "A3", "A3")

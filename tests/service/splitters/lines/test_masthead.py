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
        ("云川日报 2024-13-01 第3版", "云川日报", None),
        ("云川日报 二〇二四年二月三十日 第3版", "云川日报", None),
        ("云川日报 二○二四年三月廿一日 星期四", "云川日报", "2024-03-21"),
        ("云川日报 二〇二四年五月卅一日", "云川日报", "2024-05-31"),
        ("云川日报 农历甲辰年二月初九 2024年3月18日", "云川日报", "2024-03-18"),
        ("云川日报 甲辰年二月初九 第3版", "云川日报", None),
        ("云川日报 20240318 第3版", "云川日报", "2024-03-18"),
        ("雲川時報 中華民國113年3月18日 A1", "雲川時報", "2024-03-18"),
        ("第3版 2024年3月18日 云川晚报", "云川晚报", "2024-03-18"),
        ("YUNCHUAN RIBAO 云川日报 2024年3月18日 星期一", "云川日报", "2024-03-18"),
        ("云 川 日 报 2024年3月18日 第3版", "云川日报", "2024-03-18"),
        ("云川报　2024年3月18日　第2版", "云川报", "2024-03-18"),
        ("今日云川\n2024年3月18日", "今日云川", "2024-03-18"),
        ("新云川　总第1580期", "新云川", None),
        ("云川教育 第26期 2024年3月", "云川教育", None),
        ("云川发布", "云川发布", None),
        ("健康教育　第3版", None, None),
        ("社会新闻　2024年3月18日", None, "2024-03-18"),
        ("今日天气 2024年3月18日", None, "2024-03-18"),
        ("云川海报　第3版", None, None),
    ],
)
def test_reads_the_masthead(text: str, paper: str | None, date: str | None) -> None:
    masthead = read_masthead(read_lines(text))
    assert (masthead.paper, masthead.date) == (paper, date)


def test_knows_the_page_each_line_is_printed_on() -> None:
    text = "云川日报 第1版\n大桥通车\n\f\n大桥通车\n\f\n下转第5版\n云川日报 A03版"
    assert printed_pages(read_lines(text)) == ("1", "1", None, "A3", "A3")


@pytest.mark.parametrize(
    ("one", "other", "is_other_issue"),
    [
        ("云川日报 3月18日 星期一", "云川日报 3月19日 星期二", True),
        ("云川日报 2024年3月18日 星期一", "3月18日 星期一 第2版", False),
        ("云川日报 2024年3月18日 星期一", "3月19日 星期二 第2版", True),
        ("云川日报 2024-03-18 第1版", "云川日报 二○二四年三月十八日 第2版", False),
        ("云川日报 2024年3月18日", "雲川日報 2024年3月18日", False),
        ("云 川 日 报 第1版", "柳 城 晚 报 第2版", True),
        ("云川周报 第310期 第1版", "云川周报 第311期 第2版", True),
        ("云川日报 2024年3月18日 第5001期", "云川日报 2024年3月18日 总第6001期", False),
    ],
)
def test_mastheads_of_other_papers_or_days_contradict(
    one: str, other: str, is_other_issue: bool
) -> None:
    first, second = (read_masthead(read_lines(text)) for text in (one, other))
    assert first.contradicts(second) is is_other_issue

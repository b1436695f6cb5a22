"""Who signs public notices among the lines of a page."""

from __future__ import annotations

import pytest

from service.splitters.lines.line import read_lines
from service.splitters.roles.issuers import find_issuers

HEADLINE = "菜场门口的台阶太滑"
TEXT = "记者联系了物业，配件当天送到，电工昨晚把六盏灯全部换好，院里亮堂起来。"

NOTICE = ("停水公告", "因管道改造，柳荫里一带停水。", "3月10日8:00—12:00　柳荫里、北门外")


@pytest.mark.parametrize("issuer", ["云川县自来水公司", "柳荫里街道办事处", "云川县 供水中心"])
def test_a_notice_is_signed_with_the_day_below(issuer: str) -> None:
    page = read_lines("\n".join((*NOTICE, issuer, "2026年3月9日", HEADLINE, TEXT)))
    assert [page[index].text for index in sorted(find_issuers(page))] == [issuer, "2026年3月9日"]


@pytest.mark.parametrize(
    "lines",
    [
        ("云川日报社", "2026年3月9日", HEADLINE),
        (TEXT, HEADLINE, "2026年3月9日"),
        (TEXT, "云川县供水中心", "", "2026年3月9日", HEADLINE),
        (TEXT, "云川日报社", "2026年3月9日"),
    ],
    ids=["masthead", "headline", "apart", "paper"],
)
def test_what_stands_above_a_day_need_not_sign(lines: tuple[str, ...]) -> None:
    assert find_issuers(read_lines("\n".join(lines))) == frozenset()

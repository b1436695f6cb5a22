"""Letters of readers among the lines of a page."""

from __future__ import annotations

import pytest

from service.splitters.lines.line import read_lines
from service.splitters.roles.letters import find_letters

TEXT = "我们院里的路灯坏了一个多月，老人夜里出门看不清台阶，找物业三次都说在等配件，一直没有人来。"
ANSWERED = "记者联系了物业，配件当天送到，电工昨晚把六盏灯全部换好，院里亮堂起来。"
HEADLINE = "菜场门口的台阶太滑"


def _found(*lines: str) -> list[str]:
    page = read_lines("\n".join(lines))
    return [page[index].text for index in sorted(find_letters(page))]


@pytest.mark.parametrize(
    "greeting", ["编辑同志：", "晚报编辑部：", "尊敬的记者老师：", "热线栏目组："]
)
@pytest.mark.parametrize("signature", ["读者　苗小满", "河西　苏禾", "柳荫里居民", "一位退休教师"])
@pytest.mark.parametrize("answer", ["记者跑腿：", "【物业回复】"])
def test_a_letter_is_signed_and_answered(greeting: str, signature: str, answer: str) -> None:
    lines = ("院里的灯不亮了", greeting, TEXT, signature, answer, ANSWERED, HEADLINE, TEXT)
    assert _found(*lines) == [greeting, signature, answer]


def test_a_headline_below_an_unsigned_letter_is_none_of_it() -> None:
    assert _found("编辑同志：", TEXT, HEADLINE, TEXT) == ["编辑同志："]


@pytest.mark.parametrize("above", ["记者：", "市长信箱", "编辑部回音：", HEADLINE])
def test_what_greets_nobody_opens_no_letter(above: str) -> None:
    assert _found(above, TEXT, "读者　苗小满", TEXT) == []

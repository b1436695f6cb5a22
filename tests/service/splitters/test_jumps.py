"""Stories that go on elsewhere in the issue, in the ways in which papers print it."""

from __future__ import annotations

import pytest

from service.splitters import ArticleSplitter
from tests.factories import make_issue

OTHERS = (
    (
        "校门口的斑马线变成了红色\n昨天起，实验小学门前的斑马线刷成红底白条，司机老远就能看见。"
        "交警说，试用两个月后再决定要不要推广到其他学校。"
    ),
    (
        "图书馆夜读季延到十二月\n区图书馆把夜读季延长到十二月底，周五周六开到夜里十点。"
        "首月有四千三百人次夜读，座位要提前一天预约。"
    ),
)
BEGINS = (
    "城东菜场的老冰库上周断了电，三十七家水产摊一夜之间没有地方存货。摊主芮秀珍算过，"
    "每天要多花四十元买碎冰，一个月就是一千二百元，而她一条鱼只赚"
)
GOES_ON = (
    "两块钱。市场服务中心主任邬立冬说，旧机组用的是氨，离居民楼不到三十米，应急部门要求限期拆除，"
    "新冷库的选址已报规划部门，最快明年三月投用。"
)


def _page(end: str, start: str) -> str:
    return (
        f"云川晚报 2026年11月3日 第A1版\n\n城东菜场的冰库停用了\n{BEGINS}{end}\n\n{OTHERS[0]}\n\n"
        f"云川晚报 2026年11月3日 第A4版\n\n{OTHERS[1]}\n\n{start}{GOES_ON}\n"
    )


@pytest.mark.parametrize(
    ("end", "start"),
    [
        ("下转A4", "上接A1\n"),
        ("（转A4）", "（接A1）"),
        ("\n※ 下转第A4版", "※ 接A1版《冰库》\n"),
        ("（下转A4版）", "冰库停用（上接第A1版）\n"),
        ("（下转A4版）", "冰库停用 上接A1版\n"),
        ("（下转A4版）", "城东菜场的冰库停用了（续）\n"),
        ("（下转A4版）", "城东菜场的冰库停用了（续A1版）\n"),
        ("", "城东菜场的冰库停用了（续）\n"),
    ],
)
def test_what_goes_on_elsewhere_is_one_story(end: str, start: str) -> None:
    articles = ArticleSplitter().split(make_issue(_page(end, start))).articles
    assert [article.headline for article in articles] == [
        "城东菜场的冰库停用了",
        "校门口的斑马线变成了红色",
        "图书馆夜读季延到十二月",
    ]
    assert articles[0].text == f"{BEGINS}{GOES_ON}"
    assert "stitched" in articles[0].flags
    assert "unmatched" not in articles[0].flags


def test_the_headline_of_what_began_elsewhere_is_printed_without_its_signpost() -> None:
    text = f"{OTHERS[0]}\n\n冰库停用（上接第A1版）\n{GOES_ON}\n"
    article = ArticleSplitter().split(make_issue(text)).articles[-1]
    assert (article.headline, article.kind, article.text) == ("冰库停用", "continuation", GOES_ON)
    assert {"continued_from", "unmatched"} <= set(article.flags)


@pytest.mark.parametrize("headline", ["城东菜场杂记（续）", "城东菜场的停车难（续）"])
def test_a_headline_that_says_it_goes_on_takes_no_other_story(headline: str) -> None:
    whole = BEGINS.rpartition("，")[0] + "。"
    text = f"城东菜场的冰库停用了\n{whole}\n\n{OTHERS[0]}\n\n{headline}\n{GOES_ON[4:]}\n"
    articles = ArticleSplitter().split(make_issue(text)).articles
    assert [article.headline for article in articles][::2] == ["城东菜场的冰库停用了", headline]
    assert all(article.flags == () for article in articles[:2])

"""Notices, tables and forecasts between stories are items of their own, whole."""

from __future__ import annotations

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter

ABOVE = (
    "山货进城卖得俏",
    "本报讯（记者 冯英）十二个山村的核桃和木耳昨天进城展销，三天卖出八十万元，摊位费全免。",
)
BELOW = (
    "渡船加开夜班",
    "渡口管理站昨天说，渡船从周五起加开四个夜班，末班船晚上十点离岸，票价还是两元。",
    "坐船的人多了，站里添了两名水手，候船的长椅也换成新的。",
)

ITEMS = {
    "a notice": (
        "停水公告",
        "因更换管道，以下地方停水，请各位居民提前储水：",
        "4月8日9:00—16:00　河西村、北门外",
        "4月9日9:00—12:00　船厂路1号至40号",
        "如遇下雨顺延。",
        "云川县自来水公司",
        "2026年4月6日",
    ),
    "a sale": (
        "拍卖公告",
        "受委托，定于2026年4月20日上午10时公开拍卖旧渡船一艘，起拍价三万元。",
        "有意者请于4月18日前报名，联系电话0351-5550000。",
        "云川县公平拍卖有限公司",
        "2026年4月6日",
    ),
    "a programme": (
        "今晚荧屏",
        "云川一套",
        "19:40 云川新闻",
        "20:10 电视剧：大河湾（12）",
        "云川影城",
        "《春耕》 10:00 13:20 19:40",
    ),
    "an award": (
        "竞赛结果",
        "参赛作品共三十二件，评出下列作品，奖金已经发放。",
        "咨询电话：0351-5550011",
        "云川县摄影家协会办公室",
        "2026年4月6日",
    ),
    "a drawn table": (
        "昨日菜价",
        "┌───┬───┐",
        "│品名│元/斤│",
        "├───┼───┤",
        "│莲藕│3.50│",
        "│荸荠│4.20│",
        "└───┴───┘",
    ),
    "a table between strokes": (
        "| 品名 | 元/斤 |",
        "|------|------:|",
        "| 莲藕 | 3.50 |",
        "| 荸荠 | 4.20 |",
    ),
    "a reminder": (
        "提醒",
        "明天早上八点到下午五点，河西村一带停水检修，请居民提前储水。",
    ),
    "a forecast": (
        "云川县未来三天天气预报",
        "7日　多云　8～19℃　南风2级",
        "8日　小雨　9～14℃　东北风3级",
        "9日　阴　7～13℃　北风2级",
    ),
}


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS.keys())
def test_an_item_between_stories_is_whole(item: tuple[str, ...]) -> None:
    page = "\n\n".join("\n".join(piece) for piece in (ABOVE, item, BELOW))
    articles = ArticleSplitter().split(Issue("page", page)).articles
    assert (articles[0].headline, articles[-1].headline) == (ABOVE[0], BELOW[0])
    held = [page[start:end] for article in articles[1:-1] for start, end in article.spans]
    assert "".join("".join(held).split()) == "".join("".join(item).split())
    assert len(articles) == 3


@pytest.mark.parametrize("gap", ["\t", "\u3000", "    "])
def test_the_names_of_columns_are_no_headline(gap: str) -> None:
    rows = [gap.join(row) for row in (("航线", "船型", "票价"), ("东岸", "双层", "2元"))]
    rows.append(gap.join(("南岸", "单层", "3元")))
    page = "\n\n".join([*BELOW[:2], *rows, *BELOW[2:], *ABOVE])
    first, second = ArticleSplitter().split(Issue("page", page)).articles
    assert (first.headline, second.headline) == (BELOW[0], ABOVE[0])
    printed = [line.split() for line in first.text.split("\n")]
    assert [row.split() in printed for row in rows] == [True] * 3


@pytest.mark.parametrize("form", ["{n:02d} {}", "{n:02d}\n{}"], ids=["beside", "above"])
def test_numbers_may_count_to_the_last_line_of_a_page(form: str) -> None:
    sections = [form.format(text, n=n) for n, text in enumerate(("怎么买票", "坐几路车"), start=1)]
    page = "\n\n".join(["渡船夜班须知", *sections])
    (article,) = ArticleSplitter().split(Issue("page", page)).articles
    assert "坐几路车" in article.text

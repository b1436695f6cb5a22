"""Subheads that are set alike, on pages where nothing else tells them from headlines."""

from __future__ import annotations

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter
from service.splitters.lines.line import read_lines
from service.splitters.roles.subheads import find_parallel

MILL = (
    "停产十二年的丝厂变成了书院",
    "江州丝厂停产十二年，院里的草长到膝盖。去年起，街道把缫丝车间改成书院，本周末开门。",
)
SECTIONS = (
    ("留住老味道", "行车和标语都没有拆，车间主任杜师傅被请回来当讲解员，一天讲四场。"),
    ("引来新面孔", "十九家工作室搬进来，做皮具的、拍短片的、写代码的，平均二十八岁。"),
    ("算好长远账", "街道只收物业费，三年后按营收抽成，去年园区一共挣了九百万元。"),
)
CHARGERS = (
    "东城新添两座充电站",
    "东城街道新添两座充电站，三十二个快充桩，电价谷段每度三毛八，晚上十一点后最便宜。",
)


def test_they_are_of_the_story_above() -> None:
    page = [*MILL, *(line for section in SECTIONS for line in section), *CHARGERS]
    articles = ArticleSplitter().split(Issue("page", "\n".join(page))).articles
    assert [article.headline for article in articles] == [MILL[0], CHARGERS[0]]
    assert articles[0].text == "\n".join(page[1:-2])


@pytest.mark.parametrize(
    ("first", "second", "opening", "n"),
    [
        ("谁来看门", "怎么收费", "", 2),
        ("谁来看门", "钱从哪里来", "", 2),
        ("谁来看门", "收费要公开", "", 0),
        ("【案例一】冒充孙子要钱", "【案例二】请人免费旅游", "", 2),
        ("【坊主说】", "【老街坊说】", "", 2),
        ("老街坊回来守着书院的门", "新房客进来装上书院的灯", "", 0),
        ("渡口添趸船", "东门换路灯", "本报讯 ", 0),
        ("遗失声明", "招聘启事", "", 0),
    ],
)
def test_short_lines_of_one_length_above_texts(
    first: str, second: str, opening: str, n: int
) -> None:
    texts = [opening + text for _, text in SECTIONS]
    lines = read_lines("\n".join([*MILL, first, texts[0], second, texts[1]]))
    assert len(find_parallel(lines)) == n

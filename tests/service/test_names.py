from __future__ import annotations

import pytest

from service.names import parse_author, parse_names


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("记者 娜仁格日乐", "娜仁格日乐"),
        ("本报记者 阿依努尔", "阿依努尔"),
        ("本报记者  邹  恒  季晓晴", "邹恒 季晓晴"),
        ("总台记者 季 晓 晴", "季晓晴"),
        ("通讯员 热依汗·阿不都拉", "热依汗·阿不都拉"),
        ("通讯员 热依汗．阿不都拉、次仁卓嘎", "热依汗．阿不都拉 次仁卓嘎"),
        ("中青报·中青网记者 苏禾", "苏禾"),
        ("柳城日报全媒体记者 苏禾 通讯员 其其格", "苏禾 其其格"),
        ("市卫健委通讯员 苏禾", "苏禾"),
        ("苏禾、宋娜", "苏禾 宋娜"),
        ("苏禾 青鸟新闻记者 宋娜", "苏禾 宋娜"),
        ("亓官明月", "亓官明月"),
        ("记者 尕藏才让", "尕藏才让"),
        ("第五知微", "第五知微"),
        ("徐知渔等十一人", "徐知渔"),
        ("苏禾、宋娜等23户居民", "苏禾 宋娜"),
        ("记者 苏禾 宋娜等", "苏禾 宋娜"),
    ],
)
def test_reads_names(printed: str, names: str) -> None:
    assert parse_names(printed) == names


@pytest.mark.parametrize(
    "printed",
    [
        "高新区",
        "白鹿原",
        "石家庄",
        "张家口",
        "金沙江湾",
        "柳树沟",
        "记者温馨提醒",
        "记者从现场发回",
        "时评",
        "记者",
        "苏禾说",
        "向阳花开",
        "濮阳新闻",
        "作者 佚名",
        "第五维度",
        "第五届",
        "苏禾等",
        "时尚",
    ],
)
def test_places_and_phrases_are_no_names(printed: str) -> None:
    assert parse_names(printed) is None


def test_a_place_of_names_needs_no_title() -> None:
    assert parse_names("阿茹汗娜") is None
    assert parse_names("阿茹汗娜", trusted=True) == "阿茹汗娜"


def test_a_name_made_of_parts_of_names_needs_no_place() -> None:
    assert parse_names("斯琴图雅") == "斯琴图雅"
    assert parse_names("洛桑扎西、巴特尔") == "洛桑扎西 巴特尔"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("仉文秀 覃小竹", "仉文秀 覃小竹"),
        ("骆一帆", "骆一帆"),
        ("程　焕", "程焕"),
        ("欧阳一帆", "欧阳一帆"),
        ("文化走笔", None),
        ("金秋时节", None),
        ("新华社", None),
        ("本报记者", None),
        ("骆一帆、季秋在场边", None),
    ],
)
def test_knows_a_line_of_names_alone(line: str, names: str | None) -> None:
    assert parse_author(line) == names

from __future__ import annotations

import pytest

from service.splitters.lines.bylines import Byline
from service.splitters.lines.line import read_lines


def _byline(text: str) -> Byline | None:
    (line,) = read_lines(text)
    return line.byline


@pytest.mark.parametrize(
    ("line", "names", "where"),
    [
        ("本报讯 记者闻立诚报道:昨天，大桥通车。", "闻立诚", "lead"),
        ("晨报讯（记者 闻立诚）昨天，大桥通车。", "闻立诚", "lead"),
        ("本报讯（记者 闻立诚 通讯员 白一鸣）昨天，大桥通车。", "闻立诚 白一鸣", "lead"),
        ("新华社云川3月5日电 （记者闻立诚、白一鸣）昨天，大桥通车。", "闻立诚 白一鸣", "lead"),
        ("本报云川3月5日电（记者闻立诚）昨天，大桥通车。", "闻立诚", "lead"),
        ("(苏禾)", "苏禾", "tail"),
        ("大桥昨天通车。(苏禾 王 政)", "苏禾 王政", "tail"),
        ("（记者 苏禾）", "苏禾", "tail"),
        ("（据新华社云川3月5日电 记者高燕）", "高燕", "tail"),
        ("本报记者 苏禾", "苏禾", "line"),
        ("□ 记者 苏禾 通讯员 宋娜", "苏禾 宋娜", "line"),
        ("本报记者 程 焕整理", "程焕", "line"),
        ("学生们在浇水。本报记者 孟凡溪 摄", "孟凡溪", "photo"),
        ("学生们在浇水。孟凡溪 宋娜 摄影报道", "孟凡溪 宋娜", "photo"),
        ("郑 坤摄（云川图片社）", "郑坤", "photo"),
        ("学生们在浇水。通讯员 孟凡溪 摄", "孟凡溪", "photo"),
        ("□记者 孟凡溪 通讯员 宋娜 文/图", "孟凡溪 宋娜", "photo"),
        ("学生们在浇水。（本报记者 孟凡溪 摄）", "孟凡溪", "photo"),
        ("学生们在浇水。新华社发（孟凡溪摄）", "孟凡溪", "photo"),
        ("摄影：宋娜", "宋娜", "photo"),
        ("摄影：宝音德力格", "宝音德力格", "photo"),
        ("羊群过河。（摄影/扎西多吉）", "扎西多吉", "photo"),
        ("额尔敦其木格 供图", "额尔敦其木格", "photo"),
        ("供图/额尔敦其木格", "额尔敦其木格", "photo"),
        ("文/图 乌兰托娅", "乌兰托娅", "line"),
        ("文/图　额尔敦其木格", "额尔敦其木格", "line"),
        ("雪山下的邮路通了。（洛桑次仁）", "洛桑次仁", "tail"),
        ("雪山下的邮路通了。（旦增 格桑央金）", "旦增 格桑央金", "tail"),
        ("大桥昨天通车.(苏禾)", "苏禾", "tail"),
        ("图①②均为苏禾摄", "苏禾", "photo"),
        ("本组图片由本报记者 宋娜 摄", "宋娜", "photo"),
        ("作者：苏禾", "苏禾", "line"),
        ("口述：苏禾 整理：宋娜", "苏禾 宋娜", "line"),
        ("撰稿：苏禾 摄影：宋娜", "苏禾 宋娜", "line"),
        ("文/记者 苏禾 图/宋娜", "苏禾 宋娜", "line"),
        ("记者 苏禾/文 宋娜/图", "苏禾 宋娜", "line"),
        ("（苏禾 文/图）", "苏禾", "tail"),
        ("（记者 柴文）", "柴文", "tail"),
        ("（本报记者 斯琴图雅 措姆）", "斯琴图雅 措姆", "tail"),
        ("渡船开到傍晚。（记者 娜仁格日乐）", "娜仁格日乐", "tail"),
        ("通讯员 古丽米热·买买提", "古丽米热·买买提", "line"),
        ("記者蘇禾／柳城報導", "苏禾", "line"),
        ("◎本报记者 仉文秀 文/图", "仉文秀", "photo"),
        ("羊群过河。其其格 摄", "其其格", "photo"),
        ("羊群过河。本报记者 乌日图那苏图 摄", "乌日图那苏图", "photo"),
        ("羊群过河。（记者蘇禾攝）", "苏禾", "photo"),
        ("▲羊群過河。（圖／記者蘇禾攝）", "苏禾", "photo"),
        ("文/本报记者 苏禾 图/受访者提供", "苏禾", "line"),
        ("文字：苏禾 图片：宋娜", "苏禾 宋娜", "line"),
        ("本报记者 苏禾 发自柳城", "苏禾", "line"),
        ("羊群过河。（柳城日报东山记者站 苏禾）", "苏禾", "tail"),
        ("羊群过河。（柳城三中 苏禾）", "苏禾", "tail"),
        ("（作者 苏禾）", "苏禾", "line"),
        ("撰文：晚渡", "晚渡", "line"),
        ("文、图/本报记者 苏禾", "苏禾", "line"),
        ("（苏禾等十一人）", "苏禾", "tail"),
        ("（苏禾 文 宋娜 图）", "苏禾 宋娜", "line"),
        ("口述：苏禾（摆渡人） 整理：宋娜", "苏禾 宋娜", "line"),
        ("（记者 古丽米热·艾尼瓦尔 通讯员 才让东智）", "古丽米热·艾尼瓦尔 才让东智", "tail"),
    ],
)
def test_reads_names(line: str, names: str, where: str) -> None:
    byline = _byline(line)
    assert byline is not None
    assert (byline.names, byline.where) == (names, where)


@pytest.mark.parametrize(
    "line",
    [
        "优秀主任(站长)",
        "今年计划(草案)",
        "（完）",
        "（本报云川3月5日电）",
        "大桥昨天通车。",
        "记者在现场看到，大桥已经通车。",
        "他喜欢拍摄",
        "前往城东的开发区（高新区）。",
        "他们登上了古塬（白鹿原）。",
        "列车驶向省会（石家庄）。",
        "登上了古塬。（白鹿原）",
        "他去见了老同学（张立新）。",
        "记者温馨提醒：雨天路滑。",
        "现场航拍 摄",
        "通讯员培训班开班",
        "记者节座谈会召开",
        "羊群过河。网友 摄",
        "羊群过河。（柳城三中）",
        "撰文：市文联",
        "记者：谢谢",
        "文：不详",
        "爱好 摄影",
        "受访者 供图",
        "市文化馆 供图",
        "他住在老城（扎西德勒客栈）。",
    ],
)
def test_sees_no_byline_where_there_is_none(line: str) -> None:
    assert _byline(line) is None


def test_a_byline_leaves_the_stop_of_its_sentence() -> None:
    (line,) = read_lines("渡船开到傍晚（记者 苏禾）。")
    assert line.byline is not None
    assert line.bare[line.byline.start : line.byline.end] == "（记者 苏禾）"


def test_a_line_may_have_a_byline_at_both_ends() -> None:
    (line,) = read_lines("本报讯（记者 苏禾）渡船开到傍晚。（宋娜）")
    assert [(byline.names, byline.where) for byline in line.bylines] == [
        ("苏禾", "lead"),
        ("宋娜", "tail"),
    ]


def test_a_long_line_costs_no_more_than_its_ends() -> None:
    assert _byline("张三、" * 200_000 + "摄。") is None

from __future__ import annotations

import pytest

from service.folding import fold
from service.splitters.lines.attachment import attach_meta
from service.splitters.lines.line import read_lines
from service.splitters.lines.meta import read_meta


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("2025-11-03 08:40 来源：柳城日报", None),
        ("2025年11月03日08:40 | 来源：柳城发布", None),
        ("2025/11/03 08:40:12　来源: 柳城交警 举报", None),
        ("11-03 08:40 来源 柳城晚报", None),
        ("2025.11.03 08:40", None),
        ("2025-11-03T08:40:00+08:00 柳城日报", None),
        ("2025-11-03 星期一 第B02版：民生 作者：苏禾 字数：512 浏览：37", "苏禾"),
        ("2025-11-03星期一第02版：文教作者：苏禾字数：512", "苏禾"),
        ("柳城日报 2025年11月03日 08:40 收藏 2 评论 15 分享", None),
        ("2025-11-03 08:40　柳城新闻网　我有话说(15)", None),
        ("柳城日报讯 2025-11-03 08:40:12 字号：A | A", None),
        ("昨天 18:05 · 柳城发布官方账号 · 关注", None),
        ("2025/11/03 08:40 聯合報／記者蘇禾／柳城報導", "苏禾"),
        ("柳城观察 2025/11/03 08:40:12 责编/宋娜 阅读 2.3万", None),
        ("[2025-11-03] [来源:柳城都市报] [作者:苏禾]", "苏禾"),
        ("（据《柳城晚报》）", None),
        ("（综合新华社、柳城发布）", None),
        ("03/11/2025 来源：柳城晚报", None),
        ("25年11月3日　责任编辑：宋娜", None),
        ("2025-11-03 星期一 08:40 柳城发布", None),
        ("原创 苏禾 柳城发布 2025年11月03日 08:40 山西", "苏禾"),
        ("柳城融媒 2025-11-03 08:40 发表于柳城", None),
        ("原创 阿柳 柳城微生活 2025年11月3日 08:40 山西", None),
        ("原创 柳小编 柳城交警 11月3日 08:40 发表于 山西", None),
        ("2025年11月3日 08:40 白水", None),
        ("2025-11-03 08:40 苏禾", "苏禾"),
        ("老桥编辑部 柳城融媒 2025-11-03 08:40", None),
        ("原创 柳城观察 2025-11-03 08:40 阅读 2.3万", None),
        ("柳城日报客户端记者 苏禾 2025-11-03 08:40", "苏禾"),
        ("文章来源：柳城市人民政府办公室 更新日期：2025-11-03 阅读次数：321 次", None),
        ("【来源：柳城日报】", None),
        ("时间：2025-11-03 08:40:00 | 来源：柳城发布 | 责编：宋娜 | 点击：1,204", None),
        ("来源：柳城日报　作者：苏禾　发布时间：2025-11-03 08:40", "苏禾"),
        ("发布时间：2025-11-03 作者：苏禾 宋娜 浏览次数：128", "苏禾 宋娜"),
        ("作者 娜仁格日乐 发布于 2025-11-03", "娜仁格日乐"),
        ("作者：苏禾 来源：柳城日报 字数：326", "苏禾"),
        ("稿源：柳城日报 编辑：宋娜 A+ A-", None),
        ("柳城新闻网　2025-11-03　编辑：宋娜", None),
        ("发布日期：2025年11月3日 信息来源：市教育局 浏览量：1.2万 字体：[大 中 小]", None),
        ("《柳城日报》（2025年11月03日 第 01 版）", None),
        ("本报记者 苏 禾 宋 娜 《柳城日报》（2025年11月03日第 A02 版）", "苏禾 宋娜"),
        ("來源：聯合新聞網 2025-11-03 記者：蘇禾", "苏禾"),
        ("字号：大 中 小", None),
        ("（完）", None),
        ("（作者单位：柳城林场）", None),
        ("（来源：柳城日报）", None),
        ("原标题：渡口添了新趸船", None),
        ("【原标题】渡口添了新趸船", None),
        ("来自：柳城头条 / 更新时间：11月3日 8:40", None),
        ("11月3日08:40｜文章来源：柳城新报｜通讯员：苏禾", "苏禾"),
        ("责编：宋娜　11月3日　浏览量: 7152", None),
        ("稿源：柳城发布 11月3日 8时40分", None),
        ("| 作者：苏禾 来源：柳城都市报", "苏禾"),
        ("供稿｜苏禾", "苏禾"),
        ("供稿：市交通局", None),
        ("来稿：苏禾", "苏禾"),
        ("供稿：苏禾 宋娜 编辑：齐欣", "苏禾 宋娜"),
        ("图文由市交通局提供", None),
        ("图丨市交通局", None),
        ("编辑丨小满", None),
        ("（供稿：市融媒体中心 图：齐欣）", None),
        ("撰稿/苏禾 编辑/齐欣 审核/宋娜", "苏禾"),
        ("记者┃巴音孟克　编辑┃齐欣", "巴音孟克"),
        ("文字/苏禾　供图/市交通局　责编/齐欣", "苏禾"),
    ],
)
def test_reads_lines_that_tell_of_a_story(line: str, names: str | None) -> None:
    meta = read_meta(fold(line).text)
    assert meta is not None
    assert meta.names == names


@pytest.mark.parametrize(
    "line",
    [
        "柳城日报 2025年11月3日 星期一 第01版",
        "2025年11月3日 星期一",
        "柳城日报 2025-11-03",
        "教育·校园 2025-11-03 柳城日报",
        "责任编辑：苏禾 校对：宋娜",
        "【打印】 【关闭】",
        "作者：苏禾",
        "本报记者 苏禾",
        "2025年11月3日，渡口添了新趸船。",
        "时间：11月3日9:00—11:00",
        "时间：2025年11月3日",
        "时间：11月3日 9:00",
        "11月3日 19:30",
        "2025年11月3日15时30分升级",
        "地点：市体育馆",
        "来源：市民来信反映的问题，已经办结。",
        "阅读让孩子安静下来",
        "渡口添了新趸船",
        "来自柳城",
        "发布于柳城",
        "昨天 18:05 柳城体育馆 县足球赛 决赛",
        "第02版：民生",
        "大中小学明天开学",
        "作者来到渡口，看到新趸船",
        "来稿：一千字以内",
        "第7版 田野·人物　2026年11月4日",
        "撰稿要求：一千字以内",
    ],
)
def test_leaves_other_lines_alone(line: str) -> None:
    assert read_meta(fold(line).text) is None


HEADLINE, META, TEXT = (
    "渡口添了新趸船",
    "2025-11-03 08:40 来源：柳城日报",
    "临江渡口昨天换上新趸船。",
)


@pytest.mark.parametrize(
    ("printed", "holder"),
    [
        ((HEADLINE, META, TEXT), 0),
        (("渡口换新船了吗？", META, TEXT), 0),
        ((META, TEXT), 1),
        ((META, HEADLINE, TEXT), 1),
        ((TEXT, META, HEADLINE), 0),
        ((TEXT, "", META, TEXT), 3),
        ((TEXT, "（完）", "", TEXT), 0),
        (("柳城日报 2025年11月3日 星期一", META, HEADLINE), 2),
        ((TEXT, META), 0),
    ],
)
def test_a_line_of_the_story_holds_what_tells_of_it(printed: tuple[str, ...], holder: int) -> None:
    text = "\n".join(printed)
    lines = attach_meta(read_lines(text))
    (line,) = (line for line in lines if line.meta)
    assert line.printed == printed[holder]
    held = "".join(text[start:end] for each in lines for start, end in each.spans)
    assert held == "".join(printed)
    assert list(line.spans) == sorted(line.spans)


def test_a_byline_goes_along_with_what_stands_beside_it() -> None:
    printed = (HEADLINE, "本报记者 苏禾", "《柳城日报》（2025年11月03日 第 02 版）", TEXT)
    first, second = attach_meta(read_lines("\n".join(printed)))
    assert [line.printed for line in first.meta] == list(printed[1:3])
    assert second.text == TEXT


@pytest.mark.parametrize(
    "told",
    [
        *("苏禾 宋娜", "（苏禾）", "□ 记者 苏禾 文/图", "2025-11-03", "2025年11月3日 苏禾"),
        *("25年11月3日", "25年11月3日 柳城晚报", "2025年11月3日　柳城晚报　第5版"),
    ],
)
def test_a_byline_or_day_between_headline_and_text_parts_them_not(told: str) -> None:
    text = TEXT + "老趸船拖走修理，票价不变。"
    first, second = attach_meta(read_lines(f"{HEADLINE}\n{told}\n{text}"))
    assert [line.printed for line in first.meta] == [told]
    assert second.text == text
    ending = attach_meta(read_lines(f"{HEADLINE}\n{text}\n{told}"))
    assert ending[0].meta == ()


def test_one_that_the_edge_cut_is_read_whole() -> None:
    printed = (HEADLINE, "《 柳城日报 》( 2025年11月03日 06", "版 )", TEXT)
    first, second = attach_meta(read_lines("\n".join(printed)))
    assert (first.text, second.text) == (HEADLINE, TEXT)
    assert len(first.spans) == 3


def test_a_page_of_nothing_else_keeps_its_lines() -> None:
    lines = read_lines(f"{META}\n（完）")
    assert attach_meta(lines) == lines


@pytest.mark.parametrize("foot", ["2025年11月3日 责编：宋娜", "2025-11-03 星期一 第2版 编辑：宋娜"])
def test_the_foot_of_a_page_is_of_no_story(foot: str) -> None:
    *_, last = attach_meta(read_lines(f"{HEADLINE}\n{TEXT}\n\n{foot}"))
    assert (last.text, last.is_furniture) == (foot, True)


@pytest.mark.parametrize(
    "line",
    [
        "来源：江北气象 云川交警　市应急局",
        "资料：市图书馆、江北发布",
        "信息来自：市教育局招生科",
        "素材 / 河西交警　编辑 / 阿朵",
        "供图：市图书馆",
        "江北公交 昨天 18:20",
        "原创 阿禾 江北发布 3小时前",
        "今天 08:00 云川",
    ],
)
def test_sources_side_by_side_and_how_long_ago_tell_of_a_story(line: str) -> None:
    assert read_meta(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "昨天夜里",
        "今天 有雨",
        "资料：苗某，男，四十岁",
        "来源：据市民政局通报，补贴已发",
        "综合：我市夏粮丰收 总产创新高",
    ],
)
def test_other_lines_with_a_label_are_text(line: str) -> None:
    assert read_meta(line) is None


def test_a_channel_apart_from_the_headline_stands_with_its_day() -> None:
    body = "摊主们周五收摊后搬到北区，两个路口都有人指路。"
    text = f"夜市这周末搬家\n\n河西城管\n2026-05-20 19:30\n\n{body}"
    lines = attach_meta(read_lines(text))
    assert [meta.text for meta in lines[0].meta] == ["河西城管", "2026-05-20 19:30"]
    joined = attach_meta(read_lines(text.replace("\n\n河西城管", "\n北区见")))
    assert joined[1].text == "北区见"


@pytest.mark.parametrize("line", ["撰稿：邵禾 编辑：齐欣", "采写：邵禾　编辑：齐欣　审核：曹桐"])
def test_who_wrote_is_told_beside_who_edited(line: str) -> None:
    told = read_meta(line)
    assert told is not None
    assert told.names == "邵禾"

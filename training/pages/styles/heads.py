"""What stands above and around a headline: signs, rubrics, dates and sources, writers."""

from __future__ import annotations

import re

from service.splitters.stories import Role
from training.pages.noise.press import Printed
from training.pages.styles.house import House

_SIGNS = ("■", "●", "◆", "▲", "□", "☆", "★", "◎", "▶", "※", "◇")
_RUBRIC_HEADS = (
    "民生",
    "城事",
    "民情",
    "乡村",
    "县域",
    "街巷",
    "读者",
    "医线",
    "法治",
    "校园",
    "市井",
)
_RUBRIC_TAILS = (
    "",
    "",
    "直通车",
    "观察",
    "播报",
    "故事",
    "在线",
    "快讯",
    "连线",
    "新闻",
    "视窗",
    "大家谈",
)
_TAIL = re.compile(r"[。！？!?”…]$")
_PARTS = re.compile(r"(?<=[^\s，：]{5})[\s　]+(?=[^\s]{4})|(?<=[，：！？][^\s，]{0})(?=[^\s，]{5})")


def headline_lines(house: House, title: str, owner: str) -> list[Printed]:
    """A title as the house prints it, on one to three lines, perhaps with sign and rubric."""
    title = _ended(house, title)
    titles = _broken(house, title)
    if house.shows("rubrics", seldom=0.02, often=0.6):
        rubric = _rubric(house)
        if house.rng.random() < 0.5:
            titles.insert(0, rubric)
        else:
            titles[0] = rubric + house.rng.choice(("", "", " ", "　")) + titles[0]
    elif house.shows("bracketed_rubrics", seldom=0.02, often=0.6):
        name = _rubric_name(house)
        titles[0] = (
            house.rng.choice(("「{}」", "〖{}〗", "｜{}｜", "#{}# ", "{} | ")).format(name)
            + titles[0]
        )
    if house.shows("signs", seldom=0.0):
        titles[0] = _sign(house) + titles[0]
    roles = [Role.HEADLINE, *[Role.HEADLINE_MORE] * (len(titles) - 1)]
    return [Printed(text, owner, role) for text, role in zip(titles, roles, strict=True)]


def _sign(house: House) -> str:
    """One sign for all stories of a page."""
    sign = _SIGNS[sum(map(ord, house.paper)) % len(_SIGNS)]
    return sign + ("　" if len(house.site) % 3 == 0 else "")


def _rubric_name(house: House) -> str:
    return house.rng.choice(_RUBRIC_HEADS) + house.rng.choice(_RUBRIC_TAILS)


def _rubric(house: House) -> str:
    form = ("【{}】", "[{}]", "〔{}〕", "{}")[sum(map(ord, house.site)) % 4]
    name = _rubric_name(house)
    return form.format(name) if form != "{}" or len(name) > 3 else f"【{name}】"


def _ended(house: House, title: str) -> str:
    """A title that asks, calls or quotes."""
    if _TAIL.search(title) or not house.shows("question_heads", seldom=0.08, often=0.8):
        return title
    form = house.rng.choice(("{}？", "{}！", "“{}”", "“{}！”", "{}？！", "{}……", "{}?", "{}!"))
    if house.rng.random() < 0.3:
        form = house.rng.choice(
            ("注意！{}", "好消息！{}！", "定了！{}", "紧急扩散：{}！", "你知道吗？{}")
        ).replace("！！", "！")
    return form.format(title)


def _broken(house: House, title: str) -> list[str]:
    """A title of several parts on as many lines, perhaps with a line below (——…)."""
    parts = [part.strip() for part in _PARTS.split(title) if part and part.strip()]
    is_long = len(title) > 16 and house.shows("long_heads", seldom=0.15)
    titles = parts[:3] if is_long and 1 < len(parts) <= 3 else [title]
    if house.shows("long_heads", seldom=0.02, often=0.2):
        titles.append(
            house.pick(
                "——{city}市推进城市更新见闻",
                "——访{city}农技站{one}",
                "——写在{city}建市之际",
                "—来自{city}的蹲点报告",
                "{city}市有关部门作出回应",
            )
        )
    return titles


def meta_lines(house: House, owner: str) -> list[Printed]:
    """The line with date and source below a headline; none where the house has no such habit."""
    texts: list[str] = []
    if house.shows("meta_lines", seldom=0.03):
        texts.append(_meta(house, house.rng.choice((" ", "　", "  ", " | ", "    "))))
    elif house.shows("meta_barred", seldom=0.0):
        texts.append(_meta(house, house.rng.choice(("丨", " / ", "｜", " · "))))
    if house.shows("meta_paper_lines", seldom=0.0):
        texts.append(
            house.pick(
                "《{paper}》（2024年{m:02d}月{d:02d}日 第 0{m} 版）",
                "《{paper}》 2023年{m}月{d}日 A{m:02d}版",
                "{paper} 2025-{m:02d}-{d:02d} 第{m}版",
                "（{paper}{m}月{d}日第{m}版）",
            )
        )
    return [Printed(text, owner, Role.BODY) for text in texts]


def _meta(house: House, joint: str) -> str:
    """Date, source and what a site prints beside them, in an order of its own."""
    rng = house.rng
    fields = [_date(house), _source(house)]
    rng.shuffle(fields)
    fields = fields[: rng.choice((1, 2, 2, 2, 2))]
    if rng.random() < 0.35:
        fields.insert(
            rng.randint(0, len(fields)),
            house.pick(
                "作者：{one}",
                "编辑：{one}",
                "记者：{n}",
                "责编：{one}",
                "供稿：{one}",
                "撰稿：{n}",
                "通讯员：{n}",
            ),
        )
    if rng.random() < 0.35:
        counted = rng.choice(
            ("浏览次数：", "阅读：", "点击：", "浏览量: ", "阅读 ", "点击数：", "评论 ")
        )
        fields.append(f"{counted}{rng.randint(3, 9000)}")
    if rng.random() < 0.3:
        fields.append(
            rng.choice(
                (
                    "字号：大 中 小",
                    "【字体：大 中 小】",
                    "A+ A-",
                    "分享到：",
                    "打印",
                    "[大 中 小]",
                    "举报",
                    "收藏 分享",
                    "字体：[大] [中] [小]",
                    "听新闻",
                )
            )
        )
    return joint.join(fields)


def _date(house: House) -> str:
    rng = house.rng
    year, month, day = rng.randint(2012, 2026), rng.randint(1, 12), rng.randint(1, 28)
    hour, minute = rng.randint(0, 23), rng.randint(0, 59)
    date = rng.choice(
        (
            f"{year}-{month:02d}-{day:02d}",
            f"{year}-{month:02d}-{day:02d}",
            f"{year}年{month:02d}月{day:02d}日",
            f"{year}年{month}月{day}日",
            f"{year}/{month:02d}/{day:02d}",
            f"{month}月{day}日",
            f"{year}.{month:02d}.{day:02d}",
        )
    )
    time = rng.choice(
        (
            "",
            f" {hour:02d}:{minute:02d}",
            f" {hour:02d}:{minute:02d}",
            f"{hour:02d}:{minute:02d}",
            f" {hour:02d}:{minute:02d}:{day:02d}",
            f" {hour}时{minute:02d}分",
        )
    )
    if date[-1].isdigit():
        time = time if not time or time[0] == " " else f" {time}"
    label = rng.choice(("", "", "", "发布时间：", "时间：", "发布日期: ", "发表于 ", "更新时间："))
    return label + date + time


def _source(house: House) -> str:
    return house.rng.choice(
        ("来源：", "来源: ", "来源：", "稿源：", "信息来源：", "文章来源：", "来自：", "转自：", "")
    ) + house.pick(
        "{paper}",
        "{site}",
        "{city}广播电视台",
        "{paper}客户端",
        "{city}市融媒体中心",
        "{city}交警",
        "本网",
    )


def writers_lines(house: House, owner: str) -> list[Printed]:
    """A line with who wrote it, between headline and text; none where the house has none."""
    text = None
    if house.shows("writers_lines", seldom=0.02):
        text = house.pick(
            "本报记者 {n}",
            "记者 {n}",
            "□ 记者 {one} 通讯员 {n}",
            "记者 {n} 文/图",
            "□本报记者 {n}",
            "通讯员 {n}",
            "见习记者 {one}",
            "全媒体记者 {n}",
            "（记者 {n}）",
            "本报通讯员 {one} 记者 {one}",
            "文/本报记者 {one} 图/{one}",
        )
    elif house.shows("names_alone", seldom=0.01):
        text = house.pick("{n}", "{n}", "□{n}", "○{one}", "作者 {one}", "作者：{one}")
    elif house.shows("works_lines", seldom=0.0):
        text = house.pick(
            "■{n}",
            "图文：{n}",
            "采写：本报记者 {n}",
            "撰文 {one} 摄影 {one}",
            "文 | {one}",
            "本报特约撰稿 {one}",
        )
    return [Printed(text, owner, Role.BODY)] if text else []

from __future__ import annotations

import pytest

from service.splitters.lines.gluing import part_glued
from service.splitters.lines.line import read_lines

TEXT = "8月1日晚，运河夜市开张，一百三十个摊位亮灯迎客，首夜客流突破两万人次。"


def _parts(line: str) -> list[str]:
    return [part.text for part in part_glued(read_lines(line))]


@pytest.mark.parametrize(
    "parts",
    [
        ("夜市开张 首夜客流破两万", f"本报讯（记者 倪娜）{TEXT}"),
        ("停航九年的渡轮复航", f"本报讯 {TEXT}"),
        (TEXT, f"本报讯（记者 倪娜）{TEXT}"),
        (f"{TEXT}（倪娜）", "停航九年的渡轮复航", f"本报讯（记者 倪娜）{TEXT}"),
        ("“水上巴士”复航 老渡口热闹起来", "□本报记者 齐欣 通讯员 万里"),
        ("停航九年的渡轮复航", "本报见习记者 齐欣"),
    ],
)
def test_a_story_in_the_midst_of_a_line_begins_a_part(parts: tuple[str, ...]) -> None:
    assert _parts("".join(parts)) == list(parts)


@pytest.mark.parametrize(
    "line",
    [
        f"本报讯（记者 倪娜）{TEXT}",
        "这条消息见于本报讯 栏目，读者可以查阅，当年的版面保存在档案馆里，供人翻拍。",
        "据本报讯（记者 倪娜）当年的报道，渡轮停航时只有三十名乘客。",
        "▲渡轮停在码头。 本报记者 齐欣 摄",
        "图片由本报记者 齐欣 拍摄",
        "本报记者 齐欣 通讯员 万里",
        "他对本报记者 说，渡轮停航那天他在船上。",
        "江州融媒·本报记者 齐欣",
        "江州新闻网讯息部主任介绍了情况。",
    ],
)
def test_other_lines_stay_whole(line: str) -> None:
    assert _parts(line) == [line]


def test_parts_hold_every_character_of_their_line_once() -> None:
    text = f"  \u200b{TEXT}\u200b 停航九年的渡轮复航\u3000本报讯（记者 倪娜）{TEXT}\u200b  "
    parts = part_glued(read_lines(text))
    held = [place for part in parts for place in range(part.start, part.end)]
    assert len(parts) == 3
    assert held == sorted(set(held))
    assert "".join("".join(text[place] for place in held).split()) == "".join(text.split())


@pytest.mark.parametrize("day", ["昨天上午，", "近日，", "3月9日，", "上周末，"])
def test_a_day_opens_the_text_behind_a_headline(day: str) -> None:
    headline = "停航九年的渡轮复航"
    text = f"{day}停航多年的一艘渡轮从河口出发，运河上又响起汽笛，首航坐了三百多名乘客。"
    assert _parts(headline + text) == [headline, text]


@pytest.mark.parametrize(
    "line",
    [
        "停航九年的渡轮复航昨天上午，市民在码头排起长队，三百多张船票不到半小时就卖完了。",
        "江州日报社江州融媒讯 8月1日，江州日报社的渡轮采访船从河口出发，融媒直播了渡轮复航的全程。",
        "来源：江州发布8月1日，江州的渡轮从河口出发，江州发布直播了渡轮复航的全程，首航坐满了人。",
        "渡轮首航现场8月1日，渡轮从河口出发，首航坐了三百多名乘客，运河上又响起多年没有的汽笛。",
        "江州新闻网8月2日讯 记者苏禾 发自江州 8月1日，江州新闻发布会通报，江州的渡轮已经全部复航。",
        "云川市航运管理处近日，对云川全市的航运企业做了检查，航运码头的管理台账都补齐了。",
        "渡轮复航，近日，停航多年的渡轮从河口出发，运河上又响起汽笛，首航坐了三百多名乘客。",
    ],
)
def test_a_day_in_a_sentence_opens_nothing(line: str) -> None:
    assert _parts(line) == [line]


def test_a_headline_above_is_not_told_again() -> None:
    text = "近日，停航多年的一艘渡轮从河口出发，运河上又响起汽笛，首航坐满了人。"
    lines = ("老渡口又热闹起来", f"停航九年的渡轮复航{text}")
    assert len(part_glued(read_lines("\n".join(lines)))) == len(lines)

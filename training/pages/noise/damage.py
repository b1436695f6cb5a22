"""Lines lost, repeated and cut, and what is printed around the articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.splitters.stories import Role
from training.pages.gold import REPEAT
from training.pages.noise.press import STOPS, Block, Press, Printed, furniture, torn_line

_PAPERS = ("日报", "晚报", "早报", "晨报", "都市报", "时报")
_SECTIONS = ("要闻", "综合", "民生", "本地新闻", "时政", "经济", "社会", "国际国内", "县区", "健康")
_STAFF = (
    ("责任编辑", "版式", "校对"),
    ("责编", "美编", "校对"),
    ("编辑", "排版", "校对"),
    ("本版责编", "视觉设计", "检校"),
    ("值班编委", "责任编辑", "版面设计"),
)
_HALF_WIDTH = str.maketrans("，：；（）？！", ",:;()?!")


def lay_losses(press: Press, blocks: list[Block]) -> list[Block]:
    """Paragraphs that lost their beginning or their end."""
    for n, block in enumerate(blocks):
        lines = list(block.lines)
        for i in range(1, len(lines)):
            text = lines[i].text
            if lines[i].role is not Role.BODY or len(text) < 60 or not press.has("losses", 0.02):
                continue
            cut = press.rng.randint(8, len(text) // 2)
            if press.rng.random() < 0.6:
                lines[i] = torn_line(lines[i], cut)
            else:
                lines[i] = replace(lines[i], text=text[:-cut].strip("，。、；： "))
        blocks[n] = replace(block, lines=tuple(lines))
    return blocks


def lay_repeats(press: Press, blocks: list[Block]) -> list[Block]:
    """Copies: the tail of the next story before its headline, or a paragraph gone astray."""
    for n in range(len(blocks) - 1, -1, -1):
        block = blocks[n]
        body = [line for line in block.lines[1:] if line.role is Role.BODY and len(line.text) >= 45]
        if len(body) < 3 or block.kind in ("photo", "piece"):
            continue
        if press.has("tails_before", 0.08):
            copies = list(body[-press.rng.randint(1, min(3, len(body) - 1)) :])
            if len(copies[0].text) > 80 and press.rng.random() < 0.6:
                copies[0] = _without_head(press, copies[0])
            blocks.insert(n, _copy(press, block, copies))
        elif press.has("strays", 0.05):
            copy = press.rng.choice(body)
            if len(copy.text) > 90 and press.has("cut_heads", 0.3):
                copy = replace(copy, text=copy.text[: press.rng.randint(40, len(copy.text) - 20)])
            blocks.insert(press.rng.randint(0, len(blocks)), _copy(press, block, [copy]))
    return blocks


def _without_head(press: Press, line: Printed) -> Printed:
    text, cut = line.text, press.rng.randint(10, len(line.text) - 40)
    is_torn = text[cut - 1].isalnum() and text[cut].isalnum()
    return replace(line, text=text[cut:], is_torn=is_torn)


def _copy(press: Press, block: Block, lines: Sequence[Printed]) -> Block:
    owner = f"{REPEAT}{block.owner}"
    if press.has("near_copies", 0.2):
        lines = [replace(line, text=_misprinted(press, line.text)) for line in lines]
    copies = tuple(replace(line, owner=owner, role=Role.BODY, goes_on=False) for line in lines)
    return Block(copies, owner, "copy", None)


def _misprinted(press: Press, text: str) -> str:
    at = press.rng.randint(5, len(text) - 5)
    return text[:at] + press.rng.choice(("", "的", "，")) + text[at + press.rng.choice((0, 1)) :]


def lay_cuts(press: Press, blocks: list[Block]) -> list[Block]:
    """Column breaks in mid-word."""
    share = press.rng.choice((0.0, 0.05, 0.15, 0.3))
    for n, block in enumerate(blocks):
        lines: list[Printed] = []
        for line in block.lines:
            is_text = line.role in (Role.BODY, Role.START, Role.CAPTION) and len(line.text) >= 40
            if is_text and press.has("cuts", share):
                lines.extend(_cut(press, line))
            else:
                lines.append(line)
        blocks[n] = replace(block, lines=tuple(lines))
    return blocks


def _cut(press: Press, line: Printed) -> list[Printed]:
    places = sorted(press.rng.sample(range(10, len(line.text) - 5), press.rng.choice((1, 1, 1, 2))))
    texts = [line.text[a:b] for a, b in zip([0, *places], [*places, None], strict=True)]
    if any(not text.strip() or text.rstrip("”』》）)")[-1:] in STOPS for text in texts[:-1]):
        return [line]
    rest = [Printed(text, line.owner, Role.BODY, goes_on=True) for text in texts[1:]]
    return [replace(line, text=texts[0]), *rest]


def lay_wraps(press: Press, blocks: list[Block]) -> list[Block]:
    """Every line of a column on a line of its own."""
    if not press.has("wraps", 0.04):
        return blocks
    width = press.rng.randint(16, 40)
    for n, block in enumerate(blocks):
        lines: list[Printed] = []
        for line in block.lines:
            if line.role in (Role.HEADLINE, Role.HEADLINE_MORE) or len(line.text) <= width:
                lines.append(line)
                continue
            lines.append(replace(line, text=line.text[:width]))
            lines.extend(
                Printed(line.text[at : at + width], line.owner, Role.BODY, goes_on=True)
                for at in range(width, len(line.text), width)
            )
        blocks[n] = replace(block, lines=tuple(lines))
    return blocks


def lay_furniture(press: Press, blocks: list[Block]) -> list[Block]:
    """Masthead and date above, editors below, weather and contacts somewhere."""
    rng, paper = press.rng, press.city + press.rng.choice(_PAPERS)
    date = f"{rng.randint(2005, 2026)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    day = f"星期{rng.choice('一二三四五六日')}"
    page = rng.choice(("第{}版", "{:02d}版", "A{}版", "第{:02d}版")).format(rng.randint(1, 16))
    tops = [paper, date, day, page, rng.choice(_SECTIONS)]
    if press.has("mastheads", 0.75):
        form = rng.random()
        if form < 0.5:
            head = [rng.choice((" ", "  ", "｜", "　")).join(tops)]
        elif form < 0.8:
            head = [paper, " ".join(tops[1:])]
        else:
            head = [" ".join(tops[3:]), f"{date} {day}"]
        blocks.insert(0, furniture(head))
    if press.has("staff", 0.6):
        titles = rng.choice(_STAFF)
        joint = rng.choice((":", "：", " ", "/"))
        blocks.insert(
            rng.choice((len(blocks), len(blocks), 1)),
            furniture([" ".join(f"{t}{joint}{press.name()}" for t in titles)]),
        )
    if press.has("weather", 0.15):
        blocks.insert(rng.randint(0, len(blocks)), furniture([_weather(press)]))
    if press.has("contacts", 0.25):
        place = rng.choice((len(blocks), rng.randint(0, len(blocks))))
        blocks.insert(place, furniture([_contact(press)]))
    return blocks


def _weather(press: Press) -> str:
    low = press.rng.randint(-10, 20)
    return press.rng.choice(
        (
            f"今日天气：多云转晴，偏北风3到4级，气温{low}～{low + 9}℃",
            f"天气预报 今天晴间多云 {low}℃～{low + 8}℃ 明天小雨转阴 南风2—3级",
            f"市区天气 晴转多云 最高气温{low + 9}℃ 最低气温{low}℃",
        )
    )


def _contact(press: Press) -> str:
    number, area = press.rng.randint(2000000, 8999999), press.rng.randint(310, 999)
    return press.rng.choice(
        (
            f"新闻热线：0{area}-{number}",
            f"广告热线:{number} 发行热线:{number + 7}",
            f"投稿邮箱：yc{number}@163.com 电话：{number}",
            f"社址：{press.city}市人民路{area}号 邮编：0{area}00 电话：{number}",
        )
    )


def lay_half_width(press: Press, blocks: list[Block]) -> list[Block]:
    """Half-width commas and colons among full-width stops."""
    if not press.has("half_width", 0.4):
        return blocks
    return [
        replace(
            block,
            headline=block.headline and block.headline.translate(_HALF_WIDTH),
            lines=tuple(
                replace(line, text=line.text.translate(_HALF_WIDTH)) for line in block.lines
            ),
        )
        for block in blocks
    ]

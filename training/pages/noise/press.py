"""What a made page is made of."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from service.splitters.stories import Role
from training.pages.gold import FURNITURE, GoldPage

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐"
    "冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍"
    "红建文辉玲国春梅海燕鹏飞雪宁晨佳欣怡思雨子涵立新志远"
)
_FIELDS = (
    "民生",
    "文化",
    "社区",
    "乡村",
    "县区",
    "教育",
    "健康",
    "法治",
    "经济",
    "基层",
    "城市",
    "生态",
)
_VIEWS = (
    "走笔",
    "关注",
    "观察",
    "视点",
    "聚焦",
    "故事",
    "在线",
    "风采",
    "纪事",
    "热线",
    "广角",
    "漫谈",
)
CITIES = "云川晨州上河江陵青浦南屏清湾松岭宁泽安临金沙东平北固海阳新城凤台龙山石门泰宁永安"
"""Two of these characters name the city of a page."""

NUMERALS = "一二三四五六七八九十"
STOPS = "。！？"
_EMPHASIS = 3


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """An article as its paper printed it: headline lines, then paragraphs and subheads."""

    title_lines: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed line.

    Attributes:
        text: What it says.
        owner: Whose it is, as in `GoldPage.segments`.
        role: Its role.
        goes_on: Whether it is the second side of a cut line.
        is_torn: Whether it begins in mid-sentence and what comes before is not above it.
    """

    text: str
    owner: str
    role: Role
    goes_on: bool = False
    is_torn: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines printed in one piece, and the kind of article they are."""

    lines: tuple[Printed, ...]
    owner: str
    kind: str = "plain"
    headline: str | None = None


def furniture(texts: Iterable[str]) -> Block:
    """Lines that belong to no article."""
    lines = tuple(Printed(text, FURNITURE, Role.FURNITURE) for text in texts)
    return Block(lines, FURNITURE, "furniture")


@dataclass(frozen=True, slots=True)
class NoisedPage:
    """A made page: its gold reading and the role of each printed line.

    Attributes:
        gold: Text, segments and headlines.
        roles: Role of each line that is not blank.
        goes_on: For each such line whether it goes on in mid-sentence from the line before.
        torn: For each such line whether its beginning is lost or elsewhere.
    """

    gold: GoldPage
    roles: tuple[Role, ...]
    goes_on: tuple[bool, ...]
    torn: tuple[bool, ...]


@dataclass(slots=True)
class Press:
    """What one page shares: chance, look, kinds of faults, and one that falls thrice as often."""

    rng: random.Random
    faults: frozenset[str]
    city: str = ""
    emphasis: str | None = None
    n_made: int = 0

    def has(self, fault: str, share: float) -> bool:
        """Whether a fault falls here; one that is not wanted never does."""
        times = _EMPHASIS if fault == self.emphasis else 1
        return self.rng.random() < times * share and fault in self.faults

    def adds(self, habit: str, share: float) -> bool:
        """Whether a habit of `TAUGHT_HABITS` shows; one that is not taught uses up no chance."""
        return habit in self.faults and self.rng.random() < share

    def column(self) -> str:
        """A made-up name of a column, as it stands above a headline: 民生关注, 【文化走笔】."""
        form = self.rng.choice(("{}{}", "{}{}", "{}{}", "【{}{}】", "■{}{}", "[{}{}]"))
        return form.format(self.rng.choice(_FIELDS), self.rng.choice(_VIEWS))

    def name(self) -> str:
        """A made-up name."""
        given = self.rng.sample(_GIVEN, self.rng.choice((1, 2, 2)))
        return self.rng.choice(_SURNAMES) + "".join(given)

    def names(self, n_most: int = 2, separator: str = " ") -> str:
        """One name, or several up to `n_most`."""
        return separator.join(self.name() for _ in range(self.rng.randint(1, n_most)))

    def page_number(self) -> str:
        """A page number the way a signpost prints it."""
        number = self.rng.randint(1, 8)
        return self.rng.choice(
            (NUMERALS[number - 1], NUMERALS[number - 1], str(number), f"{number:02d}")
        )


def torn_line(line: Printed, cut: int) -> Printed:
    """A line without its beginning; cut between clauses it does not show."""
    rest = line.text[cut:]
    bare = rest.lstrip("，。、；：！？”）》 ")
    is_torn = bare == rest and line.text[cut - 1].isalnum()
    return replace(line, text=bare, is_torn=is_torn)

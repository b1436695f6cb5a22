"""The habits of one paper or site, drawn once for each page."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from training.pages.noise.press import CITIES, Press

_PAPERS = ("日报", "晚报", "早报", "晨报", "都市报", "时报", "商报", "新报", "周刊")
_SITES = ("新闻网", "网", "在线", "发布", "融媒", "客户端", "广播电视台", "政府网", "头条")

# What a page may show; `HELD_BACK` is kept from training and judged on.
STYLES = frozenset(
    (
        "wrapped_by_letters",
        "wrapped_by_columns",
        "wrapped_words",
        "wrapped_in_part",
        "centred_heads",
        "meta_lines",
        "meta_barred",
        "meta_paper_lines",
        "signs",
        "rubrics",
        "bracketed_rubrics",
        "question_heads",
        "long_heads",
        "headless",
        "own_leads",
        "dated_leads",
        "bare_byline_leads",
        "attributed_leads",
        "writers_lines",
        "names_alone",
        "works_lines",
        "ends",
        "story_furniture",
        "links",
        "teasers",
        "notices",
        "tables",
        "obituaries",
        "interviews",
        "boxes",
        "verses",
        "letters",
    )
)
HELD_BACK = frozenset(
    (
        "wrapped_by_columns",
        "meta_barred",
        "meta_paper_lines",
        "bracketed_rubrics",
        "attributed_leads",
        "works_lines",
        "obituaries",
        "letters",
    )
)


@dataclass(frozen=True, slots=True)
class House:
    """What the stories of one page share.

    Attributes:
        press: Source of chance and names.
        styles: Which of `STYLES` may show on the page.
        paper: A made-up paper of a made-up city.
        site: A made-up site or channel.
        habits: For each style whether it is a habit of this house: it then shows in most stories.
    """

    press: Press
    styles: frozenset[str]
    paper: str
    site: str
    habits: frozenset[str] = field(default_factory=frozenset)

    @property
    def rng(self) -> random.Random:
        """The page's source of chance."""
        return self.press.rng

    def shows(self, style: str, *, seldom: float = 0.03, often: float = 0.85) -> bool:
        """Whether a style shows in a story: often where it is a habit, else seldom."""
        share = often if style in self.habits else seldom
        return style in self.styles and self.rng.random() < share

    def pick(self, *forms: str) -> str:
        """One of some forms, its places filled with what the house has at hand."""
        rng = self.rng
        return rng.choice(forms).format(
            n=self.press.names(2, rng.choice((" ", "、", " "))),
            one=self.press.name(),
            paper=self.paper,
            site=self.site,
            city=self.press.city,
            m=rng.randint(1, 12),
            d=rng.randint(1, 28),
        )


def draw_house(rng: random.Random, styles: frozenset[str]) -> House:
    """Draw the habits of a page: each style is one for every fifth house, some for more.

    Args:
        rng: Source of chance; the same state gives the same house.
        styles: Which of `STYLES` may show.
    """
    city = "".join(rng.sample(CITIES, 2))
    press = Press(rng, frozenset(), city=city)
    habits = frozenset(style for style in sorted(styles) if rng.random() < _share(style))
    return House(press, styles, city + rng.choice(_PAPERS), city + rng.choice(_SITES), habits)


def _share(style: str) -> float:
    return {"meta_lines": 0.3, "signs": 0.3, "writers_lines": 0.25, "headless": 0.2}.get(style, 0.2)

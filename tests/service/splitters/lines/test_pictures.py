"""What a picture amid a story shows, behind a sign that heads stories too."""

from __future__ import annotations

from service.datamodels import Issue
from service.splitters import ArticleSplitter

WELL = (
    "古井村的水又清了",
    "古井村的老井干了八年，去年封了三座小煤窑，今年井里又见了水，清得照得出人。",
    "村支书霍大山说，全村种了四千棵侧柏，下雨不再冲沟。",
)
REST = "水样送到县里化验，各项指标合格，可以直接饮用。"
ROAD = ("▲盘山路装上护栏", "从乡里到镇上的盘山路昨天装完护栏，七处急弯添了反光镜。")


def _stories(*lines: str) -> list[tuple[str | None, str]]:
    digest = ArticleSplitter().split(Issue("page", "\n".join(lines)))
    return [(article.headline, article.text) for article in digest.articles]


def test_a_lone_arrow_between_paragraphs_shows_what_stands_above() -> None:
    assert _stories(*WELL, "▲古井村村民在老井打水", REST) == [
        (WELL[0], "\n".join([*WELL[1:], REST]))
    ]


def test_a_lone_arrow_above_the_text_that_says_it_heads_a_story() -> None:
    headlines = [headline for headline, _ in _stories(*WELL, *ROAD)]
    assert headlines == [WELL[0], ROAD[0][1:]]

"""How a page of a few lines is read, for tests of many small pages."""

from __future__ import annotations

from service.datamodels import Issue
from service.splitters import ArticleSplitter

MARKET = "河西早市搬进大棚"
MARKET_TEXT = (
    "本报讯 河西早市昨天搬进新建的大棚，三百个摊位统一编号，下雨天也能照常买菜。",
    "市场管理方说，早市每天五点开门，九点清场，车辆停在北侧空地。",
)


def headlines(*lines: str, between: str = "\n") -> list[str | None]:
    """The headline of each article of one page."""
    digest = ArticleSplitter().split(Issue("page", between.join(lines)))
    return [article.headline for article in digest.articles]

"""Posts of accounts pasted one below the other: whose they are is no headline."""

from __future__ import annotations

import time

import pytest

from service.datamodels import Article, Issue
from service.splitters import ArticleSplitter
from service.splitters.lines.accounts import find_accounts
from service.splitters.lines.line import read_lines

BRIDGE = "人民桥维修，这两路公交改道"
BRIDGE_TEXT = "因人民桥维修加固，3月26日至5月10日，1路、3路公交车临时改道，请市民提前出门。"
FRAUD = "刷单返利？他转了六次才醒"
FRAUD_TEXT = "3月8日，家住城西的小范接到电话，先后转账六次，被骗三万一千元，民警追回两万元。"


def _split(text: str) -> tuple[Article, ...]:
    return ArticleSplitter().split(Issue("post", text)).articles


@pytest.mark.parametrize(
    "head",
    [
        "云川交警\n2026年3月9日 17:42 湖北\n点击蓝字 关注我们\n\n{}\n\n云川交警 2026-03-09 17:42",
        "点击上方“平安云川”关注我们\n\n{}\n\n平安云川\n\n2026-03-09 08:15",
        "云川气象\n2026年3月9日 06:30 湖北\n\n{}",
        "柳堤夜话\n2026年3月9日 06:30 湖北\n\n{}",
        "健康云川\n点击上方蓝字关注我们\n\n{}",
        "云川融媒 昨天\n\n{}\n\n原创 云川融媒 云川融媒",
        "文旅云川\n\n{}\n\n文旅云川\n2026年03月09日 12:00",
    ],
)
def test_the_headline_is_that_of_the_post(head: str) -> None:
    text = "\n\n".join(
        [head.format(BRIDGE), BRIDGE_TEXT, head.format(FRAUD), FRAUD_TEXT, "扫码关注我们"]
    )
    articles = _split(text)
    assert [(article.headline, article.byline, article.text) for article in articles] == [
        (BRIDGE, None, BRIDGE_TEXT),
        (FRAUD, None, FRAUD_TEXT),
    ]


@pytest.mark.parametrize(
    "headline", ["平安回家", "义务教育", "云川公安破获盗电瓶案", "云川消防提醒"]
)
def test_what_only_looks_like_an_account_is_a_headline(headline: str) -> None:
    page = f"{headline}\n2026-01-22 08:15 来源：云川晚报\n{BRIDGE_TEXT}\n{FRAUD_TEXT}"
    assert [article.headline for article in _split(page)] == [headline]


def test_posts_without_end_take_time_in_proportion() -> None:
    lines = read_lines("云川发布 2026-03-09 17:42 发表于湖北\n" * 4000)
    assert all(line.tells for line in lines)  # read once, before the time is taken
    start = time.thread_time()
    assert len(find_accounts(lines)) == len(lines)
    assert time.thread_time() - start < 1  # 2.9 s where each post looked at all below it

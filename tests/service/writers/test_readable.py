"""Text and Markdown: what an editor reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from service.config import TopicSet, load_config
from service.datamodels import Digest, Page, Summary
from service.writers.as_markdown import escape, to_markdown
from service.writers.as_text import to_text
from tests.factories import make_digest

Write = Callable[[Digest], str]
TOPICS = load_config("configs/topics.yaml", TopicSet)


def _with_first(digest: Digest, **changes: Any) -> Digest:
    first = replace(digest.articles[0], **changes)
    return replace(digest, articles=(first, *digest.articles[1:]))


@pytest.fixture(params=[to_text, to_markdown], ids=["text", "markdown"])
def write(request: pytest.FixtureRequest) -> Write:
    return lambda digest: request.param(digest, TOPICS)


def test_shows_topic_probability_doubt_and_summary(write: Write) -> None:
    page = write(make_digest())
    assert "民生 60%" in page
    assert "医药 60% 存疑" in page
    assert "本报讯 社区食堂昨天开张。" in page
    assert page.index("社区食堂开张") < page.index("新药进医保")
    assert page.endswith("\n")


def test_counts_and_lists_what_was_left_out(write: Write) -> None:
    page = write(make_digest())
    assert "未收入 2 处" in page
    assert "重复 1 处，版面信息 1 处" in page
    assert "重复（见 a1） 第 70–76 字：居民都说方便。" in page


def test_explains_kinds_and_flags_in_words(write: Write) -> None:
    digest = _with_first(make_digest(), kind="continuation", flags=("continued_from", "unmatched"))
    assert "续篇，开头不在本期；上接其他版面；转版的另一部分不在本期" in write(digest)


def test_an_article_without_headline_shows_its_first_words(write: Write) -> None:
    page = write(_with_first(make_digest(), headline=None, flags=("no_headline",)))
    assert "（无标题）本报讯 社区食堂昨天开张。居民都说方便。" in page


def test_says_why_there_is_no_summary(write: Write) -> None:
    page = write(_with_first(make_digest(), summary=Summary(None, "no_sentence", ())))
    assert "没有完整的句子，不作摘要" in page


def test_names_the_page_an_article_stands_on(write: Write) -> None:
    digest = replace(make_digest(), pages=(Page("day.pdf", 1, 0, 45), Page("day.pdf", 2, 45, 76)))
    page = write(digest)
    assert "出处：day.pdf 第 1 页" in page
    assert "出处：day.pdf 第 2 页" in page


def test_an_unscored_digest_shows_neither_topic_nor_summary(write: Write) -> None:
    page = write(_with_first(make_digest(), topic=None, summary=None))
    assert "民生" not in page
    assert "社区食堂开张" in page


def test_a_digest_without_articles_says_so(write: Write) -> None:
    page = write(replace(make_digest(), articles=(), left_out=()))
    assert "0 篇" in page
    assert "未收入" not in page


def test_an_issue_without_masthead_goes_by_its_name(write: Write) -> None:
    assert "p1 报摘" in write(replace(make_digest(), paper=None, date=None))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("*重要* <b>", r"\*重要\* \<b\>"),
        ("1. 第一", r"1\. 第一"),
        ("- 甲\n+ 乙\n# 丙", "\\- 甲\n\\+ 乙\n\\# 丙"),
        ("2024年", "2024年"),
        ("——副标题", "——副标题"),
    ],
)
def test_nothing_printed_turns_into_markup(printed: str, expected: str) -> None:
    assert escape(printed) == expected

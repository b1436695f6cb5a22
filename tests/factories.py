"""Builders that let a test case fit on one screen."""

from __future__ import annotations

from service.datamodels import (
    Article,
    Digest,
    Flag,
    Issue,
    LeftOut,
    Page,
    Span,
    Summary,
    SummarySentence,
    TopicScores,
)


def make_issue(text: str, issue_id: str = "test") -> Issue:
    return Issue(issue_id=issue_id, text=text)


def make_article(text: str, headline: str | None = "标题", article_id: str = "a1") -> Article:
    """An unscored article whose one span is its text."""
    flags: tuple[Flag, ...] = () if headline else ("no_headline",)
    return Article(article_id, headline, "story", None, flags, (Span(0, len(text)),), text)


def make_digest() -> Digest:
    """A small scored digest: two articles, one duplicate, one piece of furniture."""
    furniture = "云川日报 2024年1月5日"
    first = "社区食堂开张\n本报讯 社区食堂昨天开张。居民都说方便。"
    second = "新药进医保\n三种新药进入医保。患者负担减轻。"
    repeat = "居民都说方便。"
    source = "\n\n".join((furniture, first, second, repeat))
    at_first, at_second = source.index(first), source.index(second)
    articles = (
        _scored("a1", first, at_first, "livelihood", uncertain=False),
        _scored("a2", second, at_second, "medicine", uncertain=True),
    )
    left_out = (
        LeftOut(0, len(furniture), "furniture"),
        LeftOut(len(source) - len(repeat), len(source), "duplicate", "a1"),
    )
    pages = (Page("p1.txt", None, 0, len(source)),)
    return Digest(
        issue_id="p1",
        paper="云川日报",
        date="2024-01-05",
        source_text=source,
        pages=pages,
        articles=articles,
        left_out=left_out,
        model="test@1",
        splitter="lines@1",
    )


def _scored(article_id: str, printed: str, at: int, label: str, *, uncertain: bool) -> Article:
    headline, text = printed.split("\n")
    labels = ("politics", "livelihood", "medicine", "logistics", "other")
    probabilities = {name: 0.6 if name == label else 0.1 for name in labels}
    end = text.index("。") + 1
    return Article(
        id=article_id,
        headline=headline,
        kind="story",
        byline=None,
        flags=(),
        spans=(Span(at, at + len(headline)), Span(at + len(headline) + 1, at + len(printed))),
        text=text,
        topic=TopicScores(label, 0.6, uncertain, probabilities, (Span(0, end),)),
        summary=Summary(text[:end], None, (SummarySentence(0, end, 0.9),)),
    )

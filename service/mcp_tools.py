"""The newsroom as tools of the Model Context Protocol, for assistants on this machine."""

from __future__ import annotations

from typing import Annotated, Any

from anyio import to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, Field

from service.datamodels import Article, Digest
from service.errors import DigestError
from service.newsroom.digesting import Digested, Order, digest_order
from service.newsroom.jobs import Job
from service.newsroom.reading import issue_of_text
from service.newsroom.room import Newsroom
from service.store import Wanted
from service.writers.wording import headline_of

WHO = "mcp"
_MOST_FOUND = 20
_INSTRUCTIONS = (
    "报摘：把一期中文报纸的原始文本分成篇，给出主题与逐字摘录的摘要；也查找已保存的报摘。"
    "(Chinese newspaper issues into articles with topics and extractive summaries.)"
)

Text = Annotated[str, Field(description="The text.", min_length=1, max_length=2_000_000)]
Title = Annotated[str, Field(description="The headline; empty where there is none.")]
MaxChars = Annotated[int, Field(description="Budget of a summary in characters.", ge=20, le=2000)]


class ArticleDigest(BaseModel):
    """An article of an issue."""

    headline: str
    topic: str
    probability: float
    uncertain: bool = Field(description="Whether a person should look at the topic.")
    summary: str | None


class IssueDigest(BaseModel):
    """An issue taken apart."""

    issue_id: str
    paper: str | None
    date: str | None
    stored_as: str | None = Field(description="Its key in the store, where it was kept.")
    articles: list[ArticleDigest]
    n_left_out: int


class TopicAnswer(BaseModel):
    """The topic of an article."""

    topic: str
    title: str
    probability: float
    uncertain: bool
    probabilities: dict[str, float]


class SummaryAnswer(BaseModel):
    """The summary of an article: its own sentences, word by word."""

    summary: str | None
    note: str | None


class FoundArticle(BaseModel):
    """An article of an issue that is kept."""

    issue: str
    paper: str | None
    date: str | None
    headline: str | None
    topic: str | None
    excerpt: str


class Found(BaseModel):
    """What was found, the newest first."""

    total: int
    articles: list[FoundArticle]


def build_tools(room: Newsroom, version: str) -> MCPServer[Any]:
    """The tools `digest_issue`, `classify_article`, `summarize_article` and `find_issue`.

    Args:
        room: What they work with; without a store nothing is kept or found.
        version: Of the program, which a client is told.

    Returns:
        A server, to be run over standard input and output.
    """
    server: MCPServer[Any] = MCPServer("baozhai", instructions=_INSTRUCTIONS, version=version)
    topics = room.pipeline.topics

    @server.tool()
    async def digest_issue(
        text: Text,
        max_chars: MaxChars = 150,
        keep: Annotated[bool, Field(description="Put it into the store.")] = False,
    ) -> list[IssueDigest]:
        """一期报纸的原始文本 → 各篇的标题、主题、摘要 (the raw text of an issue into articles)."""
        try:
            issue = issue_of_text(text, "pasted")
            order = Order(WHO, text=issue, max_chars=max_chars, is_kept=keep and bool(room.store))
            job = Job("digest", WHO)
            await digest_order(room, order, job)
        except DigestError as error:
            raise ToolError(str(error)) from error
        return [_issue(each) for each in job.result]

    @server.tool()
    async def classify_article(text: Text, title: Title = "") -> TopicAnswer:
        """一篇文章的主题与概率 (the topic of one article)."""
        scored = await _score(room, text, title, None)
        assert scored.topic is not None
        return TopicAnswer(
            topic=scored.topic.label,
            title=topics[scored.topic.label].zh,
            probability=scored.topic.probability,
            uncertain=scored.topic.uncertain,
            probabilities=dict(scored.topic.probabilities),
        )

    @server.tool()
    async def summarize_article(
        text: Text, title: Title = "", max_chars: MaxChars = 150
    ) -> SummaryAnswer:
        """一篇文章的摘要，逐字取自原文 (its own sentences within a budget)."""
        scored = await _score(room, text, title, max_chars)
        assert scored.summary is not None
        return SummaryAnswer(summary=scored.summary.text, note=scored.summary.note)

    @server.tool()
    async def find_issue(
        words: Annotated[str, Field(description="Words, all of them; empty for any.")] = "",
        date: Annotated[str | None, Field(description="The day, YYYY-MM-DD.")] = None,
        topic: Annotated[str | None, Field(description="The label of a topic.")] = None,
    ) -> Found:
        """在已保存的各期里按词、日期、主题找 (search the issues that are kept)."""
        try:
            wanted = Wanted(q=words or None, date=date, topic=topic)
            found = await to_thread.run_sync(_find, room, wanted)
        except DigestError as error:
            raise ToolError(str(error)) from error
        return found

    return server


async def _score(room: Newsroom, text: str, title: str, max_chars: int | None) -> Article:
    if not text.strip():
        raise ToolError("没有正文，只有空白 (no text, only white space)")
    article = Article.of_text("a1", title.strip() or None, text)
    return await to_thread.run_sync(lambda: room.pipeline.score(article, max_chars=max_chars))


def _find(room: Newsroom, wanted: Wanted) -> Found:
    found = room.kept.search(wanted, limit=_MOST_FOUND)
    return Found(
        total=found.total,
        articles=[
            FoundArticle(
                issue=hit.key,
                paper=hit.paper,
                date=hit.date,
                headline=hit.headline,
                topic=hit.topic,
                excerpt=hit.excerpt,
            )
            for hit in found.items
        ],
    )


def _issue(each: Digested) -> IssueDigest:
    digest: Digest = each.digest
    return IssueDigest(
        issue_id=digest.issue_id,
        paper=digest.paper,
        date=digest.date,
        stored_as=each.stored.key if each.stored else None,
        articles=[_article(article) for article in digest.articles],
        n_left_out=len(digest.left_out),
    )


def _article(article: Article) -> ArticleDigest:
    topic, summary = article.topic, article.summary
    assert topic is not None
    return ArticleDigest(
        headline=headline_of(article),
        topic=topic.label,
        probability=topic.probability,
        uncertain=topic.uncertain,
        summary=summary.text if summary else None,
    )

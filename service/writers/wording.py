"""How a digest is told in Chinese, in one place for every format."""

from __future__ import annotations

from service.config import TopicSet
from service.datamodels import Article, Digest, LeftOut, Page, TopicScores
from service.vocabulary import FLAGS, KINDS, NOTES, REASONS

SOURCE, CHECKS = "出处", "提示"
"""Names of facts about an article: where it stands, and what to beware of."""

_LONGEST_EXCERPT = 24


def title_of(digest: Digest) -> str:
    """The paper and its date, else the name of the issue."""
    printed = [part for part in (digest.paper, digest.date) if part]
    return " ".join(printed) if printed else digest.issue_id


def headline_of(article: Article) -> str:
    """The printed headline, with a kicker of a person's; without one, the first words."""
    headline = article.headline or f"（无标题）{excerpt(article.text)}"
    return f"{article.kicker} {headline}" if article.kicker else headline


def topic_words(topic: TopicScores, topics: TopicSet) -> str:
    """Title and probability, and the doubt where there is one: `民生 93% 存疑`."""
    doubt = " 存疑" if topic.uncertain else ""
    return f"{topics[topic.label].zh} {topic.probability:.0%}{doubt}"


def articles_by_topic(digest: Digest, topics: TopicSet) -> list[tuple[str, list[Article]]]:
    """Title of each topic that has articles, and these, in the order of the topics and the issue.

    Labels that the set no longer has come after it, articles without a topic last.
    """
    used = [article.topic.label for article in digest.articles if article.topic]
    order = dict.fromkeys([*topics.labels, *sorted(set(used))])
    groups = [
        (
            topics[label].zh,
            [a for a in digest.articles if a.topic and a.topic.label == label],
        )
        for label in order
    ]
    groups.append(("未分类", [article for article in digest.articles if not article.topic]))
    return [(title, articles) for title, articles in groups if articles]


def remarks_on(article: Article) -> list[str]:
    """What a reader should know of the article: its kind, unless a story, and its flags."""
    kind = [] if article.kind == "story" else [KINDS[article.kind].zh]
    return kind + [FLAGS[flag].zh for flag in article.flags]


def summary_words(article: Article) -> str:
    """The summary with its note in brackets; empty for an article without one."""
    if article.summary is None:
        return ""
    note = article.summary.note
    remark = f"（{NOTES[note].zh}）" if note else ""
    return f"{article.summary.text or ''}{remark}"


def page_of(article: Article, digest: Digest) -> Page | None:
    """The page on which the article begins; None for text that came from no file."""
    at = article.spans[0].start if article.spans else -1
    return next((page for page in digest.pages if page.start <= at < page.end), None)


def source_page(article: Article, digest: Digest) -> str | None:
    """Where the article begins: its file, and the page in it where the format has pages."""
    page = page_of(article, digest)
    if page is None:
        return None
    return page.file if page.page is None else f"{page.file} 第 {page.page} 页"


def facts_about(article: Article, digest: Digest) -> list[tuple[str, str]]:
    """Who wrote it, where it stands, what to beware of: names and values, the known ones only."""
    facts = [
        ("作者", article.byline),
        (SOURCE, source_page(article, digest)),
        (CHECKS, "；".join(remarks_on(article))),
    ]
    return [(name, fact) for name, fact in facts if fact]


def left_out_words(passage: LeftOut, digest: Digest) -> str:
    """Why a passage was left out, where it stands and how it begins."""
    of = f"（见 {passage.of}）" if passage.of else ""
    words = excerpt(digest.source_text[passage.start : passage.end])
    return f"{REASONS[passage.reason].zh}{of} 第 {passage.start + 1}–{passage.end} 字：{words}"


def left_out_count(digest: Digest) -> str:
    """How much was left out, by reason: `重复 1 处，版面信息 3 处`."""
    counts = {
        word.zh: sum(passage.reason == reason for passage in digest.left_out)
        for reason, word in REASONS.items()
    }
    return "，".join(f"{words} {count} 处" for words, count in counts.items() if count)


def excerpt(text: str) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_EXCERPT else f"{line[: _LONGEST_EXCERPT - 1]}…"

"""What the serving model says of a desk's unlabelled articles, for a training to hold on to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from service.artifacts import ModelFolder
from service.config import TopicSet
from service.store import Store
from training.articles.datamodels import PlainArticle, SoftArticle
from training.articles.reading import read_plain
from training.desk.folder import DeskFolder, key_of
from training.desk.following import Following
from training.desk.near_copies import find_copies
from training.desk.sets import DeskSets
from training.desk.topic_head import LabelChange, TopicHead
from training.desk.vectors import VectorStore

_ISSUES_AT_ONCE = 50


def unlabelled_articles(
    desk: DeskFolder, store: Store | None, sets: DeskSets, n: int
) -> list[PlainArticle]:
    """Articles that nobody labelled, none of them near to one that judges.

    Args:
        desk: Its tables whose names begin with `unlabelled`.
        store: Its issues, the latest first; None for none.
        sets: What is labelled.
        n: How many at most.

    Raises:
        ReadError: If a table cannot be read.
    """
    labelled = {key_of(article) for article in (*sets.learned, *sets.test)}
    found = {key_of(each): each for each in islice(_all(desk, store, labelled), n)}
    judged = {key_of(each): each.text for each in (*sets.test, *sets.validation)}
    copies = find_copies({key: each.text for key, each in found.items()} | judged)
    return [each for key, each in found.items() if not copies.of(key) & judged.keys()]


def remember(
    articles: list[PlainArticle],
    serving: ModelFolder,
    topics: TopicSet,
    store: VectorStore,
    following: Following,
) -> list[SoftArticle]:
    """What a model says of articles, in the topics of a desk.

    An article most of which the model gives to topics that the desk no longer has is left out.

    Args:
        articles: Any.
        serving: The model.
        topics: The desk's.
        store: The vectors of its encoder.
        following: Told how many had to be read so far.
    """
    if not articles:
        return []
    head = TopicHead.of_model(serving)
    change = LabelChange.between(head.labels, topics)
    said = change.carry(head.probabilities(store.read(articles, following.on_done)))
    return [
        SoftArticle(
            id=article.id,
            title=article.title,
            text=article.text,
            probabilities={
                label: round(float(share), 4)
                for label, share in zip(change.new, row / row.sum(), strict=True)
            },
        )
        for article, row in zip(articles, said, strict=True)
        if row.sum() > 1 / 2
    ]


def _all(desk: DeskFolder, store: Store | None, labelled: Iterable[str]) -> Iterator[PlainArticle]:
    seen = set(labelled)
    for article in chain(_in_tables(desk), _in_store(store)):
        key = key_of(article)
        if article.text.strip() and key not in seen:
            seen.add(key)
            yield article


def _in_tables(desk: DeskFolder) -> Iterator[PlainArticle]:
    for file in desk.unlabelled:
        yield from read_plain(file)


def _in_store(store: Store | None) -> Iterator[PlainArticle]:
    cursor: str | None = None
    while store is not None:
        listed = store.issues.list(limit=_ISSUES_AT_ONCE, cursor=cursor)
        for issue in listed.items:
            for article in store.today(issue.key).digest.articles:
                name = f"{issue.issue_id}/{article.id}"
                yield PlainArticle(id=name, title=article.headline, text=article.text)
        cursor = listed.next_cursor
        if cursor is None:
            return

"""What the serving model says of a desk's unlabelled articles, for a training to hold on to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, islice

from service.artifacts import ModelFolder
from service.config import ServiceConfig, TopicSet
from service.registry import Registry
from service.store import Store
from training.articles.datamodels import PlainArticle, SoftArticle
from training.articles.reading import read_plain
from training.desk.folder import DeskFolder, key_of
from training.desk.near_copies import find_copies
from training.desk.sets import DeskSets
from training.desk.topic_head import LabelChange, TopicHead
from training.desk.vectors import VectorStore, stores_of
from training.following import Following

_ISSUES_AT_ONCE = 50


def unlabelled_articles(
    desk: DeskFolder, store: Store | None, sets: DeskSets, n: int
) -> list[PlainArticle]:
    """Articles that nobody labelled, none of them near to one that somebody did.

    Args:
        desk: Its tables whose names begin with `unlabelled`.
        store: Its issues, the latest first; None for none.
        sets: What is labelled.
        n: How many at most.

    Raises:
        ReadError: If a table cannot be read.
    """
    labelled = {key_of(article): article.text for article in (*sets.learned, *sets.test)}
    found = {key_of(each): each for each in islice(_all(desk, store, labelled), n)}
    copies = find_copies({key: each.text for key, each in found.items()} | labelled)
    return [each for key, each in found.items() if not copies.of(key) & labelled.keys()]


def remember_unlabelled(
    desk: DeskFolder,
    sets: DeskSets,
    settings: ServiceConfig,
    following: Following,
    *,
    n: int,
    from_store: bool,
) -> list[SoftArticle]:
    """What the version that serves says of a desk's unlabelled articles.

    Args:
        desk: Its folder.
        sets: What is labelled.
        settings: Name the store, and how articles are read.
        following: Told how many had to be read so far.
        n: How many articles at most.
        from_store: Whether those of the stored issues are among them.

    Raises:
        DigestError: If a table, the store or the model cannot be read.
    """
    with ExitStack() as stack:
        opened = Store.open(settings.store, create=False) if from_store else None
        store = stack.enter_context(opened) if opened is not None else None
        articles = unlabelled_articles(desk, store, sets, n)
    following.stage("reading")
    serving = Registry.open().current().model
    topics = desk.read_topics(settings.topics)
    return remember(articles, serving, topics, stores_of(settings)(serving), following)


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

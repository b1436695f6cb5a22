"""The topics that people corrected on the page, out of the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from service.config import ServiceConfig
from service.corrections import Edit
from service.datamodels import Article, Span
from service.store import Store, StoredIssue
from training.articles.datamodels import LabelledArticle, SummarizedArticle
from training.articles.problems import Problems
from training.articles.reading import topic_names
from training.desk.folder import DeskFolder
from training.desk.labels import Added, add_labels
from training.desk.ticked import write_ticked

_ISSUES_AT_ONCE = 100


def corrected_topics(
    store: Store, names: Mapping[str, str], problems: Problems
) -> Iterator[tuple[LabelledArticle, Edit]]:
    """Every article whose topic a person set, as it stands today, and who set it when.

    What was undone does not count. An article that a person looked at and left alone is no
    label: nobody said so.

    Args:
        store: What is kept.
        names: What a topic may be called, see `topic_names`.
        problems: Where it goes that a topic is no longer in the topic set.
    """
    for issue in _issues(store):
        today = store.today(issue.key)
        for article in today.digest.articles:
            edits = [edit for edit in today.edited.get(article.id, ()) if edit.what == "set_topic"]
            if edits and article.topic is not None and article.text.strip():
                label = names.get(article.topic.label)
                if label is None:
                    problems.add(
                        f"{issue.issue_id}/{article.id} 的主题 {article.topic.label} 不在主题表里；"
                        "请加进去，或在接过它的主题下写 was (a topic that the set no longer has)"
                    )
                    continue
                yield _labelled(article, issue, label), edits[-1]


def ticked_summaries(store: Store) -> Iterator[SummarizedArticle]:
    """Every article whose summary a person ticked, as it stands today."""
    for issue in _issues(store):
        today = store.today(issue.key)
        for article in today.digest.articles:
            edits = today.edited.get(article.id, ())
            summary = article.summary
            if summary and summary.text and any(edit.what == "set_summary" for edit in edits):
                yield SummarizedArticle(
                    id=f"{issue.issue_id}/{article.id}",
                    title=article.headline,
                    text=article.text,
                    source=issue.paper,
                    summary=summary.text,
                    picks=tuple(Span(each.start, each.end) for each in summary.sentences),
                )


def take_from_store(desk: DeskFolder, settings: ServiceConfig) -> Added:
    """Put what people corrected on the page, topics and summaries, into the folder of a desk.

    Raises:
        StoreError: If there is no store.
        DataError: If a topic is no longer in the topic set.
    """
    names, problems = topic_names(desk.read_topics(settings.topics)), Problems()
    corrected = corrections_of(settings, names, problems)
    problems.raise_if_any()
    take_ticked(desk, settings)
    return add_labels(desk, corrected, names)


def take_ticked(desk: DeskFolder, settings: ServiceConfig) -> int:
    """Put the summaries that people ticked on the page into the folder of a desk; how many.

    Raises:
        StoreError: If there is no store.
        DataError: If what the folder holds cannot be read.
    """
    with Store.open(settings.store, create=False) as store:
        found = list(ticked_summaries(store))
    write_ticked(desk, found)
    return len(found)


def corrections_of(
    settings: ServiceConfig, names: Mapping[str, str], problems: Problems
) -> list[tuple[LabelledArticle, str, datetime]]:
    """What `corrected_topics` finds in the store of the settings, with who said so and when.

    Raises:
        StoreError: If there is no store.
    """
    with Store.open(settings.store, create=False) as store:
        found = corrected_topics(store, names, problems)
        return [(article, edit.who, edit.when) for article, edit in found]


def _issues(store: Store) -> Iterator[StoredIssue]:
    cursor: str | None = None
    while True:
        found = store.issues.list(limit=_ISSUES_AT_ONCE, cursor=cursor)
        yield from (issue for issue in found.items if issue.n_corrections)
        cursor = found.next_cursor
        if cursor is None:
            return


def _labelled(article: Article, issue: StoredIssue, label: str) -> LabelledArticle:
    return LabelledArticle(
        id=f"{issue.issue_id}/{article.id}",
        title=article.headline,
        text=article.text,
        topic=label,
        source=issue.paper,
        place=f"{issue.issue_id} {article.id} ",
    )

"""What people said of topics, for a model to learn from."""

from __future__ import annotations

from collections.abc import Iterator

from service.corrections import Corrected
from service.store.records import Label


def labels_of(key: str, today: Corrected) -> Iterator[Label]:
    """The articles of a digest of today whose topic a person set, in page order.

    Args:
        key: The key of the issue.
        today: Its digest of today. Topics that were set and undone do not count.
    """
    for article in today.digest.articles:
        set_by = [edit for edit in today.edited.get(article.id, ()) if edit.what == "set_topic"]
        topic = today.draft(article).values.get("set_topic")
        if not set_by or not isinstance(topic, str):
            continue
        yield Label(
            key=key,
            place=today.places[article.id].start,
            title=article.headline,
            text=article.text,
            topic=topic,
            who=set_by[-1].who,
            when=set_by[-1].when,
        )

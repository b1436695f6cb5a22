"""What stood where a change is made, as its record tells it."""

from __future__ import annotations

from service.corrections.boundaries import Target
from service.corrections.records import Change, Json
from service.corrections.replay import Corrected
from service.corrections.values import VALUES
from service.datamodels import Article, Span


def state_before(corrected: Corrected, change: Change) -> Json:
    """What a change is about as it was before.

    Args:
        corrected: The digest of today.
        change: What is asked for.

    Returns:
        For a value that is set the one before; of a summary its text. For boundaries the
        articles that they are of, with headline and spans. None for an undo or redo.
    """
    if change.what in ("undo", "redo"):
        return None
    article = _holder(corrected, change.place)
    if change.what in VALUES:
        return _value(article, change) if article else None
    target = Target.of(change.after).to
    other = _holder(corrected, target) if target else None
    return [_boundaries(one) for one in (article, other) if one]


def _holder(corrected: Corrected, place: Span) -> Article | None:
    held = (corrected.article_at(at) for at in range(place.start, place.end))
    return next((article for article in held if article), None)


def _value(article: Article, change: Change) -> str | None:
    if change.what == "set_topic":
        return article.topic.label if article.topic else None
    if change.what == "set_summary":
        return article.summary.text if article.summary else None
    values = {
        "set_headline": article.headline,
        "set_kicker": article.kicker,
        "set_byline": article.byline,
    }
    return values[change.what]


def _boundaries(article: Article) -> Json:
    spans = [[start, end] for start, end in article.spans]
    return {"headline": article.headline, "spans": spans}

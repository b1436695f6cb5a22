"""What editors ask for, as changes of the digest of today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from service.corrections import Change, Corrected, Correction, active, changes
from service.datamodels import Article, Span, SummarySentence
from service.errors import CorrectionError, NotFoundError
from service.newsroom.room import Newsroom
from service.newsroom.showing import undoable

# A person's tick counts for more than any salience, which is at most 1.
_TICKED = 1.0

Make = Callable[[Corrected, Article], Change]


def article_at(corrected: Corrected, place: int) -> Article:
    """The article that goes by a place.

    Raises:
        NotFoundError: If none does, or none any more.
    """
    for article in corrected.digest.articles:
        if corrected.places[article.id].start == place:
            return article
    raise NotFoundError(
        f"没有起于第 {place + 1} 字的文章，可能已被并入别篇或略去；请重新打开这一期 "
        f"(no article begins at character {place + 1}: it may have been joined; open the issue "
        "again)"
    )


def values_of(fields: dict[str, Any], labels: Sequence[str]) -> list[Make]:
    """The changes of an article's values, one for each field.

    Args:
        fields: Of `topic`, `headline`, `kicker`, `byline`, `summary`.
        labels: The topics there are.

    Raises:
        CorrectionError: If the topic is none of them.
    """
    topic = fields.get("topic")
    if "topic" in fields and topic not in labels:
        raise CorrectionError(
            f"topic 是 {str(topic)[:40]!r}；只能是 {'、'.join(labels)} "
            f"(topic must be one of {', '.join(labels)})"
        )
    makers: dict[str, Callable[[Any], Make]] = {
        "topic": lambda value: lambda now, article: changes.set_topic(now, article, value),
        "headline": lambda value: lambda now, article: changes.set_headline(now, article, value),
        "kicker": lambda value: lambda now, article: changes.set_kicker(now, article, value),
        "byline": lambda value: lambda now, article: changes.set_byline(now, article, value),
        "summary": lambda value: (
            lambda now, article: changes.set_summary(now, article, _ticks(article, value))
        ),
    }
    return [makers[name](value) for name, value in fields.items()]


def set_values(
    room: Newsroom, key: str, place: int, makes: Sequence[Make], *, who: str, version: int | None
) -> None:
    """Correct values of one article.

    Args:
        room: Where it is kept.
        key: Its issue.
        place: What it goes by.
        makes: The changes, from `values_of`.
        who: Who makes them.
        version: The version of the article that they saw; None makes them whatever it is.

    Raises:
        Conflict: If the article has another version.
        NotFoundError: If there is none.
        CorrectionError: If a value cannot be set.
    """
    now = room.today(key)
    for make in makes:  # what cannot be set is refused before the rest is
        make(now, article_at(now, place))
    for make in makes:
        corrected = room.today(key)
        change = make(corrected, article_at(corrected, place))
        made = room.kept.append(
            key, change, who=who, expected_version=version, scorer=room.pipeline
        )
        version = None if version is None else made.version


def split(corrected: Corrected, place: int, at: int, *, with_headline: bool) -> Change:
    """An article begins at an offset of another's text.

    Args:
        corrected: The digest of today.
        place: The article that is split.
        at: The offset in its text.
        with_headline: Whether the paragraph there is the headline of the new article.

    Raises:
        CorrectionError: If no character of the source stands there.
    """
    article = article_at(corrected, place)
    begin = next((n for n in range(at, len(article.text)) if not article.text[n].isspace()), -1)
    source = corrected.place_in_source(article, begin) if at > 0 and begin > 0 else None
    if source is None:
        raise CorrectionError(
            f"不能在正文第 {at} 字处分开；须在 1 到 {len(article.text) - 1} 之间 "
            f"(at must lie inside the text, from 1 to {len(article.text) - 1})"
        )
    headline = None
    if with_headline:
        paragraphs = corrected.paragraphs(article)
        found = next((each.place for each in paragraphs if each.start <= begin < each.end), None)
        headline = Span(source, found.end) if found else None
    return changes.split(source, headline)


def whole_of(corrected: Corrected, place: int) -> Span:
    """The passage of the source from an article's first character to its last."""
    article = article_at(corrected, place)
    return Span(article.spans[0].start, article.spans[-1].end)


def undo(room: Newsroom, key: str, *, who: str, correction: str | None = None) -> Correction:
    """Take a correction back: the latest of the one who asks, or a named one of anybody.

    Raises:
        CorrectionError: If there is none to take back.
        NotFoundError: If no such issue is kept.
    """
    log = room.kept.log(key)
    last, _ = undoable(log, who)
    if correction is not None:
        last = next((each for each in active(log) if each.id == correction), None)
    if last is None:
        raise CorrectionError("没有可撤销的改动 (there is nothing to undo)")
    room.kept.append(key, changes.undo(last), who=who, scorer=room.pipeline)
    return last


def redo(room: Newsroom, key: str, *, who: str, correction: str | None = None) -> Correction:
    """Make a correction count again: the one undone last by the one who asks, or a named one.

    Raises:
        CorrectionError: If there is none.
        NotFoundError: If no such issue is kept.
    """
    log = room.kept.log(key)
    _, last = undoable(log, who)
    if correction is not None:
        counting = {each.id for each in active(log)}
        named = (each for each in log if each.id == correction and not each.entry)
        last = next((each for each in named if each.id not in counting), None)
    if last is None:
        raise CorrectionError("没有可重做的改动 (there is nothing to redo)")
    room.kept.append(key, changes.redo(last), who=who, scorer=room.pipeline)
    return last


def _ticks(article: Article, places: Sequence[Sequence[int]]) -> list[SummarySentence]:
    end_of_last = 0
    ticks = []
    for start, end in sorted((start, end) for start, end in places):
        if not end_of_last <= start < end <= len(article.text):
            raise CorrectionError(
                f"summary: [{start}, {end}] 不在正文内或与别句重叠；正文共 {len(article.text)} 字 "
                f"(not a passage of the text of {len(article.text)} characters, or overlapping)"
            )
        end_of_last = end
        ticks.append(SummarySentence(start, end, _TICKED))
    return ticks

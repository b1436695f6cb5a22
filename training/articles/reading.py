"""Files of articles, read and checked; complaints are gathered, never the first alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypedDict, TypeVar

from service.characters import content_characters
from service.config import TopicSet, load_config
from service.errors import ReadError
from service.readers.tables import read_table
from service.text import split_sentences
from training.articles.cells import Cells
from training.articles.datamodels import (
    LabelledArticle,
    PlainArticle,
    SoftArticle,
    SummarizedArticle,
    TopicArticle,
)
from training.articles.problems import Problems

_PLAIN = ("id", "title", "text", "source")
_LABELLED = (*_PLAIN, "topic", "secondary", "sure", "probabilities")
_SUMMARIZED = (*_PLAIN, "summary", "picks")

Found = TypeVar("Found", bound=PlainArticle)


def topic_names(topics: TopicSet, labels: Sequence[str] = ()) -> dict[str, str]:
    """What a topic may be called in a file: its label, its titles, or what it was before.

    Args:
        topics: The topic set.
        labels: Those that count, where a model was trained for others; none for all of the set.
    """
    wanted = labels or topics.labels
    names = {label: label for label in wanted}
    for label in wanted:
        topic = topics[label]
        for other in (topic.zh, topic.en, *topic.was):
            names.setdefault(other, label)
    return names


def read_plain(path: Path) -> Iterator[PlainArticle]:
    """Articles of a corpus, one at a time; a text may be blank.

    Raises:
        DataError: At the first row that is no article.
        ReadError: If the file cannot be read.
    """
    problems = Problems()
    for row in read_table(path, ("id", "text")):
        cells = Cells(row, problems)
        if row.fault:
            cells.complain(row.fault)
        article = PlainArticle(**_plain(cells, cells.text_if_any("text") or ""))
        problems.raise_if_any()
        yield article


def read_labelled(
    path: Path, names: Mapping[str, str], problems: Problems
) -> list[LabelledArticle]:
    """Articles with the topic that a reader told.

    Args:
        path: A table with `id`, `text`, `topic`, and perhaps `title`, `secondary`, `sure` and
            `source`.
        names: What a topic may be called, see `topic_names`.
        problems: Where complaints go; a row with any is left out.
    """

    def make(cells: Cells) -> LabelledArticle:
        return _labelled(cells, names, cells.text("text"))

    return _read(path, ("id", "text", "topic"), problems, make)


def read_topics(
    path: Path, names: Mapping[str, str], problems: Problems, *, may_be_blank: bool = False
) -> list[TopicArticle]:
    """Articles to learn topics from: with a topic, or with a soft label.

    Args:
        path: As for `read_labelled`; `probabilities` may stand in place of `topic`.
        names: What a topic may be called.
        problems: Where complaints go; a row with any is left out.
        may_be_blank: Whether there may be articles without text, to learn what nothing is.
    """

    def make(cells: Cells) -> TopicArticle:
        text = (cells.text_if_any("text") or "") if may_be_blank else cells.text("text")
        # What a person told counts, whatever a model said beside it.
        told = cells.text_if_any("topic") is not None
        soft = None if told else cells.probabilities_if_any(names)
        if soft is None:
            return _labelled(cells, names, text)
        cells.check_names(_LABELLED)
        return SoftArticle(
            **_plain(cells, text),
            probabilities=soft,
        )

    return _read(path, ("id", "text"), problems, make)


def read_summarized(path: Path, problems: Problems) -> list[SummarizedArticle]:
    """Articles with a reference summary.

    Args:
        path: A table with `id`, `text`, `summary`, and perhaps `title`, `source`, `picks`.
        problems: Where complaints go; a row with any is left out.
    """
    return _read(path, ("id", "text", "summary"), problems, _summarized)


class _Plain(TypedDict):
    """What every article has."""

    id: str
    title: str | None
    text: str
    source: str | None
    place: str


def _plain(cells: Cells, text: str) -> _Plain:
    return {
        "id": cells.id(),
        "title": cells.text_if_any("title"),
        "text": text,
        "source": cells.text_if_any("source"),
        "place": cells.place,
    }


def _labelled(cells: Cells, names: Mapping[str, str], text: str) -> LabelledArticle:
    cells.check_names(_LABELLED)
    topic = cells.label_if_any("topic", names)
    if topic is None and cells.is_faultless:
        cells.text("topic")
    return LabelledArticle(
        **_plain(cells, text),
        topic=topic or "",
        secondary=cells.label_if_any("secondary", names),
        sure=cells.truth_if_any("sure"),
    )


def labelled_articles(paths: Sequence[Path], labels: Sequence[str]) -> list[LabelledArticle]:
    """All articles of files of labelled ones, for a model with these labels.

    Raises:
        DataError: With all that is wrong with them.
    """
    problems = Problems()
    names = topic_names(load_config("configs/topics.yaml", TopicSet), labels)
    found = [article for path in paths for article in read_labelled(path, names, problems)]
    problems.raise_if_any()
    return found


def summarized_articles(path: Path) -> list[SummarizedArticle]:
    """All articles of a file of summarized ones.

    Raises:
        DataError: With all that is wrong with them.
    """
    problems = Problems()
    found = read_summarized(path, problems)
    problems.raise_if_any()
    return found


def _summarized(cells: Cells) -> SummarizedArticle:
    cells.check_names(_SUMMARIZED)
    text, summary = cells.text("text"), cells.text("summary")
    if text and not any(sentence.is_whole for sentence in split_sentences(text)):
        cells.complain(
            f"的 {cells.called('text')} 没有一个完整的句子可选 "
            "(text has no whole sentence to choose)"
        )
    if summary and not content_characters(summary):
        cells.complain(
            f"的 {cells.called('summary')} 是 {summary[:20]!r}，没有文字 "
            "(summary has no characters)"
        )
    return SummarizedArticle(
        **_plain(cells, text),
        summary=summary,
        picks=cells.spans("picks", text),
    )


def _read(
    path: Path, required: Sequence[str], problems: Problems, make: Callable[[Cells], Found]
) -> list[Found]:
    found: list[Found] = []
    places: dict[str, str] = {}
    n_before = len(problems.found)
    try:
        for row in read_table(path, required):
            cells = Cells(row, problems)
            if row.fault:
                cells.complain(row.fault)
                continue
            article = make(cells)
            if article.id in places:
                cells.complain(
                    f"的 {cells.called('id')} {article.id!r} 在 {places[article.id]}已经用过 "
                    "(id used twice)"
                )
            if cells.is_faultless:
                places[article.id] = row.place
                found.append(article)
    except ReadError as error:
        problems.add(str(error))
    if not found and len(problems.found) == n_before:
        problems.add(f"{path}: 没有文章 (it holds no article)")
    return found

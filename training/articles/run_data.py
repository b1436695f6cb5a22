"""All the articles of a training run, read and checked before its first step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

from service.characters import content_characters
from service.config import TopicSet, locate
from service.errors import ConfigError
from training.articles.amounts import check_validation
from training.articles.datamodels import (
    LabelledArticle,
    PlainArticle,
    SummarizedArticle,
    TopicArticle,
    drop_headlines,
    headlines_alone,
    last_of_each,
)
from training.articles.problems import Problems
from training.articles.reading import (
    read_labelled,
    read_plain,
    read_summarized,
    read_topics,
    topic_names,
)
from training.config import DataBlock

_START = 60  # characters; soft labels may be made of texts that were cut


@dataclass(frozen=True, slots=True)
class RunData:
    """The articles of a run.

    Attributes:
        topics: To learn topics from, by file of `data.topics`.
        own_topics: Likewise, by file of `data.own_topics`.
        validation: To choose and calibrate with, by file of `data.topics_validation`.
        summaries: To learn salience from, by file of `data.summaries` and `data.own_summaries`.
        summaries_validation: For the figures of the card, by file.
        corpus: Articles of which nothing is said, by file; those drawn, none that is judged with.
    """

    topics: Mapping[str, Sequence[TopicArticle]]
    own_topics: Mapping[str, Sequence[TopicArticle]]
    validation: Mapping[str, Sequence[LabelledArticle]]
    summaries: Mapping[str, Sequence[SummarizedArticle]]
    summaries_validation: Mapping[str, Sequence[SummarizedArticle]]
    corpus: Mapping[str, Sequence[PlainArticle]]

    @property
    def n_rows(self) -> dict[str, int]:
        """How many articles of each file the run learns from."""
        files = {**self.topics, **self.summaries, **self.own_topics, **self.corpus}
        return {file: len(articles) for file, articles in files.items()}

    @property
    def file_of_topic(self) -> dict[str, str]:
        """The file of each article to learn topics from, by its id; of several the last counts."""
        files = {**self.topics, **self.own_topics}
        return {article.id: file for file, articles in files.items() for article in articles}

    @property
    def labelled(self) -> list[LabelledArticle]:
        """Those with a text whose topic a reader told; the linear baseline learns from them."""
        articles = chain(*self.topics.values(), *self.own_topics.values())
        return last_of_each(a for a in articles if isinstance(a, LabelledArticle) and a.text)

    @property
    def summarized(self) -> list[SummarizedArticle]:
        """All of `summaries`."""
        return list(chain(*self.summaries.values()))

    def lessons(self, block: DataBlock, seed: int) -> list[TopicArticle]:
        """What topics are learned from: all articles, as the configuration wants their headlines.

        Args:
            block: Which share loses its headline, and whether headlines stand alone, too.
            seed: Of the choice.
        """
        articles = last_of_each(chain(*self.topics.values(), *self.own_topics.values()))
        alone = headlines_alone(a for a in articles if a.text) if block.headlines_alone else []
        return [*drop_headlines(articles, block.headlines_dropped, seed), *alone]


def read_run_data(
    block: DataBlock, root: Path, topics: TopicSet, problems: Problems, *, seed: int = 0
) -> RunData:
    """Read and check every file of articles that a run names.

    Args:
        block: The files.
        root: Folder that most of them lie in.
        topics: The topic set.
        problems: Where complaints go; what is returned then lacks the rows complained of.
        seed: Of what is drawn from the corpus.
    """
    names = topic_names(topics)
    _check_files(block, problems)
    learned = {file: read_topics(root / file, names, problems) for file in block.topics}
    n_before = len(problems.found)
    validation = {
        file: read_labelled(root / file, names, problems) for file in block.topics_validation
    }
    n_after = len(problems.found)
    data = RunData(
        topics=learned,
        own_topics={
            file: read_topics(place, names, problems, may_be_blank=True)
            for file, place in _located("own_topics", block.own_topics, problems)
        },
        validation=validation,
        summaries={
            file: read_summarized(place, problems)
            for file, place in (
                *((file, root / file) for file in block.summaries),
                *_located("own_summaries", block.own_summaries, problems),
            )
        },
        summaries_validation={
            file: read_summarized(root / file, problems) for file in block.summaries_validation
        },
        corpus={},
    )
    # A row complained of may be one of those that are wanted.
    judged = list(chain(*validation.values()))
    check_validation(judged, "data.topics_validation", problems, n_faulty=n_after - n_before)
    learned_from = [*chain(*data.topics.values()), *chain(*data.own_topics.values())]
    _check_ids(learned_from, problems)
    _check_contradictions(last_of_each(learned_from), problems)
    _check_leaks(learned_from, judged, problems)
    judged_by_summaries = list(chain(*data.summaries_validation.values()))
    _check_leaks(data.summarized, judged_by_summaries, problems)
    kept_apart = {_start_of(article) for article in (*judged, *judged_by_summaries)}
    return replace(
        data,
        corpus={
            file: _drawn(root / file, kept_apart, block.corpus_articles, seed)
            for file in block.corpus
        },
    )


def _drawn(file: Path, kept_apart: Set[str], n: int, seed: int) -> list[PlainArticle]:
    """Some articles of a corpus that have a text, none of those that are judged with."""
    found = [
        article
        for article in read_plain(file)
        if (start := _start_of(article)) and start not in kept_apart
    ]
    drawn = np.random.default_rng(seed).permutation(len(found))[:n]
    return [found[place] for place in sorted(drawn)]


def _located(key: str, files: Iterable[str], problems: Problems) -> Iterable[tuple[str, Path]]:
    for file in files:
        try:
            yield file, locate(file)
        except ConfigError as error:
            problems.add(f"data.{key}: {error}")


def _check_files(block: DataBlock, problems: Problems) -> None:
    """No file is named twice, nor to learn from and to judge with."""
    learned = Counter((*block.topics, *block.own_topics)) | Counter(block.all_summaries)
    learned |= Counter(block.corpus)
    judged = {*block.topics_validation, *block.summaries_validation}
    for file, count in learned.items():
        if count > 1:
            problems.add(f"{file} 在 data 里列了 {count} 次；请只列一次 (named more than once)")
        if file in judged:
            problems.add(
                f"{file} 既用来训练又用来验证；请把文章分成两个文件 "
                "(a file to learn from cannot be one to judge with)"
            )


def _check_ids(articles: Iterable[TopicArticle], problems: Problems) -> None:
    """An id names one article in all files, for of several the last alone counts."""
    known: dict[str, TopicArticle] = {}
    for article in articles:
        first = known.setdefault(article.id, article)
        if _start_of(first) != _start_of(article):
            problems.add(
                f"{article.place}的 id {article.id!r} 在 {first.place}是另一篇文章；几个文件里的"
                "编号要各不相同 (an id that names another article in another file)"
            )


def _start_of(article: PlainArticle) -> str:
    return content_characters(article.text[:_START])


def _check_contradictions(articles: Iterable[TopicArticle], problems: Problems) -> None:
    """The same text has the same topic wherever it stands."""
    known: dict[str, LabelledArticle] = {}
    for article in articles:
        if isinstance(article, LabelledArticle) and article.text.strip():
            first = known.setdefault(article.bare, article)
            if first.topic != article.topic:
                problems.add(
                    f"{article.place}的 topic 是 {article.topic}，而 {first.place}同一篇文章的是 "
                    f"{first.topic}；请改成一致 (one text with two topics)"
                )


def _check_leaks(
    learned: Iterable[PlainArticle], judged: Iterable[PlainArticle], problems: Problems
) -> None:
    """No text that is learned from is judged with, in the same task."""
    places = {article.bare: article.place for article in learned if article.text.strip()}
    for article in judged:
        if (place := places.get(article.bare)) is not None:
            problems.add(
                f"{article.place}与 {place}是同一篇文章；验证的文章不能参加训练，请去掉一处 "
                "(an article to judge with is learned from)"
            )

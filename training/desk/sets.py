"""The articles of a desk: those to learn from, and those that judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.config import TopicSet
from training.articles.datamodels import LabelledArticle
from training.articles.problems import Problems
from training.articles.reading import read_labelled, topic_names
from training.desk.dealing import deal
from training.desk.folder import SETS, Dealt, DeskFolder, key_of
from training.desk.near_copies import Copies, find_copies


@dataclass(frozen=True, slots=True)
class DeskSets:
    """The articles of a desk, each text once.

    Attributes:
        train: To learn from.
        validation: Kept apart for what `baozhai train` calibrates.
        test: The frozen ones, that nothing but the gate sees.
        n_repeats: Articles that stand twice in a set, under one topic; the first counts.
    """

    train: tuple[LabelledArticle, ...]
    validation: tuple[LabelledArticle, ...]
    test: tuple[LabelledArticle, ...]
    n_repeats: int

    @property
    def learned(self) -> tuple[LabelledArticle, ...]:
        """Those that a fit which needs no validation learns from."""
        return self.train + self.validation


Require = Callable[[DeskSets], None]
"""Raises a `DigestError` where articles are not enough for what they are read for."""


def enough_for_anything(_: DeskSets) -> None:
    """Ask for nothing."""


def read_sets(
    desk: DeskFolder,
    topics: TopicSet,
    problems: Problems,
    require: Require = enough_for_anything,
) -> DeskSets:
    """Read the articles of a desk, and deal those that were imported.

    Args:
        desk: Its folder; which articles are kept apart is remembered there.
        topics: The label set.
        problems: Where complaints go: rows that cannot be read, an article with two topics, one
            that stands in two sets or nearly so. What is returned then lacks them.
        require: Asked before anything is written: what is refused leaves the folder as it was.
    """
    names = topic_names(topics)
    found = {
        name: [a for file in files for a in read_labelled(file, names, problems)]
        for name, files in desk.own_sets.items()
    }
    imported = read_labelled(desk.labelled, names, problems) if desk.labelled.exists() else []
    every = [*imported, *(article for articles in found.values() for article in articles)]
    copies = find_copies({key_of(article): article.text for article in every})
    _check_topics(every, problems)
    _check_copies(found, problems)
    dealt = desk.read_dealt()
    if imported and not found["test"] and not problems.found:
        now = deal(imported, dealt, copies)
    else:
        now = dealt
    by_set = {name: list(found[name]) for name in SETS}
    for article in imported:
        by_set[now.kept_apart.get(key_of(article), "train")].append(article)
    sets = _without_repeats(by_set, copies)
    if not problems.found:
        require(sets)
        if now != dealt:
            desk.write_dealt(now)
    return sets


def note_learned(desk: DeskFolder, sets: DeskSets) -> None:
    """Remember what is learned from where nothing was dealt yet: it must never judge."""
    dealt = desk.read_dealt()
    if not dealt.kept_apart:
        keys = [*(dealt.learned or ()), *(key_of(article) for article in sets.learned)]
        desk.write_dealt(Dealt(learned=tuple(dict.fromkeys(keys))))


def _without_repeats(by_set: dict[str, list[LabelledArticle]], copies: Copies) -> DeskSets:
    """Each text once; what is judged with is not learned from, nor a near copy of it."""
    test = {key_of(article): article for article in by_set["test"]}
    near = {copy for key in test for copy in copies.of(key)}
    kept = {
        name: {key_of(a): a for a in reversed(by_set[name]) if key_of(a) not in near}
        for name in ("train", "validation")
    }
    n_read = sum(map(len, by_set.values()))
    train, validation = (tuple(reversed(kept[name].values())) for name in ("train", "validation"))
    n_left = len(train) + len(validation) + len(test)
    return DeskSets(train, validation, tuple(test.values()), n_read - n_left)


def _check_topics(articles: Sequence[LabelledArticle], problems: Problems) -> None:
    """The same text has the same topic wherever it stands."""
    known: dict[str, LabelledArticle] = {}
    for article in articles:
        first = known.setdefault(key_of(article), article)
        if first.topic != article.topic:
            problems.add(
                f"{article.place}的主题是 {article.topic}，而 {first.place}同一篇文章的是 "
                f"{first.topic}；请改成一致 (one article with two topics)"
            )


def _check_copies(found: dict[str, list[LabelledArticle]], problems: Problems) -> None:
    """No article of a set that somebody dealt stands in another one, nor a near copy of it."""
    sets = {key_of(a): (name, a) for name, articles in found.items() for a in articles}
    for name, articles in found.items():
        for article in articles:
            other, first = sets[key_of(article)]
            if other != name:
                problems.add(
                    f"{article.place}与 {first.place}是同一篇文章；{name} 与 {other} 不能有同一篇，"
                    "请去掉一处 (one article in two sets)"
                )
    copies = find_copies({key: article.text for key, (_, article) in sets.items()})
    for a, b in copies.pairs:
        (name, one), (other, another) = sets[a], sets[b]
        if name != other:
            problems.add(
                f"{one.place}（{name}）与 {another.place}（{other}）大半相同；请放进同一份，"
                "或去掉一处 (near copies in two sets)"
            )

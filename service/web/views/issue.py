"""An issue as its page shows it: today's digest, who may do what, and what is on the panel."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from service.config import TopicConfig, TopicSet
from service.datamodels import Article, Digest, Span
from service.web.views.places import PlacesTold
from service.web.wording import Wording

PANELS = ("source", "left-out", "day", "send", "history")
_PLACE = re.compile(r"p\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One correction, as the history tells it.

    Attributes:
        id: Its name in the log.
        at: When, in UTC.
        by: Who.
        what: A key of `service.vocabulary.CHANGES`.
        value: The new value where it is words.
        place: Where in the source.
        lost: Why it could not be applied; empty where it was.
        counts: Whether it is in force: no undo, and not undone.
    """

    id: str
    at: datetime
    by: str
    what: str
    value: str
    place: int
    lost: str
    counts: bool


@dataclass(frozen=True)
class IssueView:
    """What the templates know of an issue.

    Attributes:
        id: Its key in the store; the name of the sample.
        digest: Today's: the machine's with the corrections replayed. Every article is scored.
        topics: The label set.
        max_chars: The budget that the summaries were cut with.
        version: Number of its last correction.
        versions: The last correction of each article, by id; 0 where there is none.
        visitor: The name of who looks, as the log has it.
        may_edit: Whether they may correct.
        is_kept: Whether it lies in the store.
        can_undo: Whether there is something to undo.
        can_redo: Whether something was undone and nothing done since.
        history: Corrections, newest first.
        selection: Places of the articles that are sent, in order; None for all as printed.
        places: Where each article begins, by id; corrections around it leave that alone.
        paragraph_places: Where the paragraphs of an article stand in the source, by their start.
    """

    id: str
    digest: Digest
    topics: TopicSet
    max_chars: int
    version: int = 0
    versions: Mapping[str, int] = field(default_factory=dict)
    visitor: str = ""
    may_edit: bool = False
    is_kept: bool = False
    can_undo: bool = False
    can_redo: bool = False
    history: Sequence[LogEntry] = ()
    selection: Sequence[int] | None = None
    places: Mapping[str, int] = field(default_factory=dict)
    paragraph_places: Callable[[Article], Mapping[int, Span]] = lambda _: {}

    @property
    def title(self) -> str:
        """Paper and date, or the name that it was given."""
        return " ".join(filter(None, (self.digest.paper, self.digest.date))) or self.digest.issue_id

    @property
    def is_sample(self) -> bool:
        """Whether it is only shown."""
        return not self.is_kept

    @property
    def n_uncertain(self) -> int:
        """How many articles want a look."""
        return sum(bool(a.topic and a.topic.uncertain) for a in self.digest.articles)

    @property
    def lost(self) -> tuple[LogEntry, ...]:
        """The corrections whose places are gone."""
        return tuple(entry for entry in self.history if entry.lost)

    @property
    def topic_counts(self) -> tuple[tuple[TopicConfig, int], ...]:
        """The topics that have articles, in order, with how many; unknown labels last."""
        counts = Counter(a.topic.label for a in self.digest.articles if a.topic)
        labels = dict.fromkeys([*self.topics.labels, *sorted(counts)])
        return tuple((self.topics[label], counts[label]) for label in labels if counts[label])

    @property
    def tabs(self) -> tuple[tuple[str, str, int], ...]:
        """What else there is to see: the address, the key of its title, a count or 0."""
        titles = [(name, f"tab_{name.replace('-', '_')}", 0) for name in PANELS]
        titles[1] = (*titles[1][:2], len(self.digest.left_out))
        titles[-1] = (*titles[-1][:2], len(self.history))
        return tuple(titles if self.is_kept else titles[:3])

    @property
    def arranged(self) -> tuple[tuple[Article, bool], ...]:
        """All articles with whether they are sent, those that are first, in their order."""
        if self.selection is None:
            return tuple((article, True) for article in self.digest.articles)
        by_place = {self.place(article): article for article in self.digest.articles}
        picked = [by_place[place] for place in self.selection if place in by_place]
        rest = [article for article in self.digest.articles if article not in picked]
        return tuple([(a, True) for a in picked] + [(a, False) for a in rest])

    def article(self, article_id: str) -> Article | None:
        """The article of an id."""
        return self._articles.get(article_id)

    def article_at(self, address: str) -> Article | None:
        """The article of an address, `p` and a place in the source, or of an id."""
        if _PLACE.fullmatch(address) is None:
            return self.article(address)
        place = int(address[1:])
        for article in self.digest.articles:
            if any(start <= place < end for start, end in article.spans):
                return article
        return None

    def above(self, article: Article) -> Article | None:
        """The article before one."""
        place = self.digest.articles.index(article)
        return self.digest.articles[place - 1] if place else None

    def below(self, article: Article) -> Article | None:
        """The article behind one."""
        place = self.digest.articles.index(article) + 1
        return self.digest.articles[place] if place < len(self.digest.articles) else None

    def told_places(self, spans: Sequence[Span], words: Wording) -> str:
        """On which lines of which page some spans stand."""
        return self._places_told.tell(spans, words)

    @cached_property
    def _articles(self) -> Mapping[str, Article]:
        return {article.id: article for article in self.digest.articles}

    @cached_property
    def _places_told(self) -> PlacesTold:
        return PlacesTold(self.digest)

    def place(self, article: Article) -> int:
        """Where an article begins in the source."""
        return self.places.get(article.id, article.spans[0].start)

    def at(self, article: Article) -> str:
        """The address of an article on the page of its issue."""
        return f"p{self.place(article)}"

    def etag(self, article: Article) -> str:
        """What tells whether an article is still as it is shown."""
        return f"{self.place(article)}-{self.versions.get(article.id, 0)}"

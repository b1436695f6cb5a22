"""What the pages show of the newsroom: issues and articles as views, read from the store."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from threading import Lock

from service.api.access import Principal
from service.config import TopicSet
from service.corrections import Corrected, Correction, active
from service.datamodels import Article, Digest, RatedArticle, Span
from service.errors import NotFoundError
from service.newsroom.jobs import Job
from service.newsroom.room import Newsroom
from service.newsroom.sending import TEMPLATE_SETTING, desk_bulletin
from service.newsroom.showing import undoable
from service.readers import read_issue
from service.store import Hit, Listing, StoredIssue, Wanted
from service.vocabulary import CHANGES
from service.web.examples import Example, find_examples
from service.web.views.archive import Search
from service.web.views.day import Compared
from service.web.views.issue import IssueView, LogEntry
from service.web.views.training import TrainingView
from service.writers.wording import title_of

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_OF_A_DAY = 100


class Desk:
    """The newsroom, as its pages see it; its methods may be called from several threads."""

    def __init__(self, room: Newsroom) -> None:
        self._room = room
        self._turn = Lock()

    @property
    def topics(self) -> TopicSet:
        """The label set."""
        return self._room.pipeline.topics

    @property
    def trains(self) -> bool:
        """Whether the model can be adapted here."""
        return self._room.training is not None

    def training(self) -> TrainingView:
        """What waits to be learned, the last run, the versions.

        Raises:
            NotFoundError: If no model is adapted here.
        """
        if self._room.training is None:
            raise NotFoundError("这个服务不能调教模型 (this server adapts no models)")
        return TrainingView.of(self._room.training, self._room.kept)

    @property
    def max_chars(self) -> int:
        """The budget of summaries unless told."""
        return self._room.pipeline.max_chars

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The sample issues that come with the program."""
        return find_examples()

    def sample(self, max_chars: int | None = None) -> IssueView:
        """The first sample issue, digested once; nothing of it is kept."""
        with self._turn:
            digest, rated = self._sample
        budget = self.max_chars if max_chars is None else max_chars
        recut = self._room.pipeline.recut
        articles = tuple(
            replace(each.article, summary=recut(each, max_chars=budget)) for each in rated
        )
        return IssueView("sample", replace(digest, articles=articles), self.topics, budget)

    @cached_property
    def _sample(self) -> tuple[Digest, tuple[RatedArticle, ...]]:
        digest = self._room.pipeline.splitter.split(read_issue(self.examples[0].files))
        rated = tuple(self._room.pipeline.rate(article) for article in digest.articles)
        return replace(digest, model=self._room.pipeline.model), rated

    def issue(self, key: str, visitor: Principal, max_chars: int | None = None) -> IssueView:
        """An issue of the store as it is today.

        Args:
            key: Its key.
            visitor: Who looks.
            max_chars: The budget to cut summaries with; None takes the one it was digested with.

        Raises:
            NotFoundError: If there is no such issue.
        """
        # The facts come first: what changes after them is told by a version that grows later.
        kept = self._room.kept.issues.get(key)
        budget = max_chars or kept.max_chars or self.max_chars
        today = self._room.today(key, budget)
        log = self._room.kept.log(key)
        undo, redo = undoable(log, visitor.name)
        return IssueView(
            id=key,
            digest=today.digest,
            topics=self.topics,
            max_chars=budget,
            version=kept.version,
            versions=today.versions,
            visitor=visitor.name,
            may_edit=visitor.may_edit,
            is_kept=True,
            can_undo=undo is not None,
            can_redo=redo is not None,
            history=_history(log, today, self.topics),
            selection=kept.selection,
            places={article: place.start for article, place in today.places.items()},
            paragraph_places=lambda article: _paragraph_places(today, article),
        )

    def jobs(self, visitor: Principal) -> tuple[Job, ...]:
        """What a visitor asked for and has not got: what is under way, and what has failed."""
        mine = self._room.jobs.of(visitor.name)
        return tuple(job for job in mine if not job.has_ended or job.state == "failed")

    def issues(
        self, search: Search, *, limit: int = 30, cursor: str | None = None
    ) -> Listing[StoredIssue]:
        """Issues, the latest first; of the day that is looked for, where one is."""
        wanted = Wanted(date=search.date or None)
        return self._room.kept.issues.list(wanted, limit=limit, cursor=cursor)

    def hits(self, search: Search, cursor: str | None = None) -> Listing[Hit]:
        """Articles that are looked for."""
        wanted = Wanted(
            q=search.words or None,
            date=search.date or None,
            topic=search.topic or None,
            who=search.who or None,
            uncertain=True if search.uncertain else None,
        )
        return self._room.kept.search(wanted, cursor=cursor)

    def sending(self) -> Mapping[str, object]:
        """How the desk wants its bulletins: `bulletin`, and whether it `has_template`."""
        template = self._room.kept.settings.content(TEMPLATE_SETTING)
        return {"bulletin": desk_bulletin(self._room), "has_template": template is not None}

    def people(self, visitor: Principal, cursor: str | None) -> Mapping[str, object]:
        """What a visitor may see of people: their `tokens`; of an admin all, `users`, `notes`.

        Raises:
            StoreError: If the cursor is none of the audit list's.
        """
        store = self._room.kept
        if not visitor.may_administer:
            return {"tokens": store.users.tokens(visitor.name)}
        notes = store.audit.list(limit=50, cursor=cursor)
        return {"tokens": store.users.tokens(), "users": store.users.list(), "notes": notes}

    def editors(self) -> tuple[str, ...]:
        """Who has ever corrected anything."""
        return self._room.kept.editors()

    def compared(self, name: str) -> Compared | None:
        """A day, by its ISO date, or an issue, by its key, as it is compared; None without any.

        Raises:
            NotFoundError: If there is no such issue.
        """
        if not _DATE.fullmatch(name):
            keys = [name] if name else []
        else:
            found = self._room.kept.issues.list(Wanted(date=name), limit=_MOST_OF_A_DAY)
            keys = [issue.key for issue in found.items]
        digests = [self._room.today(key).digest for key in keys]
        if not digests:
            return None
        articles = tuple(article for digest in digests for article in digest.articles)
        is_single = len(keys) == 1
        href = f"/issues/{keys[0]}" if is_single else f"/issues?date={name}"
        title = title_of(digests[0]) if is_single else name
        return Compared(name, title, href, len(digests), articles)

    def days(self) -> Mapping[str, int]:
        """How many issues each day has, by ISO date."""
        return {day.date: day.n_issues for day in self._room.kept.issues.days() if day.date}


def _history(log: Sequence[Correction], today: Corrected, topics: TopicSet) -> tuple[LogEntry, ...]:
    """The log, newest first, in words."""
    lost = {orphan.correction.id: orphan.reason for orphan in today.orphans}
    by_id = {correction.id: correction for correction in log}
    counting = {correction.id for correction in active(log)}
    return tuple(
        LogEntry(
            each.id,
            each.when,
            each.who,
            each.what,
            _value(each, by_id, topics),
            each.place.start,
            lost.get(each.id, ""),
            each.id in counting,
        )
        for each in reversed(log)
    )


def _value(each: Correction, by_id: Mapping[str, Correction], topics: TopicSet) -> str:
    """The new value of a correction where it is words; of an undo or redo what it is about."""
    about = by_id.get(each.entry or "")
    if about is not None:
        told = _value(about, by_id, topics)
        return f"{CHANGES[about.what].zh} {told}".strip()
    if not isinstance(each.after, str):
        return ""
    return topics[each.after].zh if each.what == "set_topic" else each.after


def _paragraph_places(today: Corrected, article: Article) -> dict[int, Span]:
    """Where the paragraphs of an article stand in the source, by their start in its text."""
    return {paragraph.start: paragraph.place for paragraph in today.paragraphs(article)}

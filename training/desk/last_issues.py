"""What a new version would have told otherwise in the latest issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from service.datamodels import Article
from service.registry import LastIssues, Switched, Version
from service.store import Store, StoredIssue
from training.articles.datamodels import PlainArticle
from training.desk.gate import Told, tell
from training.desk.vectors import NewStore
from training.following import Following

N_ISSUES = 10
_EXCERPT = 80  # characters


@dataclass(frozen=True, slots=True)
class _Looked:
    issue: StoredIssue
    place: int
    article: Article
    told: str | None


def look_back(
    store: Store, before: Version, after: Version, new_store: NewStore, following: Following
) -> LastIssues:
    """Let two versions tell the topics of the ten latest issues, as they stand today.

    Args:
        store: Where the issues are.
        before: The version that serves.
        after: The new one.
        new_store: Gives the vectors of a model's encoder.
        following: Told how many articles had to be read so far.
    """
    looked = [
        each
        for issue in store.issues.list(limit=N_ISSUES).items
        for each in _articles(store, issue)
    ]
    plain = [
        PlainArticle(id=each.article.id, title=each.article.headline, text=each.article.text)
        for each in looked
    ]
    said = [
        tell(
            version.model,
            plain,
            new_store(version.model).read(plain, following.on_done),
        )
        for version in (before, after)
        if plain
    ]
    return LastIssues(
        n_issues=sum(1 for _ in groupby(looked, key=lambda each: each.issue.key)),
        n_articles=len(looked),
        n_unsure=(_n_unsure(said[:1]), _n_unsure(said[1:])),
        switched=tuple(_switched(looked, *said)) if said else (),
    )


def _articles(store: Store, issue: StoredIssue) -> list[_Looked]:
    today = store.today(issue.key)
    return [
        _Looked(
            issue,
            today.places[article.id].start,
            article,
            article.topic.label
            if article.topic
            and any(edit.what == "set_topic" for edit in today.edited.get(article.id, ()))
            else None,
        )
        for article in today.digest.articles
        if article.text.strip()
    ]


def _n_unsure(said: Sequence[Told]) -> int:
    return sum(int((~each.sure).sum()) for each in said)


def _switched(looked: Sequence[_Looked], before: Told, after: Told) -> list[Switched]:
    return [
        Switched(
            issue=each.issue.key,
            place=each.place,
            issue_id=each.issue.issue_id,
            paper=each.issue.paper,
            date=each.issue.date,
            headline=each.article.headline,
            excerpt=each.article.text[:_EXCERPT],
            labels=(before.labels[n], after.labels[n]),
            probabilities=(float(before.probabilities[n]), float(after.probabilities[n])),
            told=each.told,
        )
        for n, each in enumerate(looked)
        if before.labels[n] != after.labels[n]
    ]

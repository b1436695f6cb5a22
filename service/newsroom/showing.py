"""An issue as people and programs see it: the digest of today, and what can be done with it."""

from __future__ import annotations

from typing import Any

from service.corrections import Corrected, Correction, Edit, active
from service.datamodels import Article
from service.newsroom.room import Newsroom
from service.store import StoredIssue
from service.text import split_sentences
from service.writers.as_json import article_document, document_of
from service.writers.wording import page_of


def issue_etag(version: int) -> str:
    """The entity tag of an issue."""
    return f'"v{version}"'


def article_etag(place: int, version: int) -> str:
    """The entity tag of an article: it changes when somebody changes that article."""
    return f'"{place}-{version}"'


def issue_document(
    room: Newsroom, key: str, *, who: str, max_chars: int | None = None
) -> dict[str, Any]:
    """All of an issue as it is now.

    Args:
        room: Where it is kept.
        key: The issue.
        who: For whom; it tells what they can undo.
        max_chars: Cut the summaries that nobody ticked to this budget.

    Returns:
        The keys of the digest, with those of the store; each article has its address,
        version, edits, sentences and paragraphs besides its own keys.

    Raises:
        NotFoundError: If no such issue is kept.
    """
    # The facts come first: what changes after them is told by a version that grows later.
    stored = room.kept.issues.get(key)
    corrected = room.today(key, max_chars)
    log = room.kept.log(key)
    document = document_of(corrected.digest)
    document |= stored_document(stored)
    document["articles"] = [
        full_article(key, corrected, article) for article in corrected.digest.articles
    ]
    document["orphans"] = [
        {**_entry(orphan.correction), "reason": orphan.reason} for orphan in corrected.orphans
    ]
    undo, redo = undoable(log, who)
    document["undo"] = _entry(undo) if undo else None
    document["redo"] = _entry(redo) if redo else None
    return document


def stored_document(stored: StoredIssue) -> dict[str, Any]:
    """What the store knows of an issue."""
    return {
        "id": stored.key,
        "issue_id": stored.issue_id,
        "paper": stored.paper,
        "date": stored.date,
        "added_at": stored.added_at.isoformat(),
        "added_by": stored.added_by,
        "version": stored.version,
        "n_articles": stored.n_articles,
        "n_corrections": stored.n_corrections,
        "files": list(stored.files),
        "selection": list(stored.selection) if stored.selection is not None else None,
        "href": f"/api/v1/issues/{stored.key}",
    }


def full_article(key: str, corrected: Corrected, article: Article) -> dict[str, Any]:
    """An article of the digest of today, with what an editor needs of it."""
    place = corrected.places[article.id].start
    version = corrected.versions[article.id]
    page = page_of(article, corrected.digest)
    document = article_document(article)
    return {
        **document,
        "topic": document.get("topic"),
        "summary": document.get("summary"),
        "kicker": article.kicker,
        "address": f"{key}-{place}",
        "href": f"/api/v1/articles/{key}-{place}",
        "place": place,
        "version": version,
        "etag": article_etag(place, version),
        "edits": [_edit(edit) for edit in corrected.edited.get(article.id, ())],
        "sentences": [[each.start, each.end] for each in split_sentences(article.text)],
        "paragraphs": [
            {"start": each.start, "end": each.end, "place": list(each.place)}
            for each in corrected.paragraphs(article)
        ],
        "file": page.file if page else None,
        "page": page.page if page else None,
    }


def history_document(corrected: Corrected, log: tuple[Correction, ...]) -> list[dict[str, Any]]:
    """All entries of a log, the latest first, and whether each still counts."""
    counting = {correction.id for correction in active(log)}
    lost = {orphan.correction.id: orphan.reason for orphan in corrected.orphans}
    return [
        {
            **_entry(each),
            "version": each.version,
            "before": each.before,
            "after": each.after,
            "is_active": each.id in counting,
            "orphan": lost.get(each.id),
        }
        for each in reversed(log)
    ]


def undoable(log: tuple[Correction, ...], who: str) -> tuple[Correction | None, Correction | None]:
    """What somebody's next undo and redo are about: their own latest, in turn."""
    counting = {correction.id for correction in active(log)}
    entries = {correction.id: correction for correction in log}
    done: list[str] = []
    undone: list[str] = []
    for each in (correction for correction in log if correction.who == who):
        if each.what == "undo" and each.entry:
            done = [entry for entry in done if entry != each.entry]
            undone.append(each.entry)
        elif each.what == "redo" and each.entry:
            undone = [entry for entry in undone if entry != each.entry]
            done.append(each.entry)
        else:
            done.append(each.id)
            undone = []
    last = next((entries[entry] for entry in reversed(done) if entry in counting), None)
    again = next((entries[e] for e in reversed(undone) if e in entries and e not in counting), None)
    return last, again


def _entry(correction: Correction) -> dict[str, Any]:
    return {
        "id": correction.id,
        "what": correction.what,
        "who": correction.who,
        "when": correction.when.isoformat(),
        "place": list(correction.place),
        "entry": correction.entry,
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {"id": edit.id, "who": edit.who, "what": edit.what, "when": edit.when.isoformat()}

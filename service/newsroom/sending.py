"""What goes out of the newsroom: a digest in the order, selection and form of the desk."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from anyio import to_thread

from service.apart import run_apart
from service.characters import without_controls
from service.config import TopicSet
from service.corrections import Corrected
from service.datamodels import Digest
from service.newsroom.correcting import article_at
from service.newsroom.room import Newsroom
from service.store import StoredIssue
from service.writers.bulletin import Bulletin, select_articles
from service.writers.formats import SUFFIXES, render_digest
from service.writers.table import ISSUE_COLUMNS, rows_of, write_csv
from service.writers.wording import title_of

BULLETIN_SETTING = "bulletin"
TEMPLATE_SETTING = "template"
_TEMPLATE_LIMIT_S = 30.0
_RESERVED = '\\/:*?"<>|'
_LONGEST_TITLE = 50  # characters; file systems take names of 255 bytes

MEDIA_TYPES: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be sent.

    Attributes:
        name: Named by paper and date.
    """

    name: str
    media_type: str
    content: bytes


async def export(
    room: Newsroom, stored: StoredIssue, now: Corrected, file_format: str, bulletin: Bulletin
) -> Export:
    """Write an issue as a file.

    Args:
        room: For the topics, and the desk's template, which DOCX is put into where there is one.
        stored: The issue; paper and date are as people say.
        now: What of it is written, see `selected`.
        file_format: A key of `MEDIA_TYPES`.
        bulletin: Title, masthead, sources and order.

    Raises:
        WriteError: If the desk's template is wrong.
    """
    digest = replace(now.digest, paper=stored.paper, date=stored.date, issue_id=stored.issue_id)
    topics = room.pipeline.topics
    template = room.kept.settings.content(TEMPLATE_SETTING) if file_format == "docx" else None
    if template is not None:
        # In a process that can be stopped: a template may count for ever. One after another, or
        # many at once would take each other's time.
        async with room.turns.next():
            content = await run_apart(
                _fill, (digest, topics, bulletin, template), limit_s=_TEMPLATE_LIMIT_S
            )
    else:
        content = await to_thread.run_sync(_write, digest, file_format, topics, bulletin)
    name = _file_name(title_of(digest), f"报摘.{file_format}")
    return Export(name, MEDIA_TYPES[file_format], content)


def selected(now: Corrected, places: Sequence[int] | None) -> Corrected:
    """The digest with some articles in a chosen order; all of it where none are chosen.

    Raises:
        NotFoundError: If an article is not there any more.
    """
    if places is None:
        return now
    ids = [article_at(now, place).id for place in places]
    return replace(now, digest=select_articles(now.digest, ids))


def saved_selection(stored: StoredIssue, now: Corrected) -> tuple[int, ...] | None:
    """What an editor chose to send; what has gone since, by a join say, is left out of it."""
    if stored.selection is None:
        return None
    there = {place.start for place in now.places.values()}
    return tuple(place for place in stored.selection if place in there)


def desk_bulletin(room: Newsroom) -> Bulletin:
    """How the desk has said that it wants its bulletins."""
    value = room.kept.settings.get(BULLETIN_SETTING)
    kept: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
    return Bulletin(
        title=kept.get("title"),
        masthead=kept.get("masthead"),
        has_sources=bool(kept.get("sources", True)),
    )


async def check_template(room: Newsroom, template: bytes) -> None:
    """See that a template can be filled, in a process that can be stopped.

    Raises:
        WriteError: If it is no DOCX file, or a tag in it is wrong.
        ReadError: If filling it takes too long.
    """
    empty = Digest("", None, None, None, "", (), (), ())
    given = (empty, room.pipeline.topics, Bulletin(), template)
    await run_apart(_fill, given, limit_s=_TEMPLATE_LIMIT_S)


def _fill(given: tuple[Digest, TopicSet, Bulletin, bytes]) -> bytes:
    from service.writers.by_template import fill_template

    digest, topics, bulletin, template = given
    return fill_template(template, digest, topics, bulletin)


def _write(digest: Digest, file_format: str, topics: TopicSet, bulletin: Bulletin) -> bytes:
    if file_format == "csv":
        stream = io.BytesIO()
        write_csv(rows_of(digest), ISSUE_COLUMNS, stream)
        return stream.getvalue()
    return render_digest(digest, SUFFIXES[f".{file_format}"], topics, bulletin)


def _file_name(title: str, ending: str) -> str:
    """A name that every file system takes, and that reads as it is: nothing turns its letters."""
    safe = "".join("_" if sign in _RESERVED else sign for sign in without_controls(title, "_"))
    short = safe if len(safe) <= _LONGEST_TITLE else f"{safe[:_LONGEST_TITLE]}…"
    return f"{short.lstrip('. ')} {ending}"

"""What is kept and wanted by nobody any more."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, delete, select, tuple_

from service.corrections import replay
from service.errors import NotFoundError
from service.store import tables
from service.store.issue_rows import COLUMNS
from service.store.log import load_log
from service.store.machine import MachineDigests
from service.store.scores import content_of

_AT_ONCE = 400  # pairs of values, of which SQLite takes some thousands


def forget_scores(connection: Connection, machine: MachineDigests) -> int:
    """Delete the scores of articles that are in no digest any more; tell how many they were.

    They are those of issues that were deleted and of boundaries that were changed again.
    """
    wanted = set(_contents(connection, machine))
    scores = tables.scores
    keys = connection.execute(select(scores.c.content, scores.c.model)).all()
    unwanted = [(content, model) for content, model in keys if content not in wanted]
    for first in range(0, len(unwanted), _AT_ONCE):
        some = unwanted[first : first + _AT_ONCE]
        connection.execute(delete(scores).where(tuple_(scores.c.content, scores.c.model).in_(some)))
    return len(unwanted)


def _contents(connection: Connection, machine: MachineDigests) -> Iterator[str]:
    """What the articles of all digests are known by, the machine's and those of today."""
    for row in connection.execute(select(*COLUMNS)).mappings().all():
        try:
            digest = machine.newest(connection, row).digest
        except NotFoundError:
            continue
        yield from map(content_of, digest.articles)
        if row["n_corrections"]:
            drafts = replay(digest, load_log(connection, row["number"])).state.drafts
            yield from (content_of(draft.article) for draft in drafts)

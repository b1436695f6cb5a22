"""What others change of an issue, as it happens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from anyio import sleep, to_thread
from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent

from service.api.access import Reader
from service.api.rooms import Room
from service.api.routes.issues import IssueKey
from service.errors import NotFoundError
from service.newsroom.room import Newsroom

router = APIRouter(tags=["期 issues"])
# Another program may have written to the store, so that nobody here is told: the store is asked.
_LOOK_EVERY_S = 0.4
_BOUNDARIES = frozenset(("split", "join", "move", "put_back", "leave_out", "undo", "redo"))


@router.get(
    "/issues/{key}/events",
    response_class=EventSourceResponse,
)
async def watch_issue(key: IssueKey, room: Room, who: Reader) -> AsyncIterator[ServerSentEvent]:  # noqa: ARG001
    """别人改了什么，两秒之内告知 (who changed what, within two seconds).

    Events `version` at the beginning, `changed` after each change, `deleted` at the end.
    """
    version, seen = await to_thread.run_sync(_now, room, key)
    yield ServerSentEvent(event="version", data={"version": version})
    while not room.closing.is_set():
        await sleep(_LOOK_EVERY_S)
        try:
            if await to_thread.run_sync(room.kept.version, key) == version:
                continue
            change = await to_thread.run_sync(_change, room, key, seen)
        except NotFoundError:
            yield ServerSentEvent(event="deleted", data={"version": version})
            return
        version, seen = change["version"], change.pop("seen")
        yield ServerSentEvent(event="changed", data=change)


def _now(room: Newsroom, key: str) -> tuple[int, int]:
    stored = room.kept.issues.get(key)
    return stored.version, stored.n_corrections


def _change(room: Newsroom, key: str, seen: int) -> dict[str, Any]:
    """What was changed behind an entry of the log; other facts of the issue where it is none."""
    stored = room.kept.issues.get(key)
    entries = [entry for entry in room.kept.log(key) if entry.version > seen]
    now = room.today(key)
    held = [now.article_at(entry.place.start) for entry in entries]
    return {
        "version": stored.version,
        "by": list(dict.fromkeys(entry.who for entry in entries)),
        "articles": sorted({now.places[article.id].start for article in held if article}),
        "boundaries": any(entry.what in _BOUNDARIES for entry in entries),
        "seen": max((entry.version for entry in entries), default=seen),
    }

"""Issues that are kept: listed, read, named, corrected in their boundaries."""

from __future__ import annotations

from typing import Annotated, Any, cast

from anyio import to_thread
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import JSONResponse, Response

from service.api.access import Admin, Editor, Reader
from service.api.models.issues import (
    ChangedModel,
    DayModel,
    FullIssueModel,
    HistoryEntryModel,
    IssueModel,
    IssuesModel,
    UndoneModel,
)
from service.api.models.orders import BoundariesBody, IssuePatch, RecutBody, UndoBody
from service.api.paging import Cursor, Limit, address_of_next
from service.api.preconditions import IfMatch, seen_version
from service.api.problems import ProblemError
from service.api.rooms import Kept, Room
from service.api.searching import Search
from service.corrections import Change, Corrected, Correction, changes
from service.datamodels import Span
from service.errors import Conflict
from service.newsroom import correcting
from service.newsroom.room import Newsroom
from service.newsroom.showing import (
    full_article,
    history_document,
    issue_document,
    issue_etag,
    stored_document,
)
from service.store import Naming
from service.store.checks import check_version
from service.writers.as_json import document_of

router = APIRouter(tags=["期 issues"])

IssueKey = Annotated[
    str, Path(pattern=r"^[0-9a-f]{16}$", description="The issue, as lists name it.")
]
MaxCharsQuery = Annotated[
    int | None, Query(ge=20, le=2000, description="Cut summaries that nobody ticked to this.")
]


@router.get("/issues")
def list_issues(
    request: Request,
    store: Kept,
    who: Reader,  # noqa: ARG001 - asked for its check
    wanted: Search,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> IssuesModel:
    """按日期、词句、主题、谁改过找期，新的在前 (issues found by any article, the newest first)."""
    found = store.issues.list(wanted, limit=limit, cursor=cursor)
    return IssuesModel(
        items=[IssueModel.model_validate(stored_document(each)) for each in found.items],
        total=found.total,
        next=address_of_next(request, found.next_cursor),
    )


@router.get("/days")
def list_days(store: Kept, who: Reader) -> list[DayModel]:  # noqa: ARG001
    """有报的日子，每天的期数、篇数、各主题篇数 (the days there are, for a calendar)."""
    return [
        DayModel(
            date=each.date,
            n_issues=each.n_issues,
            n_articles=each.n_articles,
            topics=dict(each.topics),
        )
        for each in store.issues.days()
    ]


@router.get("/issues/{key}", response_model=FullIssueModel)
def read_issue(
    key: IssueKey, room: Room, who: Reader, max_chars: MaxCharsQuery = None
) -> JSONResponse:
    """一期的全部：今天的报摘，各篇的版本与改动 (all of an issue as it is now)."""
    return _shown(issue_document(room, key, who=who.name, max_chars=max_chars))


@router.post("/issues/{key}/recut", response_model=FullIssueModel)
def recut_issue(key: IssueKey, body: RecutBody, room: Room, who: Reader) -> JSONResponse:
    """按别的字数重取摘要，不再读全文；不改动保存的 (summaries of another length, at once)."""
    return _shown(issue_document(room, key, who=who.name, max_chars=body.max_chars))


@router.patch("/issues/{key}", response_model=IssueModel)
def patch_issue(
    key: IssueKey,
    body: IssuePatch,
    store: Kept,
    who: Editor,  # noqa: ARG001 - asked for its check
    if_match: IfMatch = None,
) -> JSONResponse:
    """改期名、报名、日期，选定要发的各篇与次序 (name, paper, date; what is sent, in order)."""
    naming = cast(Naming, body.model_dump(mode="json", exclude_unset=True))
    expected = seen_version(if_match, issue_etag)
    try:
        stored = store.issues.update(key, naming, expected_version=expected)
    except Conflict as conflict:
        raise _changed_meanwhile(conflict, stored_document(store.issues.get(key))) from conflict
    return JSONResponse(stored_document(stored), headers={"ETag": issue_etag(stored.version)})


@router.delete("/issues/{key}", status_code=204)
def delete_issue(key: IssueKey, store: Kept, who: Admin) -> Response:
    """删除一期与它的全部改动 (deletes an issue with all that was corrected of it)."""
    store.issues.delete(key)
    store.audit.note(who.name, "delete", key)
    return Response(status_code=204)


@router.get("/issues/{key}/history", response_model=list[HistoryEntryModel])
def read_history(key: IssueKey, room: Room, store: Kept, who: Reader) -> JSONResponse:  # noqa: ARG001
    """谁在何时改了什么，新的在前 (who changed what, the latest first)."""
    return JSONResponse(history_document(room.today(key), store.log(key)))


@router.post("/issues/{key}/boundaries", response_model=ChangedModel)
async def change_boundaries(
    key: IssueKey, body: BoundariesBody, room: Room, who: Editor, if_match: IfMatch = None
) -> JSONResponse:
    """分篇、并篇、移段、放回、略去 (split, join, move, put back, leave out)."""
    expected = seen_version(if_match, issue_etag)

    def change() -> dict[str, Any]:
        try:
            # First of all: what it names may be gone since.
            check_version(room.kept.version(key), expected, key)
            made = _change_of(room.today(key), body)
            room.kept.append(
                key, made, who=who.name, expected_issue_version=expected, scorer=room.pipeline
            )
        except Conflict as conflict:
            raise _changed_meanwhile(conflict, _boundaries(room, key)) from conflict
        return _boundaries(room, key)

    # An article with other boundaries is read anew.
    async with room.turns.next():
        document = await to_thread.run_sync(change)
    return JSONResponse(document, headers={"ETag": document["etag"]})


@router.post("/issues/{key}/undo", response_model=UndoneModel)
def undo(key: IssueKey, room: Room, who: Editor, body: UndoBody | None = None) -> JSONResponse:
    """撤销自己最近的一处改动，或指明的一处 (undoes your latest correction, or a named one)."""
    named = body.correction if body else None
    return _undone(room, key, correcting.undo(room, key, who=who.name, correction=named))


@router.post("/issues/{key}/redo", response_model=UndoneModel)
def redo(key: IssueKey, room: Room, who: Editor, body: UndoBody | None = None) -> JSONResponse:
    """重做 (makes what was undone count again)."""
    named = body.correction if body else None
    return _undone(room, key, correcting.redo(room, key, who=who.name, correction=named))


def _change_of(now: Corrected, body: BoundariesBody) -> Change:
    """The one change that a body asks for."""
    orders = [order for order in body.model_fields_set if getattr(body, order) is not None]
    if len(orders) != 1:
        raise ProblemError(
            "unreadable",
            "请只给一项：split、join、move、put_back、leave_out (give exactly one of them)",
        )
    if body.split:
        order = body.split
        return correcting.split(now, order.article, order.at, with_headline=order.headline)
    if body.join:
        return changes.join(now, correcting.article_at(now, body.join.article))
    if body.move:
        to = correcting.article_at(now, body.move.to)
        return changes.move(now, Span(*body.move.passage), to, body.move.position)
    if body.put_back:
        back = body.put_back
        home = None if back.to is None else correcting.article_at(now, back.to)
        headline = Span(*back.headline) if back.headline else None
        return changes.put_back(now, Span(*back.passage), home, back.position, headline=headline)
    return changes.leave_out(_passage_of(now, body))


def _passage_of(now: Corrected, body: BoundariesBody) -> Span:
    out = body.leave_out
    if out is None or (out.article is None) == (out.passage is None):
        raise ProblemError(
            "unreadable", "leave_out 请给 article 或 passage 之一 (give article or passage)"
        )
    if out.passage is not None:
        return Span(*out.passage)
    return correcting.whole_of(now, out.article or 0)


def _boundaries(room: Newsroom, key: str) -> dict[str, Any]:
    version = room.kept.version(key)
    now = room.today(key)
    return {
        "version": version,
        "etag": issue_etag(version),
        "articles": [full_article(key, now, article) for article in now.digest.articles],
        "left_out": document_of(now.digest)["left_out"],
    }


def _undone(room: Newsroom, key: str, correction: Correction) -> JSONResponse:
    now, version = room.today(key), room.kept.version(key)
    held = now.article_at(correction.place.start)
    return JSONResponse(
        {
            "version": version,
            "correction": {
                "id": correction.id,
                "what": correction.what,
                "who": correction.who,
                "when": correction.when.isoformat(),
                "place": list(correction.place),
                "entry": None,
            },
            "articles": [now.places[held.id].start] if held else [],
        },
        headers={"ETag": issue_etag(version)},
    )


def _shown(document: dict[str, Any]) -> JSONResponse:
    return JSONResponse(document, headers={"ETag": issue_etag(document["version"])})


def _changed_meanwhile(conflict: Conflict, current: dict[str, Any]) -> ProblemError:
    return ProblemError(
        "changed-meanwhile",
        str(conflict),
        headers={"ETag": issue_etag(int(current["version"]))},
        current=current,
    )

"""Articles of issues that are kept: found, read, corrected."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import JSONResponse

from service.api.access import Editor, Reader
from service.api.models.issues import FullArticleModel, HitModel, HitsModel
from service.api.models.orders import ArticlePatch
from service.api.paging import Cursor, Limit, address_of_next
from service.api.preconditions import IfMatch, seen_version
from service.api.problems import ProblemError
from service.api.rooms import Kept, Room
from service.api.searching import Search
from service.errors import Conflict
from service.newsroom import correcting
from service.newsroom.room import Newsroom
from service.newsroom.showing import article_etag, full_article
from service.store import Hit, Wanted

router = APIRouter(tags=["篇 articles"])

Address = Annotated[
    str,
    Path(
        pattern=r"^[0-9a-f]{16}-[0-9]{1,9}$",
        description="The issue and the article's place in it, as `address` names it.",
    ),
]


@router.get("/articles")
def find_articles(
    request: Request,
    store: Kept,
    who: Reader,  # noqa: ARG001 - asked for its check
    wanted: Search,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> HitsModel:
    """按标题与正文的词、日期、主题、谁改过找文章 (articles found, of the newest issues first)."""
    return _hits(request, store, wanted, limit, cursor)


@router.get("/review")
def review_queue(
    request: Request,
    store: Kept,
    who: Reader,  # noqa: ARG001 - asked for its check
    limit: Limit = 50,
    cursor: Cursor = None,
) -> HitsModel:
    """待看：机器没有把握、还没有人定的各篇 (what is unsure and nobody decided yet)."""
    return _hits(request, store, Wanted(uncertain=True), limit, cursor)


@router.get("/articles/{address}", response_model=FullArticleModel)
def read_article(address: Address, room: Room, who: Reader) -> JSONResponse:  # noqa: ARG001
    """一篇的全部 (all of an article as it is now)."""
    return _shown(_document(room, *_parts(address)))


@router.patch(
    "/articles/{address}",
    response_model=FullArticleModel,
)
def patch_article(
    address: Address, body: ArticlePatch, room: Room, who: Editor, if_match: IfMatch = None
) -> JSONResponse:
    """改主题、标题、眉题、作者、摘要的句子 (topic, headline, kicker, byline, summary).

    If-Match is the ETag of the article: what others change of other articles does not hinder.
    """
    key, place = _parts(address)
    version = seen_version(if_match, partial(article_etag, place))
    fields = body.model_dump(exclude_unset=True)
    if fields.get("summary", []) is None:
        fields["summary"] = []
    makes = correcting.values_of(fields, room.pipeline.topics.labels)
    try:
        correcting.set_values(room, key, place, makes, who=who.name, version=version)
    except Conflict as conflict:
        current = _document(room, key, place)
        raise ProblemError(
            "changed-meanwhile", str(conflict), headers={"ETag": current["etag"]}, current=current
        ) from conflict
    return _shown(_document(room, key, place))


def _hits(
    request: Request, store: Kept, wanted: Wanted, limit: int, cursor: str | None
) -> HitsModel:
    found = store.search(wanted, limit=limit, cursor=cursor)
    return HitsModel(
        items=[_hit(hit) for hit in found.items],
        total=found.total,
        next=address_of_next(request, found.next_cursor),
    )


def _hit(hit: Hit) -> HitModel:
    return HitModel(
        address=f"{hit.key}-{hit.place}",
        href=f"/api/v1/articles/{hit.key}-{hit.place}",
        issue=hit.key,
        place=hit.place,
        id=hit.id,
        headline=hit.headline,
        excerpt=hit.excerpt,
        topic=hit.topic,
        probability=hit.probability,
        uncertain=hit.uncertain,
        editors=list(hit.editors),
        version=hit.version,
        paper=hit.paper,
        date=hit.date,
    )


def _parts(address: str) -> tuple[str, int]:
    key, _, place = address.partition("-")
    return key, int(place)


def _document(room: Newsroom, key: str, place: int) -> dict[str, Any]:
    now = room.today(key)
    return full_article(key, now, correcting.article_at(now, place))


def _shown(document: dict[str, Any]) -> JSONResponse:
    return JSONResponse(document, headers={"ETag": document["etag"]})

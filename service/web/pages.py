"""The addresses of the page: whole pages, and the parts of them that scripts put in place."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from service.readers import read_issue
from service.store import Hit, Listing
from service.web.presenting import Presenter
from service.web.views.archive import Month, Search, month_of
from service.web.views.colors import topic_rules
from service.web.views.day import compared

MaxChars = Annotated[int | None, Query(ge=20, le=2000)]
Places = Annotated[str, Query(pattern=r"^[\d,]*$")]
Cursor = Annotated[str | None, Query(max_length=500)]


def build_pages(pages: Presenter) -> APIRouter:
    """Make the routes of the page."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    _add_open_routes(router, pages)
    _add_sample_routes(router, pages)
    _add_issue_routes(router, pages)
    _add_archive_routes(router, pages)
    _add_people_routes(router, pages)
    _add_training_routes(router, pages)
    return router


def search_of(q: str = "", topic: str = "", who: str = "", date: str = "") -> Search:
    """What an address asks for."""
    return Search(q.strip(), topic, who.strip(), date)


def _add_open_routes(router: APIRouter, pages: Presenter) -> None:
    """What everybody may have: colours and the login."""
    colors = topic_rules(pages.desk.topics)

    @router.get("/topics.css")
    def read_colors() -> Response:
        return Response(colors, media_type="text/css", headers={"cache-control": "max-age=3600"})

    @router.get("/login")
    def show_login(request: Request) -> Response:
        return pages.html(request, "login.html")


def _add_sample_routes(router: APIRouter, pages: Presenter) -> None:
    @router.get("/sample/preview")
    def preview_sample(request: Request) -> Response:
        pages.reader(request)
        return pages.html(request, "preview.html", issue=pages.desk.sample())

    @router.get("/sample")
    def show_sample(request: Request) -> Response:
        pages.reader(request)
        return pages.issue(request, "issue.html", pages.desk.sample(), "")

    @router.get("/sample/parts")
    def show_parts(request: Request, panel: str = "", max_chars: MaxChars = None) -> Response:
        pages.reader(request)
        return pages.issue(request, "parts.html", pages.desk.sample(max_chars), panel)

    @router.get("/sample/text")
    def show_text(request: Request, articles: Places = "", max_chars: MaxChars = None) -> Response:
        pages.reader(request)
        return pages.text(request, pages.desk.sample(max_chars), articles)

    @router.get("/examples/{name}")
    def read_example(request: Request, name: str) -> Response:
        pages.reader(request)
        found = next((each for each in pages.desk.examples if each.name == name), None)
        texts = {file.name: read_issue([file]).text for file in found.files} if found else {}
        return JSONResponse(texts, 200 if found else 404)


def _add_issue_routes(router: APIRouter, pages: Presenter) -> None:
    @router.get("/")
    def show_desk(request: Request) -> Response:
        jobs = pages.desk.jobs(pages.reader(request))
        issues = pages.desk.issues(Search(), limit=12).items
        return pages.html(request, "desk.html", here="desk", issues=issues, jobs=jobs)

    @router.get("/issues/{key}")
    def show_issue(request: Request, key: str) -> Response:
        issue = pages.desk.issue(key, pages.reader(request))
        return pages.issue(request, "issue.html", issue, "")

    @router.get("/issues/{key}/parts")
    def show_parts(
        request: Request, key: str, panel: str = "", max_chars: MaxChars = None
    ) -> Response:
        issue = pages.desk.issue(key, pages.reader(request), max_chars)
        return pages.issue(request, "parts.html", issue, panel)

    @router.get("/issues/{key}/text")
    def show_text(
        request: Request, key: str, articles: Places = "", max_chars: MaxChars = None
    ) -> Response:
        issue = pages.desk.issue(key, pages.reader(request), max_chars)
        return pages.text(request, issue, articles)


def _add_people_routes(router: APIRouter, pages: Presenter) -> None:
    @router.get("/people")
    def show_people(request: Request, cursor: Cursor = None) -> Response:
        people = pages.desk.people(pages.reader(request), cursor)
        return pages.html(request, "people.html", here="people", **people)


def _add_archive_routes(router: APIRouter, pages: Presenter) -> None:
    @router.get("/issues")
    def show_archive(
        request: Request,
        search: Annotated[Search, Depends(search_of)],
        month: str = "",
        cursor: Cursor = None,
    ) -> Response:
        pages.reader(request)
        days = pages.desk.days()
        asked = month or search.date[:7]
        shown = {"search": search, "month": Month.of(month_of(asked, days), days)}
        if search.looks_inside:
            found = _found(request, pages.desk.hits(search, cursor))
        else:
            issues = pages.desk.issues(search, cursor=cursor)
            more = _more(request, issues.next_cursor)
            found = {"hits": None, "issues": issues.items, "more": more}
        editors = pages.desk.editors()
        return pages.html(
            request, "archive.html", here="archive", editors=editors, **shown, **found
        )

    @router.get("/review")
    def show_review(request: Request, cursor: Cursor = None) -> Response:
        pages.reader(request)
        found = _found(request, pages.desk.hits(Search(uncertain=True), cursor))
        return pages.html(request, "review.html", here="review", **found)

    @router.get("/compare")
    def compare(request: Request, first: str = "", second: str = "") -> Response:
        pages.reader(request)
        days = dict(sorted(pages.desk.days().items(), reverse=True))
        issues = pages.desk.issues(Search(), limit=100).items
        names = [*days] if len(days) > 1 else [issue.key for issue in issues]
        if len(names) > 1:
            first, second = first or names[1], second or names[0]
        one, other = pages.desk.compared(first), pages.desk.compared(second)
        topics = pages.desk.topics
        pairs = compared(one.articles, other.articles, topics) if one and other else ()
        values = {"days": days, "issues": issues, "first": one, "second": other, "pairs": pairs}
        return pages.html(request, "compare.html", here="compare", **values)


def _add_training_routes(router: APIRouter, pages: Presenter) -> None:
    @router.get("/training")
    def show_training(request: Request) -> Response:
        pages.admin(request)
        training = pages.desk.training()
        return pages.html(request, "training.html", here="training", training=training)


def _found(request: Request, hits: Listing[Hit]) -> dict[str, object]:
    """What a page shows of articles that were looked for."""
    return {"hits": hits.items, "n_hits": hits.total, "more": _more(request, hits.next_cursor)}


def _more(request: Request, cursor: str | None) -> str:
    """The address of what comes after; empty where nothing does."""
    if cursor is None:
        return ""
    asked = {**request.query_params, "cursor": cursor}
    return f"{request.url.path}?{urlencode(asked)}"

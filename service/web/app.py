"""The web application: the pages, the API below them, and what guards both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from service.api.access import Access
from service.api.app import mount_api
from service.api.problems import note_fault
from service.config import WebConfig
from service.errors import DigestError, NotFoundError, StoreFaultError
from service.newsroom.orders import go_on
from service.newsroom.room import Newsroom
from service.web.desk import Desk
from service.web.ending import Farewell
from service.web.framing import OneEnd
from service.web.headers import StayHome
from service.web.hosts import Hosts, OwnPagesOnly
from service.web.pace import RateLimit, StreamLimit
from service.web.pages import build_pages
from service.web.presenting import LoginNeededError, Presenter, words_of
from service.web.templating import STATIC


def build_app(
    newsroom: Newsroom,
    access: Access,
    hosts: Hosts | None = None,
    limits: WebConfig | None = None,
) -> FastAPI:
    """Make the web application; once it serves, it goes on with what a restart interrupted.

    Args:
        newsroom: What digests and keeps.
        access: Who may do what.
        hosts: The names that it may be called by; None takes those of this machine alone.
        limits: What is taken on; None takes what a server does that nobody has set.

    Raises:
        DigestError: If the sample issues cannot be read.
    """

    @asynccontextmanager
    async def serving(_: FastAPI) -> AsyncIterator[None]:
        await go_on(newsroom)
        yield

    limits = limits or WebConfig()
    app = FastAPI(title="报摘", docs_url=None, redoc_url=None, openapi_url=None, lifespan=serving)
    app.add_middleware(OwnPagesOnly, hosts=hosts or Hosts())
    app.add_middleware(StreamLimit, each=limits.streams_each)
    app.add_middleware(RateLimit, per_minute=limits.requests_per_minute)
    app.add_middleware(OneEnd)
    app.add_middleware(Farewell, closing=newsroom.closing)
    app.add_middleware(StayHome)
    pages = Presenter(Desk(newsroom), access)
    mount_api(app, newsroom, access, limits)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.include_router(build_pages(pages))
    _add_problems(app, pages)
    return app


def _asked(request: Request) -> str:
    """Path and query, to come back to; what a script asked for, the parts of a page, is none."""
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def _add_problems(app: FastAPI, pages: Presenter) -> None:
    """Say on a page what could not be shown."""

    @app.exception_handler(LoginNeededError)
    def ask_to_log_in(request: Request, _: Exception) -> Response:
        return RedirectResponse(f"/login?next={quote(_asked(request))}", 303)

    @app.exception_handler(NotFoundError)
    def tell_it_is_gone(request: Request, _: Exception) -> Response:
        return problem(request, 404, words_of(request)("not_found"))

    @app.exception_handler(DigestError)
    def tell_what_is_wrong(request: Request, error: Exception) -> Response:
        return problem(request, 422, str(error))

    @app.exception_handler(StoreFaultError)
    def tell_of_the_store(request: Request, error: Exception) -> Response:
        assert isinstance(error, StoreFaultError)
        note_fault(request, error)
        # A page of its own asks the store who is looking.
        return PlainTextResponse(str(error), 503, {"Retry-After": "30"})

    @app.exception_handler(HTTPException)
    def tell(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        detail = words_of(request)("not_found") if status == 404 else str(error)
        return problem(request, status, detail)

    def problem(request: Request, status: int, detail: str) -> HTMLResponse:
        page = pages.html(request, "problem.html", status=status, detail=detail)
        page.status_code = status
        return page

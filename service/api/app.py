"""The application of the API, to be served by itself or below a page."""

from __future__ import annotations

from importlib import metadata

from fastapi import FastAPI
from fastapi.routing import APIRoute

from service.api.access import Access
from service.api.described import describe
from service.api.docs import docs_router
from service.api.health import Figures, Measured, health_router
from service.api.limits import BodyLimit, KnownFirst
from service.api.logins import Attempts
from service.api.privacy import Uncached
from service.api.problems import add_handlers
from service.api.routes import (
    articles,
    comparing,
    digesting,
    events,
    issues,
    jobs,
    models,
    people,
    sending,
    training,
)
from service.config import WebConfig
from service.newsroom.room import Newsroom

PREFIX = "/api/v1"
_ROUTES = (digesting, jobs, issues, articles, events, sending, comparing, people, training, models)
_DESCRIPTION = """\
报摘的接口：交一期报纸的文字或文件，得到分好篇、分好类、附摘要的报摘；存下来，改，再取出去。
(Issues of newspapers in, digests out; kept, corrected and exported.)

报摘本身的格式见合约 docs/contract.md；出错一律是 application/problem+json（RFC 9457）。
本机使用不必登录；别处用登录得到的 cookie，或 `Authorization: Bearer 令牌`。
"""


def build_api(room: Newsroom, access: Access, limits: WebConfig | None = None) -> FastAPI:
    """Make the application that answers below `/api/v1`.

    Args:
        room: What digests and keeps.
        access: Who may do what.
        limits: What is taken in; None takes what a server does that nobody has set.

    Returns:
        An application to be mounted at `PREFIX`, or served by `build_server`. Requests must have
        passed a check of their host and origin before they come here.
    """
    app = FastAPI(
        title="报摘 API",
        version=metadata.version("baozhai"),
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        servers=[{"url": PREFIX}],
        root_path_in_servers=False,
    )
    app.state.room, app.state.access, app.state.attempts = room, access, Attempts()
    app.add_middleware(KnownFirst)
    app.add_middleware(BodyLimit, limits=limits or WebConfig())
    app.add_middleware(Uncached)
    add_handlers(app)
    for room_of_routes in _ROUTES:
        app.include_router(room_of_routes.router)
    app.include_router(docs_router)
    describe(
        app,
        [
            route
            for room_of_routes in _ROUTES
            for route in room_of_routes.router.routes
            if isinstance(route, APIRoute)
        ],
    )
    return app


def mount_api(
    server: FastAPI, room: Newsroom, access: Access, limits: WebConfig | None = None
) -> FastAPI:
    """Put the API and what watches it into a server: `/api/v1`, `/healthz`, `/readyz`, `/metrics`.

    Returns:
        The application of the API.
    """
    figures = Figures(room)
    api = build_api(room, access, limits)
    api.add_middleware(Measured, figures=figures)
    server.include_router(health_router(room, figures))
    server.mount(PREFIX, api)
    return api

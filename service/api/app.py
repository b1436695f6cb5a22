"""The application of the API, to be served by itself or below a page."""

from __future__ import annotations

from importlib import metadata

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.api.access import SESSION_COOKIE, Access
from service.api.docs import docs_router
from service.api.health import Figures, Measured, health_router
from service.api.limits import BodyLimit, KnownFirst
from service.api.logins import Attempts
from service.api.models.digests import TextBody
from service.api.privacy import Uncached
from service.api.problems import ProblemDocument, add_handlers
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
_SECURITY = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "POST tokens 得到，只显示一次 (for programs; shown once)",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "POST session 得到 (for browsers)",
    },
}
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
    _describe(app)
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


def _describe(app: FastAPI) -> None:
    """Add what routes that read their body themselves refer to."""

    def openapi() -> dict[str, object]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                servers=app.servers,
            )
            components = schema.setdefault("components", {})
            components["securitySchemes"] = _SECURITY
            schema["security"] = [{}, *({name: []} for name in _SECURITY)]
            schemas = components.setdefault("schemas", {})
            for model in (ProblemDocument, TextBody):
                described = model.model_json_schema(ref_template="#/components/schemas/{model}")
                schemas.update(described.pop("$defs", {}))
                schemas[model.__name__] = described
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]

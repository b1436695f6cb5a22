"""Whether the server lives, whether it can work, and its figures for Prometheus."""

from __future__ import annotations

import time

from anyio import to_thread
from fastapi import APIRouter
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.newsroom.room import Newsroom

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_BUSY = 503


class Figures:
    """What is counted of one application; each has a registry of its own."""

    def __init__(self, room: Newsroom) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "baozhai_requests",
            "Answered requests.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "baozhai_request_seconds",
            "Seconds until the answer began.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        open_jobs = Gauge("baozhai_jobs_open", "Jobs waiting or running.", registry=self.registry)
        open_jobs.set_function(room.jobs.n_open)


class Measured:
    """Counts the answers of an application and their seconds, by route and not by address."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self.app = app
        self.figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the wrapped application does."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "other")
                method = scope["method"] if route != "other" else "other"
                passed = time.perf_counter() - began
                self.figures.requests.labels(method, route, message["status"]).inc()
                self.figures.seconds.labels(method, route).observe(passed)
            await send(message)

        await self.app(scope, receive, note)


def health_router(room: Newsroom, figures: Figures) -> APIRouter:
    """The routes that stand at the root of a server and ask nobody for a name."""
    router = APIRouter(tags=["运行 operation"])

    # Some who watch servers ask for the head alone.
    @router.head("/healthz", include_in_schema=False)
    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """服务活着 (the server lives)."""
        return {"status": "ok"}

    @router.head("/readyz", include_in_schema=False)
    @router.get("/readyz", responses={503: {"description": "The store does not answer."}})
    async def readyz() -> JSONResponse:
        """服务能工作：模型已载入，库能读 (the model is loaded and the store answers)."""
        fault = await to_thread.run_sync(_fault_of_store, room)
        checks = {"model": room.pipeline.model, "store": fault or "ok"}
        status = {"status": "busy" if fault else "ok", "checks": checks}
        return JSONResponse(status, _BUSY if fault else 200)

    @router.get("/metrics", response_class=PlainTextResponse)
    async def metrics() -> Response:
        """Prometheus 指标 (figures as Prometheus reads them)."""
        return Response(generate_latest(figures.registry), media_type=CONTENT_TYPE_LATEST)

    return router


def _fault_of_store(room: Newsroom) -> str | None:
    """What keeps the store from answering; None where it answers, or there is none."""
    if room.store is None:
        return None
    try:
        room.store.users.list()
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer must be given
        return type(error).__name__
    return None

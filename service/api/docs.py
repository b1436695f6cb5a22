"""A page that describes the API, written on the server: it needs no script and no other host."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Template
from starlette.responses import HTMLResponse, Response

from service.api.problems import TITLES
from service.templates import template_environment

docs_router = APIRouter()
_STYLE = Path(__file__).parent / "templates" / "docs.css"


@docs_router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> HTMLResponse:
    """The page."""
    schema: dict[str, Any] = request.app.openapi()
    return HTMLResponse(_template().render(schema=schema, groups=_groups(schema), titles=TITLES))


@docs_router.get("/docs.css", include_in_schema=False)
async def style() -> Response:
    """How it looks; a file of its own, as pages may be forbidden to bring their style along."""
    return Response(_STYLE.read_bytes(), media_type="text/css")


def _groups(schema: dict[str, Any]) -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    """Method, path and description of each operation, by its tag."""
    groups: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            tag = operation.get("tags", ["其他 others"])[0]
            groups.setdefault(tag, []).append((method.upper(), path, operation))
    return groups


@cache
def _template() -> Template:
    environment = template_environment("service.api")
    environment.filters["pretty"] = _pretty
    return environment.get_template("docs.html")


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)

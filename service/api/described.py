"""What OpenAPI says of the API beyond each route's own words: who may ask, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from service.api.access import SESSION_COOKIE
from service.api.models.digests import TextBody
from service.api.problems import ProblemDocument, told
from service.api.rooms import may_lack

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
# Asked before any route is: who, from where, how much, how often; and the store may be gone.
_ANY = (401, 403, 413, 422, 429, 500, 503)
_OF_A_BODY = (400, 408)
_OF_A_STATE = (400, 412, 428)
# What FastAPI says of wrong requests; ours are problems.
_UNUSED = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI, routes: Iterable[APIRoute]) -> None:
    """Have an application describe all that its routes may answer.

    What stands before a route or is asked by it is known from what it takes: each route tells
    only what is its own.

    Args:
        app: Whose description it is.
        routes: All of it that are described.
    """

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                servers=app.servers,
            )
            _add_components(schema)
            for route in routes:
                for method in route.methods or ():
                    _add_problems(schema["paths"][route.path_format][method.lower()], route)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _add_components(schema: dict[str, Any]) -> None:
    """Add what routes that read their body themselves, and problems, refer to."""
    components = schema.setdefault("components", {})
    components["securitySchemes"] = _SECURITY
    schema["security"] = [{}, *({name: []} for name in _SECURITY)]
    schemas = components.setdefault("schemas", {})
    for name in _UNUSED:
        schemas.pop(name, None)
    for model in (ProblemDocument, TextBody):
        described = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(described.pop("$defs", {}))
        schemas[model.__name__] = described


def _add_problems(operation: dict[str, Any], route: APIRoute) -> None:
    statuses = set(_ANY)
    if "requestBody" in operation:
        statuses.update(_OF_A_BODY)
    if any(each["name"].lower() == "if-match" for each in operation.get("parameters", ())):
        statuses.update(_OF_A_STATE)
    if "{" in route.path_format or may_lack(route.dependant):
        statuses.add(404)
    answers = {str(status): said for status, said in told(*statuses).items()}
    operation["responses"] = dict(sorted({**operation["responses"], **answers}.items()))

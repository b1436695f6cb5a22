"""Errors as problem documents (RFC 9457): what is wrong, what is allowed, what to do."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from service.errors import Conflict, DigestError, NotFoundError, StoreFaultError
from service.mistakes import words_of
from service.newsroom.jobs import QueueFullError

MEDIA_TYPE = "application/problem+json"
_LATER_S = "30"
_LOG = logging.getLogger(__name__)

TITLES: Mapping[str, tuple[int, str]] = {
    "bad-request": (400, "请求有误 (the request is wrong)"),
    "login-needed": (401, "请先登录 (log in first)"),
    "not-allowed": (403, "没有这个权限 (not allowed)"),
    "not-found": (404, "没有这一项 (not found)"),
    "wrong-method": (405, "不支持这种请求 (method not allowed)"),
    "too-slow": (408, "来得太慢 (too slow)"),
    "conflict": (409, "与现状冲突 (conflict with the present state)"),
    "changed-meanwhile": (412, "别人已经改过 (changed by somebody else)"),
    "too-large": (413, "内容过大 (too large)"),
    "wrong-media-type": (415, "不支持这种格式 (unsupported media type)"),
    "unreadable": (422, "内容不能处理 (cannot be processed)"),
    "state-needed": (428, "请说明所依据的版本 (say which version you changed)"),
    "too-many": (429, "请求过多 (too many requests)"),
    "fault": (500, "程序出错 (a fault of the program)"),
    "busy": (503, "服务忙 (busy)"),
}
"""Each kind of problem: its status and its title."""

_BY_STATUS = {status: kind for kind, (status, _) in TITLES.items()}


class Mistake(BaseModel):
    """One thing wrong with a request."""

    field: str = Field(description="Where: the path of keys, or the parameter.")
    message: str = Field(description="What is wrong there, and what is allowed.")


class ProblemDocument(BaseModel):
    """A problem as RFC 9457 has it; `detail` is Chinese with English beside it."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="The kind, as a link into the description of this API.")
    title: str
    status: int
    detail: str
    errors: list[Mistake] = Field(default=[], description="All that is wrong with the request.")


class ProblemError(Exception):
    """A request is answered with a problem.

    Attributes:
        kind: A key of `TITLES`.
        more: Further members of the document.
    """

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,  # noqa: ANN401 - members of a JSON document
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.headers = dict(headers or {})
        self.more = more


def answer(
    kind: str, detail: str, headers: Mapping[str, str] | None = None, **more: object
) -> JSONResponse:
    """The response that tells a problem."""
    status, title = TITLES[kind]
    document = {
        "type": f"/api/v1/docs#{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        **more,
    }
    return JSONResponse(document, status, dict(headers or {}), MEDIA_TYPE)


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer besides its result, for OpenAPI."""
    return {
        status: {
            "description": TITLES[_BY_STATUS[status]][1],
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/ProblemDocument"},
                    "example": _example(_BY_STATUS[status]),
                }
            },
        }
        for status in sorted(statuses)
    }


def add_handlers(app: FastAPI) -> None:
    """Answer every error of an application as a problem."""
    app.add_exception_handler(ProblemError, answer_of)
    app.add_exception_handler(RequestValidationError, _on_mistakes)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(DigestError, answer_of)
    app.add_exception_handler(ClientDisconnect, _on_gone)
    app.add_exception_handler(Exception, _on_fault)


def mistakes_of(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What a validation found; what was given is not told again, it may be huge or no text."""
    return [
        {"field": ".".join(map(str, error["loc"])) or "body", "message": words_of(error)}
        for error in errors[:20]
    ]


def answer_of(request: Request, error: Exception) -> JSONResponse:
    """The response that tells of a `ProblemError` or `DigestError`."""
    if isinstance(error, ProblemError):
        return answer(error.kind, str(error), error.headers, **error.more)
    return _on_digest_error(request, error)


def _on_mistakes(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    mistakes = mistakes_of(error.errors())
    detail = "；".join(f"{each['field']}: {each['message']}" for each in mistakes)
    return answer("unreadable", f"请求的内容不对 (invalid request): {detail}", errors=mistakes)


def _on_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind = _BY_STATUS.get(error.status_code, "bad-request")
    words = {404: "没有这个地址 (no such address)", 405: "这个地址不接受这种请求 (wrong method)"}
    return answer(kind, words.get(error.status_code, str(error.detail)), error.headers)


def _on_digest_error(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, QueueFullError):
        return answer("too-many", str(error), {"Retry-After": str(error.retry_after_s)})
    if isinstance(error, StoreFaultError):
        note_fault(request, error)
        return answer("busy", str(error), {"Retry-After": _LATER_S})
    if isinstance(error, NotFoundError):
        return answer("not-found", str(error))
    if isinstance(error, Conflict):
        return answer("changed-meanwhile", str(error))
    return answer("unreadable", str(error))


def note_fault(request: Request, error: StoreFaultError) -> None:
    """Tell whoever runs the server, who alone can mend it."""
    _LOG.error("%s %s: %s", request.method, request.url.path, error)


def _on_gone(_: Request, __: Exception) -> Response:
    """Who went away in the middle of a request reads no answer, and is no fault to be noted."""
    return Response(status_code=400)


def _on_fault(request: Request, error: Exception) -> JSONResponse:
    _LOG.error("%s %s", request.method, request.url.path, exc_info=error)
    return answer(
        "fault", "程序出错，详情见服务的记录 (a fault of the program: its log tells more)"
    )


def _example(kind: str) -> dict[str, Any]:
    status, title = TITLES[kind]
    return {
        "type": f"/api/v1/docs#{kind}",
        "title": title,
        "status": status,
        "detail": f"{title}; {HTTPStatus(status).phrase}",
    }

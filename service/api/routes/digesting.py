"""Texts and files in, digests out; nothing is kept unless that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from service.api.access import Reader
from service.api.given import REQUEST_BODY, order_of
from service.api.models.digests import (
    ArticlesBody,
    ClassifiedModel,
    DigestsModel,
    ReadyArticle,
    SplitModel,
    SummariesBody,
    SummarizedModel,
)
from service.api.models.jobs import JobModel
from service.api.problems import ProblemError, told
from service.api.rooms import Room
from service.api.routes.jobs import job_document, result_document
from service.config import LimitsConfig
from service.datamodels import Article, Issue
from service.newsroom.digesting import Order
from service.newsroom.orders import take_on
from service.newsroom.reading import FileError, read_files, take_apart
from service.newsroom.room import Newsroom
from service.pipeline import DigestPipeline
from service.writers.as_json import document_of, summary_document, topic_document

router = APIRouter(tags=["报摘 digests"])
_ACCEPTED = 202


@router.post(
    "/digest",
    response_model=DigestsModel,
    responses={
        202: {
            "model": JobModel,
            "description": "任务已接下，见 Location (a job, whose address is in Location)",
            "headers": {"Location": {"schema": {"type": "string"}, "description": "The job."}},
        },
        **told(415),
    },
    openapi_extra=REQUEST_BODY,
)
async def digest(
    request: Request,
    room: Room,
    who: Reader,
    *,
    wait: Annotated[bool, Query(description="Answer with the digests, once done.")] = False,
    keep: Annotated[bool, Query(description="Put the digests into the store.")] = False,
) -> JSONResponse:
    """一期报纸的报摘：交文字或各版文件 (the digest of a text, or of the files of a day).

    Answers 202 with a job, or with `wait=true` 200 with the digests. Files of several papers
    or days become as many issues; a file that cannot be read is told in `errors`. What is to
    be kept (`keep=true`) is gone on with after a restart of the server, as the same job.
    """
    _check_keeping(room, keep=keep, may_keep=who.may_edit)
    # Before anything is taken in.
    room.jobs.check_room(who.name)
    order = await order_of(request, who.name, is_kept=keep)
    job = await take_on(room, order)
    if not wait:
        document = job_document(job, room.jobs).model_dump(mode="json")
        return JSONResponse(document, _ACCEPTED, {"Location": f"/api/v1/jobs/{job.id}"})
    async for _ in job.changes():
        pass
    if job.state != "done":
        kind = "fault" if job.is_fault else "unreadable"
        raise ProblemError(kind, job.failure or "任务已取消 (the job was cancelled)")
    return JSONResponse(result_document(job))


@router.post("/split", response_model=SplitModel, responses=told(415), openapi_extra=REQUEST_BODY)
async def split(request: Request, room: Room, who: Reader) -> JSONResponse:
    """只分篇 (only take an issue apart; the articles have no topic and no summary)."""
    order = await order_of(request, who.name)
    async with room.turns.next():
        limits = room.pipeline.limits
        issue, errors = await _read(order, limits)
        parts = await take_apart(issue, room.pipeline.splitter, limits) if issue else ()
    return JSONResponse(
        {
            "issues": [document_of(part.digest) for part in parts],
            "errors": [{"file": each.file, "detail": each.message} for each in errors],
            "warnings": list(issue.warnings) if issue else [],
        }
    )


@router.post("/classify", response_model=ClassifiedModel)
async def classify(body: ArticlesBody, room: Room, who: Reader) -> JSONResponse:  # noqa: ARG001
    """成稿的主题，一批至多 100 篇 (topics of ready articles; one that is blank has `error`)."""
    return JSONResponse(await _scored(room, body.articles, "topic", None))


@router.post("/summarize", response_model=SummarizedModel)
async def summarize(body: SummariesBody, room: Room, who: Reader) -> JSONResponse:  # noqa: ARG001
    """成稿的摘要，一批至多 100 篇 (summaries of ready articles; one that is blank has `error`)."""
    return JSONResponse(await _scored(room, body.articles, "summary", body.max_chars))


async def _read(order: Order, limits: LimitsConfig) -> tuple[Issue | None, tuple[FileError, ...]]:
    if order.text is not None:
        return order.text, ()
    read = await read_files(order.files, order.issue_id, limits)
    return read.issue, read.errors


async def _scored(
    room: Newsroom, articles: list[ReadyArticle], wanted: str, max_chars: int | None
) -> dict[str, Any]:
    async with room.turns.next():
        pipeline = room.pipeline
        started = [
            await to_thread.run_sync(_start_row, pipeline, article, wanted, max_chars)
            for article in articles
        ]
        rows = [await to_thread.run_sync(finish) for finish in started]
    return {"articles": rows, "model": pipeline.model}


def _start_row(
    pipeline: DigestPipeline, ready: ReadyArticle, wanted: str, max_chars: int | None
) -> Callable[[], dict[str, Any]]:
    """Have an article read; the call that comes back gives it scored, or what is wrong with it."""
    title = ready.title.strip() if ready.title else None
    if not ready.text.strip() and not (title and wanted == "topic"):
        error = f"{ready.id}: 没有正文，只有空白 (no text, only white space)"
        return lambda: {"id": ready.id, wanted: None, "error": error}
    article = Article.of_text(ready.id, title or None, ready.text)
    rated = pipeline.start(article, max_chars=max_chars)
    return lambda: _row(ready.id, rated().article, wanted)


def _row(article_id: str, scored: Article, wanted: str) -> dict[str, Any]:
    if wanted == "topic":
        document = topic_document(scored.topic) if scored.topic else None
    else:
        document = summary_document(scored.summary) if scored.summary else None
    return {"id": article_id, wanted: document, "error": None}


def _check_keeping(room: Newsroom, *, keep: bool, may_keep: bool) -> None:
    if keep and room.store is None:
        raise ProblemError(
            "unreadable", "keep: 这个服务不保存报摘 (keep: this server has no store)"
        )
    if keep and not may_keep:
        raise ProblemError(
            "not-allowed", "保存报摘要有 editor 角色 (to keep a digest needs the role editor)"
        )

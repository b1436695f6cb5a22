"""Long work: how far it is, what came of it, and its end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import JSONResponse, Response

from service.api.access import Principal, Reader
from service.api.models.digests import DigestsModel, StoredModel
from service.api.models.jobs import JobModel
from service.api.problems import ProblemError, told
from service.api.rooms import Room
from service.newsroom.digesting import Digested
from service.newsroom.jobs import Job, Jobs
from service.newsroom.orders import give_up
from service.store import StoredIssue
from service.writers.as_json import document_of

router = APIRouter(tags=["任务 jobs"])


def _job(job_id: str, room: Room, who: Reader) -> Job:
    """The job of an id, for who gave it or an admin."""
    job = room.jobs.find(job_id)
    if job is None or not _is_of(job, who):
        raise ProblemError(
            "not-found",
            f"没有任务 {job_id[:40]}，或已过期：做完的留一小时，不保存的也不留过重新启动 "
            "(no such job, or too old: what has ended is kept for an hour, and what was not to "
            "be kept does not outlast a restart)",
        )
    return job


Asked = Annotated[Job, Depends(_job)]


@router.get("/jobs")
async def list_jobs(room: Room, who: Reader) -> list[JobModel]:
    """所有任务，最近的在前 (your jobs, the latest first)."""
    return [job_document(job, room.jobs) for job in room.jobs.of() if _is_of(job, who)]


@router.get("/jobs/{job_id}")
async def read_job(job: Asked, room: Room) -> JobModel:
    """任务做到哪里 (how far a job is)."""
    return job_document(job, room.jobs)


@router.get("/jobs/{job_id}/result", responses=told(409), response_model=DigestsModel)
async def read_result(job: Asked) -> JSONResponse:
    """任务得出的报摘 (the digests that a job made)."""
    if job.state != "done":
        raise ProblemError(
            "conflict",
            f"任务的状态是 {job.state}，没有结果 (the job is {job.state}: there is no result)",
        )
    return JSONResponse(result_document(job))


@router.get("/jobs/{job_id}/events", response_class=EventSourceResponse)
async def watch_job(job: Asked, room: Room) -> AsyncIterator[ServerSentEvent]:
    """进度，随变随发，到任务结束 (its state now and after each change, until it has ended)."""
    async for _ in job.changes(room.closing.is_set):
        document = job_document(job, room.jobs).model_dump(mode="json")
        yield ServerSentEvent(data=document, event="job")


@router.delete("/jobs/{job_id}", status_code=204)
async def cancel_job(job: Asked, room: Room) -> Response:
    """取消任务 (ends a job; one that has ended stays as it is)."""
    await give_up(room, job)
    return Response(status_code=204)


def job_document(job: Job, jobs: Jobs) -> JobModel:
    """A job as it is shown."""
    done: tuple[Digested, ...] = job.result or ()
    return JobModel.of(job, jobs, [stored_model(each.stored) for each in done if each.stored])


def stored_model(stored: StoredIssue) -> StoredModel:
    """A kept issue as it is named."""
    return StoredModel(
        id=stored.key,
        issue_id=stored.issue_id,
        paper=stored.paper,
        date=stored.date,
        is_new=stored.is_new,
        href=f"/api/v1/issues/{stored.key}",
    )


def result_document(job: Job) -> dict[str, Any]:
    """What a job made, as `DigestsModel` describes it."""
    return {
        "issues": [_digested(each) for each in job.result],
        "errors": [{"file": each.file, "detail": each.message} for each in job.errors],
        "warnings": job.warnings,
    }


def _digested(each: Digested) -> dict[str, Any]:
    stored = stored_model(each.stored).model_dump(mode="json") if each.stored else None
    return {"digest": document_of(each.digest), "stored": stored}


def _is_of(job: Job, who: Principal) -> bool:
    return job.owner == who.name or who.may_administer

"""Adapting the model to what people corrected: start, follow, stop."""

from __future__ import annotations

from collections.abc import AsyncIterator

from anyio import sleep, to_thread
from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from service.api.access import Admin
from service.api.models.training import RunBody, TrainingModel
from service.api.problems import ProblemError, told
from service.api.rooms import Kept, Room, Trains
from service.errors import ConfigError
from service.registry import Run

router = APIRouter(tags=["调教 training"])
_LOOK_EVERY_S = 0.5


@router.get("/training")
def read_training(training: Trains, store: Kept, who: Admin) -> TrainingModel:  # noqa: ARG001
    """改过的主题有几篇，最近一次调教做到哪里 (what waits to be learned, and the last run)."""
    waiting, run = training.waiting(store), training.now()
    return TrainingModel(
        n_articles=waiting.n_articles,
        n_new=waiting.n_new,
        desk=str(training.desk),
        takes_up_promoted=training.takes_up_promoted,
        run=run,
    )


@router.post("/training", status_code=202, responses=told(409))
def start_training(body: RunBody, training: Trains, store: Kept, who: Admin) -> Run:
    """开始检查或调教，一次一个，网页关了也接着做 (starts a process of its own, one at a time)."""
    try:
        run = training.start(body.way, who.name)
    except ConfigError as error:
        raise ProblemError("conflict", str(error)) from error
    store.audit.note(who.name, "start training", run.id, run.way)
    return run


@router.delete("/training", status_code=204)
def stop_training(training: Trains, store: Kept, who: Admin) -> Response:
    """停下：读完手上这篇就停，不留半成品 (stops behind the article it is at)."""
    training.stop()
    store.audit.note(who.name, "stop training")
    return Response(status_code=204)


@router.get("/training/events", response_class=EventSourceResponse)
async def watch_training(
    room: Room,
    training: Trains,
    who: Admin,  # noqa: ARG001 - asked for its check
) -> AsyncIterator[ServerSentEvent]:
    """进度，随变随发，到做完为止 (the run now and after each change, until it has ended)."""
    seen = None
    while not room.closing.is_set():
        run = await to_thread.run_sync(training.now)
        if run != seen and run is not None:
            yield ServerSentEvent(data=run.model_dump(mode="json"), event="run")
        if run is None or run.has_ended:
            return
        seen = run
        await sleep(_LOOK_EVERY_S)

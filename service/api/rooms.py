"""What every route asks the application for."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant

from service.api.access import Principal, known
from service.api.problems import ProblemError
from service.newsroom.room import Newsroom
from service.newsroom.training import Training
from service.store import Store


async def _room(request: Request) -> Newsroom:
    return cast(Newsroom, request.app.state.room)


async def _store(request: Request) -> Store:
    store = (await _room(request)).store
    if store is None:
        raise ProblemError(
            "not-found", "这个服务不保存报摘 (this server keeps no issues: start it with a store)"
        )
    return store


async def _training(request: Request, _: Annotated[Principal, Depends(known)]) -> Training:
    training = (await _room(request)).training
    if training is None:
        raise ProblemError("not-found", "这个服务不能调教模型 (this server adapts no models)")
    return training


# All of them wait for nothing: functions that may would each be sent to a thread and back.
Room = Annotated[Newsroom, Depends(_room)]
Kept = Annotated[Store, Depends(_store)]
Trains = Annotated[Training, Depends(_training)]


def may_lack(dependant: Dependant) -> bool:
    """Whether a route asks for what a server may do without, and answers 404 there."""
    return dependant.call in (_store, _training) or any(map(may_lack, dependant.dependencies))

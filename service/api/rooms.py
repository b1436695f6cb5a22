"""What every route asks the application for."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from service.api.problems import ProblemError
from service.newsroom.room import Newsroom
from service.store import Store


def _room(request: Request) -> Newsroom:
    return cast(Newsroom, request.app.state.room)


def _store(request: Request) -> Store:
    store = _room(request).store
    if store is None:
        raise ProblemError(
            "not-found", "这个服务不保存报摘 (this server keeps no issues: start it with a store)"
        )
    return store


Room = Annotated[Newsroom, Depends(_room)]
Kept = Annotated[Store, Depends(_store)]

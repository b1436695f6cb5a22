"""Users, their sessions and tokens, and the audit list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from service.api.models.digests import Body, Line
from service.store import Role


class LoginBody(Body):
    """Name and password."""

    name: Line = Field(min_length=1, max_length=80)
    password: str = Field(min_length=1, max_length=200)

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "王芳", "password": "云川的三月 18"}]},
    )


class WhoModel(BaseModel):
    """Who asks, and what they may do."""

    name: str
    role: Role
    how: str = Field(description="open: no login is asked for; session; token.")


class UserModel(BaseModel):
    """Somebody who may log in."""

    name: str
    role: Role
    added_at: datetime


class NewUserBody(Body):
    """A new user."""

    name: Line = Field(min_length=1, max_length=80)
    password: str = Field(min_length=8, max_length=200)
    role: Role

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "王芳", "password": "云川的三月 18", "role": "editor"}]
        },
    )


class UserPatch(Body):
    """What is changed of a user."""

    role: Role | None = None
    password: str | None = Field(None, min_length=8, max_length=200)

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"role": "reader"}]})


class NewTokenBody(Body):
    """What a new token is for."""

    label: Line = Field(min_length=1, max_length=100)

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"label": "夜班脚本"}]}
    )


class TokenModel(BaseModel):
    """A token; its secret is not kept."""

    id: str
    user: str
    label: str
    added_at: datetime
    used_at: datetime | None


class NewTokenModel(BaseModel):
    """The secret of a new token: shown this once."""

    secret: str
    label: str


class NoteModel(BaseModel):
    """A line of the audit list."""

    number: int
    when: datetime
    who: str
    action: str
    object: str | None
    detail: Any


class NotesModel(BaseModel):
    """Some of the audit list, the latest first."""

    items: list[NoteModel]
    total: int
    next: str | None

"""What a newsroom asks of what keeps its issues and its people."""
# ruff: noqa: D101, D102

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from service.datamodels import Digest, Issue


class User(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Literal["reader", "editor", "admin"]: ...


class Users(Protocol):
    def list(self) -> Sequence[User]: ...
    def of_session(self, secret: str) -> User | None: ...
    def of_token(self, secret: str) -> User | None: ...


class StoredIssue(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def issue_id(self) -> str: ...
    @property
    def paper(self) -> str | None: ...
    @property
    def date(self) -> str | None: ...
    @property
    def is_new(self) -> bool: ...


class Issues(Protocol):
    def add(
        self,
        issue: Issue,
        digest: Digest,
        *,
        max_chars: int,
        salience: Mapping[str, tuple[float, ...]],
        by: str,
    ) -> StoredIssue: ...


class Store(Protocol):
    @property
    def users(self) -> Users: ...
    @property
    def issues(self) -> Issues: ...

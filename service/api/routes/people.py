"""Logging in and out, users, tokens, and the list of who did what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import JSONResponse, Response

from service.api.access import SESSION_COOKIE, Access, Admin, Reader
from service.api.limits import client_of
from service.api.logins import Attempts
from service.api.models.digests import Line
from service.api.models.people import (
    LoginBody,
    NewTokenBody,
    NewTokenModel,
    NewUserBody,
    NoteModel,
    NotesModel,
    TokenModel,
    UserModel,
    UserPatch,
    WhoModel,
)
from service.api.paging import Cursor, Limit, address_of_next
from service.api.problems import ProblemError, told
from service.api.rooms import Kept
from service.store import User

router = APIRouter(tags=["人 people"])
SESSION_HOURS = 12

UserName = Annotated[Line, Path(min_length=1, max_length=80)]


@router.get("/session")
def read_session(who: Reader) -> WhoModel:
    """我是谁，能做什么 (who you are, and your role)."""
    return WhoModel(name=who.name, role=who.role, how=who.how)


@router.post("/session", status_code=204)
def log_in(body: LoginBody, request: Request, store: Kept) -> Response:
    """登录：得到 cookie，12 小时内有效 (logs in; the cookie holds for twelve hours).

    After three failures one has to wait, longer each time.
    """
    access: Access = request.app.state.access
    access.check_origin(request, None)
    attempts: Attempts = request.app.state.attempts
    address = client_of(request.scope)
    if wait := attempts.begin(body.name, address):
        raise ProblemError(
            "too-many",
            f"登录失败多次，请 {wait} 秒后再试 (too many failures: try again in {wait} seconds)",
            headers={"Retry-After": str(wait)},
        )
    with attempts.turn:
        user = store.users.verify(body.name, body.password)
    if user is None:
        store.audit.note(body.name, "login failed")
        raise ProblemError("login-needed", "名字或密码不对 (wrong name or password)")
    attempts.succeed(body.name, address)
    store.audit.note(user.name, "login")
    response = Response(status_code=204)
    response.set_cookie(
        SESSION_COOKIE,
        store.users.start_session(user.name, hours=SESSION_HOURS),
        max_age=SESSION_HOURS * 3600,
        httponly=True,
        # Not `strict`: who follows a link to an article from a messenger is logged in still.
        samesite="lax",
        secure=access.is_secure or request.url.scheme == "https",
    )
    return response


@router.delete("/session", status_code=204)
def log_out(request: Request, store: Kept, who: Reader) -> Response:
    """退出登录 (logs out)."""
    if secret := request.cookies.get(SESSION_COOKIE):
        store.users.end_session(secret)
        store.audit.note(who.name, "logout")
    response = Response(status_code=204)
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")
    return response


@router.get("/users")
def list_users(store: Kept, who: Admin) -> list[UserModel]:  # noqa: ARG001
    """所有用户 (all users)."""
    return [_user(user) for user in store.users.list()]


@router.post("/users", status_code=201, responses=told(409))
def add_user(body: NewUserBody, store: Kept, who: Admin) -> UserModel:
    """添一个用户 (adds a user)."""
    if any(user.name == body.name for user in store.users.list()):
        raise ProblemError("conflict", f"已有用户 {body.name} (there is a user of this name)")
    user = store.users.add(body.name, body.password, body.role)
    store.audit.note(who.name, "add user", user.name, user.role)
    return _user(user)


@router.patch("/users/{name}", responses=told(409))
def patch_user(name: UserName, body: UserPatch, store: Kept, who: Admin) -> UserModel:
    """改角色或密码 (role or password).

    改密码即结束那人的登录；程序的令牌照常有效，要作废逐个撤销
    (a new password ends sessions; tokens count on until they are revoked).
    """
    store.users.get(name)
    if body.role is not None:
        _keep_an_admin(store, name, body.role)
        store.users.set_role(name, body.role)
        store.audit.note(who.name, "set role", name, body.role)
    if body.password is not None:
        store.users.set_password(name, body.password)
        store.audit.note(who.name, "set password", name)
    return _user(store.users.get(name))


@router.delete("/users/{name}", status_code=204, responses=told(409))
def remove_user(name: UserName, store: Kept, who: Admin) -> Response:
    """删一个用户；改过的仍记其名 (removes a user; what they corrected keeps their name)."""
    store.users.get(name)
    _keep_an_admin(store, name, None)
    store.users.remove(name)
    store.audit.note(who.name, "remove user", name)
    return Response(status_code=204)


@router.get("/tokens")
def list_tokens(store: Kept, who: Reader) -> list[TokenModel]:
    """自己的令牌，管理员见全部 (your tokens; an admin sees all)."""
    tokens = store.users.tokens(None if who.may_administer else who.name)
    return [TokenModel.model_validate(token, from_attributes=True) for token in tokens]


@router.post("/tokens", status_code=201, response_model=NewTokenModel, responses=told(409))
def add_token(body: NewTokenBody, store: Kept, who: Reader) -> JSONResponse:
    """给程序用的令牌，只显示这一次 (a token for programs, shown this once)."""
    if who.how == "open":
        raise ProblemError(
            "conflict",
            "没有登录，令牌无主；先添用户并登录 (a token belongs to a user: add one and log in)",
        )
    secret = store.users.add_token(who.name, body.label)
    store.audit.note(who.name, "add token", body.label)
    return JSONResponse({"secret": secret, "label": body.label}, 201, {"Cache-Control": "no-store"})


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(
    token_id: Annotated[str, Path(max_length=40)], store: Kept, who: Reader
) -> Response:
    """撤销令牌 (revokes a token)."""
    owner = None if who.may_administer else who.name
    if all(token.id != token_id for token in store.users.tokens(owner)):
        raise ProblemError("not-found", f"没有令牌 {token_id} (no such token of yours)")
    store.users.revoke(token_id)
    store.audit.note(who.name, "revoke token", token_id)
    return Response(status_code=204)


@router.get("/audit")
def read_audit(
    request: Request,
    store: Kept,
    who: Admin,  # noqa: ARG001 - asked for its check
    limit: Limit = 100,
    cursor: Cursor = None,
) -> NotesModel:
    """谁做了什么：登录、用户、令牌、删除 (who did what, the latest first)."""
    found = store.audit.list(limit=limit, cursor=cursor)
    return NotesModel(
        items=[NoteModel.model_validate(note, from_attributes=True) for note in found.items],
        total=found.total,
        next=address_of_next(request, found.next_cursor),
    )


def _keep_an_admin(store: Kept, name: str, role: str | None) -> None:
    """Refuse to leave a store with users but no admin among them."""
    admins = [user.name for user in store.users.list() if user.role == "admin"]
    if admins == [name] and role != "admin":
        raise ProblemError(
            "conflict", f"{name} 是唯一的管理员；先另定一位 (the only admin: name another first)"
        )


def _user(user: User) -> UserModel:
    return UserModel(name=user.name, role=user.role, added_at=user.added_at)

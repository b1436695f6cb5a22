"""Who asks, and what they may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from service.api.problems import ProblemError
from service.store import Store

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")
SESSION_COOKIE = "baozhai_session"
LOCAL_NAME = "本机"
VISITOR_NAME = "来访者"

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody known, by name and role.

    Attributes:
        how: By what: this machine or an open server, a session's cookie, a token.
    """

    name: str
    role: Role
    how: Literal["open", "session", "token"]

    def may(self, role: Role) -> bool:
        """Whether what a role may do is allowed."""
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def may_edit(self) -> bool:
        """Whether digests may be kept and corrected."""
        return self.may("editor")

    @property
    def may_administer(self) -> bool:
        """Whether users may be managed and issues deleted."""
        return self.may("admin")


def same_host(origin: str, host: str) -> bool:
    """Whether a page of this origin came from the server that is asked for as `host`."""
    return urlsplit(origin).netloc.lower() == host.lower()


@dataclass(frozen=True, slots=True)
class Access:
    """How people are known.

    Attributes:
        store: Where users are; None where there are none.
        without_login: What may be done by who is not known; None asks everybody to log in.
        is_own_origin: Whether a page of an origin (first) was sent by the server that is
            asked for by a host (second).
        is_secure: Whether the page is called by https, so that cookies go by that alone.
    """

    store: Store | None = None
    without_login: Role | None = "admin"
    is_own_origin: Callable[[str, str], bool] = same_host
    is_secure: bool = False

    def who(self, connection: HTTPConnection) -> Principal | None:
        """Tell who asks; None for somebody who has to log in.

        Raises:
            ProblemError: If a token is given that is none.
        """
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._of_token(token.strip())
        secret = connection.cookies.get(SESSION_COOKIE)
        user = self.store.users.of_session(secret) if self.store and secret else None
        if user is not None:
            return Principal(user.name, user.role, "session")
        if self.without_login is None or self._came_from_afar(connection):
            return None
        name = LOCAL_NAME if self.without_login == "admin" else VISITOR_NAME
        return Principal(name, self.without_login, "open")

    def _came_from_afar(self, connection: HTTPConnection) -> bool:
        """Whether a proxy on this machine tells of a client on another, where nobody logs in.

        What may be done without a login on this machine is for those who sit at it.
        """
        if self.without_login != "admin" or connection.client is None:
            return False
        try:
            return not ip_address(connection.client.host).is_loopback
        except ValueError:
            return False

    def has_secret(self, connection: HTTPConnection) -> bool:
        """Whether the store must be asked who somebody is."""
        return "authorization" in connection.headers or SESSION_COOKIE in connection.cookies

    def check_origin(self, request: Request, principal: Principal | None) -> None:
        """Refuse changes that a page of another site asks for in somebody's name.

        Raises:
            ProblemError: If the origin is another site's, or is not told with a cookie.
        """
        if request.method in SAFE:
            return
        origins = request.headers.getlist("origin")
        host = request.headers.get("host", "")
        for origin in origins:
            if not self.is_own_origin(origin, host):
                raise ProblemError(
                    "not-allowed",
                    f"{origin}: 别的网站的页面不能使用本服务 "
                    "(pages of other sites may not use this server)",
                )
        if principal and principal.how == "session" and not origins:
            raise ProblemError(
                "not-allowed",
                "用登录的 cookie 改动时须有 Origin；程序请用令牌 Authorization: Bearer … "
                "(a change by cookie needs an Origin header: programs use a token)",
            )

    def _of_token(self, token: str) -> Principal:
        user = self.store.users.of_token(token) if self.store else None
        if user is None:
            raise ProblemError(
                "login-needed",
                "令牌无效或已撤销；请换一个 (the token is unknown or revoked: use another)",
                headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
            )
        return Principal(user.name, user.role, "token")


async def known(request: Request) -> Principal:
    """Who asks.

    Raises:
        ProblemError: If they have to log in, or a page of another site asks.
    """
    access: Access = request.app.state.access
    if access.has_secret(request):
        principal = await to_thread.run_sync(access.who, request)
    else:
        principal = access.who(request)
    access.check_origin(request, principal)
    if principal is None:
        raise ProblemError(
            "login-needed",
            "请先登录，或用令牌 Authorization: Bearer … (log in, or use a token)",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return principal


def _needs(role: Role) -> Callable[[Principal], Awaitable[Principal]]:
    async def check(principal: Annotated[Principal, Depends(known)]) -> Principal:
        if not principal.may(role):
            raise ProblemError(
                "not-allowed",
                f"{principal.name} 的角色是 {principal.role}，这里要 {role}；请找管理员 "
                f"({principal.name} is a {principal.role}; this needs {role}: ask an admin)",
            )
        return principal

    return check


Reader = Annotated[Principal, Depends(_needs("reader"))]
Editor = Annotated[Principal, Depends(_needs("editor"))]
Admin = Annotated[Principal, Depends(_needs("admin"))]

"""Serve the page from this machine, and let the browser ask no other."""

from __future__ import annotations

import socket
import sys
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

from service.api.access import Access
from service.config import WebConfig
from service.errors import ConfigError
from service.newsroom.room import Newsroom
from service.web.app import build_app
from service.web.ending import GOODBYE_S, EndingServer
from service.web.hosts import Hosts, hosts_of
from service.web.pace import impatient

_LAST_PORT = 65535
_NO_LOGIN = (
    "注意：已用 --no-login 关闭登录；能连到这个地址的人都能读、能改，请只在可信的网络里这样开。\n"
    "Note: --no-login: whoever can reach this address can read and correct everything.\n"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, by which names to be called, and who has to log in.

    Attributes:
        host: The address to listen at; the default is for this machine alone.
        port: From 0 to 65535; 0 takes any that is free.
        allowed_hosts: Further names that it may be called by, such as a proxy's.
        no_login: Whether others than this machine may do without a login.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    allowed_hosts: Sequence[str] = ()
    no_login: bool = False


def access_for(room: Newsroom, hosts: Hosts, *, no_login: bool = False) -> Access:
    """Who may do what: on this machine alone nobody logs in unless there are users.

    Raises:
        ConfigError: If others could call, nobody could log in, and that is not asked for.
    """
    own = hosts.is_sent_by_us
    if room.kept.users.list():
        return Access(room.store, without_login=None, is_own_origin=own)
    if not hosts.is_for_others:
        return Access(room.store, without_login="admin", is_own_origin=own)
    if not no_login:
        raise ConfigError(
            f"{hosts.host}: 别的机器能访问这个地址，而还没有用户；请先 baozhai store user add，"
            "或加 --no-login 明说不要登录 (others can reach this address and there are no users: "
            "add some, or say --no-login)"
        )
    return Access(room.store, without_login="editor", is_own_origin=own)


def launch(
    room: Newsroom,
    address: Address,
    limits: WebConfig | None = None,
    *,
    open_browser: bool = True,
) -> None:
    """Serve the page until Ctrl+C; its address goes to standard error.

    Args:
        room: What digests and keeps.
        address: Where, and for whom.
        limits: What the server takes on; None takes what nobody has set.
        open_browser: Whether to show the page in the user's browser.

    Raises:
        ConfigError: If nothing can listen at that address and port, or nobody could log in.
        DigestError: If the sample issues cannot be read.
    """
    hosts = hosts_of(address.host, address.allowed_hosts)
    access = access_for(room, hosts, no_login=address.no_login)
    limits = limits or WebConfig()
    if hosts.named:
        # A proxy before it calls for everybody; what each of them holds is known by its streams.
        limits = limits.model_copy(update={"connections_each": limits.connections})
    application = build_app(room, access, hosts, limits)
    with listen(address.host, address.port) as listener:
        url = f"http://{address.host}:{listener.getsockname()[1]}/"
        sys.stderr.write(f"报摘 {url}  （Ctrl+C 退出 / to stop）\n")
        if hosts.is_for_others and access.without_login is not None:
            sys.stderr.write(_NO_LOGIN)
        sys.stderr.flush()
        if open_browser:
            webbrowser.open(url)
        with suppress(KeyboardInterrupt):
            make_runner(application, room.closing, limits).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Take an address before anything is promised about it.

    Raises:
        ConfigError: If it is taken, not this machine's, or not allowed.
    """
    if not 0 <= port <= _LAST_PORT:
        raise ConfigError(f"port 是 {port}；须在 0 到 {_LAST_PORT} 之间 (port out of range)")
    try:
        listener = socket.create_server((host, port))
    except OSError as error:
        raise ConfigError(
            f"{host}:{port}: 不能在此监听；请换一个端口（--port 0 任选）或地址 "
            f"(cannot listen there, choose another port, 0 for any, or another host: {error})"
        ) from error
    # Small answers would wait for the browser's acknowledgment, some 40 ms each.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def make_runner(
    application: FastAPI,
    closing: threading.Event,
    limits: WebConfig | None = None,
) -> uvicorn.Server:
    """A server for an application; it says nothing unless something is wrong.

    Once told to end, its process is gone within seconds, whatever still runs. `closing` is set
    then, for what sends events to open pages and would go on.
    """
    limits = limits or WebConfig()
    config = uvicorn.Config(
        application,
        http=impatient(limits.head_s, limits.connections_each),
        limit_concurrency=limits.connections,
        log_level="warning",
        timeout_graceful_shutdown=GOODBYE_S,
        ws="none",
    )
    return EndingServer(config, closing)

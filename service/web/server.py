"""Serve the page from this machine, and let the browser ask no other."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.access import Access
from service.api.app import PREFIX, mount_api
from service.errors import ConfigError
from service.newsroom.room import Newsroom
from service.pipeline import DigestPipeline
from service.web.gate import Gate
from service.web.handlers import DigestDesk
from service.web.hosts import Hosts, OwnPagesOnly, hosts_of
from service.web.layout import KEPT_S, build_app
from service.web.uploads import Uploads

_HERE = Path(__file__).parent
_BROUGHT = ("style.css", "page.js")
_FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
_MONO = ("ui-monospace", "Menlo", "Consolas", "Noto Sans Mono CJK SC", "monospace")
_ACCENT, _ACCENT_DARK = "#b42318", "#ff8b7d"
_COLORS = {
    "color_accent": _ACCENT,
    "button_primary_background_fill": _ACCENT,
    "button_primary_background_fill_hover": "#912018",
    "button_primary_background_fill_dark": _ACCENT,
    "button_primary_background_fill_hover_dark": "#d92d20",
    "button_primary_text_color_dark": "#ffffff",
    "slider_color": _ACCENT,
    "slider_color_dark": _ACCENT_DARK,
    "checkbox_background_color_selected": _ACCENT,
    "checkbox_border_color_selected": _ACCENT,
    "input_border_color_focus": _ACCENT,
    "input_border_color_focus_dark": _ACCENT_DARK,
}
_LAST_PORT = 65535
_LARGEST_UPLOAD = "20mb"
# Open pages keep a connection; without a limit they would keep the server from ending.
_GOODBYE_S = 1
# A digest under way runs in a thread, for which Python would wait when all else has ended.
_LAST_GOODBYE_S = 3.0
_NO_LOGIN = (
    "注意：现在还没有登录；能连到这个地址的人都能使用本页，请只在可信的网络里这样开。\n"
    "Note: there is no login yet; whoever can reach this address can use the page.\n"
)

# Gradio writes scripts and styles into its page, hence the `unsafe` ones; what counts
# here is that no other machine can be named.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        "connect-src 'self' data: blob:; form-action 'self'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
}


class StayHome:
    """Tell the browser, with every answer, to fetch from this server only.

    The policy holds whatever a version of Gradio puts into its page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the wrapped application does, with the policy added."""

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_policy)


def build_server(desk: DigestDesk, hosts: Hosts | None = None) -> FastAPI:
    """Make the web application: the page at `/`, and nothing that calls other machines.

    Args:
        desk: What reads and digests.
        hosts: The names that it may be called by; None takes those of this machine alone.

    Raises:
        DigestError: If the sample issues cannot be read.
    """
    server = FastAPI(title="报摘", docs_url=None, redoc_url=None, openapi_url=None)
    server.add_middleware(OwnPagesOnly, hosts=hosts or Hosts())
    server.add_middleware(StayHome)
    names = hosts or Hosts()
    access = Access(is_own_origin=names.is_sent_by_us)
    mount_api(server, Newsroom(desk.pipeline), access)
    uploads = Uploads(KEPT_S)
    page = build_app(desk, uploads)
    # In the head and not as `css`, which Gradio would rewrite selector by selector.
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in _BROUGHT)
    theme = gr.themes.Base(neutral_hue="stone", font=_FONTS, font_mono=_MONO, radius_size="sm")
    gr.mount_gradio_app(
        server,
        page,
        path="/",
        theme=theme.set(**_COLORS),
        head=f"<style>{style}</style><script>{script}</script>",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
        max_file_size=_LARGEST_UPLOAD,
    )
    # Gradio looks at paths only in pages that it launched itself; the gate looks first.
    page.has_launched = True
    mount = next(
        route for route in server.routes if isinstance(route, Mount) and route.path != PREFIX
    )
    mount.app = Gate(mount.app, uploads)
    return server


def launch(
    pipeline: DigestPipeline,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = True,
    allowed_hosts: Sequence[str] = (),
) -> None:
    """Serve the page until Ctrl+C; its address goes to standard error.

    Args:
        pipeline: What digests.
        host: The address to listen at; the default is for this machine alone.
        port: From 0 to 65535; 0 takes any that is free.
        open_browser: Whether to show the page in the user's browser.
        allowed_hosts: Further names that it may be called by, such as a proxy's.

    Raises:
        ConfigError: If nothing can listen at that address and port.
        DigestError: If the sample issues cannot be read.
    """
    hosts = hosts_of(host, allowed_hosts)
    application = build_server(DigestDesk(pipeline), hosts)
    with listen(host, port) as listener:
        url = f"http://{host}:{listener.getsockname()[1]}/"
        sys.stderr.write(f"报摘 {url}  （Ctrl+C 退出 / to stop）\n")
        if not hosts.is_local:
            sys.stderr.write(_NO_LOGIN)
        sys.stderr.flush()
        if open_browser:
            webbrowser.open(url)
        with suppress(KeyboardInterrupt):
            make_runner(application).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Take an address before anything is promised about it.

    Raises:
        ConfigError: If it is taken, not this machine's, or not allowed.
    """
    if not 0 <= port <= _LAST_PORT:
        raise ConfigError(f"port 是 {port}；须在 0 到 {_LAST_PORT} 之间 (port out of range)")
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise ConfigError(
            f"{host}:{port}: 不能在此监听：{error}；请换一个端口（--port 0 任选）或地址 "
            "(cannot listen there: choose another port, 0 for any, or another host)"
        ) from error


def make_runner(application: FastAPI) -> uvicorn.Server:
    """A server for an application; it says nothing unless something is wrong.

    Once told to end, its process is gone within seconds, whatever still runs.
    """
    config = uvicorn.Config(
        application, log_level="warning", timeout_graceful_shutdown=_GOODBYE_S, ws="none"
    )
    return _EndingServer(config)


class _EndingServer(uvicorn.Server):
    """A server that ends with its process when a signal says so."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        last = threading.Timer(_LAST_GOODBYE_S, os._exit, (0,))
        last.daemon = True
        last.start()

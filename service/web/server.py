"""Serve the page from this machine, and let the browser ask no other."""

from __future__ import annotations

import socket
import sys
import webbrowser
from contextlib import suppress
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import ConfigError
from service.pipeline import DigestPipeline
from service.web.layout import build_app

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


def build_server(pipeline: DigestPipeline) -> FastAPI:
    """Make the web application: the page at `/`, and nothing that calls other machines.

    Raises:
        DigestError: If the sample issues cannot be read.
    """
    server = FastAPI(title="报摘", docs_url=None, redoc_url=None, openapi_url=None)
    server.add_middleware(StayHome)
    # In the head and not as `css`, which Gradio would rewrite selector by selector.
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in _BROUGHT)
    theme = gr.themes.Base(neutral_hue="stone", font=_FONTS, font_mono=_MONO, radius_size="sm")
    gr.mount_gradio_app(
        server,
        build_app(pipeline),
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
    return server


def launch(
    pipeline: DigestPipeline,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = True,
) -> None:
    """Serve the page until Ctrl+C; its address goes to standard error.

    Args:
        pipeline: What digests.
        host: The address to listen at; the default is for this machine alone.
        port: From 0 to 65535; 0 takes any that is free.
        open_browser: Whether to show the page in the user's browser.

    Raises:
        ConfigError: If nothing can listen at that address and port.
        DigestError: If the sample issues cannot be read.
    """
    application = build_server(pipeline)
    with listen(host, port) as listener:
        url = f"http://{host}:{listener.getsockname()[1]}/"
        sys.stderr.write(f"报摘 {url}  （Ctrl+C 退出 / to stop）\n")
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
    """A server for an application; it says nothing unless something is wrong."""
    config = uvicorn.Config(
        application, log_level="warning", timeout_graceful_shutdown=_GOODBYE_S, ws="none"
    )
    return uvicorn.Server(config)

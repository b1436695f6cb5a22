"""Put as `sitecustomize.py` before a process: it notes whom Python asks or calls elsewhere."""

from __future__ import annotations

import os
import sys
from typing import Any

LOG = os.environ["BAOZHAI_WATCH_LOG"]
LOOK_UPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
CALLS = ("socket.connect", "socket.sendto", "socket.sendmsg")
HERE = ("localhost", "::1", "0.0.0.0", "")


def note(event: str, arguments: tuple[Any, ...]) -> None:
    if event in LOOK_UPS:
        host = arguments[0]
    elif event in CALLS and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name not in HERE and not name.startswith("127."):
        with open(LOG, "a", encoding="utf-8") as log:  # noqa: PTH123  # pathlib is not for hooks
            log.write(f"{event} {name}\n")


sys.addaudithook(note)

"""Work that never ends: it ends nobody else's, can be given up, and the server can be stopped."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.service.web.slow_server import NEVER_SPLIT
from tests.service.web.wire import API, Visitor, started

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="no Ctrl+C can be sent to a process there"),
]

PAGE = ("第一版.txt", "社区食堂开张\n社区食堂昨天开张。".encode())
LATER = ("第三版.txt", "渡船加开夜班\n渡船昨夜开到十点。".encode())
ENDLESS = ("第二版.txt", NEVER_SPLIT.encode())
SLOW = ("tests.service.web.slow_server",)
_SOON_S = 20


def test_endless_work_is_cancelled_and_the_server_ends_whatever_it_does(tmp_path: Path) -> None:
    store = tmp_path / "desk.sqlite"
    with started(module=SLOW, store=store) as server, Visitor(server.url) as visitor:
        endless = visitor.ask(ENDLESS).json()["id"]
        while (job := visitor.job(endless))["stage"] != "splitting":
            assert job["state"] in ("waiting", "running")
            time.sleep(0.05)
        # Pages are read while it works, and the next job has its turn once it is given up.
        assert visitor.http.get("/issues").status_code == 200
        assert visitor.http.delete(f"{API}/jobs/{endless}").is_success
        assert "社区食堂开张" in visitor.digest(PAGE)
        given = [visitor.ask(page).json()["id"] for page in (ENDLESS, LATER)]
        asked_to_end = time.monotonic()
    assert time.monotonic() - asked_to_end < _SOON_S
    # The next server goes on with what was under way and with what waited.
    with started(store=store) as server, Visitor(server.url) as visitor:
        done = [visitor.wait(job) for job in given]
        assert [job["state"] for job in done] == ["done", "done"]
        assert "渡船加开夜班" in visitor.http.get(f"/issues/{done[1]['issues'][0]['id']}").text

"""A page, and the command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

PAGE = "社区食堂开张\n社区食堂昨天开张。居民都说方便。\n\n球队夺冠\n比赛很精彩。\n"


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )

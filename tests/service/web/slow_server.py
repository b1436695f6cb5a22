"""A server whose work never ends where a file or a text says so."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from service.datamodels import Digest, Issue
from service.readers import read_issue
from tests.fakes import FakeSplitter, make_pipeline

NEVER_READ, NEVER_SPLIT = "读不完", "分不完"


def read(paths: tuple[str, ...]) -> Issue:
    if any(NEVER_READ in Path(path).name for path in paths):
        time.sleep(600)
    return read_issue(paths)


class NeverSplitter(FakeSplitter):
    def split(self, issue: Issue) -> Digest:
        while NEVER_SPLIT in issue.text:
            time.sleep(1)
        return super().split(issue)


def main() -> None:
    # Here, since the processes that read import this file.
    from service.web.handlers import DigestDesk
    from service.web.server import build_server, listen, make_runner

    pipeline = replace(make_pipeline(), splitter=NeverSplitter())
    desk = DigestDesk(pipeline, read=read, reading_limit_s=float(sys.argv[1]))
    with listen("127.0.0.1", 0) as listener:
        sys.stderr.write(f"http://127.0.0.1:{listener.getsockname()[1]}/\n")
        sys.stderr.flush()
        with suppress(KeyboardInterrupt):
            make_runner(build_server(desk)).run(sockets=[listener])


if __name__ == "__main__":
    main()

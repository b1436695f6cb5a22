"""A server whose work never ends where a file or a text says so."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from dataclasses import replace

from service.datamodels import Digest, Issue
from tests.fakes import FakeSplitter, make_pipeline

NEVER_SPLIT = "分不完"


class NeverSplitter(FakeSplitter):
    def split(self, issue: Issue) -> Digest:
        while NEVER_SPLIT in issue.text:
            time.sleep(1)
        return super().split(issue)


def main() -> None:
    # Here, since the processes that split import this file.
    from service.api.access import Access
    from service.newsroom.room import Newsroom
    from service.store import Store
    from service.web.app import build_app
    from service.web.server import listen, make_runner

    with Store.open() as store, listen("127.0.0.1", 0) as listener:
        room = Newsroom(replace(make_pipeline(), splitter=NeverSplitter()), store)
        sys.stderr.write(f"http://127.0.0.1:{listener.getsockname()[1]}/\n")
        sys.stderr.flush()
        with suppress(KeyboardInterrupt):
            make_runner(build_app(room, Access(store)), room.closing).run(sockets=[listener])


if __name__ == "__main__":
    main()

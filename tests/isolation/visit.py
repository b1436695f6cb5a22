"""Start the page, upload a file, and have it digested: all that a visitor does, in one run."""

from __future__ import annotations

from service.config import locate
from tests.service.web.wire import Visitor, started

if __name__ == "__main__":
    with started() as server:
        file = locate("examples/yunchuan_0722.txt")
        with Visitor(server.url) as visitor:
            page = visitor.digest((file.name, file.read_bytes()))
        if 'class="article' not in page:
            raise SystemExit(f"no digest: {page[:2000]}")

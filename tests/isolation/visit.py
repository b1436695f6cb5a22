"""Start the page, upload a file, and have it digested: all that a visitor does, in one run."""

from __future__ import annotations

from service.config import locate
from tests.service.web.wire import Visitor, file_data, started

if __name__ == "__main__":
    with started() as url:
        visitor = Visitor(url)
        (path,) = visitor.upload(("page.txt", locate("examples/yunchuan_0722.txt").read_bytes()))
        page = visitor.digest_files([file_data(path)])
        if "bz-card" not in page:
            raise SystemExit(f"no digest: {page[:2000]}")

"""Forms of thousands of parts, and what of a request comes back in an answer."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.api.access import Access
from service.api.app import PREFIX
from service.newsroom.room import Newsroom
from service.store import Store
from service.web.app import build_app
from tests.fakes import make_pipeline
from tests.service.api.asking import HERE

KIND = "multipart/form-data; boundary=x"
FILE = b'--x\r\nContent-Disposition: form-data; name="files"; filename="p.txt"\r\n\r\na\r\n'
FIELD = b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\na\r\n'
END = b"--x--\r\n"
_LONGEST_S = 5.0  # of the processor; each takes a fraction of it


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with Store.open(tmp_path_factory.mktemp("desk") / "desk.sqlite") as store:
        yield TestClient(build_app(Newsroom(make_pipeline(), store), Access(store)), HERE)


# The file of a part that never ends is closed with the parser, of which nobody is told.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (KIND, FILE * 5000 + END),
        (KIND, b"".join(FIELD % n for n in range(20_000)) + END),
        (KIND, b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\na\r\n' * 1000 + END),
        (KIND, b"--x\r\n\r\n" * 50_000 + END),
        (KIND, b"--x\r\n" + b"X: y\r\n" * 50_000 + b"\r\na\r\n" + END),
        (
            KIND,
            b"--x\r\nContent-Disposition: form-data; name=" + b"y" * 10**6 + b"\r\n\r\na\r\n" + END,
        ),
        (KIND, b"--x\r\n" + b"-" * 10**6),
        (KIND, FILE.replace(b"\r\na\r\n", b"\r\n" + b"\r\n--" * 300_000) + END),
        (KIND, FILE),
        (KIND, FILE.replace(b'name="files"; ', b"") + END),
        (f"multipart/form-data; boundary={'y' * 100_000}", FILE + END),
        ("multipart/form-data", FILE + END),
        ("multipart/form-data; boundary=", FILE + END),
        ("multipart/mixed; boundary=x", FILE + END),
        ("application/x-www-form-urlencoded", b"text=a&" * 100_000),
    ],
    ids=range(15),
)
def test_a_form_that_no_page_sends_is_refused_at_once(
    client: TestClient, kind: str, form: bytes
) -> None:
    begun = time.process_time()
    answer = client.post(f"{PREFIX}/split", content=form, headers={"content-type": kind})
    assert answer.status_code in (400, 413, 415, 422), answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 10_000
    assert time.process_time() - begun < _LONGEST_S


EVIL = "<svg onload=alert(1)>"


@pytest.mark.parametrize(
    "path",
    [
        f"/{EVIL}",
        f"/issues/{EVIL}",
        f"/issues?q={EVIL}&who={EVIL}&topic={EVIL}&date={EVIL}&cursor={EVIL}&month={EVIL}",
        f"/sample/parts?panel={EVIL}&max_chars={EVIL}",
        f"/sample/text?articles={EVIL}",
        f"/compare?first={EVIL}&second={EVIL}",
        f"/examples/{EVIL}",
        f"/login?next={EVIL}",
        f"/static/{EVIL}",
        f"{PREFIX}/{EVIL}",
        f"{PREFIX}/issues/{EVIL}",
        f"{PREFIX}/issues?q={EVIL}&cursor={EVIL}",
        f"{PREFIX}/exports/{EVIL}.html",
        f"{PREFIX}/jobs/{EVIL}",
        f"{PREFIX}/models/{EVIL}/report",
        f"{PREFIX}/settings?{EVIL}={EVIL}",
    ],
)
def test_what_comes_back_of_a_request_is_no_page_of_its_own(client: TestClient, path: str) -> None:
    headers = {"accept-language": EVIL, "cookie": f"baozhai_language={EVIL}", "if-match": EVIL}
    answer = client.get(path, headers=headers)
    assert answer.status_code < 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    if not answer.headers["content-type"].startswith(("application/", "text/plain")):
        assert "<svg" not in answer.text
    assert not any(EVIL in value for value in answer.headers.values())

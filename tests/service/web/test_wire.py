"""What a hostile client can make a server do that was really started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.service.web.wire import API, Visitor, started

pytestmark = pytest.mark.slow

SECRET = "此处是机密，谁也不该读到"
PAGE = ("第一版.txt", "社区食堂开张\n本报讯 社区食堂昨天开张。居民都说方便。".encode())
FOREIGN = "http://news.example"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server, started; after all that was tried it still works."""
    with started() as server:
        yield server.url
        with Visitor(server.url) as visitor:
            assert "社区食堂开张" in visitor.digest(PAGE)


@pytest.fixture
def visitor(url: str) -> Iterator[Visitor]:
    with Visitor(url) as visitor:
        yield visitor


@pytest.fixture
def secret(tmp_path: Path) -> str:
    file = tmp_path / "机密.txt"
    file.write_text(SECRET, encoding="utf-8")
    return str(file)


def test_a_file_is_known_by_its_name_alone_and_no_path_is_told(visitor: Visitor) -> None:
    job = visitor.wait(
        visitor.ask(PAGE, ("../../etc/扫描.png", b"\x89PNG\r\n\x1a\n\0")).json()["id"]
    )
    assert len(job["issues"]) == 1
    (error,) = job["errors"]
    assert "扫描.png" in error["file"]
    assert "/tmp" not in error["detail"]


def test_no_name_of_an_upload_opens_a_file_of_the_server(visitor: Visitor, secret: str) -> None:
    for name in (secret, f"file://{secret}", f"../../../../..{secret}", "/etc/passwd", "-"):
        page = visitor.digest((name, "市委开会\n市委昨天开会。".encode()))
        assert SECRET not in page
        assert "root:x" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/..%2f..%2f..%2f..%2f..%2f..{secret}",
        "/static/%2e%2e/server.py",
        "/static//etc/passwd",
        "/examples/..%2f..%2f..{secret}",
        "/examples/%2e%2e",
        "/issues/..%2f..{secret}",
        "/docs",
        "/openapi.json",
        "/.git/config",
        "/file={secret}",
        "/gradio_api/file={secret}",
        "/gradio_api/proxy=http://127.0.0.1:1/",
        "/gradio_api/queue/data?session_hash=x",
        "/config",
    ],
)
def test_nothing_but_the_page_is_read(visitor: Visitor, secret: str, path: str) -> None:
    answer = visitor.http.get(path.format(secret=secret))
    assert answer.status_code in (403, 404)
    assert SECRET not in answer.text
    assert "from __future__" not in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_pages_are_read_only(visitor: Visitor, method: str) -> None:
    for path in ("/", "/issues", "/static/page.js"):
        assert visitor.http.request(method, path).status_code == 405


@pytest.mark.parametrize(
    "host",
    [
        "news.example",
        "127.0.0.1.news.example",
        "",
        "[",
        "a@localhost",
        "localhost/..",
        "localhost#@news.example",
        "[::1]]",
        "127.1",
        "localhost:99999",
    ],
)
def test_a_foreign_name_is_refused(visitor: Visitor, host: str) -> None:
    for path in ("/", "/issues", f"{API}/issues", "/static/page.js"):
        assert visitor.http.get(path, headers={"host": host}).status_code in (400, 403)
    assert visitor.ask(PAGE, host=host).status_code in (400, 403)


@pytest.mark.parametrize(
    "origin", [FOREIGN, "http://127.0.0.1:1", "http://localhost", "https://[::1]", "null", "x"]
)
def test_a_page_of_another_site_is_refused(visitor: Visitor, origin: str) -> None:
    assert visitor.ask(PAGE, origin=origin).status_code == 403
    headers = {"origin": origin}
    assert visitor.http.get(f"{API}/issues", headers=headers).status_code == 403
    undo = visitor.http.post(f"{API}/issues/0123456789abcdef/undo", headers=headers)
    assert undo.status_code == 403


def test_its_own_page_and_names_are_answered(url: str, visitor: Visitor) -> None:
    port = httpx.URL(url).port
    for host in ("127.0.0.1", "localhost", "LocalHost", "localhost.", "[::1]"):
        name = f"{host}:{port}"
        answer = visitor.http.get("/", headers={"host": name, "origin": f"http://{name}"})
        assert answer.status_code == 200, name


def test_that_nobody_logs_in_is_said_where_others_can_call() -> None:
    with started("--host", "0.0.0.0", "--no-login", "--allowed-host", "news.example") as server:
        port = httpx.URL(server.url).port
        with Visitor(f"http://127.0.0.1:{port}/") as visitor:
            for host, status in (
                ("news.example", 200),
                ("192.0.2.7:80", 200),
                ("other.example", 403),
            ):
                assert visitor.http.get("/login", headers={"host": host}).status_code == status
    assert "--no-login" in "".join(server.said)

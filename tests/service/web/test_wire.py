"""What a hostile client can make a server do that was really started."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from service.web.uploads import COOKIE
from tests.service.web.wire import API, Visitor, file_data, started

pytestmark = pytest.mark.slow

SECRET = "此处是机密，谁也不该读到"
PAGE = ("第一版.txt", "社区食堂开张\n本报讯 社区食堂昨天开张。居民都说方便。".encode())


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


def assert_refused(answer: str) -> None:
    assert SECRET not in answer
    assert "root:x" not in answer.partition("detail")[0]
    assert '"success": true' not in answer
    assert "bz-card" not in answer


def test_an_upload_is_digested(visitor: Visitor) -> None:
    assert "bz-card" in visitor.digest(PAGE, ("第二版.txt", "市委开会\n市委昨天开会。".encode()))


@pytest.mark.parametrize("path", ["/etc/passwd", "-", ".", "", "C:\\Windows\\win.ini", "~"])
def test_no_file_of_the_server_is_read(visitor: Visitor, path: str) -> None:
    assert_refused(visitor.read([file_data(path)]))


def test_no_way_to_write_a_path_opens_a_file(visitor: Visitor, secret: str) -> None:
    (own,) = visitor.upload(PAGE)
    up = "../" * 12
    for path in (
        secret,
        f"{own}/../{up}{secret}",
        f"{Path(own).parent}/{up}{secret}",
        own.replace("/", "//"),
        f"{own}\0{secret}",
        f"file://{secret}",
        f"file:{secret}",
        f"localhost:{secret}",
        "data:text/plain,root:x",
        f"/proc/self/root{secret}",
        str(Path(own).parent),
    ):
        assert_refused(visitor.read([file_data(path)]))


@pytest.mark.parametrize(
    "shape",
    [
        lambda path: path,
        lambda path: [path],
        lambda path: {"path": path},
        file_data,
        lambda path: [[file_data(path)]],
        lambda path: [file_data(path, is_stream=True)],
        lambda path: [file_data(path, url=f"http://127.0.0.1/gradio_api/file={path}")],
        lambda path: {"root": [file_data(path)]},
        lambda path: {"value": [file_data(path)], "files": [file_data(path)]},
        lambda path: [{"meta": {"_type": "gradio.FileData", "path": path}, "path": path}],
        lambda path: [{"data": path, "is_file": True, "name": path}],
    ],
)
def test_no_shape_of_a_request_opens_a_file(visitor: Visitor, secret: str, shape: Any) -> None:
    assert_refused(visitor.read(shape(secret)))


def test_no_component_of_the_page_opens_a_file(visitor: Visitor, secret: str) -> None:
    for event in visitor.config["dependencies"]:
        if event["backend_fn"]:
            assert_refused(visitor.ask(event["id"], *[file_data(secret)] * len(event["inputs"])))


def test_a_file_named_outside_of_the_values_is_refused_too(visitor: Visitor, secret: str) -> None:
    asked = {"data": [[], "zh"], "fn_index": visitor.reading(), "session_hash": visitor.session}
    for key in ("event_data", "trigger", "event_id"):
        body = {**asked, key: {"deep": [{"down": file_data(secret)}]}}
        assert visitor.http.post(f"{API}/queue/join", json=body).status_code == 403


def test_what_is_checked_is_what_is_read(visitor: Visitor, secret: str) -> None:
    (own,) = visitor.upload(PAGE)
    asked = {"data": [["FILE"], "zh"], "fn_index": visitor.reading()}
    body_before = json.dumps({**asked, "session_hash": visitor.session})
    for paths in ((own, secret), (secret, own)):
        twice = ", ".join(f'"path": "{path}"' for path in paths)
        named = f'{{"meta": {{"_type": "gradio.FileData"}}, {twice}}}'
        body = body_before.replace('"FILE"', named)
        for encoding in ("utf-8", "utf-16", "utf-32"):
            answer = visitor.http.post(
                f"{API}/queue/join",
                content=body.encode(encoding),
                headers={"content-type": "application/json"},
            )
            assert answer.status_code == 403


@pytest.mark.parametrize("scheme", ["http", "HTTP", "https", "ftp"])
def test_the_server_fetches_nothing(visitor: Visitor, scheme: str) -> None:
    (own,) = visitor.upload(PAGE)
    with counting_server() as (port, calls):
        address = f"{scheme}://127.0.0.1:{port}/x.txt"
        assert_refused(visitor.read([file_data(address)]))
        assert_refused(visitor.read([file_data(address, url=address)]))
        visitor.http.get(f"{API}/file={address}")
        visitor.http.get(f"{API}/proxy={address}")
        # An address beside one's own file is not looked at.
        assert '"success": true' in visitor.read([file_data(own, url=address)])
    assert calls == []


def test_no_visitor_reads_what_another_sent(url: str, visitor: Visitor) -> None:
    (own,) = visitor.upload(("同行.txt", SECRET.encode()))
    with Visitor(url) as other:
        other.session = visitor.session
        assert_refused(other.read([file_data(own)]))
        assert other.http.get(f"{API}/file={quote(own)}").status_code == 404
    assert visitor.http.get(f"{API}/file={quote(own)}").text == SECRET
    nobody = httpx.get(f"{url}gradio_api/file={quote(own)}", trust_env=False)
    assert nobody.status_code == 404
    assert COOKIE in nobody.cookies


@pytest.mark.parametrize(
    "path",
    [
        "/file={secret}",
        "/file/{secret}",
        "/gradio_api/file={secret}",
        "/gradio_api/file/{secret}",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api//file={secret}",
        "/gradio_api/file=..%2f..%2f..%2f..{secret}",
        "/proxy=http://127.0.0.1/",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/api_info",
        "/gradio_api/app_id",
        "/gradio_api/queue/status",
        "/gradio_api/deep_link?session_hash=a",
        "/gradio_api/call/x/y",
        "/gradio_api/stream/a/b/c/playlist.m3u8",
        "/gradio_api/custom_component/1/client/component/../../{secret}",
        "/gradio_api/runs",
        "/gradio_api/mcp/sse",
        "/custom_component/1/client/component/x",
        "/monitoring",
        "/monitoring/summary",
        "/login_check",
        "/docs",
        "/openapi.json",
        "/assets/../{secret}",
        "/static/..%2f..%2f..%2f..%2f..{secret}",
        "/svelte/..%2f..%2f..%2f..%2f..{secret}",
    ],
)
def test_nothing_else_of_gradio_is_read(visitor: Visitor, secret: str, path: str) -> None:
    answer = visitor.http.get(path.format(secret=secret))
    assert answer.status_code in (403, 404)
    assert SECRET not in answer.text


@pytest.mark.parametrize("prefix", ["", API, f"{API}/run", f"{API}/call", f"{API}/call/v2", "/api"])
@pytest.mark.parametrize("name", ["predict", "read_files", "2"])
def test_no_other_way_calls_a_function(
    visitor: Visitor, secret: str, prefix: str, name: str
) -> None:
    asked = {"data": [[file_data(secret)], "zh"], "fn_index": 2, "session_hash": visitor.session}
    assert visitor.http.post(f"{prefix}/{name}", json=asked).status_code in (403, 404)


@pytest.mark.parametrize(
    "path", ["component_server", "process_recording", "stream/x", "vibe-edit", "login", "reset/"]
)
def test_nothing_else_of_gradio_is_written(visitor: Visitor, path: str) -> None:
    assert visitor.http.post(f"{API}/{path}", json={}).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_other_method_is_answered(visitor: Visitor, method: str) -> None:
    assert visitor.http.request(method, f"{API}/queue/join").status_code == 405


@pytest.mark.parametrize("host", ["news.example", "127.0.0.1.news.example", "", "[", "a@localhost"])
def test_a_foreign_name_is_refused(visitor: Visitor, host: str) -> None:
    for path in ("/", "/config", f"{API}/heartbeat/a"):
        assert visitor.http.get(path, headers={"host": host}).status_code in (400, 403)
    answer = visitor.join(visitor.reading(), [[], "zh"], host=host)
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize(
    "origin",
    ["http://news.example", "http://127.0.0.1:1", "http://localhost", "https://[::1]", "null", "x"],
)
def test_a_page_of_another_site_is_refused(visitor: Visitor, origin: str) -> None:
    assert visitor.join(visitor.reading(), [[], "zh"], origin=origin).status_code == 403
    upload = {"files": ("a.txt", b"a")}
    headers = {"origin": origin}
    assert visitor.http.post(f"{API}/upload", files=upload, headers=headers).status_code == 403


def test_its_own_page_and_names_are_answered(url: str, visitor: Visitor) -> None:
    port = httpx.URL(url).port
    for host in ("127.0.0.1", "localhost", "LocalHost", "localhost.", "[::1]"):
        name = f"{host}:{port}"
        answer = visitor.http.get("/config", headers={"host": name, "origin": f"http://{name}"})
        assert answer.status_code == 200, name


def test_that_there_is_no_login_is_said_where_others_can_call() -> None:
    with started("--host", "0.0.0.0", "--allowed-host", "news.example") as server:
        port = httpx.URL(server.url).port
        with Visitor(f"http://127.0.0.1:{port}/") as visitor:
            assert visitor.http.get("/", headers={"host": "news.example"}).status_code == 200
            assert visitor.http.get("/", headers={"host": "192.0.2.7:80"}).status_code == 200
            assert visitor.http.get("/", headers={"host": "other.example"}).status_code == 403
    said = "".join(server.said)
    assert "没有登录" in said
    assert "no login" in said


def test_on_this_machine_alone_nothing_is_said_of_a_login() -> None:
    with started() as server:
        pass
    assert "login" not in "".join(server.said)


@contextmanager
def counting_server() -> Iterator[tuple[int, list[Any]]]:
    """A port of this machine, and whoever called it."""
    calls: list[Any] = []

    def accept() -> None:
        while True:
            try:
                connection, address = listener.accept()
            except OSError:
                return
            calls.append(address)
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1], calls
        finally:
            listener.shutdown(socket.SHUT_RDWR)
    thread.join()

from __future__ import annotations

import json
import logging
import re
from typing import Any

import httpx
import pytest
from starlette.types import Message

from service.api.access import Access
from service.newsroom.room import Newsroom
from tests.fakes import make_pipeline
from tests.service.api.asking import HERE, client_of, in_loop, serve

MULTIPART = 'multipart/form-data; boundary="x"'
DEEP = b'{"text":' + b"[" * 100_000


@pytest.mark.parametrize(
    ("path", "kind", "content", "status"),
    [
        ("digest", "application/json", b"{", 400),
        ("digest", "application/json", DEEP, 400),
        ("digest", "application/json", b"[1]", 422),
        ("digest", "application/json", b'{"text": " \\n"}', 422),
        ("digest", "application/json", b'{"text": "\\ud800"}', 422),
        ("digest", "application/json", b'{"text": "a", "max_chars": 1}', 422),
        ("digest", "application/json", b'{"text": "a", "max_char": 100}', 422),
        ("digest", "application/json", '{"text": "a"}'.encode("utf-16"), 202),
        ("digest", "application/json", b'{"text": "\xff"}', 400),
        ("digest", "text/plain", b"a", 415),
        ("digest", MULTIPART, b"--x\r\nContent-Disposition: nonsense", 422),
        ("digest", MULTIPART, b"--x--\r\n", 422),
        ("classify", "application/json", b'{"articles": []}', 422),
        ("classify", "application/json", b'{"articles": [{"id": "a"}]}', 422),
        ("nowhere", "application/json", b"{}", 404),
        ("jobs", "application/json", b"{}", 405),
    ],
    ids=range(16),
)
@in_loop
async def test_what_is_wrong_is_a_problem(
    path: str, kind: str, content: bytes, status: int
) -> None:
    async with client_of(Newsroom(make_pipeline())) as client:
        answer = await client.post(path, content=content, headers={"content-type": kind})
    assert answer.status_code == status
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == status
        assert problem["detail"]
        assert problem["type"].startswith("/api/v1/docs#")
        for told in (problem["detail"], *(each["message"] for each in problem.get("errors", []))):
            assert re.search("[一-鿿]", told), told


@in_loop
async def test_a_body_too_large_is_refused_by_its_length_and_by_what_comes() -> None:
    async with client_of(Newsroom(make_pipeline())) as client:
        told = await client.post("digest", content=b"", headers={"content-length": str(2**40)})

        async def endless() -> Any:
            for _ in range(60):
                yield b" " * 2**20

        kind = {"content-type": "application/json"}
        untold = await client.post("digest", content=endless(), headers=kind)
    assert [told.status_code, untold.status_code] == [413, 413]
    assert untold.headers["content-type"] == "application/problem+json"


@in_loop
async def test_pages_of_other_sites_change_nothing() -> None:
    async with client_of(Newsroom(make_pipeline())) as client:
        foreign = await client.post(
            "digest", json={"text": "a"}, headers={"origin": "http://evil.example"}
        )
        own = await client.post("digest", json={"text": "a"}, headers={"origin": HERE})
    assert (foreign.status_code, own.status_code) == (403, 202)


@in_loop
async def test_who_is_not_known_has_to_log_in() -> None:
    access = Access(without_login=None)
    async with client_of(Newsroom(make_pipeline()), access) as client:
        unknown = await client.get("jobs")
        wrong = await client.get("jobs", headers={"authorization": "Bearer nonsense"})
    assert [unknown.status_code, wrong.status_code] == [401, 401]
    assert unknown.headers["www-authenticate"] == "Bearer"


@in_loop
async def test_the_description_needs_no_other_host() -> None:
    async with client_of(Newsroom(make_pipeline())) as client:
        page = (await client.get("docs")).text
        schema = (await client.get("openapi.json")).json()
    assert "<script" not in page
    assert re.search(r"(?:src|href|url)\W+(?:https?:)?//", page) is None
    for path in schema["paths"]:
        assert path in page
    assert json.dumps(schema).count("ProblemDocument") > 5


@in_loop
async def test_the_server_tells_how_it_is() -> None:
    server = serve(Newsroom(make_pipeline()))
    transport = httpx.ASGITransport(server)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        assert (await client.get("/readyz")).status_code == 200
        await client.get("/api/v1/jobs/none")
        figures = (await client.get("/metrics")).text
    assert 'route="/jobs/{job_id}",status="404"' in figures


@pytest.mark.parametrize("kind", ["application/json", MULTIPART])
@in_loop
async def test_who_goes_away_in_the_middle_is_no_fault(
    caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    sent: list[Message] = []
    came: list[Message] = []

    async def receive() -> Message:
        return came.pop(0) if came else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    for path in ("split", "digest", "classify", "session"):
        came[:] = [{"type": "http.request", "body": b"{", "more_body": True}]
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "POST",
            "path": f"/api/v1/{path}",
            "query_string": b"",
            "headers": [(b"host", b"127.0.0.1:7860"), (b"content-type", kind.encode())],
            "client": ("127.0.0.1", 1),
        }
        await serve(Newsroom(make_pipeline()))(scope, receive, send)
    assert {each["status"] for each in sent if "status" in each} <= {400, 415, 422}
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []

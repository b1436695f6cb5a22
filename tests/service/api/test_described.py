"""What stands before every route answers as the description says; each route is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.api.access import Access
from service.api.app import PREFIX
from service.config import ServiceConfig, WebConfig
from service.newsroom.room import Newsroom
from service.newsroom.training import Training
from service.store import Store
from service.web.app import build_app
from tests.fakes import make_pipeline
from tests.service.api.asking import HERE, described_statuses, serve
from tests.service.api.test_roles import FILLED, PASSWORD

ROUTES = sorted((method, path or "") for method, path in described_statuses())
CHANGING = [route for route in ROUTES if route[0] not in ("GET", "HEAD")]
STREAMS = [route for route in ROUTES if route[1].endswith("/events")]


@pytest.fixture(name="store")
def store_with_an_admin(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.sqlite") as store:
        store.users.add("admin", PASSWORD, "admin")
        yield store


def statuses(
    client: TestClient, routes: list[tuple[str, str]], **headers: str
) -> dict[tuple[str, str], int]:
    """What each route answers, and that it is a problem where it is one."""
    found = {}
    for method, path in routes:
        filled = path
        for name, value in FILLED.items():
            filled = filled.replace(name, value)
        body = {"name": "admin", "password": PASSWORD} if path == "/session" else {"no": "use"}
        sent = {} if method in ("GET", "DELETE") else {"json": body}
        answer = client.request(method, f"{PREFIX}{filled}", headers=headers, **sent)  # type: ignore[arg-type]
        found[method, path] = answer.status_code
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json", (method, path)
    return found


def expect(found: dict[tuple[str, str], int], status: int) -> None:
    assert found
    assert set(found.values()) == {status}, {route for route in found if found[route] != status}
    told = {route for route in found if status in described_statuses()[route]}
    assert told == found.keys()


@pytest.mark.parametrize("how", ["token", "cookie"])
def test_every_route_says_that_the_store_is_gone(store: Store, tmp_path: Path, how: str) -> None:
    secret = store.users.add_token("admin", "test")
    session = store.users.start_session("admin", hours=1)
    known = {
        "token": {"authorization": f"Bearer {secret}"},
        "cookie": {"cookie": f"baozhai_session={session}", "origin": HERE},
    }[how]
    training = Training(ServiceConfig())
    room = Newsroom(make_pipeline(), store, training=training)
    with TestClient(serve(room, Access(store, None)), HERE) as client:
        (tmp_path / "desk.sqlite").rename(tmp_path / "away.sqlite")
        expect(statuses(client, ROUTES, **known), 503)
        (tmp_path / "away.sqlite").rename(tmp_path / "desk.sqlite")
        after = statuses(client, [("GET", "/issues"), ("GET", "/users")], **known)
    assert set(after.values()) == {200}


def test_every_route_asks_who_it_is(store: Store) -> None:
    with TestClient(serve(Newsroom(make_pipeline(), store), Access(store, None)), HERE) as client:
        asked = [route for route in ROUTES if route != ("POST", "/session")]
        expect(statuses(client, asked), 401)


def test_every_change_refuses_other_sites_and_too_much(store: Store) -> None:
    with TestClient(serve(Newsroom(make_pipeline(), store)), HERE) as client:
        expect(statuses(client, CHANGING, origin="http://elsewhere.example"), 403)
        expect(statuses(client, ROUTES, **{"content-length": str(2**40)}), 413)


def test_every_route_tells_when_it_is_asked_too_often() -> None:
    limits = WebConfig().model_copy(update={"requests_per_minute": 1})  # fewer than may be set
    app = build_app(Newsroom(make_pipeline()), Access(), limits=limits)
    with TestClient(app, HERE) as client:
        client.get("/healthz")
        expect(statuses(client, ROUTES), 429)


def test_what_a_server_does_without_is_not_found_there() -> None:
    with TestClient(serve(Newsroom(make_pipeline())), HERE) as client:
        asked = [route for route in ROUTES if route not in STREAMS and "{" not in route[1]]
        found = statuses(client, asked)
    missing = {route for route in asked if 404 in described_statuses()[route]}
    assert missing == {
        # A body is read before the store is asked for.
        route
        for route in asked
        if found[route] == 404 or (found[route] == 422 and route in missing)
    }
    assert {("GET", "/issues"), ("GET", "/training")} <= missing
    assert ("GET", "/jobs") not in missing

"""Every route of the API, and who at least one must be for it; a new route belongs in the table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from service.api.access import ROLES, Access
from service.api.app import PREFIX
from service.config import ServiceConfig
from service.newsroom.room import Newsroom
from service.newsroom.training import Training
from service.store import Store
from service.web.app import build_app
from service.web.desk import Desk
from service.web.pages import build_pages
from service.web.presenting import Presenter
from tests.fakes import make_pipeline
from tests.service.api.asking import serve

HERE = "http://127.0.0.1:7860"
PASSWORD = "云川的三月 18"
KEY = "0123456789abcdef"
FILLED = {
    "{key}.{file_format}": f"{KEY}.md",
    "{key}": KEY,
    "{job_id}": "none",
    "{address}": f"{KEY}-0",
    "{name}": "nobody",
    "{token_id}": "none",
}
ANYBODY = {"POST /session"}
LEAST = {
    "reader": """
        POST /digest, POST /split, POST /classify, POST /summarize,
        GET /jobs, GET /jobs/{job_id}, DELETE /jobs/{job_id}, GET /jobs/{job_id}/result,
        GET /jobs/{job_id}/events, GET /issues, GET /days, GET /issues/{key},
        POST /issues/{key}/recut, GET /issues/{key}/history, GET /articles, GET /review,
        GET /articles/{address}, GET /issues/{key}/events, GET /exports/{key}.{file_format},
        GET /settings, GET /compare, GET /session, DELETE /session, GET /tokens, POST /tokens,
        DELETE /tokens/{token_id}
    """,
    "editor": """
        PATCH /issues/{key}, POST /issues/{key}/boundaries, POST /issues/{key}/undo,
        POST /issues/{key}/redo, PATCH /articles/{address}, PUT /settings
    """,
    "admin": """
        DELETE /issues/{key}, PUT /settings/template, DELETE /settings/template,
        GET /users, POST /users, PATCH /users/{name}, DELETE /users/{name}, GET /audit,
        GET /training, POST /training, DELETE /training, GET /training/events,
        GET /models, GET /models/{key}, DELETE /models/{key}, GET /models/{key}/report,
        GET /models/{key}/changes, POST /models/{key}/promote, POST /models/rollback
    """,
}
TABLE = {route.strip(): role for role, routes in LEAST.items() for route in routes.split(",")}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HOME", str(folder))
        training = Training(ServiceConfig())
    store = Store.open(folder / "desk.sqlite")
    for role in ROLES:
        store.users.add(role, PASSWORD, role)
    return Newsroom(make_pipeline(), store, training=training)


@pytest.fixture(scope="module")
def client(room: Newsroom) -> Iterator[TestClient]:
    with TestClient(serve(room, Access(room.store, None)), HERE) as client:
        yield client


@pytest.fixture(scope="module")
def tokens(room: Newsroom) -> dict[str, str]:
    return {role: room.kept.users.add_token(role, "test") for role in ROLES}


def ask(client: TestClient, route: str, token: str | None = None) -> int:
    method, path = route.split()
    for name, value in FILLED.items():
        path = path.replace(name, value)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    # A body that no route takes, so that nothing is done with it.
    sent = {} if method in ("GET", "DELETE") else {"json": {"nothing": "of use"}}
    return client.request(method, f"{PREFIX}{path}", headers=headers, **sent).status_code  # type: ignore[arg-type]


def test_the_table_is_whole(client: TestClient) -> None:
    described = client.get(f"{PREFIX}/openapi.json").json()["paths"]
    routes = {f"{method.upper()} {path}" for path, ways in described.items() for method in ways}
    assert routes == TABLE.keys() | ANYBODY


def test_who_is_not_known_gets_nothing(client: TestClient) -> None:
    answered = {route: ask(client, route) for route in TABLE}
    assert {route for route, status in answered.items() if status != 401} == set()


def test_each_role_gets_what_is_its_own_and_no_more(
    client: TestClient, tokens: dict[str, str]
) -> None:
    for route, least in TABLE.items():
        for role in ROLES:
            may = ROLES.index(role) >= ROLES.index(least)
            if may and route.endswith(("/events", "/tokens", "DELETE /session")):
                continue  # it goes on for ever, or changes what this test stands on
            refused = ask(client, route, tokens[role]) == 403
            assert refused is not may, (route, role)


def test_what_one_has_others_do_not_see(room: Newsroom, tokens: dict[str, str]) -> None:
    with TestClient(serve(room, Access(room.store, None)), HERE) as client:
        who = {role: {"authorization": f"Bearer {token}"} for role, token in tokens.items()}
        text = {"text": "快递进村\n快递车昨天开进了山村。"}
        place = client.post(f"{PREFIX}/digest", json=text, headers=who["editor"]).headers[
            "location"
        ]
        addresses = (place, f"{place}/result", f"{place}/events")
        seen = {
            role: [client.get(each, headers=who[role]).status_code for each in addresses]
            for role in ROLES
        }
        ended = client.delete(place, headers=who["reader"]).status_code
        listed = client.get(f"{PREFIX}/jobs", headers=who["reader"]).json()
    assert seen["reader"] == [404] * 3
    assert 404 not in seen["editor"] + seen["admin"]
    assert (ended, listed) == (404, [])


def test_no_page_is_shown_to_who_is_not_known(room: Newsroom) -> None:
    app = build_app(room, Access(room.store, None))
    open_pages = {"/login", "/topics.css"}
    pages = build_pages(Presenter(Desk(room), Access()))
    paths = {route.path for route in pages.routes if isinstance(route, Route)}
    assert len(paths) > 10
    with TestClient(app, HERE, follow_redirects=False) as client:
        for path in paths - open_pages:
            answer = client.get(path.replace("{key}", KEY).replace("{name}", "yunchuan_0318"))
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/login?next=")

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from service.api.access import Access
from service.api.app import PREFIX
from service.api.logins import Attempts
from service.newsroom.room import Newsroom
from service.store import Store
from tests.fakes import make_pipeline
from tests.service.api.asking import HERE, client_of, in_loop, serve

PASSWORD = "云川的三月 18"
ORIGIN = {"origin": HERE}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "desk.sqlite")
    for name, role in (("赵馆", "admin"), ("王芳", "editor"), ("李明", "reader")):
        store.users.add(name, PASSWORD, role)  # type: ignore[arg-type]  # a Literal
    return store


def behind_login(store: Store) -> Access:
    return Access(store=store, without_login=None)


async def log_in(client: httpx.AsyncClient, name: str, password: str = PASSWORD) -> httpx.Response:
    return await client.post("session", json={"name": name, "password": password})


@in_loop
async def test_a_session_opens_what_its_role_allows(store: Store) -> None:
    async with client_of(Newsroom(make_pipeline(), store), behind_login(store)) as client:
        closed = await client.get("issues")
        answer = await log_in(client, "李明")
        assert (closed.status_code, answer.status_code) == (401, 204)
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly; Max-Age=43200; Path=/; SameSite=lax" in cookie
        assert "Secure" not in cookie
        assert (await client.get("session")).json() == {
            "name": "李明",
            "role": "reader",
            "how": "session",
        }
        assert (await client.get("issues")).status_code == 200
        keep = await client.post("digest?keep=true", json={"text": "a"}, headers=ORIGIN)
        patch = await client.patch(
            "articles/0123456789abcdef-0", json={}, headers={**ORIGIN, "if-match": "*"}
        )
        assert [keep.status_code, patch.status_code] == [403, 403]
        assert (await client.get("users")).status_code == 403
        assert (await client.delete("session", headers=ORIGIN)).status_code == 204
        assert (await client.get("issues")).status_code == 401


@in_loop
async def test_a_cookie_changes_nothing_without_an_origin_of_ours(store: Store) -> None:
    async with client_of(Newsroom(make_pipeline(), store), behind_login(store)) as client:
        await log_in(client, "王芳")
        untold = await client.post("digest", json={"text": "a"})
        foreign = {"origin": "http://evil.example"}
        other = await client.post("digest", json={"text": "a"}, headers=foreign)
        forged = await client.post(
            "session", json={"name": "王芳", "password": PASSWORD}, headers=foreign
        )
        own = await client.post("digest", json={"text": "a"}, headers=ORIGIN)
    assert [each.status_code for each in (untold, other, forged, own)] == [403, 403, 403, 202]


@in_loop
async def test_a_token_is_shown_once_and_ends_when_revoked(store: Store) -> None:
    async with client_of(Newsroom(make_pipeline(), store), behind_login(store)) as client:
        await log_in(client, "王芳")
        made = await client.post("tokens", json={"label": "夜班脚本"}, headers=ORIGIN)
        secret = made.json()["secret"]
        (listed,) = (await client.get("tokens")).json()
        assert secret not in str(listed)
        client.cookies.clear()
        bearer = {"authorization": f"Bearer {secret}"}
        assert (await client.get("session", headers=bearer)).json()["how"] == "token"
        await client.delete(f"tokens/{listed['id']}", headers=bearer)
        assert (await client.get("session", headers=bearer)).status_code == 401


@in_loop
async def test_guessing_gets_slower_and_is_noted(store: Store) -> None:
    async with client_of(Newsroom(make_pipeline(), store), behind_login(store)) as client:
        tries = [await log_in(client, "赵馆", f"guess-{n}") for n in range(4)]
        right = await log_in(client, "赵馆")
    assert [each.status_code for each in tries] == [401, 401, 401, 429]
    assert right.status_code == 429
    assert int(right.headers["retry-after"]) >= 1
    assert [note.action for note in store.audit.list().items] == ["login failed"] * 3


def test_a_network_of_addresses_is_one_that_guesses(store: Store) -> None:
    server = serve(Newsroom(make_pipeline(), store), behind_login(store))
    answers = []
    for number in range(4):
        # Hosts choose the second half of an address of IPv6 themselves.
        with TestClient(server, HERE, client=(f"2001:db8::{number + 1}", 1)) as client:
            tried = {"name": f"nobody {number}", "password": "guess"}
            answers.append(client.post(f"{PREFIX}/session", json=tried).status_code)
    assert answers == [401, 401, 401, 429]


def test_waiting_doubles_and_ends() -> None:
    clock = [0.0]
    attempts = Attempts(lambda: clock[0])
    waits = []
    for _ in range(14):
        if wait := attempts.begin("a", "b"):
            clock[0] += wait
            assert attempts.begin("a", "b") == 0
        waits.append(wait)
    assert waits[:7] == [0, 0, 0, 1, 2, 4, 8]
    assert max(waits) == 300
    attempts.succeed("a", "b")
    assert attempts.begin("a", "c") == 0
    assert attempts.begin("d", "b") == 0


def test_who_guesses_elsewhere_keeps_nobody_out_who_was_let_in_before() -> None:
    attempts = Attempts(lambda: 0.0)
    assert attempts.begin("赵馆", "10.0.0.5") == 0
    attempts.succeed("赵馆", "10.0.0.5")
    guesses = [attempts.begin("赵馆", f"10.0.1.{number}") for number in range(10)]
    assert guesses.count(0) == 3
    assert attempts.begin("赵馆", "10.0.0.5") == 0
    # Nor may one guess more often from there.
    assert [attempts.begin("赵馆", "10.0.0.5") for _ in range(4)].count(0) == 2


def test_tries_at_once_are_no_more_than_one_after_another() -> None:
    attempts = Attempts(lambda: 0.0)
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: attempts.begin("赵馆", "10.0.0.5"), range(40)))
    assert waits.count(0) == 3


@in_loop
async def test_an_admin_manages_users_but_not_away(store: Store) -> None:
    async with client_of(Newsroom(make_pipeline(), store), behind_login(store)) as client:
        await log_in(client, "赵馆")
        client.headers.update(ORIGIN)
        new = {"name": "陈静", "password": PASSWORD, "role": "editor"}
        assert (await client.post("users", json=new)).status_code == 201
        assert (await client.post("users", json=new)).status_code == 409
        short = await client.post("users", json={**new, "name": "短", "password": "1234567"})
        assert short.status_code == 422
        assert (await client.patch("users/陈静", json={"role": "reader"})).json()[
            "role"
        ] == "reader"
        assert (await client.patch("users/赵馆", json={"role": "editor"})).status_code == 409
        assert (await client.delete("users/赵馆")).status_code == 409
        assert (await client.delete("users/陈静")).status_code == 204
        assert (await client.delete("users/陈静")).status_code == 404
        notes = (await client.get("audit", params={"limit": 2})).json()
    assert [note["action"] for note in notes["items"]] == ["remove user", "set role"]
    assert notes["next"]

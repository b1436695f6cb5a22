"""What somebody tries who wants more than is theirs: each is refused, and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient

from service.api.access import SESSION_COOKIE, Access
from service.api.app import PREFIX
from service.newsroom.room import Newsroom
from service.store import Store
from service.web.app import build_app
from tests.fakes import make_pipeline
from tests.service.api.asking import HERE
from tests.service.api.test_roles import ANYBODY, FILLED, TABLE
from tests.service.store.conftest import keep

NAME, PASSWORD = "赵馆", "云川的三月 18"
CHANGING = [route for route in TABLE if not route.startswith("GET ")]
FOREIGN: tuple[dict[str, str], ...] = (
    {"origin": "http://news.example"},
    {"origin": "null"},
    {"origin": HERE.replace("7860", "7861")},
    {"origin": f"{HERE}.news.example"},
    {"sec-fetch-site": "cross-site", "content-type": "text/plain"},
    {"sec-fetch-site": "same-site", "content-type": "application/x-www-form-urlencoded"},
    {"referer": f"{HERE}/", "content-type": "multipart/form-data; boundary=x"},
)
"""What a browser tells of a page that is not ours, or tells nothing of."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("desk") / "desk.sqlite") as store:
        store.users._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        store.users.add(NAME, PASSWORD, "admin")
        keep(store)
        yield store


@pytest.fixture(scope="module")
def app(store: Store) -> FastAPI:
    return build_app(Newsroom(make_pipeline(), store), Access(store, None))


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, HERE, follow_redirects=False)


@pytest.fixture
def admin(client: TestClient, store: Store) -> TestClient:
    """Somebody logged in, on a page of ours."""
    client.headers.update(
        {"origin": HERE, "cookie": f"{SESSION_COOKIE}={store.users.start_session(NAME)}"}
    )
    return client


def log_in(client: TestClient, name: str = NAME, password: str = PASSWORD) -> Any:
    told = {"name": name, "password": password}
    return client.post(f"{PREFIX}/session", json=told, headers={"origin": HERE})


def counts(store: Store) -> dict[str, int]:
    return {name: n for name, n in store.stats().items() if name not in ("size_bytes", "audit")}


def test_a_cookie_that_was_there_before_the_login_is_not_taken_over(client: TestClient) -> None:
    planted = "planted-by-somebody-else"
    client.cookies.set(SESSION_COOKIE, planted, domain="127.0.0.1")
    assert log_in(client).status_code == 204
    (given,) = {each.value for each in client.cookies.jar} - {planted}
    assert given is not None
    assert len(given) >= 43  # 256 bits
    for secret, status in ((given, 200), (planted, 401)):
        client.cookies.clear()
        headers = {"cookie": f"{SESSION_COOKIE}={secret}"}
        assert client.get(f"{PREFIX}/session", headers=headers).status_code == status


def test_each_login_has_a_session_of_its_own_that_ends_with_it(client: TestClient) -> None:
    log_in(client)
    first = client.cookies[SESSION_COOKIE]
    log_in(client)
    second = client.cookies[SESSION_COOKIE]
    assert first != second
    client.delete(f"{PREFIX}/session", headers={"origin": HERE})
    client.cookies.clear()
    for secret, status in ((first, 200), (second, 401)):
        headers = {"cookie": f"{SESSION_COOKIE}={secret}"}
        assert client.get(f"{PREFIX}/session", headers=headers).status_code == status


@pytest.mark.parametrize("told", FOREIGN, ids=" ".join)
def test_no_page_but_ours_changes_a_thing_in_somebodys_name(
    admin: TestClient, store: Store, told: dict[str, str]
) -> None:
    before = counts(store)
    del admin.headers["origin"]
    for route in (*CHANGING, *ANYBODY):
        method, path = route.split()
        for name, value in FILLED.items():
            path = path.replace(name, value)
        headers = {"if-match": "*", **told}
        if route in ANYBODY and "origin" not in told:
            continue  # who logs in gives a name and a password, which no other page knows
        answer = admin.request(method, f"{PREFIX}{path}", content=b"{}", headers=headers)
        assert answer.status_code == 403, (route, answer.text)
    assert counts(store) == before


def test_an_unknown_name_is_refused_as_a_wrong_password_is(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    verify = PasswordHasher.verify

    def count(self: PasswordHasher, known: str, password: str) -> bool:
        compared.append(known)
        return verify(self, known, password)

    monkeypatch.setattr(PasswordHasher, "verify", count)
    known, unknown = log_in(client, NAME, "guess 12345"), log_in(client, "没有这人", "guess 12345")
    assert known.status_code == unknown.status_code == 401
    assert known.content == unknown.content
    assert known.headers.keys() == unknown.headers.keys()
    # Each costs one comparison with a hash of the same price.
    assert len(compared) == 2
    assert len({each.rpartition("$")[0].rpartition("$")[0] for each in compared}) == 1


EVIL = (
    "..%2f..%2fetc%2fpasswd",
    "..%5c..%5cwindows",
    "%00",
    "%ff%fe",
    "v1%2f..%2fshipped",
    "0123456789abcdef%0d%0aSet-Cookie:%20a=b",
    "file:%2f%2f%2fetc%2fpasswd",
    "9" * 5000,
)
"""Names that lead elsewhere where a name is taken for a path."""


def test_no_name_in_an_address_leads_elsewhere(admin: TestClient, store: Store) -> None:
    before = counts(store)
    for route in TABLE:
        method, path = route.split()
        for evil in EVIL if "{" in path else ():
            asked = path
            for name in FILLED:
                asked = asked.replace(name, evil)
            sent: dict[str, Any] = {} if method in ("GET", "DELETE") else {"json": {}}
            url = f"{HERE}{PREFIX}{asked}"
            answer = admin.request(method, url, headers={"if-match": "*"}, **sent)
            assert answer.status_code in (303, 307, 400, 403, 404, 405, 409, 422), (route, evil)
            assert "root:" not in answer.text
            assert "a" not in answer.cookies
    for page in ("/issues/{}", "/issues/{}/parts", "/issues/{}/text", "/examples/{}", "/static/{}"):
        for evil in EVIL:
            answer = admin.get(HERE + page.format(evil))
            assert answer.status_code in (307, 400, 404, 405), (page, evil)
            assert "root:" not in answer.text
    assert counts(store) == before


@pytest.fixture(scope="module")
def issue(store: Store) -> str:
    return keep(store, "市医院开夜门诊\n市医院昨天起开夜门诊。\n\n快递进村\n快递车进了山村。").key


@pytest.mark.parametrize(
    ("tag", "status"),
    [
        ("{other}", 400),
        ("{issue}", 400),
        ("W/{own}", 400),
        ("{own}, {other}", 400),
        ("{next}", 412),
        ("{bare}", 400),
        ('"*"', 400),
        ('""', 400),
        ("{own}", 200),
        (" {own} ", 200),
        ("*", 200),
    ],
)
def test_a_change_needs_the_tag_of_what_it_changes(
    admin: TestClient, issue: str, tag: str, status: int
) -> None:
    now = admin.get(f"{PREFIX}/issues/{issue}").json()
    first, second = now["articles"]
    own, place, version = first["etag"], first["place"], first["version"]
    tags = {
        "own": own,
        "other": f'"{second["place"]}-{version}"',
        "issue": f'"v{version}"',
        "next": f'"{place}-{version + 1}"',
        "bare": own.strip('"'),
    }
    headers = {"if-match": tag.format(**tags)}
    path = f"{PREFIX}/articles/{first['address']}"
    answer = admin.patch(path, json={"topic": "other"}, headers=headers)
    assert answer.status_code == status, answer.text
    if status == 200:
        # It says nothing of the issue that the article is of.
        path, headers = f"{PREFIX}/issues/{issue}", {"if-match": answer.headers["etag"]}
        assert admin.patch(path, json={"paper": "云川日报"}, headers=headers).status_code == 400


def test_of_several_values_all_are_set_or_none(admin: TestClient, issue: str) -> None:
    before = admin.get(f"{PREFIX}/issues/{issue}").json()["articles"][1]
    path, star = f"{PREFIX}/articles/{before['address']}", {"if-match": "*"}
    wrong = {"headline": "改了一半", "summary": [[0, 10**6]]}
    assert admin.patch(path, json=wrong, headers=star).status_code == 422
    assert admin.get(path).json() == before

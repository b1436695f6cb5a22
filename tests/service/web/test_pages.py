"""The pages over the wire, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.api.access import Access
from service.newsroom.room import Newsroom
from service.store import Store
from service.web.app import build_app
from service.web.wording import CHINESE, ENGLISH
from tests.fakes import make_pipeline
from tests.service.training_runs import played
from tests.service.web.reading import Reading, visible_text

HERE = "http://127.0.0.1:7860"
PAPER = """社区食堂开张
本报讯 翠屏社区食堂昨天开张。老人一餐八元。

市委开会
市委昨天开会。

天晴
无雨。"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with Store.open(tmp_path / "desk.sqlite") as store:
        yield Newsroom(make_pipeline(), store)


@pytest.fixture
def client(room: Newsroom) -> Iterator[TestClient]:
    with TestClient(build_app(room, Access(room.store)), HERE) as client:
        yield client


def keep(client: TestClient, text: str = PAPER) -> str:
    answer = client.post("/api/v1/digest?keep=true&wait=true", json={"text": text, "id": "云川"})
    key: str = answer.json()["issues"][0]["stored"]["id"]
    return key


def article(client: TestClient, key: str, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/v1/issues/{key}").json()["articles"][place]
    return found


def test_without_an_issue_the_desk_shows_a_sample(client: TestClient) -> None:
    assert CHINESE("welcome_title") in client.get("/").text
    preview = Reading(client.get("/sample/preview").text)
    assert preview.of_class("row")
    assert Reading(client.get("/sample").text).of_class("row")


def test_an_issue_is_listed_read_and_found(client: TestClient) -> None:
    key = keep(client)
    for path in ("/", "/issues", "/compare"):
        assert key in client.get(path).text
    page = Reading(client.get(f"/issues/{key}").text)
    assert len(page.of_class("row")) == 3
    found = client.get("/issues", params={"q": "食堂"}).text
    place = article(client, key)["place"]
    assert f"/issues/{key}#p{place}" in found
    assert "翠屏社区食堂" in visible_text(found)


def test_what_is_unsure_waits_for_review(client: TestClient) -> None:
    key = keep(client)
    place = article(client, key, 2)["place"]
    assert f"/issues/{key}#p{place}" in client.get("/review").text


def test_a_correction_is_shown_with_its_editor_and_can_be_undone(client: TestClient) -> None:
    key = keep(client)
    first = article(client, key)
    path = f"/api/v1/articles/{first['address']}"
    client.patch(path, json={"topic": "medicine"}, headers={"if-match": first["etag"]})
    parts = client.get(f"/issues/{key}/parts", params={"panel": f"p{first['place']}"}).text
    read = Reading(parts)
    pressed = [
        a["data-topic"]
        for a in read.elements_of("button")
        if a.get("aria-pressed") == "true" and "data-topic" in a
    ]
    assert pressed == ["medicine"]
    assert "本机" in visible_text(parts)
    (tag,) = [a["data-etag"] for a in read.of_class("article")]
    assert f'"{tag}"' == article(client, key)["etag"]
    undo = next(a for a in read.elements_of("button") if a.get("data-do") == "undo")
    assert "disabled" not in undo
    history = visible_text(client.get(f"/issues/{key}/parts", params={"panel": "history"}).text)
    assert "医药" in history
    assert "社区食堂开张" in history


def test_summaries_are_cut_anew_at_another_length(client: TestClient) -> None:
    key = keep(client)
    short = client.get(f"/issues/{key}/parts", params={"max_chars": 20}).text
    assert CHINESE("count", n=20, most=20)[-6:] in visible_text(short)
    assert client.get(f"/issues/{key}/parts", params={"max_chars": 5}).status_code == 422


def test_chosen_articles_come_as_text_in_the_order_chosen(client: TestClient) -> None:
    key = keep(client)
    first, second = (article(client, key, place)["place"] for place in (0, 1))
    text = client.get(f"/issues/{key}/text", params={"articles": f"{second},{first}"}).text
    assert text.index("市委开会") < text.index("社区食堂开张")
    assert "天晴" not in text


def test_the_language_is_that_of_the_browser_until_it_is_switched(client: TestClient) -> None:
    assert ENGLISH("nav_archive") in client.get("/", headers={"accept-language": "en-GB,zh"}).text
    assert CHINESE("nav_archive") in client.get("/", headers={"accept-language": "fr,zh-CN"}).text
    switched = client.get("/", headers={"accept-language": "zh", "cookie": "baozhai_language=en"})
    assert ENGLISH("nav_archive") in switched.text


def test_what_is_not_there_is_said_on_a_page(client: TestClient) -> None:
    for path in ("/issues/0123456789abcdef", "/nothing", "/examples/../../etc/passwd"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert CHINESE("not_found") in answer.text


def test_whoever_must_log_in_is_led_there_and_back(room: Newsroom) -> None:
    room.kept.users.add("李明", "云川的三月 18", "reader")
    key_of = build_app(room, Access(room.store, without_login=None))
    with TestClient(key_of, HERE) as client:
        for path in ("/", "/issues", "/sample", "/review", "/issues/x/parts"):
            answer = client.get(path, follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next={path}")
        assert "login" in client.get("/login").text
        assert client.get("/topics.css").status_code == 200
        login = {"name": "李明", "password": "云川的三月 18"}
        client.post("/api/v1/session", json=login, headers={"origin": HERE})
        desk = client.get("/").text
        assert "李明" in desk
        assert 'id="digest-form"' not in desk


def test_an_admin_sees_all_people_and_others_their_own_tokens(room: Newsroom) -> None:
    for name, role in (("李明", "reader"), ("王芳", "admin")):
        room.kept.users.add(name, "云川的三月 18", role)  # type: ignore[arg-type]  # both are
        room.kept.users.add_token(name, f"{name}的脚本")
    room.kept.audit.note("王芳", "add user", "李明")
    app = build_app(room, Access(room.store, without_login=None))
    told = {}
    for name in ("李明", "王芳"):
        with TestClient(app, HERE) as client:
            login = {"name": name, "password": "云川的三月 18"}
            client.post("/api/v1/session", json=login, headers={"origin": HERE})
            told[name] = visible_text(client.get("/people").text)
    assert "王芳的脚本" not in told["李明"]
    assert CHINESE("audit") not in told["李明"]
    assert "李明的脚本" in told["李明"]
    assert "李明的脚本" in told["王芳"]
    assert "添用户 李明" in told["王芳"]


@pytest.mark.parametrize("path", ["/issues", "/issues?q=a", "/review", "/people"])
def test_a_cursor_that_was_never_given_is_told(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"cursor": "x"})
    assert answer.status_code == 422
    assert "cursor" in visible_text(answer.text)


def test_a_store_that_is_gone_is_told_to_who_asks_and_to_who_runs_the_server(
    room: Newsroom, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    key = keep(client)
    file = room.kept.place.file
    assert file
    file.rename(file.with_name("moved.sqlite"))
    paths = ("/", "/issues?q=食堂", f"/issues/{key}", f"/api/v1/issues/{key}", "/api/v1/articles")
    for answer in [client.get(path) for path in paths]:
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "30"
        assert "库的文件不见了" in answer.text
    assert caplog.text.count("库的文件不见了") == len(paths)
    file.with_name("moved.sqlite").rename(file)
    assert client.get(f"/issues/{key}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/login", "/static/page.js", "/topics.css", "/nothing", "/api/v1/openapi.json"]
)
def test_every_answer_lets_the_browser_run_and_fetch_nothing_of_others(
    client: TestClient, path: str
) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_who_may_not_train_neither_sees_the_page_nor_a_way_to_it(
    room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with played(tmp_path, monkeypatch) as training:
        trained = replace(room, training=training)
        with TestClient(build_app(trained, Access(room.store, "editor")), HERE) as client:
            assert CHINESE("nav_training") not in client.get("/").text
            refused = client.get("/training")
        with TestClient(build_app(trained, Access(room.store)), HERE) as client:
            assert 'href="/training"' in client.get("/").text
            shown = client.get("/training")
    assert (refused.status_code, shown.status_code) == (403, 200)
    assert CHINESE("admin_only") in refused.text
    assert "shipped" in shown.text

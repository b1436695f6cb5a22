from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from service.newsroom.room import Newsroom
from service.pipeline import DigestPipeline
from service.store import Store
from tests.service.api.asking import HERE, PAPER, client_of, first_events, in_loop, serve

Json = dict[str, Any]


@pytest.fixture
def room(pipeline: DigestPipeline, tmp_path: Path) -> Newsroom:
    return Newsroom(pipeline, Store.open(tmp_path / "desk.sqlite"))


@asynccontextmanager
async def kept(room: Newsroom) -> AsyncIterator[tuple[httpx.AsyncClient, Json]]:
    """A client, and an issue of two articles that is kept."""
    async with client_of(room) as client:
        answer = await client.post("digest?keep=true&wait=true", json={"text": PAPER, "id": "yc"})
        key = answer.json()["issues"][0]["stored"]["id"]
        yield client, (await client.get(f"issues/{key}")).json()


@in_loop
async def test_an_issue_is_kept_once_and_shown_with_all_an_editor_needs(room: Newsroom) -> None:
    async with kept(room) as (client, issue):
        again = await client.post("digest?keep=true&wait=true", json={"text": PAPER, "id": "yc"})
        listed = (await client.get("issues", params={"date": "2026-03-18"})).json()
    assert again.json()["issues"][0]["stored"]["is_new"] is False
    assert [each["id"] for each in listed["items"]] == [issue["id"]]
    assert (issue["paper"], issue["date"], issue["n_articles"]) == ("云川日报", "2026-03-18", 2)
    library, _ = issue["articles"]
    start, end = library["paragraphs"][0]["place"]
    assert issue["source_text"][start:end] == library["text"]
    assert library["text"][slice(*library["sentences"][2])] == "馆长说，读者盼了很久。"
    assert library["address"] == f"{issue['id']}-{library['place']}"


@in_loop
async def test_two_editors_on_one_article_are_told_and_nothing_is_lost(room: Newsroom) -> None:
    async with kept(room) as (client, issue):
        library, canteen = issue["articles"]
        path, seen = f"articles/{library['address']}", {"if-match": library["etag"]}
        unseen = await client.patch(path, json={"topic": "other"})
        first = await client.patch(path, json={"headline": "图书馆夜里也开"}, headers=seen)
        late = await client.patch(path, json={"headline": "夜读"}, headers=seen)
        other = await client.patch(
            f"articles/{canteen['address']}",
            json={"topic": "livelihood"},
            headers={"if-match": canteen["etag"]},
        )
        mended = await client.patch(
            path, json={"byline": "王芳"}, headers={"if-match": late.headers["etag"]}
        )
    assert [unseen.status_code, first.status_code, late.status_code] == [428, 200, 412]
    assert late.json()["current"]["headline"] == "图书馆夜里也开"
    assert late.json()["current"]["etag"] == first.headers["etag"] == late.headers["etag"]
    assert other.status_code == 200
    assert other.json()["topic"]["probability"] == 1.0
    assert (mended.json()["headline"], mended.json()["byline"]) == ("图书馆夜里也开", "王芳")
    assert [edit["what"] for edit in mended.json()["edits"]] == ["set_headline", "set_byline"]


@in_loop
async def test_of_two_at_the_same_moment_one_wins(room: Newsroom) -> None:
    async with kept(room) as (client, issue):
        library = issue["articles"][0]
        answers: dict[str, httpx.Response] = {}

        async def correct(headline: str) -> None:
            answers[headline] = await client.patch(
                f"articles/{library['address']}",
                json={"headline": headline},
                headers={"if-match": library["etag"]},
            )

        async with anyio.create_task_group() as tasks:
            for headline in ("夜读", "晚上也开", "十点关门"):
                tasks.start_soon(correct, headline)
        now = (await client.get(f"articles/{library['address']}")).json()
    assert sorted(answer.status_code for answer in answers.values()) == [200, 412, 412]
    assert answers[now["headline"]].status_code == 200


@in_loop
async def test_ticked_sentences_are_the_summary_at_any_length(room: Newsroom) -> None:
    async with kept(room) as (client, issue):
        library = issue["articles"][0]
        answer = await client.patch(
            f"articles/{library['address']}",
            json={"summary": [library["sentences"][3], library["sentences"][2]]},
            headers={"if-match": "*"},
        )
        short = await client.post(f"issues/{issue['id']}/recut", json={"max_chars": 20})
        wrong = await client.patch(
            f"articles/{library['address']}",
            json={"summary": [[0, 10_000]]},
            headers={"if-match": "*"},
        )
    ticked = "馆长说，读者盼了很久。自习室增加了六十个座位，热水免费。"
    assert answer.json()["summary"]["text"] == ticked
    assert short.json()["articles"][0]["summary"]["text"] == ticked
    assert len(short.json()["articles"][1]["summary"]["text"]) <= 20
    assert wrong.status_code == 422


@in_loop
async def test_boundaries_are_changed_undone_and_redone(room: Newsroom) -> None:
    async with kept(room) as (client, issue):
        base = f"issues/{issue['id']}"
        library, canteen = issue["articles"]
        seen = {"if-match": f'"v{issue["version"]}"'}
        order = {"join": {"article": canteen["place"]}}
        unseen = await client.post(f"{base}/boundaries", json=order)
        joined = await client.post(f"{base}/boundaries", json=order, headers=seen)
        late = await client.post(f"{base}/boundaries", json=order, headers=seen)
        undone = await client.post(f"{base}/undo")
        after = (await client.get(base)).json()
        redone = await client.post(f"{base}/redo")
        nothing = await client.post(f"{base}/redo")
        at = library["sentences"][2][0]
        split = await client.post(
            f"{base}/boundaries",
            json={"split": {"article": library["place"], "at": at}},
            headers={"if-match": redone.headers["etag"]},
        )
        history = (await client.get(f"{base}/history")).json()
    assert [unseen.status_code, joined.status_code, late.status_code] == [428, 200, 412]
    assert len(joined.json()["articles"]) == 1
    assert joined.json()["articles"][0]["topic"] is not None
    assert undone.json()["correction"]["what"] == "join"
    assert [each["headline"] for each in after["articles"]] == [
        library["headline"],
        canteen["headline"],
    ]
    assert after["redo"]["what"] == "join"
    assert (redone.status_code, nothing.status_code) == (200, 422)
    assert split.json()["articles"][1]["text"].startswith("馆长说")
    assert [entry["what"] for entry in history] == ["split", "redo", "undo", "join"]


@in_loop
async def test_what_is_left_out_is_put_back(room: Newsroom) -> None:
    async with kept(room) as (client, issue):
        base, star = f"issues/{issue['id']}/boundaries", {"if-match": "*"}
        place = issue["articles"][1]["place"]
        out = (await client.post(base, json={"leave_out": {"article": place}}, headers=star)).json()
        removed = next(each for each in out["left_out"] if each["reason"] == "removed")
        two = {"join": {"article": place}, "leave_out": {"article": place}}
        both = await client.post(base, json=two, headers=star)
        gone = await client.post(base, json={"join": {"article": place}}, headers=star)
        passage = [removed["start"], out["left_out"][-1]["end"]]
        back = await client.post(base, json={"put_back": {"passage": passage}}, headers=star)
    assert len(out["articles"]) == 1
    assert (both.status_code, gone.status_code) == (422, 404)
    assert len(back.json()["articles"]) == 2


@in_loop
async def test_others_are_told_of_a_change(room: Newsroom) -> None:
    server = serve(room)
    async with kept(room) as (client, issue):
        events: list[Json] = []

        async def watch() -> None:
            events.extend(await first_events(server, f"/api/v1/issues/{issue['id']}/events", 2))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(watch)
            await anyio.sleep(0.3)
            library = issue["articles"][0]
            patch = {"topic": "other"}
            await client.patch(
                f"articles/{library['address']}", json=patch, headers={"if-match": "*"}
            )
    assert events[0]["version"] == issue["version"]
    assert events[1]["articles"] == [library["place"]]
    assert events[1]["by"] == ["本机"]


@in_loop
async def test_a_restart_loses_nothing(room: Newsroom) -> None:
    assert room.store is not None
    async with kept(room) as (client, issue):
        library = issue["articles"][0]
        await client.patch(
            f"articles/{library['address']}", json={"topic": "other"}, headers={"if-match": "*"}
        )
    place = room.store.place
    room.store.close()
    again = Newsroom(room.pipeline, Store.open(place.file))
    async with client_of(again) as client:
        found = (await client.get("articles", params={"q": "图书馆", "topic": "other"})).json()
        await client.post(f"issues/{issue['id']}/undo")
        undone = (await client.get(f"articles/{library['address']}")).json()
    assert [hit["address"] for hit in found["items"]] == [library["address"]]
    assert undone["topic"] == library["topic"]


@in_loop
async def test_lists_go_on_where_they_ended(room: Newsroom) -> None:
    async with kept(room) as (client, _):
        first = (await client.get("articles", params={"limit": 1, "q": "昨天"})).json()
        second = (await client.get(f"{HERE}{first['next']}")).json()
        wrong = await client.get("articles", params={"cursor": "nonsense"})
    assert (first["total"], len(first["items"]), len(second["items"])) == (2, 1, 1)
    assert second["next"] is None
    assert first["items"][0]["address"] != second["items"][0]["address"]
    assert wrong.status_code == 422


@in_loop
async def test_days_are_compared(room: Newsroom) -> None:
    later = PAPER.replace("3月18日 星期三", "3月19日 星期四").replace("市图书馆", "区图书馆")
    async with kept(room) as (client, _):
        await client.post("digest?keep=true&wait=true", json={"text": later})
        days = {"date": ["2026-03-18", "2026-03-19"]}
        compared = (await client.get("compare", params=days)).json()
        missing = await client.get("compare", params={"date": ["2026-03-18", "2020-01-01"]})
    assert [day["n_articles"] for day in compared["days"]] == [2, 2]
    assert sum(topic["share"] for topic in compared["days"][0]["topics"]) == pytest.approx(1)
    assert missing.status_code == 404


@in_loop
async def test_those_who_watch_do_not_keep_a_server_from_ending(room: Newsroom) -> None:
    async with kept(room) as (client, issue):
        room.closing.set()
        with anyio.fail_after(5):
            events = (await client.get(f"issues/{issue['id']}/events")).text
    assert events.startswith("event: version")

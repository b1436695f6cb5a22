"""Adapting the model over the API: for administrators, one run at a time, versions by key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from service.api.access import Access
from service.newsroom.room import Newsroom
from service.registry import LastIssues, Switched
from service.store import Store
from tests.fakes import make_pipeline
from tests.service.api.asking import HERE, PAPER, client_of, first_events, in_loop, serve
from tests.service.registry.test_registry import add_version
from tests.service.training_runs import played

PASSWORD = "云川的三月 18"
ORIGIN = {"origin": HERE}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    with (
        played(tmp_path, monkeypatch) as training,
        Store.open(tmp_path / "desk.sqlite") as store,
    ):
        yield Newsroom(make_pipeline(), store, training=training)


async def correct(client: httpx.AsyncClient, topic: str) -> None:
    answer = await client.post("digest?keep=true&wait=true", json={"text": PAPER})
    (issue,) = answer.json()["issues"]
    key = issue["stored"]["id"]
    article = (await client.get(f"issues/{key}")).json()["articles"][-1]
    path = f"articles/{key}-{article['spans'][0][0]}"
    given = await client.patch(path, json={"topic": topic}, headers={"if-match": "*"})
    assert given.status_code == 200, given.text


@in_loop
async def test_a_run_is_started_followed_and_stopped(room: Newsroom) -> None:
    async with client_of(room) as client:
        started = await client.post("training", json={"way": "adapt"})
        again = await client.post("training", json={"way": "adapt"})
        assert (started.status_code, again.status_code) == (202, 409)
        assert "一次只能一个" in again.json()["detail"]
        seen = (await client.get("training")).json()
        assert (seen["n_articles"], seen["takes_up_promoted"]) == (0, True)
        assert seen["run"]["id"] == started.json()["id"]
        (event,) = await first_events(serve(room), "/api/v1/training/events", 1)
        assert (event["way"], event["by"]) == ("adapt", "本机")
        while (await client.get("training")).json()["run"]["total"] == 0:
            pass
        assert (await client.delete("training")).status_code == 204
        while (await client.get("training")).json()["run"]["state"] == "running":
            pass
        assert (await client.get("training")).json()["run"]["state"] == "stopped"
        actions = [note["action"] for note in (await client.get("audit")).json()["items"]]
        assert actions[:2] == ["stop training", "start training"]


@in_loop
async def test_corrections_wait_until_a_version_has_learned_from_them(room: Newsroom) -> None:
    async with client_of(room) as client:
        await correct(client, "medicine")
        seen = (await client.get("training")).json()
        assert (seen["n_articles"], seen["n_new"]) == (1, 1)
        assert room.training is not None
        add_version(room.training.registry, made="2199-03-04T05:06:07+08:00")
        seen = (await client.get("training")).json()
        assert (seen["n_articles"], seen["n_new"]) == (1, 0)


@in_loop
async def test_a_version_is_promoted_looked_at_and_discarded(room: Newsroom) -> None:
    assert room.training is not None
    registry = room.training.registry
    add_version(registry)
    add_version(registry, passed=False, reasons=("变坏了",))
    registry.get("v1").report.write_text("<p>对照</p>", "utf-8")
    switched = Switched(
        issue="k",
        place=3,
        issue_id="二版",
        paper=None,
        date=None,
        headline="冷库开业",
        excerpt="冷库开业了。",
        labels=("other", "logistics"),
        probabilities=(0.5, 0.8),
    )
    found = LastIssues(n_issues=1, n_articles=9, n_unsure=(3, 1), switched=(switched,))
    registry.get("v1").write_last_issues(found)
    async with client_of(room) as client:
        listed = (await client.get("models")).json()
        assert [(each["key"], each["current"]) for each in listed] == [
            ("shipped", True),
            ("v1", False),
            ("v2", False),
        ]
        report = await client.get("models/v1/report")
        assert (report.status_code, report.text) == (200, "<p>对照</p>")
        assert "sandbox" in report.headers["content-security-policy"]
        changes = (await client.get("models/v1/changes")).json()
        assert changes["switched"][0]["labels"] == ["other", "logistics"]
        absent = ["models/v2/changes", "models/v2/report", "models/v9"]
        assert [(await client.get(path)).status_code for path in absent] == [404] * 3
        refused = await client.post("models/v2/promote", json={})
        assert refused.status_code == 409
        assert "变坏了" in refused.json()["detail"]
        assert (await client.post("models/v1/promote", json={})).json()["current"]
        assert (await client.delete("models/v1")).status_code == 409
        assert (await client.post("models/rollback")).json()["key"] == "shipped"
        assert (await client.post("models/rollback")).status_code == 409
        assert (await client.delete("models/v1")).status_code == 204
        assert [each["key"] for each in (await client.get("models")).json()] == ["shipped", "v2"]


@in_loop
async def test_editors_neither_see_nor_start_anything_of_it(room: Newsroom) -> None:
    assert room.store is not None
    room.store.users.add("王芳", PASSWORD, "editor")
    async with client_of(room, Access(store=room.store, without_login=None)) as client:
        await client.post("session", json={"name": "王芳", "password": PASSWORD})
        asked = [
            await client.get("training"),
            await client.post("training", json={"way": "adapt"}, headers=ORIGIN),
            await client.delete("training", headers=ORIGIN),
            await client.get("models"),
            await client.get("models/shipped/report"),
            await client.post("models/shipped/promote", json={}, headers=ORIGIN),
            await client.post("models/rollback", headers=ORIGIN),
            await client.delete("models/v1", headers=ORIGIN),
        ]
    assert {each.status_code for each in asked} == {403}


@in_loop
async def test_a_server_that_adapts_nothing_says_so(room: Newsroom) -> None:
    async with client_of(Newsroom(make_pipeline(), room.store)) as client:
        assert (await client.get("training")).status_code == 404

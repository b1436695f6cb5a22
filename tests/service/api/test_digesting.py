from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import anyio
import httpx
from anyio import to_thread

from service.datamodels import Article, Digest, Issue
from service.encoders.base import EncodedArticle
from service.newsroom.jobs import Jobs
from service.newsroom.room import Newsroom
from service.newsroom.turns import Turns
from service.pipeline import DigestPipeline
from tests.fakes import FakeEncoder, make_pipeline
from tests.service.api.asking import PAPER, client_of, first_events, in_loop, serve

PROBLEM = "application/problem+json"


@dataclass(slots=True)
class HeldEncoder(FakeEncoder):
    """Reads no article before it is let."""

    begun: threading.Event
    let: threading.Event
    n_begun: int = 0

    def encode(self, article: Article) -> EncodedArticle:
        self.begun.set()
        self.n_begun += 1
        assert self.let.wait(30)
        return FakeEncoder.encode(self, article)


def held() -> tuple[DigestPipeline, HeldEncoder]:
    encoder = HeldEncoder(threading.Event(), threading.Event())
    return replace(make_pipeline(), encoder=encoder), encoder


async def ended(client: httpx.AsyncClient, job: dict[str, Any]) -> dict[str, Any]:
    """The job once it has ended, told by its events."""
    answer = await client.get(f"jobs/{job['id']}/events")
    last: dict[str, Any] = (await client.get(f"jobs/{job['id']}")).json()
    assert answer.headers["content-type"].startswith("text/event-stream")
    return last


@in_loop
async def test_a_text_is_digested_while_one_waits(pipeline: DigestPipeline) -> None:
    async with client_of(Newsroom(pipeline)) as client:
        answer = await client.post(
            "digest", params={"wait": True}, json={"text": PAPER, "max_chars": 40, "id": "yc"}
        )
    assert answer.status_code == 200
    (issue,) = answer.json()["issues"]
    digest = Digest.from_json(httpx.Response(200, json=issue["digest"]).content)
    assert (digest.issue_id, digest.paper, digest.date) == ("yc", "云川日报", "2026-03-18")
    assert [article.headline for article in digest.articles] == ["市图书馆夜间开放", "社区食堂开张"]
    assert digest.is_scored
    assert issue["stored"] is None


@in_loop
async def test_a_job_tells_its_stages_and_keeps_its_result(pipeline: DigestPipeline) -> None:
    server = serve(Newsroom(pipeline))
    transport = httpx.ASGITransport(server)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:7860") as client:
        answer = await client.post("/api/v1/digest", json={"text": PAPER})
        assert answer.status_code == 202
        place = answer.headers["location"]
        streamed = (await client.get(f"{place}/events")).text
        job = (await client.get(place)).json()
        result = (await client.get(job["result"])).json()
    assert '"stage":"scoring","done":1,"total":2' in streamed.replace(", ", ",").replace(": ", ":")
    assert (job["state"], job["stage"], job["done"], job["total"]) == ("done", "done", 1, 1)
    assert len(result["issues"][0]["digest"]["articles"]) == 2


@in_loop
async def test_one_bad_file_keeps_no_other_from_being_digested() -> None:
    files = [
        ("files", ("p1.txt", PAPER.encode())),
        ("files", ("p2.pdf", b"%PDF-1.4 no more than this")),
    ]
    async with client_of(Newsroom(make_pipeline())) as client:
        answer = await client.post("digest", params={"wait": "true"}, files=files)
    assert answer.status_code == 200
    assert [each["file"] for each in answer.json()["errors"]] == ["p2.pdf"]
    assert "p2.pdf" in answer.json()["errors"][0]["detail"]
    (issue,) = answer.json()["issues"]
    assert [page["file"] for page in issue["digest"]["pages"]] == ["p1.txt"]


@in_loop
async def test_files_of_two_days_become_two_issues() -> None:
    later = PAPER.replace("3月18日 星期三", "3月19日 星期四").replace("市图书馆", "区图书馆")
    files = [("files", ("p1.txt", PAPER.encode())), ("files", ("p2.txt", later.encode()))]
    async with client_of(Newsroom(make_pipeline())) as client:
        answer = await client.post("split", files=files)
    assert answer.status_code == 200
    assert len(answer.json()["issues"]) == 2
    assert all("topic" not in each for each in answer.json()["issues"][0]["articles"])


@in_loop
async def test_ready_articles_get_topics_and_summaries(pipeline: DigestPipeline) -> None:
    text = "翠屏社区食堂昨天开张，老人一餐八元。食堂由三家企业合办。" * 3
    articles = [{"id": "n1", "title": "食堂开张", "text": text}, {"id": "n2", "text": "　\n"}]
    async with client_of(Newsroom(pipeline)) as client:
        topics = (await client.post("classify", json={"articles": articles})).json()
        cut = await client.post("summarize", json={"articles": articles, "max_chars": 30})
    assert topics["articles"][0]["topic"]["label"] == "livelihood"
    assert topics["articles"][1]["topic"] is None
    assert "n2" in topics["articles"][1]["error"]
    assert len(cut.json()["articles"][0]["summary"]["text"]) <= 30


@in_loop
async def test_a_cancelled_job_ends_between_articles() -> None:
    pipeline, encoder = held()
    server = serve(Newsroom(pipeline))
    transport = httpx.ASGITransport(server)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:7860") as client:
        place = (await client.post("/api/v1/digest", json={"text": PAPER})).headers["location"]
        await to_thread.run_sync(encoder.begun.wait, 30)
        assert (await client.get(place)).json()["state"] == "running"
        assert (await client.delete(place)).status_code == 204
        (event,) = await first_events(server, f"{place}/events", 1)
        encoder.let.set()
        assert event["state"] == "cancelled"
        assert (await client.get(place)).json()["stage"] == "scoring"
        assert (await client.get(f"{place}/result")).status_code == 409
        # The next one has its turn.
        answer = await client.post("/api/v1/digest?wait=true", json={"text": PAPER})
        assert answer.status_code == 200


@in_loop
async def test_too_many_jobs_are_refused_before_any_work() -> None:
    pipeline, encoder = held()
    async with client_of(Newsroom(pipeline, jobs=Jobs(most_of_one=2))) as client:
        taken = [await client.post("digest", json={"text": PAPER}) for _ in range(3)]
        jobs = (await client.get("jobs")).json()
        encoder.let.set()
        for job in jobs:
            await ended(client, job)
    assert [answer.status_code for answer in taken] == [202, 202, 429]
    assert taken[2].headers["retry-after"] == "10"
    assert taken[2].headers["content-type"] == PROBLEM
    assert [job["ahead"] for job in jobs] == [1, 0]


@in_loop
async def test_a_full_queue_answers_429() -> None:
    pipeline, encoder = held()
    body = {"articles": [{"id": "n1", "text": "食堂开张了。"}]}
    answers: list[httpx.Response] = []
    async with client_of(Newsroom(pipeline, turns=Turns(most_waiting=1))) as client:

        async def ask() -> None:
            answers.append(await client.post("classify", json=body))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            await to_thread.run_sync(encoder.begun.wait, 30)
            await ask()
            encoder.let.set()
    assert [answer.status_code for answer in answers] == [429, 200]
    assert int(answers[0].headers["retry-after"]) > 0


@in_loop
async def test_callers_share_the_encoder() -> None:
    pipeline, encoder = held()
    body = {"articles": [{"id": "n1", "text": "食堂开张了。"}]}
    answers: list[httpx.Response] = []
    async with client_of(Newsroom(pipeline, turns=Turns(at_once=3))) as client:

        async def ask() -> None:
            answers.append(await client.post("classify", json=body))

        async with anyio.create_task_group() as tasks:
            for _ in range(3):
                tasks.start_soon(ask)
            while encoder.n_begun < 3:  # all of them are read before any has its answer
                await anyio.sleep(0.01)
            encoder.let.set()
    assert [answer.status_code for answer in answers] == [200, 200, 200]


@dataclass(frozen=True, slots=True)
class EndlessSplitter:
    """Says in a file which process it is in, and never ends."""

    file: Path
    name: str | None = None

    def split(self, _: Issue) -> Digest:
        self.file.write_text(str(os.getpid()))
        while True:
            time.sleep(1)


@in_loop
async def test_cancelling_ends_the_process_that_splits(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    pipeline = replace(make_pipeline(), splitter=EndlessSplitter(told))
    async with client_of(Newsroom(pipeline)) as client:
        job = (await client.post("digest", json={"text": PAPER})).json()
        with anyio.fail_after(30):
            while not (told.exists() and told.read_text()):
                await anyio.sleep(0.02)
        assert (await client.get(f"jobs/{job['id']}")).json()["stage"] == "splitting"
        await client.delete(f"jobs/{job['id']}")
        assert (await ended(client, job))["state"] == "cancelled"
        with anyio.fail_after(10):
            while is_alive(int(told.read_text())):
                await anyio.sleep(0.02)


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from service.datamodels import Digest, Issue
from service.newsroom.digesting import Order
from service.newsroom.jobs import Job, Jobs
from service.newsroom.orders import give_up, go_on, take_on
from service.newsroom.reading import GivenFile, issue_of_text
from service.newsroom.room import Newsroom
from service.store import Store
from tests.fakes import FakeSplitter, make_pipeline

FILES = (
    GivenFile("第一版.txt", "市委开会\n市委昨天开会。".encode("gb18030")),
    GivenFile("渡口 ①.txt", "渡口修好\n渡口昨天修好。".encode()),
)
TEXT = "渡口开了夜班船\n渡口昨夜开船。"


class Stuck(FakeSplitter):
    """Never comes to an end; its process is ended with the wait for it."""

    def split(self, issue: Issue) -> Digest:
        while issue.text:
            time.sleep(1)
        return super().split(issue)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.sqlite") as opened:
        yield opened


def of(who: str, text: str) -> Order:
    return Order(who, text=issue_of_text(text, "p"), max_chars=80, is_kept=True)


def stuck_room(store: Store) -> Newsroom:
    return Newsroom(replace(make_pipeline(), splitter=Stuck()), store)


async def begun(job: Job) -> None:
    async for _ in job.changes():
        if job.stage == "splitting":
            return


async def ended(jobs: Jobs) -> None:
    for job in jobs.of():
        async for _ in job.changes():
            pass


def cut_short(store: Store, *orders: Order) -> list[Job]:
    """A server that ends while it is at the first of some orders."""

    async def serve() -> list[Job]:
        room = stuck_room(store)
        jobs = [await take_on(room, order) for order in orders]
        await begun(jobs[0])
        return jobs

    return asyncio.run(serve())


def next_server(room: Newsroom) -> Newsroom:
    async def serve() -> None:
        await go_on(room)
        await ended(room.jobs)

    asyncio.run(serve())
    return room


def test_what_a_restart_interrupts_is_gone_on_with_under_its_name(store: Store) -> None:
    files = Order("王芳", files=FILES, is_kept=True)
    cut = cut_short(store, files, of("李明", TEXT))
    room = next_server(Newsroom(make_pipeline(), store))
    assert {job.id for job in room.jobs.of()} == {job.id for job in cut}
    assert [(job.owner, job.state, job.about) for job in reversed(room.jobs.of())] == [
        ("王芳", "done", "第一版.txt +1"),
        ("李明", "done", TEXT[:20]),
    ]
    kept = {issue.added_by: issue for issue in store.issues.list().items}
    assert (kept["王芳"].n_articles, kept["王芳"].files) == (2, ("第一版.txt", "渡口 ①.txt"))
    assert kept["李明"].max_chars == 80
    # What was given is kept until it is digested, and no longer.
    assert store.orders.list() == ()
    assert (store.stats()["orders"], store.stats()["order_files"]) == (0, 0)


def test_what_ends_its_server_again_and_again_is_told_and_not_tried_for_ever(store: Store) -> None:
    cut_short(store, of("王芳", TEXT))
    for _ in range(2):

        async def serve() -> None:
            room = stuck_room(store)
            await go_on(room)
            await begun(room.jobs.of()[0])

        asyncio.run(serve())
    room = next_server(stuck_room(store))
    (job,) = room.jobs.of()
    assert job.state == "failed"
    assert job.failure
    assert "渡口开了夜班船" in job.failure
    assert store.orders.list() == ()


def test_what_is_given_up_or_fails_is_forgotten(store: Store) -> None:
    async def serve() -> None:
        room = stuck_room(store)
        first, second = [await take_on(room, of("王芳", f"{TEXT}{n}")) for n in range(2)]
        await begun(first)
        await give_up(room, second)
        assert [each.id for each in store.orders.list()] == [first.id]
        await give_up(room, first)
        bad = (GivenFile("扫描.png", b"\x89PNG\r\n\x1a\n\0\0"),)
        failed = await take_on(room, Order("王芳", files=bad, is_kept=True))
        await ended(room.jobs)
        assert failed.state == "failed"

    anyio.run(serve)
    assert store.orders.list() == ()


def test_what_is_not_to_be_kept_is_nowhere_on_the_disk(store: Store) -> None:
    async def serve() -> None:
        room = stuck_room(store)
        await begun(await take_on(room, replace(of("王芳", TEXT), is_kept=False)))

    asyncio.run(serve())
    assert store.orders.list() == ()

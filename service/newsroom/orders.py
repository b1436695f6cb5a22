"""Orders taken on as jobs; those whose digest is to be kept go on after a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from anyio import to_thread

from service.datamodels import Issue
from service.errors import ReadError
from service.newsroom.digesting import Order, digest_order
from service.newsroom.jobs import Job
from service.newsroom.reading import GivenFile
from service.newsroom.room import Newsroom
from service.store import KeptOrder

_KIND = "digest"
# What was under way when three servers ended may be what ended them.
_MOST_BEGUN = 3

Work = Callable[[Newsroom, Order, Job], Awaitable[None]]


async def take_on(room: Newsroom, order: Order) -> Job:
    """Digest an order as a job.

    One whose digest is to be kept lies in the store, with its files, until it is done, has
    failed or is cancelled.

    Raises:
        QueueFullError: If too much waits already.
        StoreError: If it cannot be kept.
    """
    room.jobs.check_room(order.who)
    job = Job(_KIND, order.who, order.title)
    if order.is_kept:
        files = [(file.name, file.content) for file in order.files]
        add = room.kept.orders.add
        await to_thread.run_sync(add, job.id, order.who, _wishes_of(order), files)
    room.jobs.start(job, partial(_digest, room, order))
    return job


async def give_up(room: Newsroom, job: Job) -> None:
    """End a job, and forget what it was asked for; one that has ended stays as it is."""
    room.jobs.cancel(job)
    if room.store is not None:
        await to_thread.run_sync(room.store.orders.remove, job.id)


async def go_on(room: Newsroom) -> None:
    """Take up again, under their names, what a server before this one did not come to the end of.

    An order that was under way each of three times when its server ended is told as failed.
    """
    if room.store is None:
        return
    for kept in await to_thread.run_sync(room.store.orders.list):
        order = _order_of(kept)
        job = Job(_KIND, order.who, order.title, id=kept.id)
        work = _refuse if kept.n_begun >= _MOST_BEGUN else digest_order
        room.jobs.start(job, partial(_digest, room, order, work=work))


async def _digest(room: Newsroom, order: Order, job: Job, *, work: Work = digest_order) -> None:
    """Digest; what is done or has failed need not be kept, what the end of a server stops must."""
    if not order.is_kept:
        await work(room, order, job)
        return
    orders = room.kept.orders
    await to_thread.run_sync(orders.begin, job.id)
    try:
        await work(room, order, job)
    except Exception:
        # Processes end with their server, and what waits for them fails.
        if not room.closing.is_set():
            await to_thread.run_sync(orders.remove, job.id)
        raise
    await to_thread.run_sync(orders.remove, job.id)


async def _refuse(_: Newsroom, order: Order, __: Job) -> None:
    raise ReadError(
        f"{order.title}：做到一半时服务已中断 {_MOST_BEGUN} 次，没有再自动做；请分几次重新交 "
        f"(the server ended {_MOST_BEGUN} times while at it, so it was not begun again: "
        "send it anew, in parts)"
    )


def _wishes_of(order: Order) -> dict[str, Any]:
    text = order.text
    return {
        "max_chars": order.max_chars,
        "issue_id": order.issue_id,
        "text": None if text is None else [text.issue_id, text.text],
    }


def _order_of(kept: KeptOrder) -> Order:
    wishes: dict[str, Any] = dict(kept.wishes)
    return Order(
        who=kept.who,
        files=tuple(GivenFile(name, content) for name, content in kept.files),
        text=None if wishes["text"] is None else Issue(*wishes["text"]),
        max_chars=wishes["max_chars"],
        issue_id=wishes["issue_id"],
        is_kept=True,
    )

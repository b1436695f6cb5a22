"""What was asked for and is not digested yet, kept so that it outlasts a restart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from service.corrections import Json
from service.store import tables
from service.store.connection import Database
from service.store.records import now, to_text

_ORDERS, _FILES = tables.orders, tables.order_files


@dataclass(frozen=True, slots=True)
class KeptOrder:
    """An order that waits, or was under way when its server ended.

    Attributes:
        id: The name of its job.
        who: Who asked.
        wishes: What else was asked for, as JSON has it.
        files: Names and bytes of the files, in order.
        n_begun: How often a server began with it.
    """

    id: str
    who: str
    wishes: Mapping[str, Json]
    files: tuple[tuple[str, bytes], ...]
    n_begun: int = 0


class Orders:
    """The orders of a store; each is removed with its files once it is done or given up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        order_id: str,
        who: str,
        wishes: Mapping[str, Json],
        files: Sequence[tuple[str, bytes]],
    ) -> None:
        """Keep an order; when this returns, it is on the disk."""
        with self._database.write() as connection:
            row = {
                "id": order_id,
                "who": who,
                "added_at": to_text(now()),
                "n_begun": 0,
                "wishes": json.dumps(wishes).encode("ascii"),
            }
            connection.execute(insert(_ORDERS).values(**row))
            for name, content in files:
                file = {"order_id": order_id, "name": name.encode("utf-8"), "content": content}
                connection.execute(insert(_FILES).values(**file))

    def begin(self, order_id: str) -> None:
        """Note that a server begins with it."""
        with self._database.write() as connection:
            one = update(_ORDERS).where(_ORDERS.c.id == order_id)
            connection.execute(one.values(n_begun=_ORDERS.c.n_begun + 1))

    def remove(self, order_id: str) -> None:
        """Remove an order with its files, if it is there."""
        with self._database.write() as connection:
            connection.execute(delete(_ORDERS).where(_ORDERS.c.id == order_id))

    def list(self) -> tuple[KeptOrder, ...]:
        """The orders there are, the oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(_ORDERS).order_by(_ORDERS.c.added_at, _ORDERS.c.id))
            return tuple(
                KeptOrder(
                    row["id"],
                    row["who"],
                    json.loads(row["wishes"]),
                    _files_of(connection, row["id"]),
                    row["n_begun"],
                )
                for row in rows.mappings().all()
            )


def _files_of(connection: Connection, order_id: str) -> tuple[tuple[str, bytes], ...]:
    query = select(_FILES.c.name, _FILES.c.content).where(_FILES.c.order_id == order_id)
    rows = connection.execute(query.order_by(_FILES.c.number))
    return tuple((name.decode("utf-8"), content) for name, content in rows)

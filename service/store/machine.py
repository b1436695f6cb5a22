"""What the machine made of an issue: one digest for each model, splitter and budget."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from sqlalchemy import Connection, RowMapping, delete, insert, select

from service.datamodels import Digest
from service.errors import NotFoundError, StoreFaultError
from service.store import tables
from service.store.memory import Memory
from service.store.records import now, to_text
from service.writers.as_json import to_json


@dataclass(frozen=True, slots=True)
class MachineDigest:
    """A digest as the machine made it, and the budget of its summaries."""

    number: int
    digest: Digest
    max_chars: int


class MachineDigests:
    """The digests of the store; those read last are kept in memory."""

    def __init__(self) -> None:
        self._memory: Memory[int, MachineDigest] = Memory(64)

    def newest(self, connection: Connection, issue: RowMapping) -> MachineDigest:
        """The digest that was added last.

        Raises:
            NotFoundError: If the issue has none.
        """
        digests = tables.digests
        query = select(digests.c.number).where(digests.c.issue == issue["number"])
        number = connection.execute(query.order_by(digests.c.number.desc()).limit(1)).scalar()
        if number is None:
            raise NotFoundError(f"{issue['key']}: 还没有报摘 (there is no digest of it yet)")
        made = self._memory.get(number, lambda: _load(connection, number, issue))
        # What the issue is called is said of the issue, by its masthead or by a person.
        called = {name: issue[name] for name in ("issue_id", "paper", "date")}
        return replace(made, digest=replace(made.digest, **called))

    def add(self, connection: Connection, issue: int, digest: Digest, max_chars: int) -> bool:
        """Keep a digest and make it the newest; tell whether that changed anything."""
        digests = tables.digests
        key = {
            "issue": issue,
            "model": digest.model or "",
            "splitter": digest.splitter or "",
            "settings": json.dumps({"max_chars": max_chars}),
        }
        bare = replace(digest, source_text="", issue_id="", paper=None, date=None)
        document = to_json(bare).encode("utf-8")
        query = select(digests).where(digests.c.issue == issue).order_by(digests.c.number.desc())
        newest = connection.execute(query.limit(1)).mappings().first()
        if newest and newest["document"] == document and all(newest[k] == key[k] for k in key):
            return False
        same = [digests.c[name] == value for name, value in key.items()]
        connection.execute(delete(digests).where(*same))
        row = {**key, "document": document, "added_at": to_text(now())}
        connection.execute(insert(digests).values(**row))
        return True


def _load(connection: Connection, number: int, issue: RowMapping) -> MachineDigest:
    query = select(tables.digests).where(tables.digests.c.number == number)
    row = connection.execute(query).mappings().one()
    source = connection.execute(
        select(tables.issues.c.source).where(tables.issues.c.number == issue["number"])
    ).scalar_one()
    if hashlib.sha256(source).hexdigest() != issue["content"]:
        raise StoreFaultError(
            f"{issue['key']}: 原文不是存下时的，库坏了；请从备份（baozhai store export 的文件）"
            "导入新库 (its text is not the one that was kept, the file of the store is damaged: "
            "import a backup into a new one)"
        )
    digest = replace(Digest.from_json(row["document"]), source_text=source.decode("utf-8"))
    return MachineDigest(number, digest, json.loads(row["settings"])["max_chars"])

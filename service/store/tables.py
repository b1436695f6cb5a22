"""The tables of the store, as the newest migration leaves them.

Times are text in UTC, ISO 8601 to the microsecond, which sorts as it reads on every database.
Texts that may hold any code point are UTF-8 in bytes: PostgreSQL has no text with a NUL in it.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()
_JSON = JSON(none_as_null=True)


def _issue() -> Column[int]:
    return Column("issue", Integer, ForeignKey("issues.number", ondelete="CASCADE"), nullable=False)


def _user() -> Column[str]:
    return Column(
        "user_name", String(80), ForeignKey("users.name", ondelete="CASCADE"), nullable=False
    )


issues = Table(
    "issues",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", String(16), nullable=False, unique=True),
    Column("content", String(64), nullable=False, unique=True),
    Column("issue_id", Text, nullable=False),
    Column("paper", Text),
    Column("date", String(10), index=True),
    Column("source", LargeBinary, nullable=False),
    Column("pages", _JSON, nullable=False),
    Column("selection", _JSON),
    Column("added_at", String(32), nullable=False, index=True),
    Column("added_by", Text),
    # Grows with whatever is changed of it; the other is the number of entries in its log.
    Column("version", Integer, nullable=False),
    Column("n_corrections", Integer, nullable=False),
    sqlite_autoincrement=True,
)
files = Table(
    "files",
    metadata,
    Column("number", Integer, primary_key=True),
    _issue(),
    Column("name", Text, nullable=False),
    Column("added_at", String(32), nullable=False),
    UniqueConstraint("issue", "name"),
)
digests = Table(
    "digests",
    metadata,
    Column("number", Integer, primary_key=True),
    _issue(),
    Column("model", Text, nullable=False),
    Column("splitter", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("added_at", String(32), nullable=False),
    UniqueConstraint("issue", "model", "splitter", "settings"),
    sqlite_autoincrement=True,
)
scores = Table(
    "scores",
    metadata,
    Column("content", String(64), primary_key=True),
    Column("model", Text, primary_key=True),
    Column("topic", _JSON, nullable=False),
    Column("salience", _JSON, nullable=False),
)
corrections = Table(
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    _issue(),
    Column("version", Integer, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("who", Text, nullable=False, index=True),
    Column("what", String(20), nullable=False),
    Column("place_start", Integer, nullable=False),
    Column("place_end", Integer, nullable=False),
    Column("before", _JSON),
    Column("after", _JSON),
    UniqueConstraint("issue", "version"),
    sqlite_autoincrement=True,
)
# The articles of today's digests, for lists and search; made anew from the rest at any time.
articles = Table(
    "articles",
    metadata,
    Column("number", Integer, primary_key=True),
    _issue(),
    Column("position", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("headline", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("topic", String(80)),
    Column("probability", Float),
    Column("uncertain", Boolean),
    Column("editors", Text, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("issue", "place"),
    Index("ix_articles_topic", "topic"),
)
users = Table(
    "users",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("role", String(10), nullable=False),
    Column("password", Text, nullable=False),
    Column("added_at", String(32), nullable=False),
)
sessions = Table(
    "sessions",
    metadata,
    Column("secret", String(64), primary_key=True),
    _user(),
    Column("started_at", String(32), nullable=False),
    Column("ends_at", String(32), nullable=False),
)
tokens = Table(
    "tokens",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("secret", String(64), nullable=False, unique=True),
    _user(),
    Column("label", Text, nullable=False),
    Column("added_at", String(32), nullable=False),
    Column("used_at", String(32)),
)
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("noted_at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text),
    Column("detail", _JSON),
    sqlite_autoincrement=True,
)
settings = Table(
    "settings",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("value", _JSON),
    Column("content", LargeBinary),
)
# What was asked for and is not digested yet; gone with its files once it is.
orders = Table(
    "orders",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("who", Text, nullable=False),
    Column("added_at", String(32), nullable=False),
    Column("n_begun", Integer, nullable=False),
    Column("wishes", LargeBinary, nullable=False),
)
order_files = Table(
    "order_files",
    metadata,
    Column("number", Integer, primary_key=True),
    Column(
        "order_id",
        String(32),
        ForeignKey("orders.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    # A name may be of any characters, so it is UTF-8 in bytes.
    Column("name", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

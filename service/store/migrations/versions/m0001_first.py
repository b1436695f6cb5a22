"""The first tables, and the index of words."""

import sqlalchemy as sa
from alembic import op

revision = "m0001"
down_revision = None
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True)
_WORDS = "headline, body"
# The index of FTS5 does not follow the table by itself.
_FORGET = (
    f"INSERT INTO words (words, rowid, {_WORDS}) "
    "VALUES ('delete', old.number, old.headline, old.body);"
)
_LEARN = f"INSERT INTO words (rowid, {_WORDS}) VALUES (new.number, new.headline, new.body);"


def upgrade() -> None:
    """Make all tables."""
    _make_issues()
    _make_digests()
    _make_articles()
    _make_users()
    _make_records()
    if op.get_bind().dialect.name == "sqlite":
        _index_words_in_sqlite()
    else:
        _index_words_in_postgresql()


def _make_issues() -> None:
    op.create_table(
        "issues",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("issue_id", sa.Text(), nullable=False),
        sa.Column("paper", sa.Text()),
        sa.Column("date", sa.String(10)),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("pages", _JSON, nullable=False),
        sa.Column("selection", _JSON),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.Column("added_by", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("n_corrections", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("content"),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_issues_added_at", "issues", ["added_at"])
    op.create_index("ix_issues_date", "issues", ["date"])
    op.create_table(
        "files",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("issue", "name"),
    )


def _make_digests() -> None:
    op.create_table(
        "digests",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("splitter", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("issue", "model", "splitter", "settings"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scores",
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("topic", _JSON, nullable=False),
        sa.Column("salience", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("content", "model"),
    )
    op.create_table(
        "corrections",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("place_start", sa.Integer(), nullable=False),
        sa.Column("place_end", sa.Integer(), nullable=False),
        sa.Column("before", _JSON),
        sa.Column("after", _JSON),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("issue", "version"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_corrections_who", "corrections", ["who"])


def _make_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(80)),
        sa.Column("probability", sa.Float()),
        sa.Column("uncertain", sa.Boolean()),
        sa.Column("editors", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("issue", "place"),
    )
    op.create_index("ix_articles_topic", "articles", ["topic"])


def _make_users() -> None:
    op.create_table(
        "users",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "sessions",
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("user_name", sa.String(80), nullable=False),
        sa.Column("started_at", sa.String(32), nullable=False),
        sa.Column("ends_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["user_name"], ["users.name"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("secret"),
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("user_name", sa.String(80), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.Column("used_at", sa.String(32)),
        sa.ForeignKeyConstraint(["user_name"], ["users.name"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("secret"),
    )


def _make_records() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.String(32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object", sa.Text()),
        sa.Column("detail", _JSON),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("value", _JSON),
        sa.Column("content", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("key"),
    )


def _index_words_in_sqlite() -> None:
    op.execute(
        f"CREATE VIRTUAL TABLE words USING fts5({_WORDS}, content='articles', "
        "content_rowid='number', tokenize='trigram')"
    )
    for event, does in (
        ("INSERT", _LEARN),
        ("DELETE", _FORGET),
        (f"UPDATE OF {_WORDS}", f"{_FORGET} {_LEARN}"),
    ):
        name = event.partition(" ")[0].lower()
        op.execute(f"CREATE TRIGGER words_{name} AFTER {event} ON articles BEGIN {does} END")


def _index_words_in_postgresql() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute(
        "CREATE INDEX words ON articles USING gin (headline gin_trgm_ops, body gin_trgm_ops)"
    )

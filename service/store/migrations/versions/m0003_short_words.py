"""Words of one and two characters are found by the index too (SQLite).

The index has every three characters in a row. A shorter word begins some of these wherever it
stands, once two blanks stand behind each text.
"""

from alembic import op

revision = "m0003"
down_revision = "m0002"
branch_labels = None
depends_on = None

_WORDS = "headline, body"
_FORGET = (
    f"INSERT INTO words (words, rowid, {_WORDS}) "
    "VALUES ('delete', old.number, old.headline || '  ', old.body || '  ');"
)
_LEARN = (
    f"INSERT INTO words (rowid, {_WORDS}) "
    "VALUES (new.number, new.headline || '  ', new.body || '  ');"
)


def upgrade() -> None:
    """Make the index anew."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for event in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER words_{event}")
    op.execute("DROP TABLE words")
    op.execute(
        "CREATE VIEW words_content AS SELECT number, headline || '  ' AS headline, "
        "body || '  ' AS body FROM articles"
    )
    op.execute(
        f"CREATE VIRTUAL TABLE words USING fts5({_WORDS}, content='words_content', "
        "content_rowid='number', tokenize='trigram')"
    )
    op.execute("CREATE VIRTUAL TABLE words_places USING fts5vocab('words', 'instance')")
    for event, does in (
        ("INSERT", _LEARN),
        ("DELETE", _FORGET),
        (f"UPDATE OF {_WORDS}", f"{_FORGET} {_LEARN}"),
    ):
        name = event.partition(" ")[0].lower()
        op.execute(f"CREATE TRIGGER words_{name} AFTER {event} ON articles BEGIN {does} END")
    op.execute("INSERT INTO words (words) VALUES ('rebuild')")

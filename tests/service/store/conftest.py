"""The same tests on both databases: a file, and a server where one is named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from service.datamodels import Digest, Issue
from service.store import Store, StoredIssue
from service.store.tables import metadata
from tests.fakes import make_pipeline
from tests.postgresql import find_programs, own_server

SERVER, OWN = "BAOZHAI_TEST_POSTGRESQL", "own"
PAGE = """社区食堂开张
本报讯 社区食堂昨天开张。居民都说方便。

新药进医保
三种新药进入医院。患者负担减轻。

快递进村
快递车每天进村。村民不用再跑镇上。
"""


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, made once: to copy it is faster than to migrate it."""
    file = tmp_path_factory.mktemp("store") / "store.sqlite"
    with Store.open(file) as store:
        store.vacuum()
    return file


@pytest.fixture(scope="session")
def server() -> Iterator[URL | None]:
    """The server to test on, where one is named; `own` starts one."""
    named = os.environ.get(SERVER)
    if named != OWN:
        yield _url(named) if named else None
        return
    programs = find_programs()
    assert programs is not None, f"{SERVER} is {OWN}, and no PostgreSQL is installed"
    with own_server(programs) as started:
        yield _url(started.url)


def _url(named: str) -> URL:
    return make_url(named).set(drivername="postgresql+psycopg")


@pytest.fixture(scope="session")
def migrated_database(server: URL | None) -> Iterator[str]:
    """The name of an empty store on the server, made once."""
    name = f"baozhai_{os.getpid()}"
    if server is None:
        yield name
        return
    _administer(server, f'CREATE DATABASE "{name}"')
    Store.open(server.set(database=name).render_as_string(hide_password=False)).close()
    yield name
    _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    migrated_file: Path,
    server: URL | None,
    migrated_database: str,
) -> Iterator[str]:
    """An empty store, gone after the test."""
    if request.param == "sqlite":
        yield str(copy(migrated_file, tmp_path / "store.sqlite"))
        return
    if server is None:
        pytest.skip(f"{SERVER} names no server of PostgreSQL")
    database = server.set(database=migrated_database)
    names = ", ".join(table.name for table in metadata.sorted_tables)
    _administer(database, f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    yield database.render_as_string(hide_password=False)


def _administer(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with Store.open(place) as opened:
        yield opened


def keep(store: Store, text: str = PAGE, issue_id: str = "p1") -> StoredIssue:
    """Digest a page with the fake pipeline and keep it."""
    pipeline = make_pipeline()
    issue = Issue(issue_id, text)
    digest = pipeline.run(issue)
    salience = {a.id: pipeline.rate(a).salience for a in digest.articles}
    return store.issues.add(issue, digest, max_chars=150, salience=salience, by="王芳")


def digest_of(store: Store, kept: StoredIssue) -> Digest:
    return store.today(kept.key).digest

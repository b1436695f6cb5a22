"""What only a server does: it is killed while it is written to, and somebody else locks it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from service.api.access import Access
from service.corrections import changes
from service.errors import StoreFaultError
from service.newsroom.room import Newsroom
from service.store import Store, connection
from service.store import server as server_waits
from service.web.app import build_app
from tests.fakes import make_pipeline
from tests.kill_server import kill_server
from tests.postgresql import Server, find_programs, own_server
from tests.service.api.asking import HERE
from tests.service.store.conftest import keep


@pytest.fixture(scope="module")
def ours() -> Iterator[Server]:
    """A server to kill and to stop."""
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL is installed below /usr/lib/postgresql")
    with own_server(programs) as server:
        yield server


def test_a_server_that_is_killed_loses_nothing_and_is_taken_up_again(ours: Server) -> None:
    tried = kill_server(ours, 1, random.Random(3))
    assert tried.n_acknowledged >= 4
    assert tried.answers[503] >= 2


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_who_waits_for_another_program_is_told_so(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_PATIENCE_S", 0.2)
    with Store.open(place) as store, Store.open(place) as other:
        key = keep(store).key
        now = store.today(key)
        change = changes.set_headline(now, now.digest.articles[0], "题")
        with other._database.write() as held:
            held.execute(text("LOCK TABLE corrections IN EXCLUSIVE MODE"))
            with pytest.raises(StoreFaultError, match="另一个程序占着它"):
                store.append(key, change, who="王芳")
        assert store.append(key, change, who="王芳").version == 1


def test_a_server_is_named_as_it_was_given_and_without_its_password() -> None:
    with pytest.raises(StoreFaultError, match="连不上服务器") as told:
        Store.open("postgresql://desk:geheim@127.0.0.1:1/baozhai")
    assert "postgresql://desk:***@127.0.0.1:1/baozhai" in str(told.value)
    assert "geheim" not in str(told.value)


def test_a_server_that_stands_still_is_not_waited_for_and_a_slow_one_is(
    ours: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_waits, "_SILENT_S", 0.2)
    with Store.open(f"{ours.url}&connect_timeout=2") as store:
        key = keep(store).key
        client = TestClient(build_app(Newsroom(make_pipeline(), store), Access(store)), HERE)

        def answers() -> list[int]:
            paths = (f"/issues/{key}", f"/api/v1/issues/{key}", "/readyz")
            return [client.get(path).status_code for path in paths]

        assert answers() == [200] * 3
        with ours.silent():
            assert answers() == [503] * 3
        monkeypatch.setattr(server_waits, "_REMEMBERED_S", 0)
        assert answers() == [200] * 3
        with store._database.read() as held:
            assert held.execute(text("SELECT 'late' FROM pg_sleep(0.6)")).scalar() == "late"

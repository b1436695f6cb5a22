from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copy

import argon2
import pytest

from service.errors import NotFoundError, StoreError
from service.store import Store


def test_a_password_opens_and_another_does_not(store: Store) -> None:
    store.users.add("王芳", "correct horse", "editor")
    user = store.users.verify("王芳", "correct horse")
    assert user
    assert user.may("reader")
    assert user.may("editor")
    assert not user.may("admin")
    assert store.users.verify("王芳", "wrong horse") is None
    assert store.users.verify("李明", "correct horse") is None


def test_a_password_costs_who_guesses(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.store.users.PasswordHasher", argon2.PasswordHasher)
    file = copy(migrated_file, tmp_path / "store.sqlite")
    with Store.open(file) as store:
        store.users.add("王芳", "correct horse", "editor")
    with closing(sqlite3.connect(file)) as database:
        ((kept,),) = database.execute("SELECT password FROM users")
    cost = argon2.extract_parameters(kept)
    assert cost.type == argon2.Type.ID
    # OWASP's least, in KiB and passes.
    assert cost.memory_cost >= 19 * 1024
    assert cost.time_cost >= 2


def test_nothing_secret_is_in_the_store(store: Store, place: str) -> None:
    store.users.add("王芳", "correct horse", "editor")
    session, token = store.users.start_session("王芳"), store.users.add_token("王芳", "脚本")
    if "://" not in place:
        with open(place, "rb") as file, open(f"{place}-wal", "rb") as wal:  # noqa: PTH123
            kept = file.read() + wal.read()
        assert b"argon2id" in kept
        assert not any(s.encode() in kept for s in ("correct horse", session, token))


def test_sessions_end(store: Store) -> None:
    store.users.add("王芳", "correct horse", "editor")
    one, two = store.users.start_session("王芳"), store.users.start_session("王芳")
    over = store.users.start_session("王芳", hours=-1)
    store.users.end_session(one)
    found = [store.users.of_session(secret) for secret in (one, two, over, "made up")]
    assert [user and user.name for user in found] == [None, "王芳", None, None]
    store.users.set_password("王芳", "battery staple")
    assert store.users.of_session(two) is None


def test_tokens_are_revoked(store: Store) -> None:
    store.users.add("王芳", "correct horse", "editor")
    secret = store.users.add_token("王芳", "脚本")
    user = store.users.of_token(secret)
    assert user
    (token,) = store.users.tokens("王芳")
    assert token.label == "脚本"
    assert token.used_at
    store.users.revoke(token.id)
    assert store.users.of_token(secret) is None


def test_who_is_removed_has_no_way_in(store: Store) -> None:
    store.users.add("王芳", "correct horse", "admin")
    session, token = store.users.start_session("王芳"), store.users.add_token("王芳", "脚本")
    store.users.remove("王芳")
    assert store.users.of_session(session) is None
    assert store.users.of_token(token) is None
    assert store.users.list() == ()


def test_wrong_names_passwords_and_roles_are_told(store: Store) -> None:
    store.users.add("王芳", "correct horse", "editor")
    with pytest.raises(StoreError, match="已有用户"):
        store.users.add("王芳", "correct horse", "editor")
    with pytest.raises(StoreError, match="至少要 8 个"):
        store.users.add("李明", "short", "editor")
    with pytest.raises(StoreError, match="没有角色 boss"):
        store.users.set_role("王芳", "boss")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="用户名"):
        store.users.add(" ", "correct horse", "editor")
    with pytest.raises(NotFoundError, match="没有用户"):
        store.users.add_token("李明", "脚本")


def test_the_audit_list_is_read_from_its_end(store: Store) -> None:
    for number in range(3):
        store.audit.note("王芳", "login", f"第{number}次", {"from": "127.0.0.1"})
    page = store.audit.list(limit=2)
    assert [note.object for note in page.items] == ["第2次", "第1次"]
    assert page.total == 3
    rest = store.audit.list(limit=2, cursor=page.next_cursor)
    assert [note.object for note in rest.items] == ["第0次"]
    assert rest.next_cursor is None


def test_settings_are_kept_with_their_files(store: Store) -> None:
    store.settings.set("template", {"name": "简报.docx"}, b"PK")
    store.settings.set("template", {"name": "快报.docx"}, b"PK\0")
    assert store.settings.get("template") == {"name": "快报.docx"}
    assert store.settings.content("template") == b"PK\0"
    store.settings.remove("template")
    assert store.settings.get("template") is None

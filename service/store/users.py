"""Who may work with the store: users, their sessions in browsers, their tokens for programs.

Passwords are kept as Argon2 hashes. Secrets of sessions and tokens are random, so their
SHA-256 is enough; whoever reads the store cannot use them.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import RowMapping, delete, insert, select, update

from service.errors import NotFoundError, StoreError
from service.store import tables
from service.store.connection import Database
from service.store.records import ROLES, Role, Token, User, from_text, now, to_text
from service.store.writing import insert_new

SHORTEST_PASSWORD = 8
_LONGEST_NAME = 80
_TOKEN_PREFIX = "baozhai_"
_USERS, _SESSIONS, _TOKENS = tables.users, tables.sessions, tables.tokens


class Users:
    """The users of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hasher = PasswordHasher()

    @cached_property
    def _nobody(self) -> str:
        """What no password fits: an unknown name takes as long to refuse as a wrong password."""
        return self._hasher.hash(secrets.token_hex())

    def add(self, name: str, password: str, role: Role) -> User:
        """Add a user.

        Raises:
            StoreError: If the name is taken, empty or too long, the role unknown, or the
                password shorter than 8 characters.
        """
        name = _checked_name(name)
        _check_role(role)
        row = {
            "name": name,
            "role": role,
            "password": self._hash(password),
            "added_at": to_text(now()),
        }
        with self._database.write() as connection:
            if not insert_new(connection, _USERS, row):
                raise StoreError(f"已有用户 {name} (there is a user of this name)")
        return self.get(name)

    def get(self, name: str) -> User:
        """A user by name.

        Raises:
            NotFoundError: If there is none.
        """
        with self._database.read() as connection:
            row = connection.execute(select(_USERS).where(_USERS.c.name == name)).mappings().first()
        if row is None:
            raise _no_user(name)
        return _user(row)

    def list(self) -> tuple[User, ...]:
        """All users, by name; empty where nobody needs to log in."""
        with self._database.read() as connection:
            rows = connection.execute(select(_USERS).order_by(_USERS.c.name)).mappings()
            return tuple(_user(row) for row in rows)

    def verify(self, name: str, password: str) -> User | None:
        """The user of a name and a password; None where the two do not belong together."""
        with self._database.read() as connection:
            row = connection.execute(select(_USERS).where(_USERS.c.name == name)).mappings().first()
        try:
            self._hasher.verify(row["password"] if row else self._nobody, password)
        except (VerificationError, InvalidHashError):
            return None
        if row is None:
            return None
        if self._hasher.check_needs_rehash(row["password"]):
            self.set_password(name, password, keep_sessions=True)
        return _user(row)

    def set_password(self, name: str, password: str, *, keep_sessions: bool = False) -> None:
        """Give a user another password, and end the sessions of the old one.

        Raises:
            NotFoundError: If there is no such user.
            StoreError: If the password is shorter than 8 characters.
        """
        self._change(name, password=self._hash(password))
        if not keep_sessions:
            with self._database.write() as connection:
                connection.execute(delete(_SESSIONS).where(_SESSIONS.c.user_name == name))

    def set_role(self, name: str, role: Role) -> None:
        """Give a user another role.

        Raises:
            NotFoundError: If there is no such user.
            StoreError: If there is no such role.
        """
        _check_role(role)
        self._change(name, role=role)

    def remove(self, name: str) -> None:
        """Remove a user with sessions and tokens; what they corrected stays under their name.

        Raises:
            NotFoundError: If there is no such user.
        """
        with self._database.write() as connection:
            if not connection.execute(delete(_USERS).where(_USERS.c.name == name)).rowcount:
                raise _no_user(name)

    def start_session(self, name: str, hours: float = 12) -> str:
        """Begin a session of a user; what comes back is its secret, which is not kept."""
        secret, began = secrets.token_urlsafe(32), now()
        row = {
            "secret": _fingerprint(secret),
            "user_name": self.get(name).name,
            "started_at": to_text(began),
            "ends_at": to_text(began + timedelta(hours=hours)),
        }
        with self._database.write() as connection:
            connection.execute(delete(_SESSIONS).where(_SESSIONS.c.ends_at < to_text(began)))
            connection.execute(insert(_SESSIONS).values(**row))
        return secret

    def of_session(self, secret: str) -> User | None:
        """Whose session this is; None where it has ended or never was."""
        query = (
            select(_USERS)
            .join(_SESSIONS, _SESSIONS.c.user_name == _USERS.c.name)
            .where(_SESSIONS.c.secret == _fingerprint(secret), _SESSIONS.c.ends_at > to_text(now()))
        )
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        return _user(row) if row else None

    def end_session(self, secret: str) -> None:
        """End a session, if it has not ended."""
        with self._database.write() as connection:
            connection.execute(delete(_SESSIONS).where(_SESSIONS.c.secret == _fingerprint(secret)))

    def add_token(self, name: str, label: str) -> str:
        """Make a token for programs of a user; what comes back is shown once and not kept.

        Raises:
            NotFoundError: If there is no such user.
        """
        secret = _TOKEN_PREFIX + secrets.token_urlsafe(32)
        row = {
            "id": secrets.token_hex(6),
            "secret": _fingerprint(secret),
            "user_name": self.get(name).name,
            "label": label,
            "added_at": to_text(now()),
        }
        with self._database.write() as connection:
            connection.execute(insert(_TOKENS).values(**row))
        return secret

    def of_token(self, secret: str) -> User | None:
        """Whose token this is; None where it was revoked or never was."""
        query = (
            select(_USERS, _TOKENS.c.id, _TOKENS.c.used_at)
            .join(_TOKENS, _TOKENS.c.user_name == _USERS.c.name)
            .where(_TOKENS.c.secret == _fingerprint(secret))
        )
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        minute = to_text(now().replace(second=0, microsecond=0))
        if row["used_at"] != minute:
            with self._database.write() as connection:
                used = update(_TOKENS).where(_TOKENS.c.id == row["id"])
                connection.execute(used.values(used_at=minute))
        return _user(row)

    def tokens(self, name: str | None = None) -> tuple[Token, ...]:
        """The tokens of a user, or of all, oldest first."""
        query = select(_TOKENS).order_by(_TOKENS.c.added_at)
        if name is not None:
            query = query.where(_TOKENS.c.user_name == name)
        with self._database.read() as connection:
            return tuple(_token(row) for row in connection.execute(query).mappings())

    def revoke(self, token_id: str) -> None:
        """Let a token count no more.

        Raises:
            NotFoundError: If there is no such token.
        """
        with self._database.write() as connection:
            if not connection.execute(delete(_TOKENS).where(_TOKENS.c.id == token_id)).rowcount:
                raise NotFoundError(f"没有编号是 {token_id} 的令牌 (there is no such token)")

    def _change(self, name: str, **values: str) -> None:
        with self._database.write() as connection:
            changed = update(_USERS).where(_USERS.c.name == name).values(**values)
            if not connection.execute(changed).rowcount:
                raise _no_user(name)

    def _hash(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise StoreError(
                f"密码有 {len(password)} 个字符，至少要 {SHORTEST_PASSWORD} 个 "
                f"(a password has at least {SHORTEST_PASSWORD} characters)"
            )
        return self._hasher.hash(password)


def _checked_name(name: str) -> str:
    bare = " ".join(name.split())
    if not bare or len(bare) > _LONGEST_NAME or any(sign in bare for sign in "：；"):
        raise StoreError(
            f"用户名 {name!r} 不行；要 1 到 {_LONGEST_NAME} 个字，没有“：；” "
            f"(a name has 1 to {_LONGEST_NAME} characters, none of ：；)"
        )
    return bare


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise StoreError(f"没有角色 {role}；可用的是 {', '.join(ROLES)} (there is no such role)")


def _no_user(name: str) -> NotFoundError:
    return NotFoundError(f"没有用户 {name} (there is no such user)")


def _fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _user(row: RowMapping) -> User:
    return User(row["name"], row["role"], from_text(row["added_at"]))


def _token(row: RowMapping) -> Token:
    used_at = row["used_at"]
    return Token(
        row["id"],
        row["user_name"],
        row["label"],
        from_text(row["added_at"]),
        from_text(used_at) if used_at else None,
    )

from __future__ import annotations

from functools import partial

import pytest
from argon2 import PasswordHasher


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """To hash a password takes a quarter of a second, on purpose; `test_users.py` sees to that."""
    cheap = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("service.store.users.PasswordHasher", cheap)

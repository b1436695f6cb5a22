"""A page to read, and a pipeline that needs no model to read it with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes import make_pipeline
from tests.service.commands.running import PAGE


@pytest.fixture(autouse=True)
def _fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.commands.loading.load_pipeline", lambda _: make_pipeline())


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "p1.txt"
    path.write_bytes(PAGE.encode("gb18030"))
    return path

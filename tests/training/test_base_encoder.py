from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models

from training.base_encoder.build import (
    build_model,
    choose_pieces,
    cut_tokenizer,
    embed,
    mean_cosine,
)
from training.base_encoder.source_model import read_source_model

HIDDEN, FFN, VOCAB, POSITIONS = 32, 64, 9, 16
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "query: ", "ab", "社", "区", "<mask>"]


def _tensors() -> dict[str, np.ndarray]:
    random = np.random.default_rng(3)
    shapes = {
        "emb.word": (VOCAB, HIDDEN),
        "emb.pos": (POSITIONS, HIDDEN),
        "emb.type": (2, HIDDEN),
        "l0.fi.w": (FFN, HIDDEN),
        "l0.fi.b": (FFN,),
        "l0.fo.w": (HIDDEN, FFN),
        "l0.fo.b": (HIDDEN,),
    }
    for name in ("q", "k", "v", "ao"):
        shapes[f"l0.{name}.w"], shapes[f"l0.{name}.b"] = (HIDDEN, HIDDEN), (HIDDEN,)
    for name in ("emb.ln", "l0.aln", "l0.oln"):
        shapes[f"{name}.w"], shapes[f"{name}.b"] = (HIDDEN,), (HIDDEN,)
    return {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def _quantize(values: np.ndarray) -> bytes:
    """Rows in blocks of 32: a half-precision scale and 16 bytes, weight j low and j + 16 high."""
    blocks = []
    for block in values.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7)
        nibbles = (np.round(block / np.float32(scale)) + 8).clip(0, 15).astype(np.uint8)
        blocks.append(scale.tobytes() + (nibbles[:16] | nibbles[16:] << 4).tobytes())
    return b"".join(blocks)


def _write_source(path: Path, tensors: dict[str, np.ndarray]) -> None:
    """A file in the layout of the design document, §5."""
    head = b"E5S1" + struct.pack("<I7i", 1, HIDDEN, 1, 2, FFN, VOCAB, POSITIONS, 2)
    head += struct.pack("<f2i4iQ", 1e-5, 32, 1, 0, 2, 1, 3, 2) + struct.pack("<2I", 0, 2)
    head += struct.pack("<f", 0.0) + b"ab" + struct.pack("<iI", 0, 3) + b"xyz"
    payloads = {n: _quantize(v) if v.ndim == 2 else v.tobytes() for n, v in tensors.items()}
    size = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
    directory = struct.pack("<i", len(tensors))
    for name, payload in payloads.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack(
            "<BIQQ", tensors[name].ndim == 2, tensors[name].size, size, len(payload)
        )
        size += len(payload)
    path.write_bytes(head + directory + b"".join(payloads.values()))


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram([(p, -1.0) for p in PIECES], unk_id=3))
    spec = json.loads(tokenizer.to_str())
    special = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    spec["added_tokens"] = [
        {"id": i, "content": PIECES[i], "special": True, **special} for i in (0, 1, 2, 3, 8)
    ]
    spec["post_processor"] = {
        "type": "TemplateProcessing",
        "single": [
            {"SpecialToken": {"id": "<s>", "type_id": 0}},
            {"Sequence": {"id": "A", "type_id": 0}},
            {"SpecialToken": {"id": "</s>", "type_id": 0}},
        ],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
        "special_tokens": {
            name: {"id": name, "ids": [i], "tokens": [name]}
            for i, name in ((0, "<s>"), (2, "</s>"))
        },
    }
    return Tokenizer.from_str(json.dumps(spec))


def test_reads_the_four_bit_file(tmp_path: Path) -> None:
    tensors = _tensors()
    _write_source(tmp_path / "m.bin", tensors)
    source = read_source_model(tmp_path / "m.bin")
    assert (source.n_layers, source.n_heads) == (1, 2)
    assert source.tensors.keys() == tensors.keys()
    for name, values in tensors.items():
        assert source.tensors[name].shape == values.shape
        assert np.abs(source.tensors[name] - values).max() < 0.35, name


def test_refuses_another_file(tmp_path: Path) -> None:
    (tmp_path / "m.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match=r"starts with b'GGUF'"):
        read_source_model(tmp_path / "m.bin")


def test_keeps_special_tokens_chinese_pieces_and_what_is_used() -> None:
    kept = choose_pieces(_tokenizer(), ["社区"])
    assert [PIECES[i] for i in kept] == [p for p in PIECES if p != "ab"]
    assert len(choose_pieces(_tokenizer(), ["ab"])) == len(PIECES)


def test_a_cut_vocabulary_changes_no_vector(tmp_path: Path) -> None:
    _write_source(tmp_path / "m.bin", _tensors())
    source = read_source_model(tmp_path / "m.bin")
    full, everything = _tokenizer(), list(range(VOCAB))
    kept = choose_pieces(full, ["社区"])
    cut = cut_tokenizer(full, kept)
    assert cut.encode("社区社").tokens == full.encode("社区社").tokens
    before = embed(build_model(source, everything), full, ["社区", "区"])
    after = embed(build_model(source, kept), cut, ["社区", "区"])
    assert mean_cosine(before, after) == pytest.approx(1, abs=1e-6)

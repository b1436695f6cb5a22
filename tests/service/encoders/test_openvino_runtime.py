from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from service.datamodels import Article
from service.encoders import compiled_cache, openvino_runtime
from service.encoders.openvino_runtime import OpenVinoEncoder
from tests.tiny_model import make_model_folder


def test_mapped_weights_are_given_back_behind_windows_of_each_new_shape(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path / "home"))
    n_released = 0
    release = compiled_cache.release

    def count() -> None:
        nonlocal n_released
        n_released += 1
        release()

    monkeypatch.setattr(openvino_runtime, "release", count)
    folder = make_model_folder(tmp_path / "model").path
    encoder = OpenVinoEncoder.from_pretrained(folder, n_threads=1, keeps_compiled=True)
    assert n_released == 1
    longer = Article.of_text("", None, "社区食堂昨天开张。居民都说方便。" * 2)
    first = encoder.encode(longer)
    assert n_released == 2
    assert np.array_equal(encoder.encode(longer).vectors, first.vectors)
    assert n_released == 2

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from service.errors import ConfigError
from tests.tiny_model import WIDTH, make_start
from training.learning.lower_states import first_rows, write_lower_states

WINDOWS = [[0, 5, 6, 7, 2], [0, 2], [0, 8, 9, 2]]


def test_each_window_is_read_as_if_alone(tmp_path: Path) -> None:
    encoder = make_start().model.encoder
    file = tmp_path / "states.npy"
    write_lower_states(encoder, 1, WINDOWS, file)
    states = np.load(file)
    assert states.shape == (11, WIDTH)
    for first, ids in zip(first_rows(WINDOWS), WINDOWS, strict=True):
        with torch.inference_mode():
            embedded = encoder.embeddings(input_ids=torch.tensor([ids]))
            mask = torch.zeros(1, 1, 1, len(ids))
            alone = encoder.encoder.layer[0](embedded, mask)[0]
        assert np.allclose(states[first : first + len(ids)], alone.numpy(), atol=2e-3)


def test_what_a_killed_run_left_is_made_again_and_what_is_whole_is_kept(tmp_path: Path) -> None:
    encoder = make_start().model.encoder
    file = tmp_path / "states.npy"
    file.with_suffix(".part").write_bytes(b"torn")
    write_lower_states(encoder, 1, WINDOWS, file)
    assert [entry.name for entry in tmp_path.iterdir()] == ["states.npy"]
    made = file.stat().st_mtime_ns
    write_lower_states(encoder, 1, WINDOWS, file)
    assert file.stat().st_mtime_ns == made


def test_a_disk_without_room_is_told_before_it_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=100))
    with pytest.raises(ConfigError, match=r"states\.npy 要 0\.0 GB，.*别的磁盘"):
        write_lower_states(make_start().model.encoder, 1, WINDOWS, tmp_path / "states.npy")
    assert not list(tmp_path.iterdir())

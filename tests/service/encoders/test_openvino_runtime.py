"""The runtime meets few lengths, because it keeps compiled code for each."""

from __future__ import annotations

import numpy as np
import pytest

from service.encoders.openvino_runtime import pad


@pytest.mark.parametrize(("n_tokens", "padded"), [(1, 16), (16, 16), (17, 32), (250, 256)])
def test_pads_to_a_multiple_of_sixteen(n_tokens: int, padded: int) -> None:
    ids, mask = pad(np.arange(n_tokens), 256)
    assert ids.shape == mask.shape == (1, padded)
    assert ids[0, :n_tokens].tolist() == list(range(n_tokens))
    assert mask[0].tolist() == [1] * n_tokens + [0] * (padded - n_tokens)


def test_never_pads_beyond_what_the_encoder_takes() -> None:
    ids, _ = pad(np.ones(18, np.int64), 20)
    assert ids.shape == (1, 20)


def test_an_archive_asks_for_a_handful_of_shapes() -> None:
    assert len({pad(np.ones(n, np.int64), 256)[0].shape for n in range(1, 257)}) == 16

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from service.encoders.silent_openvino import openvino
from tests.tiny_model import make_start
from training.release.onnx_export import INPUTS, export_encoder


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exported") / "model.onnx"
    export_encoder(make_start().model.encoder, path)
    return path


def test_ragged_windows_read_as_in_torch(exported: Path) -> None:
    ids = np.random.default_rng(3).integers(4, 30, (3, 32))
    mask = (np.arange(32) < np.array([[32], [17], [1]])).astype(np.int64)
    options = {"INFERENCE_PRECISION_HINT": "f32"}
    served = openvino.Core().compile_model(str(exported), "CPU", options)
    states = served(dict(zip(INPUTS, (ids, mask), strict=True)))[0]
    encoder = make_start().model.encoder
    with torch.inference_mode():
        expected = encoder(torch.from_numpy(ids), torch.from_numpy(mask)).last_hidden_state
    kept = mask.astype(bool)
    assert np.abs(states[kept] - expected.numpy()[kept]).max() < 2e-3  # weights of half precision


def test_the_mask_is_not_spread_over_pairs_of_tokens(exported: Path) -> None:
    softmax = [
        each
        for each in openvino.Core().read_model(str(exported)).get_ops()
        if each.get_type_name() == "Softmax"
    ]
    masks = [each.input_value(0).get_node().input_value(1) for each in softmax]
    assert [str(mask.get_partial_shape()) for mask in masks] == ["[?,1,1,?]"] * 2

"""The encoder as an ONNX file: weights under their torch names, in half precision."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from transformers import BertModel

from service.errors import ArtifactError

OPSET = 18
INPUTS = ("input_ids", "attention_mask")
OUTPUTS = ("last_hidden_state",)

_SMALLEST_HALVED = 1024  # layer norms and biases stay in full precision: they are small

_MASKED = -30_000.0  # added to a score: exp is zero far above it, and half precision still holds it

_PREFIX = "encoder."  # the wrapper's attribute below


class _Exported(nn.Module):
    """The encoder with one plain tensor as output, and a mask of one row.

    Left to itself, the encoder spreads the mask over all pairs of tokens, which costs the runtime
    a twentieth of its time. A masked score is so small that it is exactly zero after softmax.
    """

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        encoder.set_attn_implementation("eager")  # whose graph the runtime takes
        self.train(mode=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        added = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * _MASKED
        hidden: Tensor = self.encoder(input_ids=input_ids, attention_mask=added).last_hidden_state
        return hidden


def export_encoder(encoder: BertModel, path: Path) -> None:
    """Write the encoder as ONNX with dynamic batch and length.

    Matrices are stored in half precision and cast to single where the graph is
    loaded, which halves the file and leaves the arithmetic alone. Every weight keeps
    its torch name, so that training can start from the file again.

    Args:
        encoder: The encoder in evaluation mode, on the CPU, in single precision.
        path: The file to write.

    Raises:
        ArtifactError: If the exporter of torch gives no program.
    """
    ids = torch.ones((2, 16), dtype=torch.long)
    dynamic = torch.export.Dim.DYNAMIC
    with _unnoticed():
        program = torch.onnx.export(
            _Exported(encoder),
            (ids, torch.ones_like(ids)),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_shapes=({0: dynamic, 1: dynamic}, {0: dynamic, 1: dynamic}),
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
            optimize=False,  # folding would rename and transpose the weights
        )
    if program is None:
        raise ArtifactError("torch.onnx.export 没有给出模型 (it returned no program)")
    model = program.model_proto
    _restore_names(model.graph)
    _halve(model.graph)
    _drop_traces(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


@contextmanager
def _unnoticed() -> Iterator[None]:
    """Keep to itself what the exporter says of packages that are not used here."""
    said = logging.getLogger("torch.onnx")
    before = said.level
    said.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        said.setLevel(before)


def _restore_names(graph: onnx.GraphProto) -> None:
    """Undo the prefix of the wrapper."""
    names = {tensor.name: tensor.name.removeprefix(_PREFIX) for tensor in graph.initializer}
    for tensor in graph.initializer:
        tensor.name = names[tensor.name]
    for node in graph.node:
        for place, name in enumerate(node.input):
            node.input[place] = names.get(name, name)


def _halve(graph: onnx.GraphProto) -> None:
    """Store large single-precision weights in half precision, each behind a cast."""
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(tensor)
        if values.size < _SMALLEST_HALVED:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name))
        casts.append(helper.make_node("Cast", [name], [f"{name}/single"], to=TensorProto.FLOAT))
        for node in graph.node:
            for place, used in enumerate(node.input):
                if used == name:
                    node.input[place] = f"{name}/single"
    for cast in reversed(casts):
        graph.node.insert(0, cast)


def _drop_traces(model: onnx.ModelProto) -> None:
    """Remove what the exporter notes of our source files: two megabytes, and paths of a disk."""
    del model.graph.value_info[:]
    for part in (model, *model.graph.node):
        del part.metadata_props[:]

"""Microseconds a token of the encoder alone, by runtime, precision, length and size of batch.

Each is run on one thread, in turn, and timed by the processor, so that other work on the machine
counts little; beside it stand the encoder's matrix products by themselves, as OpenVINO does them
at the same shapes and precision. Needs `pip install onnxruntime onnx`, whose dynamic quantization
makes the int8 model that ONNX Runtime runs; one for OpenVINO, such as NNCF makes, is timed where
`--int8` names it. To know another processor, set ONEDNN_MAX_CPU_ISA to
AVX2 or AVX2_VNNI; it binds oneDNN alone, and neither OpenVINO's own kernels nor MLAS, in which
both runtimes multiply f32.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.quantization import quantize_dynamic
from rich.console import Console

from benchmarks.timing import write_results
from service.artifacts import ModelFolder
from service.artifacts.model import EncoderShape
from service.config import locate
from service.encoders.silent_openvino import openvino

RESULTS = Path(__file__).parent / "results" / "runtimes.json"
_OPTIONS = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1}
_TOKENS = 512  # of each timing

Ints = NDArray[np.int64]
Run = Callable[[Ints], NDArray[np.float32]]


def main() -> int:
    """Time each and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare_runtimes")
    parser.add_argument("--model", default="models/default", help="model folder")
    parser.add_argument("--int8", type=Path, help="a quantized copy of its model.onnx for OpenVINO")
    parser.add_argument("--lengths", type=int, nargs="+", default=[64, 256, 512])
    parser.add_argument("-n", type=int, default=4, help="rounds, of which the least counts")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    folder = ModelFolder(locate(arguments.model))
    with TemporaryDirectory() as made:
        runs = _runs(folder, arguments.int8, _quantized(folder.onnx, Path(made)))
    shapes = [(rows, length) for length in arguments.lengths for rows in (1, _TOKENS // length)]
    inputs = {shape: _tokens(shape, folder) for shape in dict.fromkeys(shapes)}
    table: dict[str, dict[str, float]] = {}
    figures: dict[str, object] = {
        "model": arguments.model,
        "newest_instructions": os.environ.get("ONEDNN_MAX_CPU_ISA", "all"),
        "versions": {name: metadata.version(name) for name in ("openvino", "onnxruntime")},
        "max_gap_to_onnxruntime": _gaps(runs, inputs[shapes[0]]),
        "microseconds_a_token": table,
    }
    for (rows, length), ids in inputs.items():
        table[f"{rows} x {length}"] = _time(runs, ids, arguments.n)
        write_results(arguments.output, figures)
    for name, value in figures.items():
        Console().print(f"{name}: {value}")
    return 0


def _quantized(file: Path, folder: Path) -> Path:
    """The model with weights of 8 bits, and activations too as they come.

    The weights are kept as f16 and widened by the graph, where the tool does not see them: the
    widening is folded first.
    """
    widened, made = folder / "f32.onnx", folder / "int8.onnx"
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(widened)
    onnxruntime.InferenceSession(str(file), options, ["CPUExecutionProvider"])
    quantize_dynamic(widened, made)
    return made


def _runs(folder: ModelFolder, int8: Path | None, onnx_int8: Path) -> dict[str, Run]:
    precisions = ["f32", *(["bf16"] if _has_bfloat16() else [])]
    runs: dict[str, Run] = {"onnxruntime f32": _onnx_runtime(folder.onnx)}
    runs["onnxruntime int8"] = _onnx_runtime(onnx_int8)
    runs |= {f"openvino {each}": _openvino(folder.onnx, each) for each in precisions}
    if int8:
        runs |= {f"openvino int8, rest {each}": _openvino(int8, each) for each in precisions}
    shape = folder.read_inference().encoder
    return runs | {f"products alone {each}": _products(shape, each) for each in precisions}


def _time(runs: dict[str, Run], ids: Ints, n: int) -> dict[str, float]:
    """The least processor time a token of each, in turn; the first round is not counted."""
    least: dict[str, float] = {}
    repeats = max(1, _TOKENS // ids.size)
    for round_number in range(n + 1):
        for name, run in runs.items():
            start = time.process_time()
            for _ in range(repeats):
                run(ids)
            taken = 1e6 * (time.process_time() - start) / (repeats * ids.size)
            if round_number:
                least[name] = min(taken, least.get(name, taken))
    return {name: round(taken, 1) for name, taken in least.items()}


def _gaps(runs: dict[str, Run], ids: Ints) -> dict[str, float]:
    wanted = runs["onnxruntime f32"](ids)
    others = {name: run for name, run in runs.items() if not name.startswith("products")}
    return {name: round(float(np.abs(run(ids) - wanted).max()), 6) for name, run in others.items()}


def _tokens(shape: tuple[int, int], folder: ModelFolder) -> Ints:
    n_known = folder.read_inference().encoder.vocab_size
    return np.random.default_rng(0).integers(10, n_known, shape)


def _has_bfloat16() -> bool:
    return "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def _onnx_runtime(file: Path) -> Run:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(file), options, ["CPUExecutionProvider"])
    return lambda ids: np.asarray(
        session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
    )


def _openvino(file: Path, precision: str) -> Run:
    options = {**_OPTIONS, "INFERENCE_PRECISION_HINT": precision}
    request = openvino.Core().compile_model(str(file), "CPU", options).create_infer_request()
    return lambda ids: np.array(
        request.infer({"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
    )


def _products(shape: EncoderShape, precision: str) -> Run:
    """The products with weights of all layers, and nothing between them."""
    ops = openvino.opset13
    chance = np.random.default_rng(0)

    def product(of: openvino.Node, n_inputs: int, n_outputs: int) -> openvino.Node:
        weights = chance.normal(size=(n_outputs, n_inputs), scale=n_inputs**-0.5)
        return ops.matmul(of, ops.constant(weights.astype(np.float32)), False, True)

    width, wide = shape.hidden_size, shape.intermediate_size
    given = ops.parameter([-1, width], np.float32)
    rows = given
    for _ in range(shape.num_hidden_layers):
        query, key, value = (product(rows, width, width) for _ in range(3))
        mixed = product(ops.add(ops.add(query, key), value), width, width)
        rows = product(product(mixed, width, wide), wide, width)
    options = {**_OPTIONS, "INFERENCE_PRECISION_HINT": precision}
    model = openvino.Model([rows], [given])
    request = openvino.Core().compile_model(model, "CPU", options).create_infer_request()
    states = partial(np.ones, dtype=np.float32)
    return lambda ids: np.array(request.infer([states((ids.size, width))])[0])


if __name__ == "__main__":
    raise SystemExit(main())

"""Seconds of the encoder alone for one page, in ONNX Runtime and in OpenVINO."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from rich.console import Console
from tokenizers import Tokenizer

from benchmarks.timing import time_runs, write_results
from service import ArticleSplitter
from service.artifacts import ModelFolder
from service.config import locate
from service.encoders.silent_openvino import openvino
from service.encoders.windows import Window, cut_article
from service.readers import read_issue

RESULTS = Path(__file__).parent / "results" / "runtimes.json"

Run = Callable[[NDArray[np.int64]], NDArray[np.float32]]


def main() -> int:
    """Time each runtime over the page's windows and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare_runtimes")
    parser.add_argument("page", nargs="?", default="examples/yunchuan_0318.txt")
    parser.add_argument("-n", type=int, default=5, help="runs that count")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    folder = ModelFolder(locate("models/default"))
    windows = _windows(locate(arguments.page), folder)
    runtimes: dict[str, Run] = {"onnxruntime f32": _onnx_runtime(folder)}
    for precision in ("f32", "bf16"):
        runtimes[f"openvino {precision}"] = _openvino(folder, precision)
    reference = _read_all(runtimes["onnxruntime f32"], windows)
    figures: dict[str, object] = {
        "page": Path(arguments.page).name,
        "n_windows": len(windows),
        "n_tokens": sum(len(window.input_ids) for window in windows),
    }
    for name, run in runtimes.items():
        outputs = _read_all(run, windows)
        gap = max(float(np.abs(a - b).max()) for a, b in zip(outputs, reference, strict=True))
        seconds = time_runs(partial(_read_all, run, windows), arguments.n)
        figures[name] = {**asdict(seconds), "max_gap_to_onnxruntime": round(gap, 6)}
    write_results(arguments.output, figures)
    for name, value in figures.items():
        Console().print(f"{name}: {value}")
    return 0


def _read_all(run: Run, windows: list[Window]) -> list[NDArray[np.float32]]:
    return [run(window.input_ids[None]) for window in windows]


def _windows(page: Path, folder: ModelFolder) -> list[Window]:
    tokenizer = Tokenizer.from_file(str(folder.tokenizer))
    settings = folder.read_inference().windows
    articles = ArticleSplitter().split(read_issue([page])).articles
    return [w for article in articles for w in cut_article(article, tokenizer, settings).windows]


def _onnx_runtime(folder: ModelFolder) -> Run:
    session = onnxruntime.InferenceSession(str(folder.onnx), providers=["CPUExecutionProvider"])
    return lambda ids: np.asarray(
        session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
    )


def _openvino(folder: ModelFolder, precision: str) -> Run:
    options = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": precision}
    request = openvino.Core().compile_model(str(folder.onnx), "CPU", options).create_infer_request()
    return lambda ids: np.array(
        request.infer({"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
    )


if __name__ == "__main__":
    raise SystemExit(main())

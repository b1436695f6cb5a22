"""The encoder of a model folder, run by OpenVINO."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer
from tokenizers.models import BPE, Unigram

from service.artifacts import ModelFolder, WindowSettings, damaged
from service.config import Device
from service.datamodels import Article
from service.encoders.base import EncodedArticle
from service.encoders.compiled_cache import compile_or_take, release
from service.encoders.devices import find_device
from service.encoders.pooling import pool_windows
from service.encoders.silent_openvino import openvino
from service.encoders.tokenizer import load_tokenizer
from service.encoders.weights import widen_weights
from service.encoders.window_queue import Reader, WindowQueue
from service.encoders.windows import cut_article

# Streams share the weights and not what is computed; more would cost memory and help nobody.
_MOST_STREAMS = 4
# Which instructions of the processor the runtime may use, where somebody set that.
_FORCED_INSTRUCTIONS = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")
_SHORT = Article.of_text("", None, "。")
# The runtime's bindings are not made for several threads; only the waiting goes on beside others.
_BINDINGS = Lock()


class OpenVinoEncoder:
    """Reads articles with the encoder of a model folder.

    Windows are padded to a multiple of 16 tokens and read in batches of one length; what an
    article yields does not depend on its company. Each core works through a batch of its own:
    for a newspaper's many windows that is faster than sharing one among them. The runtime
    computes in bfloat16 where the processor can, which takes half off the time.
    """

    def __init__(
        self,
        compiled: openvino.CompiledModel,
        tokenizer: Tokenizer,
        settings: WindowSettings,
        device: str,
        on_new_shape: Callable[[], None] = lambda: None,
    ) -> None:
        """Take a compiled encoder and what makes windows for it.

        Args:
            compiled: Token ids and their mask to token vectors.
            tokenizer: That of the model.
            settings: Of the windows.
            device: What computes, by the runtime's name.
            on_new_shape: Called when the first windows of a shape were read.
        """
        self._tokenizer = tokenizer
        self._settings = settings
        # One more than work at a time, so that none waits for Python between two batches.
        n_readers = 1 + int(compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        met: set[tuple[int, ...]] = set()
        readers = [
            _reader(compiled.create_infer_request(), met, on_new_shape) for _ in range(n_readers)
        ]
        self._queue = WindowQueue(readers, settings.max_length)
        precision = compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name()
        self.runtime = f"{precision} {_machine(device)}"
        """What computes, by version, precision and device; another may give other digits."""

    @classmethod
    def from_pretrained(
        cls,
        path: str | Path,
        *,
        n_threads: int = 0,
        device: Device = "CPU",
        keeps_compiled: bool = False,
    ) -> Self:
        """Load the encoder of a model folder.

        Args:
            path: The model folder.
            n_threads: Threads of the runtime; 0 takes all cores.
            device: What computes; a GPU may give other digits than the processor.
            keeps_compiled: Whether the compiled encoder is kept in the user's cache folder, and
                taken from there: half a second less to start. Only that of the processor is.

        Raises:
            ArtifactError: If the folder is incomplete or the runtime refuses its model.
            ConfigError: If there is no such device.
        """
        folder = ModelFolder(Path(path))
        folder.check()
        record = folder.read_inference()
        # numpy's own threads would spin beside the runtime's, and its products here are small.
        threadpool_limits(limits=1, user_api="blas")
        found = find_device(device)
        on_cpu = found == "CPU"
        options = _options(n_threads) if on_cpu else {"PERFORMANCE_HINT": "THROUGHPUT"}
        file = folder.checked(folder.onnx.name)
        try:
            make_model = partial(_read, file)
            if keeps_compiled and on_cpu:
                compiled = compile_or_take(make_model, _depends_on(folder), options)
            else:
                compiled = openvino.Core().compile_model(make_model(), found, options)
            names = tuple(port.any_name for port in (*compiled.inputs, *compiled.outputs))
            width = compiled.output(0).partial_shape[2].get_length()
        except Exception as error:  # the library raises bare Exceptions
            raise damaged(file, f"不能作为编码器载入 (cannot be loaded): {error}") from error
        expected = (*record.inputs, *record.outputs), record.encoder.hidden_size
        if (names, width) != expected:
            raise damaged(
                file,
                f"输入输出是 {names}，宽 {width}；inference.json 记的是 {expected[0]}，"
                f"宽 {expected[1]} (inputs and outputs other than inference.json says)",
            )
        tokenizer = _without_cache(load_tokenizer(folder))
        if not keeps_compiled:
            return cls(compiled, tokenizer, record.windows, found)
        # For some shapes the runtime lays weights out anew, and then needs what it mapped no more.
        encoder = cls(compiled, tokenizer, record.windows, found, release)
        encoder.encode(_SHORT)  # most of them, before there is anything else in memory
        return encoder

    def encode(self, article: Article) -> EncodedArticle:
        """Read the whole article, however long, in one pass over its windows.

        Safe to be called from several threads.
        """
        return self.start(article)()

    def start(self, article: Article) -> Callable[[], EncodedArticle]:
        """Have the article read; the call that comes back waits for it. Safe likewise."""
        cut = cut_article(article, self._tokenizer, self._settings)
        pooled = self._queue.submit(cut.windows)
        return lambda: pool_windows(cut, (each.result() for each in pooled))


def _options(n_threads: int) -> dict[str, Any]:
    """Of the processor."""
    n_threads = n_threads or os.cpu_count() or 1
    return {
        "INFERENCE_NUM_THREADS": n_threads,
        "NUM_STREAMS": min(n_threads, _MOST_STREAMS),
        # Several processes of one thread each would all be bound to the same core.
        "ENABLE_CPU_PINNING": False,
    }


def _read(file: Path) -> openvino.Model:
    return widen_weights(openvino.Core().read_model(str(file)))


def _machine(device: str) -> str:
    name_of_device = openvino.Core().get_property(device, "FULL_DEVICE_NAME")
    forced = [f"{name}={os.environ.get(name, '')}" for name in _FORCED_INSTRUCTIONS]
    return " ".join(["openvino", openvino.__version__, name_of_device, *forced])


def _depends_on(folder: ModelFolder) -> str:
    """All that the compiled encoder depends on; models with other heads share it."""
    checksum = folder.checksum_of(folder.onnx.name)
    return f"{checksum} {platform.machine()} {platform.system()} {_machine('CPU')}"


def _without_cache(tokenizer: Tokenizer) -> Tokenizer:
    """Switch off the cache that some kinds have.

    It holds up to ten thousand whole paragraphs and hardly ever meets one again: a batch
    would grow by some 10 KiB an issue.
    """
    if isinstance(tokenizer.model, BPE | Unigram):
        tokenizer.model._resize_cache(0)
    return tokenizer


def _reader(
    request: openvino.InferRequest, met: set[tuple[int, ...]], on_new_shape: Callable[[], None]
) -> Reader:
    """Reads batches with one request, which serves one thread at a time.

    Args:
        request: Of the compiled encoder.
        met: The shapes read so far, by this reader and its fellows.
        on_new_shape: Called behind the first batch of each.
    """

    def read(input_ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        with _BINDINGS:
            request.set_tensor("input_ids", openvino.Tensor(input_ids, shared_memory=True))
            request.set_tensor("attention_mask", openvino.Tensor(mask, shared_memory=True))
            request.start_async()
        request.wait()
        with _BINDINGS:
            states = np.array(request.get_output_tensor().data, np.float32)
            if input_ids.shape not in met:
                met.add(input_ids.shape)
                on_new_shape()
        return states

    return read

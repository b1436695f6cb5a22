"""The encoder of a model folder, run by OpenVINO."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import BPE, Unigram

from service.artifacts import ModelFolder, WindowSettings, damaged
from service.datamodels import Article
from service.encoders.base import EncodedArticle
from service.encoders.pooling import pool_windows
from service.encoders.silent_openvino import openvino
from service.encoders.tokenizer import load_tokenizer
from service.encoders.windows import Window, cut_article

# The runtime keeps compiled code for every length it meets, a megabyte each: few lengths, or a
# batch over an archive would grow for thousands of articles.
_LENGTH_STEP = 16


class OpenVinoEncoder:
    """Reads articles with the encoder of a model folder.

    Each window is run by itself, padded to a multiple of 16 tokens only: what an
    article yields cannot depend on its company, and on two cores a batch would
    gain nothing. The runtime computes in bfloat16 where the processor can, which
    takes a third off the time.
    """

    def __init__(
        self, compiled: openvino.CompiledModel, tokenizer: Tokenizer, settings: WindowSettings
    ) -> None:
        self._compiled = compiled
        self._tokenizer = tokenizer
        self._settings = settings

    @classmethod
    def from_pretrained(cls, path: str | Path, *, n_threads: int = 0) -> Self:
        """Load the encoder of a model folder.

        Args:
            path: The model folder.
            n_threads: Threads of the runtime; 0 takes all cores.

        Raises:
            ArtifactError: If the folder is incomplete or the runtime refuses its model.
        """
        folder = ModelFolder(Path(path))
        folder.check()
        record = folder.read_inference()
        options: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY"}
        if n_threads:
            options["INFERENCE_NUM_THREADS"] = n_threads
        file = folder.checked(folder.onnx.name)
        try:
            compiled = openvino.Core().compile_model(str(file), "CPU", options)
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
        return cls(compiled, _without_cache(load_tokenizer(folder)), record.windows)

    def encode(self, article: Article) -> EncodedArticle:
        """Read the whole article, however long, in one pass over its windows.

        Safe to be called from several threads.
        """
        cut = cut_article(article, self._tokenizer, self._settings)
        request = self._compiled.create_infer_request()  # one request serves one thread
        hidden = [_run(request, window, self._settings.max_length) for window in cut.windows]
        return pool_windows(cut, hidden)


def _without_cache(tokenizer: Tokenizer) -> Tokenizer:
    """Switch off the cache that some kinds have.

    It holds up to ten thousand whole paragraphs and hardly ever meets one again: a batch
    would grow by some 10 KiB an issue.
    """
    if isinstance(tokenizer.model, BPE | Unigram):
        tokenizer.model._resize_cache(0)
    return tokenizer


def pad(
    input_ids: NDArray[np.int64], max_length: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lengthen a window to the next multiple of 16, or to `max_length` where that is less.

    Args:
        input_ids: Token ids, shape (t,), t at most `max_length`.
        max_length: What the encoder takes, in tokens.

    Returns:
        The ids and their attention mask, both of shape (1, padded); the mask is
        1 for a token and 0 for padding.
    """
    missing = min(-len(input_ids) % _LENGTH_STEP, max_length - len(input_ids))
    mask = np.ones_like(input_ids)
    padded, mask = (np.pad(row, (0, missing))[None] for row in (input_ids, mask))
    return padded, mask


def _run(request: openvino.InferRequest, window: Window, max_length: int) -> NDArray[np.float32]:
    """The last hidden states of the tokens of a window, shape (t, hidden)."""
    input_ids, mask = pad(window.input_ids, max_length)
    outputs = request.infer({"input_ids": input_ids, "attention_mask": mask})
    return np.array(outputs[0][0, : len(window.input_ids)], np.float32)

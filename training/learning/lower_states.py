"""What the layers that stand still make of text: computed once for every epoch and seed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from service.errors import ConfigError

LOWER_STATES = "lower_states.npy"  # in `output_dir`, for as long as the run is not finished
_BATCH, _BATCH_OF_GPU = 16, 256  # windows


def write_lower_states(
    encoder: BertModel,
    n_layers: int,
    windows: Sequence[Sequence[int]],
    file: Path,
    on_done: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Write the hidden states above the lowest layers, unless `file` holds them already.

    Args:
        encoder: Computes where it is.
        n_layers: How many layers stand still.
        windows: Token ids of each window.
        file: A `.npy` of half precision, one row a token, windows one after another, shape
            (tokens, d); a million tokens take 0.8 GB at a width of 384. It is there only once
            it is complete.
        on_done: Told how many of how many windows are done.

    Raises:
        ConfigError: If the disk has no room for it.
    """
    if file.exists():
        return
    unfinished = file.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    shape = (sum(map(len, windows)), encoder.config.hidden_size)
    # A mapped file takes its room as it is written: a full disk would kill the process.
    needed, free = 2 * shape[0] * shape[1], shutil.disk_usage(file.parent).free
    if needed > free:
        raise ConfigError(
            f"{file} 要 {needed / 1e9:.1f} GB，磁盘上只剩 {free / 1e9:.1f} GB；请腾出地方，或把 "
            "output_dir 改到别的磁盘 (no room for it: make some, or name an output_dir on "
            "another disk)"
        )
    tokens = np.lib.format.open_memmap(unfinished, "w+", np.float16, shape)
    starts = first_rows(windows)
    by_length = sorted(range(len(windows)), key=lambda place: len(windows[place]))
    pad = partial(torch.nn.utils.rnn.pad_sequence, batch_first=True)
    n_together = _BATCH if encoder.device.type == "cpu" else _BATCH_OF_GPU
    for first in range(0, len(by_length), n_together):
        places = by_length[first : first + n_together]
        rows = [torch.tensor(windows[place]) for place in places]
        ids, mask = pad(rows), pad([torch.ones_like(row) for row in rows])
        with torch.inference_mode():
            embedded = encoder.embeddings(input_ids=ids.to(encoder.device))
            layers = encoder.encoder.layer[:n_layers]
            hidden = run_layers(layers, embedded, mask.to(encoder.device)).half().cpu()
        for place, states in zip(places, hidden.numpy(), strict=True):
            n_tokens = len(windows[place])
            tokens[starts[place] : starts[place] + n_tokens] = states[:n_tokens]
        on_done(first + len(places), len(windows))
    tokens.flush()
    unfinished.replace(file)


def join_lower_states(
    joined: Mapping[str, Tensor], examples: Sequence[Mapping[str, Any]], file: Path
) -> dict[str, Tensor]:
    """Put lower states in place of the token ids of a joined batch.

    Args:
        joined: The batch, with `input_ids`, shape (windows, t).
        examples: What it was joined from; `starts` are the rows of its windows in the file.
        file: As `write_lower_states` wrote it.

    Returns:
        The batch with `states`, shape (windows, t, d), single precision, zero for padding.
    """
    tokens = np.load(file, mmap_mode="r")
    windows = (pair for e in examples for pair in zip(e["starts"], e["input_ids"], strict=True))
    states = [
        torch.from_numpy(tokens[first : first + len(ids)].astype(np.float32))
        for first, ids in windows
    ]
    padded = torch.nn.utils.rnn.pad_sequence(states, batch_first=True)
    kept = {name: values for name, values in joined.items() if name != "input_ids"}
    return {**kept, "states": padded}


def first_rows(windows: Sequence[Sequence[int]]) -> list[int]:
    """The row of each window's first token."""
    return [int(row) for row in np.cumsum([0, *map(len, windows)])[:-1]]


def run_layers(layers: nn.ModuleList, hidden: Tensor, attention_mask: Tensor) -> Tensor:
    """Pass hidden states (windows, t, d) through layers; mask 1 for tokens, 0 for padding.

    Under autocast all is in its type from the start: a mask in single precision alone would make
    the attention take half as long again.
    """
    if torch.is_autocast_enabled(hidden.device.type):
        hidden = hidden.to(torch.get_autocast_dtype(hidden.device.type))
    mask = (1 - attention_mask[:, None, None, :].to(hidden.dtype)) * torch.finfo(hidden.dtype).min
    for layer in layers:
        hidden = layer(hidden, mask)
    return hidden

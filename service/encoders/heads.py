"""The small networks on top of the encoder, computed in numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

_AT_ONCE = 4096  # rows, more than an article has sentences: the steps of a layer take much memory


@dataclass(frozen=True, slots=True)
class TwoLayerHead:
    """`out(tanh(hidden(x)))`, in double precision.

    Attributes:
        hidden_weight: Shape (hidden, inputs).
        hidden_bias: Shape (hidden,).
        out_weight: Shape (outputs, hidden).
        out_bias: Shape (outputs,).
    """

    hidden_weight: NDArray[np.float64]
    hidden_bias: NDArray[np.float64]
    out_weight: NDArray[np.float64]
    out_bias: NDArray[np.float64]

    @classmethod
    def from_weights(cls, weights: Mapping[str, NDArray[np.float32]], name: str) -> Self:
        """Take the layers `{name}_hidden` and `{name}_out` of a model's weights."""
        layers = ("hidden.weight", "hidden.bias", "out.weight", "out.bias")
        return cls(*(weights[f"{name}_{layer}"].astype(np.float64) for layer in layers))

    def __call__(self, inputs: ArrayLike) -> NDArray[np.float64]:
        """Outputs for rows of inputs, shape (n, outputs)."""
        rows = np.asarray(inputs)
        parts = (rows[at : at + _AT_ONCE] for at in range(0, max(len(rows), 1), _AT_ONCE))
        outputs = [self.hidden(part) @ self.out_weight.T + self.out_bias for part in parts]
        return np.concatenate(outputs)

    def hidden(self, inputs: ArrayLike) -> NDArray[np.float64]:
        """What the last layer reads for rows of inputs, shape (n, hidden)."""
        rows = np.asarray(inputs, np.float64)
        return np.asarray(np.tanh(rows @ self.hidden_weight.T + self.hidden_bias))

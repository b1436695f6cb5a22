"""OpenVINO without its reports to its makers; everything here imports it from this module."""

from __future__ import annotations

import sys

# `import openvino` counts itself: it looks up an analytics host and keeps a number of this user
# in ~/intel. No setting of the process stops it, only a file in the home of each user; but where
# the package that reports cannot be imported, OpenVINO takes a stub of its own instead.
# None makes the import fail. A program that imported openvino before us has made its choice.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None is documented

import numpy as np  # noqa: E402  # likewise
import openvino  # noqa: E402  # only now

# Its bindings look numpy up at the first tensor, under a lock that they take before Python's: two
# threads that made their first tensors at once would wait for each other for ever.
_ = openvino.Tensor(np.zeros(1, np.int64)).data

__all__ = ["openvino"]

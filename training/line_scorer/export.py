"""Arrays of a trained line scorer to the folder that the splitter loads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.artifacts import LineScorerFolder, LineScorerRecord


def export_line_scorer(
    arrays: Mapping[str, NDArray[Any]], record: LineScorerRecord, path: Path
) -> LineScorerFolder:
    """Write a line scorer as a folder that can be served, weights in half precision.

    Args:
        arrays: What `train_line_scorer` made.
        record: Its name and version.
        path: The folder; made if needed, files of the same names are replaced.
    """
    path.mkdir(parents=True, exist_ok=True)
    folder = LineScorerFolder(path)
    halves: dict[str, Any] = {
        name: array.astype(np.float16) if array.dtype == np.float32 else array
        for name, array in arrays.items()
    }
    np.savez_compressed(folder.weights, **halves)
    text = record.model_dump_json(indent=2)
    folder.inference.write_text(text + "\n", encoding="utf-8", newline="\n")
    folder.seal()
    return folder

"""One of several processes of a run, which notes what it did; started by a launcher.

    torchrun --standalone --nproc_per_node 2 -m tests.training.learning.noting_run FOLDER

Below FOLDER it runs `run.yaml` as far as the export, and lets a model of one number a label learn.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import torch
from datasets import Dataset
from torch import Tensor, nn

from training.config import LearningBlock
from training.learning.checkpoint import Start
from training.learning.lower_states import write_lower_states
from training.learning.trainer_runs import Lesson, fine_tune
from training.stages import train_model
from training.train import main

N_EXAMPLES, BATCH_SIZE = 24, 4


class OneNumber(nn.Module):
    """Learns the mean of what it reads, and remembers in which step it read what."""

    def __init__(self) -> None:
        super().__init__()
        self.number = nn.Parameter(torch.zeros(3))
        self.read: list[list[int]] = []

    def forward(self, values: Tensor, places: Tensor) -> dict[str, Tensor]:
        self.read.append(places.tolist())
        return {"loss": (self.number - values).square().mean()}


def learn_numbers(folder: Path, batch_size: int) -> OneNumber:
    """Two passes over numbers."""
    model = OneNumber()
    random = torch.Generator().manual_seed(1)
    rows = torch.rand(N_EXAMPLES, 3, generator=random).tolist()

    def make_dataset() -> Dataset:
        return Dataset.from_list([{"values": row, "place": i} for i, row in enumerate(rows)])

    block = LearningBlock(
        output_dir=str(folder),
        num_train_epochs=2,
        per_device_train_batch_size=batch_size,
        bf16=False,
    )
    lesson = Lesson(make_dataset, _join, seed=13)
    fine_tune(model, lesson, partial(torch.optim.SGD, model.parameters(), lr=0.1), block)
    return model


def _join(examples: Sequence[Mapping[str, Any]]) -> dict[str, Tensor]:
    return {
        "values": torch.tensor([example["values"] for example in examples]),
        "places": torch.tensor([example["place"] for example in examples]),
    }


def _run(folder: Path) -> int:
    noted: dict[str, Any] = {}

    def write_noted(*arguments: Any) -> None:
        noted["found_lower_states"] = arguments[3].exists()
        write_lower_states(*arguments)

    def train_noted(*arguments: Any) -> Start:
        start = train_model(*arguments)
        weights = start.model.state_dict().values()
        noted["weights"] = [float(value.double().sum()) for value in weights]
        return start

    model = learn_numbers(folder / "numbers", batch_size=BATCH_SIZE)
    noted |= {"number": model.number.tolist(), "read": model.read}
    with (
        patch("training.learning.topic_lesson.write_lower_states", write_noted),
        patch("training.stages.train_model", train_noted),
        patch("training.release.finish.finish", lambda *_: noted.update(finished=True)),
        patch("training.release.result.result_lines", lambda *_: []),
    ):
        code = main([str(folder / "run.yaml")])
    (folder / f"noted-{os.environ['RANK']}.json").write_text(json.dumps(noted), "utf-8")
    return code


if __name__ == "__main__":
    sys.exit(_run(Path(sys.argv[1])))

from __future__ import annotations

from pathlib import Path

import numpy as np

from service.artifacts import ModelFolder
from service.config import SHIPPED_MODEL, locate
from training.desk.replay import read_replay
from training.desk.topic_head import TopicHead


def test_the_shipped_model_remembers_its_training() -> None:
    """`python -m training.release.replay` makes it anew after another model took its place."""
    folder = ModelFolder(Path(locate(SHIPPED_MODEL)))
    found = read_replay(folder)
    assert found is not None
    assert len(found) >= 300
    assert folder.replay.stat().st_size <= 2_000_000
    told = TopicHead.of_model(folder).probabilities(found.vectors)
    assert np.abs(told - found.probabilities).max() < 0.02, "it remembers another model"

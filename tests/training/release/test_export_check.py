from __future__ import annotations

from pathlib import Path

import torch

from service.encoders.openvino_runtime import OpenVinoEncoder
from tests.tiny_model import LABELS, make_model_folder, make_start
from training.articles.datamodels import LabelledArticle
from training.release.export_check import MOST_COMPARED, compare_with_checkpoint

ARTICLES = [
    LabelledArticle(id=str(n), title="标题", text=f"新药{n}进医保。" * 90, topic=LABELS[n % 5])
    for n in range(2 * MOST_COMPARED + 1)
]


def test_an_export_says_what_its_own_checkpoint_does_and_not_what_another_would(
    tmp_path: Path,
) -> None:
    start = make_start()
    folder = make_model_folder(tmp_path)
    encoder = OpenVinoEncoder.from_pretrained(folder.path)
    own = compare_with_checkpoint(folder, encoder, start, ARTICLES)
    other = make_start(8)
    with torch.no_grad():
        other.model.topic_out.bias[1] += 5
    another = compare_with_checkpoint(folder, encoder, other, ARTICLES[:5])
    assert own["same_topic_as_checkpoint"] >= 0.98
    assert own["max_probability_gap"] < 0.02
    assert another["max_probability_gap"] > 0.2

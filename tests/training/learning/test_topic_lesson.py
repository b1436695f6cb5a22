from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from datasets import Dataset

from tests.tiny_model import LABELS, make_start
from training.articles.datamodels import PlainArticle
from training.config import TrainerBlock
from training.learning.examples import collate, make_example
from training.learning.network import TopicModel
from training.learning.topic_lesson import UpperTopicModel, upper_collator, with_lower_states

TEXTS = ("社区食堂昨天开张。居民都说方便。", "新药进医保，三种患者负担减轻。" * 5, "开张。")


@pytest.fixture
def block(tmp_path: Path) -> TrainerBlock:
    return TrainerBlock(output_dir=str(tmp_path), frozen_layers=1, bf16=False)


def test_what_is_computed_once_gives_the_same_scores(block: TrainerBlock) -> None:
    start = make_start()
    target = np.eye(len(LABELS), dtype=np.float32)[0]
    rows = [
        make_example(
            PlainArticle(id=str(n), title="标题", text=text),
            target,
            start.tokenizer,
            start.windows,
            4,
        )
        for n, text in enumerate(TEXTS)
    ]
    examples = list(with_lower_states(Dataset.from_list(rows), start.model, block))
    assert max(len(example["starts"]) for example in examples) > 1
    upper = UpperTopicModel(start.model, 1)
    with torch.inference_mode():
        whole = start.model(**collate(examples, start.pad_id))
        above = upper(**upper_collator(block, start.pad_id)(examples))
    assert torch.allclose(whole["logits"], above["logits"], atol=2e-3)
    assert torch.allclose(whole["loss"], above["loss"], atol=2e-3)


def test_its_weights_are_those_of_the_model_by_the_same_names(block: TrainerBlock) -> None:
    model = make_start().model
    upper = UpperTopicModel(model, block.frozen_layers)
    assert upper.state_dict().keys() == model.state_dict().keys()
    upper.load_state_dict({name: value + 1 for name, value in model.state_dict().items()})
    assert torch.equal(upper.topic_out.bias, model.topic_out.bias)


def test_a_head_may_be_of_any_width() -> None:
    start = make_start()
    wide = TopicModel(start.model.encoder, 3, width=7)
    assert wide.topic_out.weight.shape == (3, 7)

"""Let the upper layers of an encoder learn salience from summaries, held to the topics they know.

An encoder that learned topics alone says nothing of a sentence that its place, form and words
do not say. So its upper layers go on learning, with the salience head on top, from articles
with summaries; and that the topics stay, each article is also judged as it was before. Where a
share of that comes from the label of a reader, the topics go on learning too; else the topic head
does not move. What the layers below make of a text is computed once.

References:
    Liu and Lapata, Text Summarization with Pretrained Encoders, 2019; we rank the sentences of
    an article against each other instead of asking of each whether it belongs.
    Li and Hoiem, Learning without Forgetting, 2016: distillation from the model before.
    Wortsman et al., Robust fine-tuning of zero-shot models, 2022: the mean with the weights before.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from datasets import Dataset
from torch import nn

from training.articles.run_data import RunData
from training.config import TrainingConfig, TuningBlock
from training.learning.checkpoint import Start
from training.learning.examples import topic_target
from training.learning.lower_states import LOWER_STATES
from training.learning.optimizer import dropout_in, make_optimizer
from training.learning.salience_head import (
    InputScale,
    RatedArticle,
    SalienceHead,
    fit_head,
    rate_by_features,
)
from training.learning.trainer_runs import Lesson, fine_tune
from training.learning.tuning_examples import collate, prepare, with_summary, without_summary
from training.learning.tuning_model import TuningModel

_FIRST_SHARE = 0.1  # so that the vectors hardly count before they have learned anything


def tune(
    start: Start,
    config: TrainingConfig,
    block: TuningBlock,
    data: RunData,
    labels: tuple[str, ...],
) -> SalienceHead:
    """Tune `start.model` in place.

    Args:
        start: The model, its topics learned.
        config: Of the run.
        block: How it learns: `config.tuning`.
        data: Articles with a reference summary, read whole, and others to hold the topics, or to
            learn them from (`block.label_share`), read as far as `config.data.max_windows` go.
            Those that are both are known by their id.
        labels: The topics, in the order of the head.

    Returns:
        The salience head that belongs to the tuned encoder.
    """
    rated = [rate_by_features(row, config.salience) for row in data.summarized]
    head, scale = _first_head(start, config, [article for article in rated if len(article.target)])
    model = TuningModel(
        start.model, head, scale, n_frozen=block.frozen_layers, topic_weight=block.topic_weight
    )
    for part in (start.model.topic_hidden, start.model.topic_out):
        part.requires_grad_(requires_grad=block.topics_learn)
    topics, files = data.lessons(config.data, config.seed), data.file_of_topic
    told = {
        row.id: {
            "label": topic_target(row, labels, config.data.secondary_weight).tolist(),
            "share": block.share_of_label(files[row.id]),
        }
        for row in topics
    }
    untold = {"label": [], "share": 0.0}
    examples = [
        {**with_summary(*pair, start), **told.get(pair[0].id, untold)}
        for pair in zip(data.summarized, rated, strict=True)
    ]
    examples += [
        {**without_summary(row, start, config.data.max_windows), **told[row.id]} for row in topics
    ]
    states = Path(block.output_dir) / LOWER_STATES if block.frozen_layers else None
    before = copy.deepcopy(model.state_dict()) if block.start_share else None
    lesson = Lesson(
        lambda: Dataset.from_list(prepare(examples, model, block, states)),
        partial(collate, states=states),
        config.seed,
        "group_by_length",
    )
    new_optimizer = partial(
        make_optimizer, start.model.encoder, list(_heads(model)), block, embeddings_learn=False
    )
    with dropout_in(start.model.encoder, block):
        fine_tune(model, lesson, new_optimizer, block)
    if states is not None:
        states.unlink(missing_ok=True)
    if before is not None:
        after = model.state_dict()
        model.load_state_dict(
            {name: value.lerp(before[name], block.start_share) for name, value in after.items()}
        )
    return scale.taken_into(head)


def _first_head(
    start: Start, config: TrainingConfig, rated: Sequence[RatedArticle]
) -> tuple[SalienceHead, InputScale]:
    """The head to begin with, and the scale of what it reads.

    That of the folder that the run starts from, where the encoder is still the one that it
    belongs to; else one that knows features alone, for which vectors hardly count yet.
    """
    width = start.model.encoder.config.hidden_size
    if start.origin is not None and config.keeps_encoder:
        read = start.origin.read_head("salience", n_outputs=1)
        known = SalienceHead.from_weights(read, config.salience.dropout)
        scale = InputScale.of(rated).widened(width)
        return scale.taken_from(known), scale
    head, scale = fit_head(rated, config.salience, seed=config.seed)
    return head.widened(width, _FIRST_SHARE), scale.widened(width)


def _heads(model: TuningModel) -> Iterator[nn.Parameter]:
    """The parameters above the encoder that learn."""
    parts = (model.salience, model.topics.topic_hidden, model.topics.topic_out)
    return (value for part in parts for value in part.parameters() if value.requires_grad)

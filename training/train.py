"""Train a model and leave it as a checked artifact: `baozhai train CONFIG`."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from transformers import Trainer, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from service.config import TopicsConfig, load_config, locate
from service.errors import ConfigError
from training.checkpoint import Start, load_start
from training.config import TrainerBlock, TrainingConfig
from training.data import read_rows
from training.examples import collate, make_example, topic_target
from training.finish import finish
from training.model import TopicModel

logger = logging.getLogger(__name__)

WEIGHTS = "model.pt"  # what `train_model` leaves in `output_dir`
RUN = "run.json"  # the configuration it belongs to


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one configuration: train, calibrate, export, measure, write the card."""
    parser = argparse.ArgumentParser(prog="baozhai train", description=__doc__)
    parser.add_argument("config", help="configuration, e.g. configs/training/smoke.yaml")
    parser.add_argument("--data", help="folder of the data, instead of data.root")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = load_config(options.config, TrainingConfig)
    data_root = locate(options.data or config.data.root)
    labels = load_config(config.topics, TopicsConfig).labels
    start = train_model(config, data_root, labels)
    folder = finish(start, config, data_root, labels)
    logger.info("%s: %s", folder.path, folder.metrics.read_text(encoding="utf-8"))
    return 0


def train_model(config: TrainingConfig, data_root: Path, labels: tuple[str, ...]) -> Start:
    """Train as the configuration says; an interrupted run goes on where it was.

    Returns:
        The trained model; its weights also stand in `output_dir/model.pt`, and a
        finished run is not trained again.

    Raises:
        ConfigError: If `output_dir` holds a run of another configuration.
    """
    start = load_start(config, labels)
    block = config.trainer
    if block.n_threads:
        torch.set_num_threads(block.n_threads)
    output = Path(block.output_dir)
    _claim(output, config)
    weights = output / WEIGHTS
    if not weights.exists():
        dataset = make_dataset(config, data_root, start, labels)
        logger.info("%d articles to train on", len(dataset))
        trainer = Trainer(
            model=start.model,
            args=_training_arguments(block),
            train_dataset=dataset,
            data_collator=partial(collate, pad_id=start.pad_id),
            optimizers=(_optimizer(start.model, block), None),
        )
        trainer.train(resume_from_checkpoint=_last_checkpoint(output))
        unfinished = weights.with_suffix(".part")
        torch.save(start.model.state_dict(), unfinished)
        unfinished.replace(weights)
    start.model.load_state_dict(torch.load(weights, weights_only=True))
    start.model.train(mode=False)
    return start


def _claim(output: Path, config: TrainingConfig) -> None:
    """Note whose run the folder holds, so that no run goes on from another's checkpoint."""
    output.mkdir(parents=True, exist_ok=True)
    record = output / RUN
    run = config.model_dump_json(include={"model", "data", "trainer", "topics"}, indent=2)
    if record.exists() and record.read_text(encoding="utf-8") != run:
        raise ConfigError(
            f"{output} holds a run of another configuration (see {record}); name another "
            "trainer.output_dir, or remove the folder"
        )
    record.write_text(run, encoding="utf-8")


def make_dataset(
    config: TrainingConfig, data_root: Path, start: Start, labels: tuple[str, ...]
) -> Dataset:
    """All training articles, cut and with their targets."""
    block = config.data
    files = [*(data_root / file for file in block.topics), *map(locate, block.own_topics)]
    rows = (row for file in files for row in read_rows(file))
    return Dataset.from_list(
        [
            make_example(
                row,
                topic_target(row, labels, block.secondary_weight),
                start.tokenizer,
                start.windows,
                block.max_windows,
            )
            for row in rows
        ]
    )


def _last_checkpoint(output: Path) -> str | None:
    if not output.exists():
        return None
    found: str | None = get_last_checkpoint(str(output))  # type: ignore[no-untyped-call]
    return found


def has_bfloat16() -> bool:
    """Whether this machine computes in bfloat16 by instructions of its own.

    A torch too old to tell (before `torch.cpu.get_capabilities`) counts as without.
    """
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(capabilities.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))


def _training_arguments(block: TrainerBlock) -> TrainingArguments:
    bf16 = has_bfloat16() if block.bf16 is None else block.bf16
    logger.info("computing in %s", "bfloat16" if bf16 else "float32")
    return TrainingArguments(
        output_dir=block.output_dir,
        num_train_epochs=block.num_train_epochs,
        per_device_train_batch_size=block.per_device_train_batch_size,
        warmup_steps=block.warmup_ratio,
        max_grad_norm=block.max_grad_norm,
        bf16=bf16,
        seed=block.seed,
        save_steps=block.save_steps,
        save_total_limit=1,
        logging_steps=block.logging_steps,
        remove_unused_columns=False,
        train_sampling_strategy="group_by_length",  # padding costs as much as text
        length_column_name="length",
        report_to="none",
        disable_tqdm=True,
        use_cpu=not torch.cuda.is_available(),
    )


def _optimizer(model: TopicModel, block: TrainerBlock) -> torch.optim.Optimizer:
    """AdamW with a learning rate per layer, lower ones slower, and a higher one for the head.

    Frozen layers are switched off here: they need neither gradient nor place in the optimizer.
    """
    layers = [model.encoder.embeddings, *model.encoder.encoder.layer]
    n_frozen = block.frozen_layers + 1 if block.frozen_layers else 0  # with the embeddings
    for layer in layers[:n_frozen]:
        layer.requires_grad_(requires_grad=False)
    groups = [
        {
            "params": list(layer.parameters()),
            "lr": block.learning_rate * block.layer_decay ** (len(layers) - 1 - depth),
        }
        for depth, layer in enumerate(layers)
        if depth >= n_frozen
    ]
    head = [
        parameter for name, parameter in model.named_parameters() if not name.startswith("encoder.")
    ]
    groups.append({"params": head, "lr": block.head_learning_rate})
    return torch.optim.AdamW(groups, weight_decay=block.weight_decay)

"""Runs of the Trainer: resumable, averaged, and none goes on from another's checkpoint."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from datasets import Dataset
from torch import Tensor, nn
from transformers import PrinterCallback, Trainer, TrainingArguments
from transformers.trainer import TRAINER_STATE_NAME

from training.config import LearningBlock
from training.following import UNFOLLOWED, Following
from training.learning.bfloat16 import computes_in_bfloat16
from training.learning.callbacks import TellsFollower, TellsTimeLeft
from training.learning.processes import is_main, main_first, n_processes, wait_for_all
from training.learning.run_identity import FINISHED

logger = logging.getLogger(__name__)

_FEWEST_LOSSES = 20
_JOINERS = 4  # processes that join batches
WEIGHTS = "model.pt"  # what a finished run leaves in `output_dir`


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a model learns from, and in what order.

    Attributes:
        make_dataset: Called only where there is something left to train.
        collate: Examples to the arguments of the model.
        seed: Of the order; of the first run, where there are several.
        batches: `random`, or `group_by_length` where padding would cost as much as text.
        following: Told of each step and of the losses; may end the run by an error.
    """

    make_dataset: Callable[[], Dataset]
    collate: Callable[[list[Any]], dict[str, Any]]
    seed: int
    batches: Literal["random", "group_by_length"] = "random"
    following: Following = UNFOLLOWED


def fine_tune(
    model: nn.Module,
    lesson: Lesson,
    new_optimizer: Callable[[], torch.optim.Optimizer],
    block: LearningBlock,
) -> None:
    """Train `model` in place and leave it in evaluation mode, on the CPU.

    Several runs (`block.n_seeds`) start from the same weights and differ in the order of what
    they learn; the mean of their weights is what they had in common. What is finished is not
    done again, an interrupted run goes on from its last checkpoint. Several processes take their
    share of each batch and end with the same weights.

    Args:
        model: Returns a dict with `loss`.
        lesson: What it learns from.
        new_optimizer: Makes one over the parameters that learn, for each run.
        block: How it learns; the weights go to its `output_dir`.

    References:
        Wortsman et al., Model soups, 2022: the uniform one, over seeds instead of settings.
    """
    if block.n_threads:
        torch.set_num_threads(block.n_threads)
    output = Path(block.output_dir)
    output.mkdir(parents=True, exist_ok=True)
    seeds = range(lesson.seed, lesson.seed + block.n_seeds)
    runs = {seed: output / f"seed-{seed}" for seed in seeds}
    unfinished = {seed: run for seed, run in runs.items() if not (run / WEIGHTS).exists()}
    if not unfinished:
        logger.info(FINISHED, output)
    else:
        with main_first():
            dataset = lesson.make_dataset()
        lesson.following.stage("learning")
        logger.info("要学的 %d 篇 (articles to train on)", len(dataset))
        start = copy.deepcopy(model.state_dict())
        for seed, run in unfinished.items():
            model.load_state_dict(start)
            if checkpoint := _last_checkpoint(run):
                logger.info("%s: 接着上次中断的地方 (goes on where it was interrupted)", checkpoint)
            trainer = Trainer(
                model=model,
                args=_arguments(block, lesson, run, seed, len(dataset)),
                train_dataset=dataset,
                data_collator=lesson.collate,
                optimizers=(new_optimizer(), None),
                callbacks=[TellsTimeLeft(), TellsFollower(lesson.following)],
            )
            trainer.remove_callback(PrinterCallback)  # what it prints is told, or logged
            _train(trainer, model, run)
    finished = [
        torch.load(run / WEIGHTS, map_location="cpu", weights_only=True) for run in runs.values()
    ]
    model.cpu().load_state_dict(_mean_of(finished))
    model.train(mode=False)


def _train(trainer: Trainer, model: nn.Module, run: Path) -> None:
    """One run, in its folder; its weights are there only once it is finished."""
    run.mkdir(exist_ok=True)
    trainer.train(resume_from_checkpoint=_last_checkpoint(run))
    if is_main():
        unfinished = (run / WEIGHTS).with_suffix(".part")
        torch.save(model.state_dict(), unfinished)
        unfinished.replace(run / WEIGHTS)
    wait_for_all()


def _mean_of(states: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """Average the weights of one model over several runs."""
    return {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}


def _last_checkpoint(run: Path) -> str | None:
    """The latest that was written to its end: a killed run may have left one without."""
    whole = filter(_is_whole, run.glob("checkpoint-*"))
    latest = max(whole, key=lambda folder: int(folder.name.partition("-")[2]), default=None)
    return None if latest is None else str(latest)


def _is_whole(checkpoint: Path) -> bool:
    """Whether it holds the state of all processes, and that of the Trainer, which comes last."""
    try:
        json.loads((checkpoint / TRAINER_STATE_NAME).read_bytes())
    except (OSError, ValueError):
        return False
    return len(list(checkpoint.glob("rng_state*.pth"))) == n_processes()


def steps_between_checkpoints(block: LearningBlock, n_examples: int) -> int:
    """As the settings say, but at least one a pass: a short run is worth going on with, too."""
    return min(block.save_steps, max(1, -(-n_examples // _articles_a_step(block))))


def steps_between_losses(block: LearningBlock, n_examples: int) -> int:
    """As the settings say, but some twenty a run at least, so that they make a curve."""
    n_steps = block.num_train_epochs * n_examples / _articles_a_step(block)
    return min(block.logging_steps, max(1, int(n_steps / _FEWEST_LOSSES)))


def _articles_a_step(block: LearningBlock) -> int:
    return block.per_device_train_batch_size * n_processes()


def _arguments(
    block: LearningBlock, lesson: Lesson, run: Path, seed: int, n_examples: int
) -> TrainingArguments:
    bf16 = computes_in_bfloat16(block)
    logger.info("以 %s 计算 (computing in)", "bfloat16" if bf16 else "float32")
    arguments = TrainingArguments(
        output_dir=str(run),
        num_train_epochs=block.num_train_epochs,
        per_device_train_batch_size=block.per_device_train_batch_size,
        warmup_steps=block.warmup_ratio,
        max_grad_norm=block.max_grad_norm,
        bf16=bf16,
        seed=seed,
        save_steps=steps_between_checkpoints(block, n_examples),
        save_total_limit=1,
        logging_steps=steps_between_losses(block, n_examples),
        remove_unused_columns=False,
        train_sampling_strategy=lesson.batches,
        length_column_name="length",
        report_to="none",
        disable_tqdm=True,
        use_cpu=not torch.cuda.is_available(),
        # A GPU waits for batches that are joined one after the other.
        dataloader_num_workers=_JOINERS if torch.cuda.is_available() else 0,
        ddp_find_unused_parameters=True,  # articles without a summary leave the salience head out
    )
    # With several GPUs the Trainer would cut batches by rows, and an article has several.
    arguments._n_gpu = min(arguments.n_gpu, 1)
    return arguments

"""Runs of the Trainer: resumable, averaged, and none goes on from another's checkpoint."""

from __future__ import annotations

import copy
import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from datasets import Dataset
from torch import Tensor, nn
from transformers import (
    BertModel,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)
from transformers.trainer import TRAINER_STATE_NAME

from training.config import LearningBlock, TrainerBlock
from training.following import UNFOLLOWED, Following
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
                callbacks=[_TimeLeft(), _Told(lesson.following)],
            )
            trainer.remove_callback(PrinterCallback)  # what it prints is told, or logged
            _train(trainer, model, run)
    finished = [
        torch.load(run / WEIGHTS, map_location="cpu", weights_only=True) for run in runs.values()
    ]
    model.cpu().load_state_dict(_mean_of(finished))
    model.train(mode=False)


@contextmanager
def dropout_in(encoder: BertModel, block: TrainerBlock) -> Iterator[None]:
    """Switch dropout on, as the block wants it, in the layers that learn, and off again."""
    layers = encoder.encoder.layer[block.frozen_layers :]
    learning = layers if block.frozen_layers else [encoder.embeddings, *layers]
    found = [part for layer in learning for part in layer.modules() if isinstance(part, nn.Dropout)]
    for part in found:
        part.p = block.dropout
    yield
    for part in found:
        part.p = 0.0


def make_optimizer(
    encoder: BertModel,
    head: Iterable[nn.Parameter],
    block: TrainerBlock,
    *,
    embeddings_learn: bool = True,
) -> torch.optim.Optimizer:
    """AdamW with a learning rate per layer, lower ones slower, and a higher one for the head.

    What stands still is switched off here: it needs neither gradient nor place in the optimizer.

    Args:
        encoder: Whose layers learn.
        head: What else does.
        block: How.
        embeddings_learn: Whether the embeddings do, too, where no layer stands still.
    """
    layers = [encoder.embeddings, *encoder.encoder.layer]
    n_frozen = block.frozen_layers
    if n_frozen or not embeddings_learn:
        n_frozen += 1  # with the embeddings
    for depth, layer in enumerate(layers):
        layer.requires_grad_(requires_grad=depth >= n_frozen)
    groups = [
        {
            "params": list(layer.parameters()),
            "lr": block.learning_rate * block.layer_decay ** (len(layers) - 1 - depth),
        }
        for depth, layer in enumerate(layers)
        if depth >= n_frozen
    ]
    groups.append({"params": list(head), "lr": block.head_learning_rate})
    return torch.optim.AdamW(groups, weight_decay=block.weight_decay)


def computes_in_bfloat16(block: LearningBlock) -> bool:
    """Whether it is asked for, or nothing is said and the machine has it."""
    return has_bfloat16() if block.bf16 is None else block.bf16


def has_bfloat16() -> bool:
    """Whether this machine computes in bfloat16 by instructions of its own.

    A torch too old to tell (before `torch.cpu.get_capabilities`) counts as without.
    """
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(capabilities.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))


class _TimeLeft(TrainerCallback):
    """Tells how far a run is, and how long the rest takes."""

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> None:
        """Remember when it began, and where."""
        del args, control
        self._began_s, self._first_step = time.monotonic(), state.global_step

    def on_log(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> None:
        """Tell it with each loss."""
        del args, control
        done, left = state.global_step - self._first_step, state.max_steps - state.global_step
        minutes = (time.monotonic() - self._began_s) / max(done, 1) * left / 60
        logger.info(
            "第 %d 步，共 %d 步，约剩 %.1f 分钟 (steps, minutes left)",
            state.global_step,
            state.max_steps,
            minutes,
        )


class _Told(TrainerCallback):
    """Tells a follower of each step, and of the losses, those before an interruption too."""

    def __init__(self, following: Following) -> None:
        self._following = following

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> None:
        """Tell where it begins."""
        self.on_step_end(args, state, control)

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> None:
        """Tell that a step is done."""
        del args, control
        self._following.on_done(state.global_step, state.max_steps)

    def on_log(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> None:
        """Tell all losses so far."""
        del args, control
        logged = [entry for entry in state.log_history if "loss" in entry]
        self._following.on_losses([(int(each["step"]), float(each["loss"])) for each in logged])


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

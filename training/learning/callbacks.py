"""What is told of a run of the Trainer while it goes on."""

from __future__ import annotations

import logging
import time

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from training.following import Following

logger = logging.getLogger(__name__)


class TellsTimeLeft(TrainerCallback):
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


class TellsFollower(TrainerCallback):
    """Tells a follower of each step, and of the losses, those before an interruption too."""

    def __init__(self, following: Following) -> None:
        """Take who is told."""
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

"""Train the layers of the scorer of lines, on what is seen of lines under noise."""

from __future__ import annotations

import sys

import numpy as np
import torch
from numpy.typing import NDArray

from service.splitters.stories import Role
from training.line_scorer.beginnings import platt_scale
from training.line_scorer.described import Described

_N_HIDDEN = 64
_N_NETS = 4
_N_EPOCHS = 14
_BATCH = 512
_DROPOUT = 0.15
_SCALING = 10  # one page in so many sets the scale of the probabilities


def fit_layers(described: Described, *, seed: int) -> dict[str, NDArray[np.float32]]:
    """Train the layers that join what is seen of a line.

    Several nets stand side by side as one wide layer, so that what comes out hangs
    little on the seed.

    Args:
        described: The lines of pages under noise, and what should be said of them.
        seed: Seed of the training.

    Returns:
        The arrays named in `service.splitters.roles.line_scorer.LAYERS`.
    """
    table = described.table
    mean, deviation = table.mean(axis=0), table.std(axis=0)
    scale = 1 / np.maximum(deviation, 0.05)
    inputs = torch.from_numpy(np.clip((table - mean) * scale, -8, 8).astype(np.float32))
    layers = _side_by_side(
        inputs,
        torch.from_numpy(described.roles),
        torch.from_numpy(described.answers),
        described.pages % _SCALING == 0,
        seed,
    )
    return {"mean": mean, "scale": scale.astype(np.float32)} | layers


def _side_by_side(
    inputs: torch.Tensor,
    roles: torch.Tensor,
    answers: torch.Tensor,
    is_scaling: NDArray[np.bool_],
    seed: int,
) -> dict[str, NDArray[np.float32]]:
    """Several nets as one whose outputs are the mean of theirs, both questions scaled."""
    learning = torch.from_numpy(np.flatnonzero(~is_scaling))
    nets = []
    for number in range(_N_NETS):
        torch.manual_seed(100 * seed + number)
        nets.append(_train(inputs[learning], roles[learning], answers[learning]))
    hidden = torch.cat([net[0].weight for net in nets]), torch.cat([net[0].bias for net in nets])
    weights = torch.cat([net[1].weight for net in nets], dim=1) / _N_NETS
    bias = torch.stack([net[1].bias for net in nets]).mean(dim=0)
    with torch.no_grad():
        inner = torch.relu(torch.nn.functional.linear(inputs[is_scaling], *hidden))
        odds = torch.nn.functional.linear(inner, weights, bias).numpy()
    for question in range(answers.shape[1]):
        column = len(Role) + question
        said = answers[is_scaling][:, question].numpy()
        slope, offset = platt_scale(odds[:, column], said)
        weights.data[column] *= slope
        bias.data[column] = slope * bias[column] + offset
    return {
        "hidden_weights": hidden[0].detach().numpy().T.copy(),
        "hidden_bias": hidden[1].detach().numpy(),
        "output_weights": weights.detach().numpy().T.copy(),
        "output_bias": bias.detach().numpy(),
    }


def _train(
    inputs: torch.Tensor, roles: torch.Tensor, answers: torch.Tensor
) -> tuple[torch.nn.Linear, torch.nn.Linear]:
    """One hidden layer for roles and both yes-or-no questions, by AdamW with a falling rate."""
    hidden = torch.nn.Linear(inputs.shape[1], _N_HIDDEN)
    output = torch.nn.Linear(_N_HIDDEN, len(Role) + answers.shape[1])
    parameters = [*hidden.parameters(), *output.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=3e-3, weight_decay=0.02)
    n_steps = _N_EPOCHS * -(-len(inputs) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=n_steps)
    total = 0.0
    for _ in range(_N_EPOCHS):
        total = 0.0
        for rows in torch.randperm(len(inputs)).split(_BATCH):  # type: ignore[no-untyped-call]
            noisy = torch.nn.functional.dropout(inputs[rows], _DROPOUT)
            inner = torch.nn.functional.dropout(torch.relu(hidden(noisy)), _DROPOUT)
            outputs = output(inner)
            loss = torch.nn.functional.cross_entropy(outputs[:, : len(Role)], roles[rows])
            loss = loss + torch.nn.functional.binary_cross_entropy_with_logits(
                outputs[:, len(Role) :], answers[rows]
            )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(rows)
    sys.stderr.write(f"a net of {_N_HIDDEN}: loss {total / len(inputs):.4f}\n")
    return hidden, output

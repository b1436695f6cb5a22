"""The card of a line scorer, written from the run: never by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from training.line_scorer.config import LineScorerConfig

_TEMPLATE = Path(__file__).with_suffix(".md")
_FIGURES = (
    "exact",
    "b_cubed_f1",
    "headlines",
    "boundaries_f1",
    "stitches_f1",
    "repeats_f1",
    "furniture_f1",
)
_HELD_OUT = " Kinds of noise that are kept to judge on were not taught."


def make_card(config: LineScorerConfig, metrics: Mapping[str, Any]) -> str:
    """Write the card of a line scorer.

    Args:
        config: The run that made it.
        metrics: The content of its `metrics.json`: `split`, the figures for each file of pages.
    """
    text = yaml.safe_dump(config.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
    block, split = config.data, metrics["split"]
    return _TEMPLATE.read_text(encoding="utf-8").format(
        name=config.line_scorer.name,
        version=config.line_scorer.version,
        pages=block.pages,
        loose=", ".join(block.loose),
        characters=", ".join(block.characters) or "–",
        judged=", ".join(block.judged),
        held_out=_HELD_OUT if config.holds_out else "",
        rows="\n".join(_row(file, figures) for file, figures in split.items()),
        fault_rows="\n".join(
            f"| {file} | {fault} | {found['n']} | {_percent(found['exact'])} "
            f"| {_percent(found['headlines'])} | {found['b_cubed_f1']:.3f} |"
            for file, figures in split.items()
            for fault, found in figures["by_fault"].items()
        ),
        digest=hashlib.sha256(text.encode()).hexdigest()[:12],
        seed=config.seed,
        config=text,
    )


def _row(file: str, figures: Mapping[str, Any]) -> str:
    values = " | ".join(_percent(figures[name]) for name in _FIGURES)
    return f"| {file} | {figures['n_pages']:.0f} | {values} |"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"

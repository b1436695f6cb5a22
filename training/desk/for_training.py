"""What `baozhai train` needs of a desk: its sets as files, and a configuration that names them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from service.artifacts import ModelFolder
from service.files import write_file
from training.articles.amounts import FEWEST_CASES
from training.articles.datamodels import LabelledArticle, SoftArticle
from training.desk.dealing import FEWEST_TO_DEAL
from training.desk.folder import DeskFolder
from training.desk.sets import DeskSets

_CONFIG = """\
# `baozhai data check` 写的，可以改，改过的不会再动。运行：baozhai train {desk}
# The frozen test is in none of these files; `baozhai models add` judges by it.
model:
  name: own-paper
  version: "1"
  encoder: registry  # the version that serves, with its topic head
  max_length: {windows.max_length}
  max_headline_tokens: {windows.max_headline_tokens}
  prefix: {prefix}
  stand_in_chars: {windows.stand_in_chars}
data:
  root: {root}
  topics: [{files}]
  topics_validation: validation.jsonl
trainer:
  output_dir: {trainer}
  num_train_epochs: 2
  learning_rate: 2.0e-5  # the weights know the task already: small steps, or they forget it
  head_learning_rate: 1.0e-4
  frozen_layers: {frozen}  # of {layers}; fewer for thousands of articles
{topics}artifact: {artifact}
"""
_SEAL = "# 校验 checksum: "
_LEARNING_LAYERS = 2


def lack_for_training(desk: DeskFolder, sets: DeskSets) -> str | None:
    """Why the encoder cannot learn from the articles of a desk.

    None where it can, or somebody wrote a `paper.yaml` that may name other files.
    """
    n = len(sets.train), len(sets.validation)
    if (n[0] and n[1] >= FEWEST_CASES) or not _may_write(desk.training_config):
        return None
    return (
        f"可学的 {n[0]} 篇，校准的 {n[1]} 篇；让编码器也学至少要 {FEWEST_CASES} 篇校准的，学好要"
        f"几千篇。标满 {FEWEST_TO_DEAL} 篇会自动留出，自己分的请放 validation*.xlsx；几百篇请用 "
        "baozhai adapt (too few articles to train with: adapt learns from some dozens)"
    )


def write_for_training(
    desk: DeskFolder,
    sets: DeskSets,
    serving: ModelFolder,
    remembered: Sequence[SoftArticle] | None = None,
) -> Path:
    """Write the sets to learn from and to calibrate with, and `paper.yaml` where nobody changed it.

    Args:
        desk: The folder.
        sets: Its labelled articles.
        serving: The model that is to go on learning, in its upper two layers.
        remembered: Others, with what the serving model says of them; None leaves what was
            written before.

    Returns:
        The configuration.
    """
    desk.for_training.mkdir(exist_ok=True)
    memory = desk.for_training / "remembered.jsonl"
    for name, articles in (("train", sets.train), ("validation", sets.validation)):
        write_file(desk.for_training / f"{name}.jsonl", _lines(articles))
    if remembered:
        write_file(memory, _soft_lines(remembered))
    elif remembered is not None:
        memory.unlink(missing_ok=True)
    config = desk.training_config
    if _may_write(config):
        files = ["train.jsonl", memory.name] if memory.exists() else ["train.jsonl"]
        write_file(config, _sealed(_config(desk, files, serving)).encode())
    return config


def _config(desk: DeskFolder, files: Sequence[str], serving: ModelFolder) -> str:
    record = serving.read_inference()
    n_layers = record.encoder.num_hidden_layers
    return _CONFIG.format(
        desk=desk.path.as_posix(),
        windows=record.windows,
        prefix=json.dumps(record.windows.prefix, ensure_ascii=False),
        root=_quoted(desk.for_training),
        files=", ".join(files),
        trainer=_quoted(desk.path / "runs" / "trainer"),
        artifact=_quoted(desk.path / "runs" / "artifact"),
        frozen=max(n_layers - _LEARNING_LAYERS, 1),
        layers=n_layers,
        topics=f"topics: {_quoted(desk.topics)}\n" if desk.topics.exists() else "",
    )


def _quoted(path: Path) -> str:
    """For YAML, in which a name may not have a number sign as it is."""
    return json.dumps(path.as_posix(), ensure_ascii=False)


def _sealed(text: str) -> str:
    """With a line by which a change is seen."""
    return f"{text}{_SEAL}{sha256(text.encode()).hexdigest()[:16]}\n"


def _may_write(config: Path) -> bool:
    """Whether there is none, or nobody changed what was written."""
    # What is no UTF-8 any more was saved by somebody; whoever reads it as settings says so.
    text = config.read_text("utf-8", errors="replace") if config.exists() else None
    return text is None or _sealed(text.rpartition(_SEAL)[0]) == text


def _soft_lines(articles: Sequence[SoftArticle]) -> bytes:
    rows = (
        {
            "id": f"r{number}/{article.id}",
            "title": article.title,
            "text": article.text,
            "probabilities": article.probabilities,
        }
        for number, article in enumerate(articles, start=1)
    )
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def _lines(articles: Sequence[LabelledArticle]) -> bytes:
    rows = (
        {
            "id": f"{number}/{article.id}",  # ids of several files may be alike
            "title": article.title,
            "text": article.text,
            "topic": article.topic,
            "secondary": article.secondary,
        }
        for number, article in enumerate(articles, start=1)
    )
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()

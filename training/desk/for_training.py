"""What `baozhai train` needs of a desk: its sets as files, and a configuration that names them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from service.artifacts import ModelFolder
from service.writers.files import write_file
from training.articles.datamodels import LabelledArticle, SoftArticle
from training.desk.folder import DeskFolder
from training.desk.sets import DeskSets

_CONFIG = """\
# `baozhai data check` 写的，可以改，改过的不会再动。运行：baozhai train {config}
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
    if not config.exists() or _is_ours(config.read_text("utf-8")):
        files = ["train.jsonl", memory.name] if memory.exists() else ["train.jsonl"]
        write_file(config, _sealed(_config(desk, config, files, serving)).encode())
    return config


def _config(desk: DeskFolder, config: Path, files: Sequence[str], serving: ModelFolder) -> str:
    record = serving.read_inference()
    n_layers = record.encoder.num_hidden_layers
    return _CONFIG.format(
        config=config.as_posix(),
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


def _is_ours(text: str) -> bool:
    return _sealed(text.rpartition(_SEAL)[0]) == text


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

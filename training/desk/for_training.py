"""What `baozhai train` needs of a desk: its sets as files, and a configuration that names them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

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
data:
  root: {root}
  topics: [{files}]
  topics_validation: validation.jsonl
trainer:
  output_dir: {runs}/trainer
  num_train_epochs: 2
  learning_rate: 2.0e-5  # the weights know the task already: small steps, or they forget it
  head_learning_rate: 1.0e-4
  frozen_layers: 10  # fewer for thousands of articles
{topics}artifact: {runs}/artifact
"""


def write_for_training(
    desk: DeskFolder, sets: DeskSets, remembered: Sequence[SoftArticle] | None = None
) -> Path:
    """Write the sets to learn from and to calibrate with, and `paper.yaml` where nobody changed it.

    Args:
        desk: The folder.
        sets: Its labelled articles.
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
    config = desk.path / "paper.yaml"
    sets_alone = "train.jsonl"
    ours = [_config(desk, config, files) for files in (sets_alone, f"{sets_alone}, {memory.name}")]
    if not config.exists() or config.read_text("utf-8") in ours:
        write_file(config, ours[memory.exists()].encode())
    return config


def _config(desk: DeskFolder, config: Path, files: str) -> str:
    return _CONFIG.format(
        config=config.as_posix(),
        root=desk.for_training.as_posix(),
        files=files,
        runs=(desk.path / "runs").as_posix(),
        topics=f"topics: {desk.topics.as_posix()}\n" if desk.topics.exists() else "",
    )


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

"""A batch on a cluster of two workers on this machine, one of which is killed in the middle.

`python -m tests.ray_batch FOLDER` starts the cluster, and itself anew with the cluster's address;
that process writes `FOLDER/ray.jsonl`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from service.batch import ArticleInput, BatchSettings, Scorer, run_batch
from service.batch.on_ray import score_on_ray
from service.batch.ray_cluster import local_cluster
from service.datamodels import Article
from service.encoders.base import EncodedArticle
from service.pipeline import DigestPipeline
from tests.fakes import FakeEncoder, make_pipeline

SETTINGS = BatchSettings("fake@1", 150, ready_articles=True, version="0")
TOPICS = ("社区食堂", "医院扩建", "快递进村", "球队夺冠")
KILLS = "30"


class KillingEncoder(FakeEncoder):
    """Ends its process at one article, the first time that anybody reads it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / f"loaded-{os.getpid()}").touch(exist_ok=False)

    def start(self, article: Article) -> Callable[[], EncodedArticle]:
        with suppress(FileExistsError):
            if article.id == KILLS:
                (self._folder / "killed").touch(exist_ok=False)
                os.kill(os.getpid(), signal.SIGKILL)
        return super().start(article)


def articles() -> list[ArticleInput]:
    """Sixty articles; one of them is none."""
    made = [ArticleInput(str(n), TOPICS[n % 4], f"第{n}条开工。大家都来看。") for n in range(60)]
    made[7] = ArticleInput("7", error="第 8 行的 text 是空的")
    return made


def run(scorer: Scorer, output: Path) -> None:
    """Write the table of the articles."""
    run_batch(articles(), scorer, output, SETTINGS)


def killing_pipeline(folder: Path) -> DigestPipeline:
    """A pipeline that kills its process."""
    return replace(make_pipeline(), encoder=KillingEncoder(folder))


def main(folder: Path, address: str | None) -> None:
    """Run the batch on the cluster, or the cluster and the batch on it."""
    if address is None:
        with local_cluster(2) as address:
            command = [sys.executable, "-m", "tests.ray_batch", str(folder), address]
            subprocess.run(command, check=True)
        return
    load = partial(killing_pipeline, folder)
    run(score_on_ray(load, n_workers=2, max_chars=150, address=address), folder / "ray.jsonl")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)

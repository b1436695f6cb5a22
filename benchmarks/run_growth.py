"""How time and memory grow with the input: seconds, exponent and peak memory of each stage.

Each input is made at n, 2n and 4n characters, lines or whatever its kind counts, and goes the
whole way with the shipped line scorer; the encoder gives zeros, so that it is not what is measured.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from benchmarks.growth_inputs import INPUTS
from benchmarks.timing import peak_mebibytes, write_results
from service import ArticleSplitter
from service.classifiers.topics import TopicClassifier
from service.config import TopicSet, load_config, locate
from service.datamodels import Article, Digest, Issue
from service.encoders.base import EncodedArticle
from service.pipeline import DigestPipeline
from service.readers import issue_from_files
from service.summarizers.salience import SalienceSummarizer
from service.text import split_sentences
from service.web.presenting import Visitor, on_panel
from service.web.templating import Templates
from service.web.views.issue import IssueView
from service.web.wording import CHINESE
from service.writers.formats import render_digest

RESULTS = Path(__file__).parent / "results" / "growth.json"
_MODEL = "models/default"
_WIDTH = 384
_SIZES = (1, 2, 4)  # times n
_TOO_SHORT_S = 0.05


def main() -> int:
    """Measure the inputs and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run_growth", description=__doc__)
    parser.add_argument("--only", nargs="*", default=list(INPUTS), help="kinds of input")
    parser.add_argument("--size", type=float, default=1.0, help="times the usual n")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds for one input")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    kinds = {}
    for kind in arguments.only:
        make, usual = INPUTS[kind]
        n = int(usual * arguments.size)
        kinds[kind] = _measure(make, n, arguments.limit)
        Console().print(kind, kinds[kind])
        write_results(arguments.output, {"kinds": kinds})
    return 0


def _measure(make: Callable[[int], str | bytes], n: int, limit_s: float) -> dict[str, Any]:
    """Seconds of n, 2n and 4n by stage, and the exponent from the first to the last."""
    runs: list[dict[str, Any]] = []
    for size in (times * n for times in _SIZES):
        runs.append({"n": size, **_run_apart(make, size, limit_s)})
        if "seconds" not in runs[-1]:
            break
    told: dict[str, Any] = {"runs": runs}
    if len(runs) == len(_SIZES) and "seconds" in runs[-1]:
        first, last = runs[0]["seconds"], runs[-1]["seconds"]
        told["exponents"] = {stage: _exponent(first[stage], last[stage]) for stage in first}
    return told


def _exponent(seconds: float, of_fourfold: float) -> float | None:
    """1 for a straight line, 2 for a square; None where too little was measured to tell."""
    return (
        round(math.log(of_fourfold / seconds, _SIZES[-1]), 2) if seconds >= _TOO_SHORT_S else None
    )


def _run_apart(make: Callable[[int], str | bytes], n: int, limit_s: float) -> dict[str, Any]:
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, make, n))
    process.start()
    sender.close()
    found = receiver.recv() if receiver.poll(limit_s) else {"stopped_after_s": limit_s}
    process.kill()
    process.join()
    return dict(found)


def _run(sender: Connection, make: Callable[[int], str | bytes], n: int) -> None:
    """The whole way of one input, in seconds of the processor."""
    content = make(n)
    raw = content.encode() if isinstance(content, str) else content
    pipeline = _pipeline()
    pipeline.run(Issue("warm", "云川开通新路\n\n本报讯（记者 周禾）云川今天开通新路。\n"))
    before = peak_mebibytes()
    seconds: dict[str, float] = {}
    peaks: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        start = time.process_time()
        yield
        seconds[name] = round(time.process_time() - start, 3)
        peaks[name] = round(peak_mebibytes() - before, 1)

    with stage("read"):
        issue = issue_from_files([("growth", raw)])
    with stage("split"):
        split = pipeline.splitter.split(issue)
    with stage("score"):
        articles = tuple(pipeline.score(article) for article in split.articles)
    scored = replace(split, model=pipeline.model, articles=articles)
    with stage("write"):
        for output_format in ("html", "json"):
            render_digest(scored, output_format, pipeline.topics)
    with stage("page"):
        _page(scored, pipeline.topics)
    sender.send({"seconds": seconds, "mebibytes_over_start": peaks})


def _page(digest: Digest, topics: TopicSet) -> None:
    """The page of the issue with the source, and with its last article."""
    issue = IssueView("growth", digest, topics, 150)
    last = f"p{digest.articles[-1].spans[0].start}" if digest.articles else "source"
    for panel in ("source", "left-out", last):
        frame = {"visitor": Visitor(), "here": "", "examples": (), "max_chars": 150}
        Templates(topics).render(
            "issue.html", CHINESE, {**frame, "issue": issue, **on_panel(issue, panel)}
        )


class _NoEncoder:
    """Cuts sentences and gives zeros for vectors."""

    def encode(self, article: Article) -> EncodedArticle:
        """Zeros for each sentence."""
        sentences = split_sentences(article.text)
        n = len(sentences)
        vectors = np.zeros((n, _WIDTH), np.float32)
        return EncodedArticle(
            sentences, np.zeros(_WIDTH, np.float32), vectors, np.ones(n, np.int64)
        )

    def start(self, article: Article) -> Callable[[], EncodedArticle]:
        """The same, once it is called for."""
        return partial(self.encode, article)


def _pipeline() -> DigestPipeline:
    folder = locate(_MODEL)
    return DigestPipeline(
        splitter=ArticleSplitter(),
        encoder=_NoEncoder(),
        classifier=TopicClassifier.from_pretrained(folder),
        summarizer=SalienceSummarizer.from_pretrained(folder),
        model="growth@0",
        topics=load_config("configs/topics.yaml", TopicSet),
    )


if __name__ == "__main__":
    raise SystemExit(main())

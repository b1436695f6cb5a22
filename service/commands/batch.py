"""`batch`: many issues or articles, one table."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable
from functools import partial
from hashlib import sha256
from pathlib import Path

from service.arguments import version
from service.artifacts import LineScorerFolder
from service.batch import (
    BatchSettings,
    Scorer,
    WorkItem,
    issues_of_files,
    issues_of_folders,
    read_articles,
    run_batch,
    score_in_parallel,
    score_in_turn,
)
from service.commands import loading
from service.commands.paths import expand, refuse_overwriting
from service.config import ServiceConfig, locate
from service.console import progress, tell
from service.errors import ArtifactError
from service.pipeline import DigestPipeline
from service.writers.files import check_writable
from service.writers.table_formats import table_writer_for


def batch(arguments: Namespace, config: ServiceConfig) -> int:
    """Write the table; tells how it went."""
    output: Path = arguments.output
    table_writer_for(output)
    check_writable(output)
    inputs = expand(arguments.inputs)
    refuse_overwriting(output, inputs)
    items, total = _work(arguments, inputs)
    pipeline = loading.load_pipeline(config)
    max_chars = arguments.max_chars or pipeline.max_chars
    with progress(total) as on_done:
        report = run_batch(
            items,
            _scorer(arguments, config, pipeline, max_chars),
            output,
            _settings(arguments, config, pipeline, max_chars),
            resume=arguments.resume,
            on_done=on_done,
        )
    tell(report.in_words(pipeline.topics))
    return 1 if report.failures else 0


def _settings(
    arguments: Namespace, config: ServiceConfig, pipeline: DigestPipeline, max_chars: int
) -> BatchSettings:
    files = [pipeline.identity, pipeline.topics.model_dump_json()]
    if not arguments.articles:
        files.append(LineScorerFolder(locate(config.line_scorer)).identity())
    return BatchSettings(
        pipeline.model,
        max_chars,
        arguments.articles,
        version(),
        None if arguments.articles else pipeline.splitter.name,
        sha256("\n".join(files).encode()).hexdigest(),
        arguments.with_text,
        arguments.overwrite,
    )


def _scorer(
    arguments: Namespace, config: ServiceConfig, pipeline: DigestPipeline, max_chars: int
) -> Scorer:
    if arguments.workers == 1:
        return score_in_turn(pipeline, max_chars)
    n_threads = max(1, (os.cpu_count() or 1) // arguments.workers)
    load = partial(_load_in_worker, config, n_threads, pipeline.identity)
    return score_in_parallel(load, n_workers=arguments.workers, max_chars=max_chars)


def _load_in_worker(config: ServiceConfig, n_threads: int, identity: str) -> DigestPipeline:
    """The pipeline of one of several processes, which share the cores among them.

    Raises:
        ArtifactError: If another model was promoted since the batch began.
    """
    if config.n_threads == 0:
        config = config.model_copy(update={"n_threads": n_threads})
    pipeline = loading.load_pipeline(config)
    if pipeline.identity != identity:
        raise ArtifactError(
            "模型在批次开始时被换掉了；请再运行一次 (the model was replaced: run it again)"
        )
    return pipeline


def _work(arguments: Namespace, inputs: list[str]) -> tuple[Iterable[WorkItem], int | None]:
    """The inputs of a batch, and how many there are where that is known beforehand."""
    if arguments.articles:
        return read_articles(inputs), None
    issues = (issues_of_folders if arguments.by_folder else issues_of_files)(inputs)
    return issues, len(issues)

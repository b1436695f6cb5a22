"""`batch`: many issues or articles, one table."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from service.arguments import version
from service.artifacts import LineScorerFolder
from service.batch import (
    BatchSettings,
    CountFromCache,
    IssueInput,
    Scorer,
    WorkItem,
    issues_of_files,
    issues_of_folders,
    read_articles,
    run_batch,
    score_in_parallel,
    score_in_turn,
)
from service.batch.remote import is_address, sent_to
from service.commands import loading
from service.commands.paths import expand, refuse_overwriting
from service.config import ServiceConfig, locate
from service.console import progress, tell
from service.errors import ArtifactError, ConfigError, WriteError
from service.extras import require_ray
from service.files import check_writable
from service.pipeline import DigestPipeline
from service.readers.tables.formats import is_table
from service.writers.table_formats import table_writer_for


def batch(arguments: Namespace, config: ServiceConfig) -> int:
    """Write the table; tells how it went."""
    _check_engine(arguments)
    output: str = arguments.output
    if not is_address(output):
        return _batch(arguments, config, Path(output))
    table_writer_for(Path(output))
    if output in arguments.inputs:
        raise WriteError(
            f"{output}: 既是输入又是输出；请换一个地址 (an input: name another address)"
        )
    with sent_to(output, overwrite=arguments.overwrite) as here:
        return _batch(arguments, config, here)


def _batch(arguments: Namespace, config: ServiceConfig, output: Path) -> int:
    table_writer_for(output)
    check_writable(output)
    inputs = expand(arguments.inputs)
    refuse_overwriting(output, inputs)
    _take_tables_for_articles(arguments, inputs)
    items, total = _work(arguments, config, inputs)
    alone = arguments.workers == 1 and arguments.engine == "local"
    pipeline = (loading.load_pipeline if alone else loading.load_without_encoder)(config)
    max_chars = arguments.max_chars or pipeline.max_chars
    from_cache: list[int] = []
    with progress(total) as on_done:
        report = run_batch(
            items,
            _scorer(arguments, config, pipeline, from_cache.append),
            output,
            _settings(arguments, config, pipeline, max_chars),
            resume=arguments.resume,
            on_done=on_done,
        )
    report = replace(report, n_from_cache=sum(from_cache))
    tell(report.in_words(pipeline.topics))
    return 1 if report.failures else 0


def _settings(
    arguments: Namespace, config: ServiceConfig, pipeline: DigestPipeline, max_chars: int
) -> BatchSettings:
    files = [pipeline.identity, pipeline.topics.model_dump_json()]
    if not arguments.articles:
        files.append(LineScorerFolder(locate(config.line_scorer)).identity())
    return BatchSettings(
        model=pipeline.model,
        max_chars=max_chars,
        ready_articles=arguments.articles,
        version=version(),
        splitter=None if arguments.articles else pipeline.splitter.name,
        identity=sha256("\n".join(files).encode()).hexdigest(),
        with_text=arguments.with_text,
        overwrite=arguments.overwrite,
    )


def _scorer(
    arguments: Namespace, config: ServiceConfig, pipeline: DigestPipeline, count: CountFromCache
) -> Scorer:
    max_chars = arguments.max_chars or pipeline.max_chars
    if arguments.engine == "ray":
        from service.batch.on_ray import score_on_ray

        n_cores = config.n_threads or 1
        return score_on_ray(
            partial(_load_in_worker, config, n_cores, pipeline.identity),
            n_workers=arguments.workers,
            max_chars=max_chars,
            n_cores=n_cores,
            address=arguments.ray_address,
            count_from_cache=count,
        )
    if arguments.workers == 1:
        return score_in_turn(pipeline, max_chars, count)
    n_threads = max(1, (os.cpu_count() or 1) // arguments.workers)
    load = partial(_load_in_worker, config, n_threads, pipeline.identity)
    return score_in_parallel(
        load, n_workers=arguments.workers, max_chars=max_chars, count_from_cache=count
    )


def _check_engine(arguments: Namespace) -> None:
    """Refuse before the work what the engine cannot do.

    Raises:
        ConfigError: If a cluster is named and Ray is not asked for.
        MissingExtraError: If Ray is asked for and not installed.
    """
    if arguments.engine == "ray":
        require_ray()
    elif arguments.ray_address is not None:
        raise ConfigError(
            f"--ray-address {arguments.ray_address}: 只与 --engine ray 同用；请加上它 "
            "(for --engine ray alone: add it)"
        )


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


def _work(
    arguments: Namespace, config: ServiceConfig, inputs: list[str]
) -> tuple[Iterable[WorkItem], int | None]:
    """The inputs of a batch, and how many there are where that is known beforehand."""
    if arguments.articles:
        # Worth a second look at the inputs where somebody waits to know how long it takes.
        is_worth_it = sys.stderr.isatty() and not any(map(is_address, inputs))
        n_rows = sum(1 for _ in read_articles(inputs, config.limits)) if is_worth_it else None
        return read_articles(inputs, config.limits), n_rows
    issues = (issues_of_folders if arguments.by_folder else issues_of_files)(inputs)
    _tell_of_same_names(issues)
    return issues, len(issues)


def _tell_of_same_names(issues: Sequence[IssueInput]) -> None:
    uses = Counter(issue.issue_id for issue in issues)
    names = [name for name, n_issues in uses.items() if n_issues > 1]
    if names:
        tell(
            f"baozhai: 有 {len(names)} 个期名不止一期用（如 {names[0]}），表中 file 一列分得开 "
            "(several issues bear one name: the column file tells them apart)"
        )


def _take_tables_for_articles(arguments: Namespace, inputs: Sequence[str]) -> None:
    """Ask about tables among the inputs, or refuse them: they are no pages of a newspaper.

    Raises:
        ConfigError: If nobody is there to ask, or not all of the inputs are tables.
    """
    tables = [path for path in inputs if is_table(path)]
    if arguments.articles or not tables:
        return
    asked = len(tables) == len(inputs) and not arguments.by_folder
    if asked and sys.stdin.isatty() and sys.stderr.isatty():
        tell(
            f"{tables[0]} 像是现成文章的表，每行一篇；照表做吗？[Y/n] (a table of ready articles?)"
        )
        if sys.stdin.readline().lower() in ("\n", "y\n", "yes\n", "是\n"):
            arguments.articles = True
            return
    raise ConfigError(
        f"{tables[0]}: 像是现成文章的表，不是报纸原文；请加 --articles；若确是原文，请存为 .txt "
        "(a table of ready articles: add --articles; if it is a page, save it as .txt)"
    )

"""`baozhai evaluate`: figures of topics, summaries or splitting, printed and written."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from service.artifacts import ModelFolder, refuse_unfinished
from service.config import ServiceConfig, TopicSet, load_config, locate_model
from service.errors import WriteError
from service.registry import settled
from service.splitters import ArticleSplitter
from service.usage import Parser, above_zero, named_path, not_empty
from training.articles.amounts import check_labels
from training.articles.datamodels import LabelledArticle, without_headlines
from training.articles.json_files import write_json
from training.articles.outputs import find_obstacle
from training.articles.problems import Problems
from training.articles.reading import read_labelled, read_summarized, topic_names
from training.evaluation.evidence import measure_evidence
from training.evaluation.measure import (
    fit_linear,
    measure_split,
    measure_summaries,
    measure_topics,
)
from training.evaluation.plain_values import as_metrics, plain
from training.evaluation.report import render_split, render_summaries, render_topics
from training.evaluation.served_model import ServedModel
from training.evaluation.tables.splitting import split_tables, worst_pages_table
from training.evaluation.tables.summaries import summary_tables
from training.evaluation.tables.topics import evidence_table, topic_tables

_HEADLINES: dict[str, Callable[[Sequence[LabelledArticle]], Sequence[LabelledArticle]]] = {
    "all": list,
    "printed": lambda articles: [article for article in articles if article.title],
    "none": lambda articles: [article for article in articles if not article.title],
    "dropped": without_headlines,
}

# Narrower, the tables of five topics would break their words.
_WIDTH = 110


def main(argv: Sequence[str] | None = None, settings: ServiceConfig | None = None) -> int:
    """Run `baozhai evaluate topics|summaries|split DATA`.

    Prints tables; with `-o DIR` writes `metrics.json` and `report.html` there.

    Args:
        argv: The arguments; None takes those of the process.
        settings: Those of all commands: model, line scorer, label set, budget of summaries;
            None takes those that ship.

    Returns:
        0; wrong usage exits with 2.

    Raises:
        DataError: With all that is wrong with data and output folder, before anything is loaded.
        DigestError: If the model cannot be used.
    """
    arguments = _parser().parse_args(argv)
    tables, metrics, page = _TASKS[arguments.task](arguments, settled(settings or ServiceConfig()))
    console = Console(width=max(Console().width, _WIDTH))
    for table in tables:
        console.print(table)
    if arguments.output:
        _write(arguments.output, metrics, page)
    return 0


def _topics(arguments: argparse.Namespace, settings: ServiceConfig) -> Measured:
    labels = _labels(arguments, settings)
    names = topic_names(load_config(settings.topics, TopicSet), labels)
    problems = _problems_of_output(arguments)
    judged = _HEADLINES[arguments.headlines](read_labelled(arguments.data, names, problems))
    if not judged and not problems.found:
        problems.add(f"{arguments.data}: --headlines {arguments.headlines} 一篇也没有 (no article)")
    n_before = len(problems.found)
    files = arguments.baseline_train
    learned = [article for file in files for article in read_labelled(file, names, problems)]
    if files:
        n_faulty = len(problems.found) - n_before
        check_labels(learned, labels, "--baseline-train", problems, n_faulty=n_faulty)
    problems.raise_if_any()
    model = _model(arguments, settings)
    report = measure_topics(judged, model, fit_linear(learned, labels), labels=labels)
    tables, metrics = topic_tables(report), as_metrics(report)
    if arguments.evidence and model:
        evidence = measure_evidence(judged, model)
        tables.append(evidence_table(evidence))
        metrics["evidence"] = plain(evidence)
    return tables, metrics, render_topics(report)


def _summaries(arguments: argparse.Namespace, settings: ServiceConfig) -> Measured:
    problems = _problems_of_output(arguments)
    judged = read_summarized(arguments.data, problems)
    problems.raise_if_any()
    max_chars = arguments.max_chars or settings.max_chars
    report = measure_summaries(judged, _model(arguments, settings), max_chars=max_chars)
    tables = summary_tables(report, picked=any(row.picks for row in judged))
    return tables, as_metrics(report), render_summaries(report)


def _split(arguments: argparse.Namespace, settings: ServiceConfig) -> Measured:
    _problems_of_output(arguments).raise_if_any()
    splitter = ArticleSplitter.from_pretrained(settings.line_scorer)
    report = measure_split(arguments.data, splitter)
    tables = [*split_tables(report), worst_pages_table(report)]
    return tables, report.as_metrics(), render_split(report)


Measured = tuple[Sequence[Table], dict[str, Any], str]
"""Tables to print, figures and page to write."""
_TASKS: dict[str, Callable[[argparse.Namespace, ServiceConfig], Measured]] = {
    "topics": _topics,
    "summaries": _summaries,
    "split": _split,
}


def _problems_of_output(arguments: argparse.Namespace) -> Problems:
    """Complaints, of the output folder first."""
    problems = Problems()
    if arguments.output and (obstacle := find_obstacle(arguments.output)):
        problems.add(obstacle)
    return problems


def _parser() -> Parser:
    parser = Parser(
        prog="baozhai evaluate",
        description="评测分类、摘要或切分 (measure topics, summaries, splits)",
    )
    tasks = parser.add_subparsers(dest="task", required=True)
    topics = tasks.add_parser("topics", help="分类：与线性模型、关键词对照 (beside baselines)")
    summaries = tasks.add_parser(
        "summaries", help="摘要：与导语、标题重合等对照 (beside baselines)"
    )
    split = tasks.add_parser("split", help="切分：与人工读法对照 (against gold readings)")
    for task in (topics, summaries, split):
        task.add_argument("data", type=named_path, metavar="DATA", help="评测数据 (a table)")
        task.add_argument(
            "-o", "--output", type=named_path, metavar="DIR", help="写 metrics.json, report.html"
        )
    for task in (topics, summaries):
        task.add_argument(
            "--model",
            type=not_empty,
            metavar="NAME|DIR",
            help="default、fast 或模型目录，默认为配置所用的模型",
        )
        task.add_argument("--baselines-only", action="store_true", help="只测对照 (no model)")
    topics.add_argument(
        "--baseline-train",
        type=named_path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="训练线性对照模型的标注文章 (what the linear baseline learns from)",
    )
    topics.add_argument(
        "--headlines",
        choices=list(_HEADLINES),
        default="all",
        help="全部文章；只取有标题的、没有标题的；或全部去掉标题 (all articles; only those "
        "with a headline, without one; or all with the headline dropped)",
    )
    topics.add_argument(
        "--evidence",
        action="store_true",
        help="每篇再读两遍：去掉证据句，去掉一样长的别的句子 (read each article again without its "
        "evidence, and without other sentences as long)",
    )
    summaries.add_argument(
        "--max-chars", type=above_zero, help="摘要字数上限，默认看设置文件 (budget)"
    )
    return parser


def _labels(arguments: argparse.Namespace, settings: ServiceConfig) -> tuple[str, ...]:
    """The topics to judge: those of the model that is named, else those of the settings."""
    if arguments.model and not arguments.baselines_only:
        refuse_unfinished(arguments.model)
        folder = ModelFolder(locate_model(arguments.model))
        folder.check()
        return folder.read_labels()
    labels = load_config(settings.topics, TopicSet).labels
    if not arguments.baselines_only:
        ModelFolder(locate_model(settings.model)).require_labels(labels, settings.topics)
    return labels


def _model(arguments: argparse.Namespace, settings: ServiceConfig) -> ServedModel | None:
    if arguments.baselines_only:
        return None
    folder = locate_model(arguments.model or settings.model)
    return ServedModel.from_pretrained(folder, n_threads=settings.n_threads)


def _write(folder: Path, metrics: dict[str, Any], page: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_json(folder / "metrics.json", metrics)
        (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise WriteError(
            f"{folder}: 数字写不进去；请检查路径、权限与磁盘空间 "
            f"(the figures cannot be written, check path, permissions and disk space: {error})"
        ) from error

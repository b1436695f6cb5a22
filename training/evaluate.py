"""`baozhai evaluate`: figures of topics, summaries or splitting, printed and written."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from service.config import ServiceConfig, load_config, locate
from service.errors import ReadError, WriteError
from training.articles.rows import read_all, without_headlines
from training.evaluation.measure import (
    Row,
    fit_linear,
    measure_split,
    measure_summaries,
    measure_topics,
)
from training.evaluation.report import render_split, render_summaries, render_topics
from training.evaluation.served_model import ServedModel
from training.evaluation.tables import (
    as_metrics,
    split_tables,
    summary_tables,
    topic_tables,
    worst_pages_table,
)

_HEADLINES: dict[str, Callable[[Sequence[Row]], Sequence[Row]]] = {
    "all": list,
    "printed": lambda rows: [row for row in rows if row.get("title")],
    "none": lambda rows: [row for row in rows if not row.get("title")],
    "dropped": without_headlines,
}

# Narrower, the tables of five topics would break their words.
_WIDTH = 110


def main(argv: Sequence[str] | None = None) -> int:
    """Run `baozhai evaluate topics|summaries|split DATA`.

    Prints tables; with `-o DIR` writes `metrics.json` and `report.html` there.

    Returns:
        0; wrong usage exits with 2.

    Raises:
        DigestError: If data, model or output folder cannot be used.
    """
    arguments = _parser().parse_args(argv)
    if arguments.task == "split":
        report = measure_split(arguments.data)
        tables = [*split_tables(report), worst_pages_table(report)]
        metrics, page = report.as_metrics(), render_split(report)
    elif arguments.task == "topics":
        model = _model(arguments)
        linear = fit_linear(_rows(arguments.baseline_train), model)
        rows = _HEADLINES[arguments.headlines](_rows([arguments.data]))
        topics = measure_topics(rows, model, linear)
        tables, metrics, page = topic_tables(topics), as_metrics(topics), render_topics(topics)
    else:
        summaries = measure_summaries(
            _rows([arguments.data]), _model(arguments), max_chars=arguments.max_chars
        )
        tables, metrics = summary_tables(summaries), as_metrics(summaries)
        page = render_summaries(summaries)
    console = Console(width=max(Console().width, _WIDTH))
    for table in tables:
        console.print(table)
    if arguments.output:
        _write(arguments.output, metrics, page)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
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
        task.add_argument("data", type=Path, metavar="DATA", help="评测数据 (.jsonl, .jsonl.gz)")
        task.add_argument(
            "-o", "--output", type=Path, metavar="DIR", help="写 metrics.json, report.html"
        )
    for task in (topics, summaries):
        task.add_argument(
            "--model", type=Path, metavar="DIR", help="模型目录，默认为配置所用的模型"
        )
        task.add_argument("--baselines-only", action="store_true", help="只测对照 (no model)")
    topics.add_argument(
        "--baseline-train",
        type=Path,
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
    summaries.add_argument("--max-chars", type=int, default=150, help="摘要字数上限，默认 150")
    return parser


def _model(arguments: argparse.Namespace) -> ServedModel | None:
    if arguments.baselines_only:
        return None
    folder = arguments.model or locate(load_config("configs/service.yaml", ServiceConfig).model)
    return ServedModel.from_pretrained(folder)


def _rows(files: Sequence[Path]) -> Sequence[Row]:
    rows = read_all(files)
    if files and not rows:
        raise ReadError(f"{files[0]} holds no article; give a file with at least one line")
    return rows


def _write(folder: Path, metrics: dict[str, Any], page: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(metrics, ensure_ascii=False, indent=2) + "\n"
        (folder / "metrics.json").write_text(text, encoding="utf-8", newline="\n")
        (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise WriteError(f"{folder}: the figures cannot be written: {error}") from error

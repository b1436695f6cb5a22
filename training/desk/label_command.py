"""`baozhai label`: articles out of issues into a table, and labelled ones into a desk's folder."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import reduce
from operator import add
from pathlib import Path

from service.config import LimitsConfig, ServiceConfig
from service.console import progress, tell
from service.datamodels import Article, Issue
from service.errors import ConfigError, ReadError, WriteError
from service.files import check_writable
from service.labelling.collect import collect_rows
from service.labelling.sheet import label_format, write_label_table
from service.pipeline import DigestPipeline
from service.readers.page_files import pages_below
from service.readers.tables import read_table
from service.reading import read_within
from service.splitters import part_issues
from service.usage import Parser, above_zero, named_folder, named_path
from training.articles.datamodels import PlainArticle
from training.articles.problems import Problems
from training.articles.reading import topic_names
from training.desk.folder import DeskFolder, key_of
from training.desk.labels import ReadLabels, add_labels, read_labels
from training.desk.store_labels import corrections_of, take_ticked


def main(arguments: Sequence[str], settings: ServiceConfig) -> int:
    """Run `baozhai label export` or `baozhai label import`.

    Raises:
        DataError: If a table holds what cannot be used; nothing was imported.
        DigestError: If a file cannot be read or written.
    """
    options = _parser().parse_args(arguments)
    run = _export if options.action == "export" else _import
    return run(options, settings)


def _parser() -> Parser:
    parser = Parser(
        prog="baozhai label",
        description="各期的文章写成待标的表；标好的收进自己的文件夹。"
        "(Articles of issues into a table, labelled ones into a desk's folder.)",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="export|import")
    what = "把各期的文章写成一张待标的表 (a table to fill in)"
    export = actions.add_parser("export", help=what, description=what)
    export.add_argument(
        "issues", nargs="+", type=named_path, metavar="ISSUE", help="文件或文件夹 (files, folders)"
    )
    export.add_argument(
        "-o",
        "--output",
        required=True,
        type=named_path,
        metavar="OUT",
        help="表格：.xlsx、.csv 或 .jsonl (the table)",
    )
    export.add_argument(
        "--most-doubtful",
        type=above_zero,
        metavar="N",
        help="只要 N 篇，最值得标的 (only the N that teach most)",
    )
    export.add_argument(
        "--not-in",
        type=named_folder,
        metavar="DESK",
        help="这个文件夹里标过的不再出 (leave out what this desk has labelled)",
    )
    what = "把标好的表收进文件夹 (labels into a desk's folder)"
    take = actions.add_parser("import", help=what, description=what)
    take.add_argument(
        "tables", nargs="*", type=named_path, metavar="TABLE", help="标好的表格 (labelled tables)"
    )
    take.add_argument(
        "--from-store",
        action="store_true",
        help="也收网页上改过的主题 (topics that were corrected on the page)",
    )
    take.add_argument(
        "--into",
        required=True,
        type=named_folder,
        metavar="DESK",
        help="自己的文件夹，没有就建 (the desk's folder, made if needed)",
    )
    take.add_argument(
        "--by", default=getpass.getuser(), metavar="NAME", help="谁标的 (who says so)"
    )
    take.add_argument(
        "--all-checked",
        action="store_true",
        help="batch 的每一行都有人看过，没改的也算数 (rows left as they were count, too)",
    )
    return parser


def _export(options: argparse.Namespace, settings: ServiceConfig) -> int:
    label_format(options.output)
    check_writable(options.output)
    _require_no_labels(options.output)
    known = DeskFolder(options.not_in).read_keys() if options.not_in else frozenset()
    pipeline = DigestPipeline.from_config(settings)
    failed: list[str] = []
    rows = collect_rows(
        _issues(options.issues, settings.limits, failed),
        pipeline,
        n_most=options.most_doubtful,
        is_known=lambda article: _key_of(article) in known,
    )
    for reason in failed:
        tell(f"baozhai: {reason}")
    if not rows:
        labelled = f"{options.not_in} 里没标过、" if known else ""
        wrong = ReadError if failed else WriteError
        raise wrong(
            f"各期里没有一篇{labelled}有正文的文章，没有可标的；请另给几期，读不了的见上 "
            "(no article to label: give other issues; what could not be read is told above)"
        )
    write_label_table(rows, pipeline.topics, options.output)
    n_doubtful = sum(row.uncertain for row in rows)
    tell(
        f"{options.output}：{len(rows)} 篇，其中存疑 {n_doubtful} 篇，最值得标的在前；"
        f"请填“主题”一列，再运行：baozhai label import {options.output} --into 文件夹"
    )
    return 1 if failed else 0


def _require_no_labels(output: Path) -> None:
    """Do not write over what somebody filled in.

    Raises:
        WriteError: If there is such a table.
    """
    if not output.is_file():
        return
    try:
        n_filled = sum("topic" in row.cells for row in read_table(output, ("text", "topic")))
    except ReadError:
        return  # no table in which topics can be told
    if n_filled:
        raise WriteError(
            f"{output} 里有 {n_filled} 行填了主题，没有写；请先 baozhai label import 收进文件夹，"
            "再换个文件名 (topics are filled in there: import them, and name another file)"
        )


def _key_of(article: Article) -> str:
    return key_of(PlainArticle(id=article.id, title=article.headline, text=article.text))


def _issues(paths: Sequence[Path], limits: LimitsConfig, failed: list[str]) -> Iterator[Issue]:
    """Each file is an issue, or several where its pages are of several."""
    files = [file for path in paths for file in pages_below(path)]
    with progress(len(files)) as on_done:
        for n_done, file in enumerate(files, start=1):
            try:
                yield from part_issues(read_within([file], limits))
            except ReadError as error:
                failed.append(str(error))
            on_done(n_done)


def _import(options: argparse.Namespace, settings: ServiceConfig) -> int:
    desk, problems = DeskFolder(options.into), Problems()
    topics = desk.read_topics(settings.topics)
    names = topic_names(topics)
    tables = [
        read_labels(table, names, problems, all_checked=options.all_checked)
        for table in options.tables
    ]
    if not tables and not options.from_store:
        raise ConfigError(
            "没有要收的：请给出表格，或加 --from-store (name tables, or --from-store)"
        )
    corrected = corrections_of(settings, names, problems) if options.from_store else []
    problems.raise_if_any()
    read = reduce(add, tables, ReadLabels())
    now = datetime.now(UTC).astimezone()
    said = [*corrected, *((article, options.by, now) for article in read.articles)]
    added = add_labels(desk, said, names)
    if options.from_store:
        n_ticked = take_ticked(desk, settings)
        tell(f"{desk.ticked}：勾选过摘要的 {n_ticked} 篇 (ticked summaries)")
    if added.n_total:
        tell(
            f"{desk.labelled}：新收 {added.n_new} 篇，改 {added.n_changed} 篇，"
            f"与已有的一样 {added.n_same} 篇；共 {added.n_total} 篇"
        )
    else:
        tell(
            f"没有一篇可收，没有写 {desk.labelled}；请填“主题”一列，再收一次 "
            "(no label to take, so nothing was written: fill in topics and import again)"
        )
    if read.n_blank:
        tell(f"没填主题的 {read.n_blank} 行没有收 (rows without a topic are left out)")
    if read.n_unchanged:
        tell(
            f"batch 的 {read.n_unchanged} 行主题没人改过，没有收；若都看过，请加 --all-checked "
            "(topics that nobody changed are the model's own opinion)"
        )
    return 0

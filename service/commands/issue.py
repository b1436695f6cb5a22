"""`digest` and `split`: one issue."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from shutil import get_terminal_size

from service.artifacts import refuse_unfinished
from service.commands import loading
from service.commands.paths import expand, refuse_overwriting
from service.config import ServiceConfig
from service.console import show, tell, wants_color, write_output
from service.datamodels import Issue
from service.errors import WriteError
from service.files import check_writable, write_file
from service.reading import read_within
from service.splitters import ArticleSplitter, tell_of_parts
from service.writers.as_json import to_json
from service.writers.formats import choose_format, render_digest


def digest(arguments: Namespace, config: ServiceConfig) -> int:
    """Write the digest of an issue."""
    output = _output_of(arguments)
    output_format = choose_format(output, arguments.format)
    if output is None and output_format == "docx" and sys.stdout.isatty():
        raise WriteError("docx 不能写到终端；请加 -o OUT.docx (no document fits a terminal)")
    issue = _read(arguments, config)
    pipeline = loading.load_pipeline(config)
    made = pipeline.run(issue, max_chars=arguments.max_chars)
    if output is None and output_format == "text" and wants_color():
        from service.writers.as_terminal import to_terminal

        show(to_terminal(made, pipeline.topics, width=get_terminal_size().columns))
    else:
        _write(output, render_digest(made, output_format, pipeline.topics))
    return 0


def split(arguments: Namespace, config: ServiceConfig) -> int:
    """Write the articles of an issue, without topics and summaries."""
    output = _output_of(arguments)
    issue = _read(arguments, config)
    refuse_unfinished(config.line_scorer)
    splitter = ArticleSplitter.from_pretrained(config.line_scorer)
    _write(output, to_json(splitter.split(issue)).encode("utf-8"))
    return 0


def _read(arguments: Namespace, config: ServiceConfig) -> Issue:
    """The issue; tells what of its files could not be read."""
    read = read_within(_sources(arguments), config.limits, issue_id=arguments.id)
    issue = tell_of_parts(read)
    for warning in issue.warnings:
        tell(f"baozhai: {warning}")
    return issue


def _sources(arguments: Namespace) -> list[str]:
    """The files of an issue; says so when it waits for somebody to type."""
    files = expand(arguments.files)
    if (not files or "-" in files) and sys.stdin.isatty():
        tell("请粘贴文本，以 Ctrl-D（Windows: Ctrl-Z 回车）结束 (paste the text, end with Ctrl-D)")
    return files


def _output_of(arguments: Namespace) -> Path | None:
    """The output file, found writable; None for standard output."""
    if arguments.output in (None, "-"):
        return None
    output = Path(arguments.output)
    check_writable(output)
    refuse_overwriting(output, expand(arguments.files))
    return output


def _write(output: Path | None, content: bytes) -> None:
    if output is None:
        write_output(content)
    else:
        write_file(output, content)

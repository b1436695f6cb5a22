"""The command `baozhai`; what is heavy is imported by the command that needs it."""

from __future__ import annotations

import errno
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from glob import glob
from importlib import metadata
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from service.arguments import EXTRA_COMMANDS, NEEDED_EXTRA, parse_arguments, version
from service.console import progress, speak_utf8, tell, wants_color
from service.errors import (
    ArtifactError,
    ConfigError,
    DataError,
    DigestError,
    MissingExtraError,
    StoreError,
    WriteError,
)

if TYPE_CHECKING:
    from service.batch import Scorer, WorkItem
    from service.config import ServiceConfig
    from service.datamodels import Issue
    from service.newsroom.room import Newsroom
    from service.pipeline import DigestPipeline
    from service.store import Store

    ExtraCommand = Callable[[Sequence[str], ServiceConfig], int]

ENTRY_POINTS = "baozhai.commands"

_WRONG_USAGE = (ArtifactError, ConfigError, DataError, MissingExtraError, StoreError, WriteError)
# What shells report of a command that a signal ended.
_INTERRUPTED = 130
_BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: The arguments; None takes those of the process.

    Returns:
        0 if all was done, 1 if inputs failed (the others are written), 2 for
        wrong usage or settings; 130 after Ctrl-C, 141 where the reader of the
        output went away.
    """
    speak_utf8()
    arguments = parse_arguments(argv)
    try:
        return _COMMANDS[arguments.command](arguments, _load_config(arguments))
    except DigestError as error:
        tell(f"baozhai: {error}")
        return 2 if isinstance(error, _WRONG_USAGE) else 1
    except KeyboardInterrupt:
        tell("\nbaozhai: 已中断；batch 可加 --resume 接着做 (interrupted; batch can --resume)")
        return _INTERRUPTED
    except BrokenPipeError:
        # Python flushes standard output at its end; what is left must find somewhere to go.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE


def _digest(arguments: Namespace, config: ServiceConfig) -> int:
    from service.readers import read_issue
    from service.splitters import tell_of_parts
    from service.writers.as_terminal import to_terminal
    from service.writers.formats import choose_format, render_digest

    output = _output_of(arguments)
    output_format = choose_format(output, arguments.format)
    if output is None and output_format == "docx" and sys.stdout.isatty():
        raise WriteError("docx 不能写到终端；请加 -o OUT.docx (no document fits a terminal)")
    issue = tell_of_parts(read_issue(_sources(arguments), issue_id=arguments.id))
    _warn(issue)
    pipeline = _load_pipeline(config)
    digest = pipeline.run(issue, max_chars=arguments.max_chars)
    if output is None and output_format == "text" and wants_color():
        content = to_terminal(digest, pipeline.topics, width=get_terminal_size().columns).encode()
    else:
        content = render_digest(digest, output_format, pipeline.topics)
    _write(output, content)
    return 0


def _split(arguments: Namespace, config: ServiceConfig) -> int:
    from service.readers import read_issue
    from service.splitters import ArticleSplitter, tell_of_parts
    from service.writers.as_json import to_json

    output = _output_of(arguments)
    issue = tell_of_parts(read_issue(_sources(arguments), issue_id=arguments.id))
    _warn(issue)
    splitter = ArticleSplitter.from_pretrained(config.line_scorer)
    _write(output, to_json(splitter.split(issue)).encode("utf-8"))
    return 0


def _batch(arguments: Namespace, config: ServiceConfig) -> int:
    from service.batch import BatchSettings, run_batch
    from service.writers.files import check_writable
    from service.writers.table_formats import table_writer_for

    output: Path = arguments.output
    table_writer_for(output)
    check_writable(output)
    inputs = _expand(arguments.inputs)
    _refuse_overwriting(output, inputs)
    items, total = _work(arguments, inputs)
    pipeline = _load_pipeline(config)
    max_chars = arguments.max_chars or pipeline.max_chars
    settings = BatchSettings(
        pipeline.model,
        max_chars,
        arguments.articles,
        version(),
        None if arguments.articles else pipeline.splitter.name,
        arguments.with_text,
    )
    with progress(total) as on_done:
        report = run_batch(
            items,
            _scorer(arguments, config, pipeline, max_chars),
            output,
            settings,
            resume=arguments.resume,
            on_done=on_done,
        )
    tell(report.in_words(pipeline.topics))
    return 1 if report.failures else 0


def _web(arguments: Namespace, config: ServiceConfig) -> int:
    from service.store import Store
    from service.web.server import Address, launch

    address = Address(
        arguments.host, arguments.port, tuple(arguments.allowed_host), arguments.no_login
    )
    config = config.model_copy(update={"store": arguments.store or config.store})
    with Store.open(config.store) as store:
        if config.retention_days:
            store.prune(config.retention_days)
        room = _open_newsroom(config, store)
        launch(room, address, config.web, open_browser=not arguments.no_browser)
    return 0


def _store(arguments: Namespace, config: ServiceConfig) -> int:
    from service.store.command import run

    return run(arguments.rest, config)


def _mcp(_: Namespace, config: ServiceConfig) -> int:
    from service.store import Store

    try:
        from service.mcp_tools import build_tools
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f'mcp 缺少 {error.name}；请先安装：pip install "baozhai[mcp]" '
            "(mcp needs more packages: install them with this command)"
        ) from error
    with Store.open(config.store) as store:
        build_tools(_open_newsroom(config, store), version()).run()
    return 0


def _open_newsroom(config: ServiceConfig, store: Store) -> Newsroom:
    """A newsroom that takes up what is promoted while it is open."""
    from service.newsroom.jobs import Jobs
    from service.newsroom.renewal import Renewal
    from service.newsroom.room import Newsroom
    from service.newsroom.training import Training

    renewal = Renewal(config)
    jobs = Jobs(most_waiting=config.web.waiting_jobs, most_of_one=config.web.waiting_jobs_each)
    room = Newsroom(_load_pipeline(config), store, jobs, training=Training(config))
    renewal.start(room)
    return room


def _extra(arguments: Namespace, config: ServiceConfig) -> int:
    """Run a command that another part of the distribution registers under its name.

    It is called with its own arguments and with the settings of all commands.
    """
    found = metadata.entry_points(group=ENTRY_POINTS, name=arguments.command)
    try:
        command: ExtraCommand = next(iter(found)).load()
        return command(arguments.rest, config)
    except StopIteration as error:
        raise _missing(arguments.command, "the entry point") from error
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("service", "training"):
            raise
        raise _missing(arguments.command, str(error.name)) from error


_COMMANDS: dict[str, Callable[[Namespace, ServiceConfig], int]] = {
    "digest": _digest,
    "split": _split,
    "batch": _batch,
    "web": _web,
    "store": _store,
    "mcp": _mcp,
    **dict.fromkeys(EXTRA_COMMANDS, _extra),
}


def _missing(command: str, what: str) -> MissingExtraError:
    extra = NEEDED_EXTRA.get(command, "desk")
    return MissingExtraError(
        f'{command} 缺少 {what}；请先安装：pip install "baozhai[{extra}]" '
        f"({command} needs more packages: install them with this command)"
    )


def _load_config(arguments: Namespace) -> ServiceConfig:
    from service.config import ServiceConfig, load_config

    return load_config(arguments.config, ServiceConfig)


def _load_pipeline(config: ServiceConfig) -> DigestPipeline:
    from service.pipeline import DigestPipeline

    return DigestPipeline.from_config(config)


def _scorer(
    arguments: Namespace, config: ServiceConfig, pipeline: DigestPipeline, max_chars: int
) -> Scorer:
    from service.batch import score_in_parallel, score_in_turn

    if arguments.workers == 1:
        return score_in_turn(pipeline, max_chars)
    n_threads = max(1, (os.cpu_count() or 1) // arguments.workers)
    load = partial(_load_in_worker, config, n_threads)
    return score_in_parallel(load, n_workers=arguments.workers, max_chars=max_chars)


def _load_in_worker(config: ServiceConfig, n_threads: int) -> DigestPipeline:
    """The pipeline of one of several processes, which share the cores among them."""
    if config.n_threads == 0:
        config = config.model_copy(update={"n_threads": n_threads})
    return _load_pipeline(config)


def _work(arguments: Namespace, inputs: list[str]) -> tuple[Iterable[WorkItem], int | None]:
    """The inputs of a batch, and how many there are where that is known beforehand."""
    from service.batch import issues_of_files, issues_of_folders, read_articles

    if arguments.articles:
        return read_articles(inputs), None
    issues = (issues_of_folders if arguments.by_folder else issues_of_files)(inputs)
    return issues, len(issues)


def _sources(arguments: Namespace) -> list[str]:
    """The files of an issue; says so when it waits for somebody to type."""
    files = _expand(arguments.files)
    if (not files or "-" in files) and sys.stdin.isatty():
        tell("请粘贴文本，以 Ctrl-D（Windows: Ctrl-Z 回车）结束 (paste the text, end with Ctrl-D)")
    return files


def _warn(issue: Issue) -> None:
    """Tell what of the files could not be read."""
    for warning in issue.warnings:
        tell(f"baozhai: {warning}")


def _expand(paths: Sequence[str]) -> list[str]:
    """Do what the shell of Windows does not: `*.txt` to the files it means."""
    from service.readers.names import natural_key

    expanded: list[str] = []
    for path in paths:
        matches: list[str] = []
        if any(mark in path for mark in "*?") and not _exists(path):
            matches = glob(path)  # noqa: PTH207  # a Path takes no absolute patterns
        expanded += sorted(matches, key=lambda match: natural_key(Path(match))) or [path]
    return expanded


def _exists(path: str | Path) -> bool:
    """Whether there is a file; a name that the system refuses, such as one too long, has none."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _output_of(arguments: Namespace) -> Path | None:
    """The output file, found writable; None for standard output."""
    from service.writers.files import check_writable

    if arguments.output in (None, "-"):
        return None
    output = Path(arguments.output)
    check_writable(output)
    _refuse_overwriting(output, _expand(arguments.files))
    return output


def _refuse_overwriting(output: Path, inputs: Sequence[str]) -> None:
    for path in inputs:
        if _exists(output) and _exists(path) and output.samefile(path):
            raise WriteError(
                f"{output}: 既是输入又是输出；请换一个输出文件 (an input: name another output)"
            )


def _write(output: Path | None, content: bytes) -> None:
    from service.writers.files import write_file

    if output is None:
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        except OSError as error:
            # What Windows says of a pipe that nobody reads any more.
            if error.errno == errno.EINVAL:
                raise BrokenPipeError from error
            raise
    else:
        write_file(output, content)


if __name__ == "__main__":
    raise SystemExit(main())

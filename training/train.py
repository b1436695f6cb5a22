"""Train a model: `baozhai train CONFIG` leaves an artifact, `baozhai train DESK` a version."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from service.config import ServiceConfig, load_config, locate
from service.errors import ConfigError
from service.usage import Parser
from training.config import TrainingConfig
from training.desk.adapt_command import add_run
from training.desk_run import train_desk
from training.learning.run_identity import claim_runs
from training.line_scorer.config import LineScorerConfig, names_line_scorer
from training.whole_run import train_whole


def main(arguments: Sequence[str] | None = None, settings: ServiceConfig | None = None) -> int:
    """Run one configuration: check, train, calibrate, export, measure, write the card.

    Args:
        arguments: The arguments; None takes those of the process.
        settings: Those of all commands, for the label set and the line scorer; None takes
            those that ship.

    Raises:
        DataError: If anything that the run reads or writes is not fit for it; nothing was done.
        ConfigError: If an `output_dir` holds a run of other settings or inputs.
        DigestError: If something else stops it.
    """
    options = _parser().parse_args(arguments)
    _refuse_several_processes()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    settings, passed = settings or ServiceConfig(), True
    if Path(options.config).is_dir():
        lines, passed = train_desk(options, settings)
    elif names_line_scorer(options.config):
        lines = _train_line_scorer(options, settings)
    else:
        lines = _train_model(options, settings)
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 0 if passed else 1


def _refuse_several_processes() -> None:
    """Stop where a launcher started several processes: all would write one folder.

    Raises:
        ConfigError: If there are several.
    """
    n_processes = os.environ.get("WORLD_SIZE", "1")
    if n_processes not in ("", "1"):
        raise ConfigError(
            f"有 {n_processes} 个进程在跑同一次训练，会写同一个文件夹；请直接运行 baozhai train，"
            "不经 torchrun 或 accelerate launch，它用一块 GPU 或全部 CPU 核 (several processes of "
            "one run: start `baozhai train` by itself)"
        )


def _parser() -> Parser:
    parser = Parser(prog="baozhai train", description=__doc__)
    parser.add_argument(
        "config",
        help="配置，如 configs/training/smoke.yaml；或自己的文件夹：检查、学、收进各版一次做完 "
        "(a configuration, or the folder of a desk)",
    )
    parser.add_argument("--data", help="folder of the data, instead of data.root")
    parser.add_argument(
        "--anew", action="store_true", help="从头训练，上次留下的权重作废 (drop earlier weights)"
    )
    parser.add_argument(
        "--remember",
        type=int,
        default=500,
        metavar="N",
        help="给自己的文件夹时，至多拿 N 篇没标过的文章守住旧的，默认 %(default)s "
        "(of a desk: unlabelled articles to hold on to)",
    )
    add_run(parser)
    return parser


def _train_model(options: argparse.Namespace, settings: ServiceConfig) -> list[str]:
    def claim(config: TrainingConfig, data_root: Path) -> None:
        claim_runs(config, data_root, anew=options.anew)

    made = train_whole(options.config, settings, claim, data_root=options.data)
    from training.release.result import result_lines

    return result_lines(made.config, made.folder, made.data)


def _train_line_scorer(options: argparse.Namespace, _: ServiceConfig) -> list[str]:
    config = load_config(options.config, LineScorerConfig)
    data_root = locate(options.data or config.data.root)
    from training.release.line_scorer import run_line_scorer

    folder = run_line_scorer(config, data_root, anew=options.anew)
    return [f"{folder.path}：数字在 {folder.metrics} (figures)"]

"""Train a model: `baozhai train CONFIG` leaves an artifact, `baozhai train DESK` a version."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from service.config import ServiceConfig, load_config, locate
from service.extras import require_train
from service.usage import Parser, named_path, not_empty, zero_or_more
from training.config import TrainingConfig
from training.desk.adapt_command import add_run
from training.desk_run import train_desk
from training.learning.processes import is_main, require_one_machine, require_one_process
from training.learning.run_identity import claim_runs
from training.line_scorer.config import LineScorerConfig, names_line_scorer
from training.whole_run import train_whole


def main(arguments: Sequence[str] | None = None, settings: ServiceConfig | None = None) -> int:
    """Run one configuration: check, train, calibrate, export, measure, write the card.

    Of several processes that a launcher started, all train and the main one does the rest.

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
    require_one_machine()
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    # What libraries note for their own developers is none of a desk's business.
    logging.getLogger(__package__).setLevel(logging.INFO if is_main() else logging.WARNING)
    settings, passed = settings or ServiceConfig(), True
    if _names_desk(Path(options.config)):
        lines, passed = train_desk(options, settings)
    elif names_line_scorer(options.config):
        lines = _train_line_scorer(options, settings)
    else:
        lines = _train_model(options, settings)
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 0 if passed else 1


def _names_desk(given: Path) -> bool:
    """Whether a folder is meant; what is not there is one unless it is called like a file."""
    return given.is_dir() or not (given.suffix or given.exists())


def _parser() -> Parser:
    parser = Parser(
        prog="baozhai train",
        description="照一个配置训练，写出模型；给自己的文件夹，就收进各版一版。"
        "(A configuration leaves an artifact, the folder of a desk a version.)",
    )
    parser.add_argument(
        "config",
        type=named_path,
        help="配置，如 configs/training/smoke.yaml；或自己的文件夹：检查、学、收进各版一次做完 "
        "(a configuration, or the folder of a desk)",
    )
    parser.add_argument(
        "--data",
        type=not_empty,
        help="数据的文件夹，代替配置里的 data.root (instead of data.root)",
    )
    parser.add_argument(
        "--anew", action="store_true", help="从头训练，上次留下的权重作废 (drop earlier weights)"
    )
    parser.add_argument(
        "--remember",
        type=zero_or_more,
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

    require_train()
    made = train_whole(options.config, settings, claim, data_root=options.data)
    if made is None:
        return []
    from training.release.result import result_lines

    return result_lines(made.config, made.folder, made.data)


def _train_line_scorer(options: argparse.Namespace, _: ServiceConfig) -> list[str]:
    require_one_process("行的打分器")
    config = load_config(options.config, LineScorerConfig)
    data_root = locate(options.data or config.data.root)
    from training.release.line_scorer import run_line_scorer

    folder = run_line_scorer(config, data_root, anew=options.anew)
    return [f"{folder.path}：数字在 {folder.metrics} (figures)"]

"""Train a model and leave it as a checked artifact: `baozhai train CONFIG`."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence

from service.config import TopicSet, load_config, locate
from training.config import TrainingConfig
from training.run_check import check_run

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one configuration: check, train, calibrate, export, measure, write the card.

    Raises:
        DataError: If anything that the run reads or writes is not fit for it; nothing was done.
        DigestError: If something else stops it.
    """
    parser = argparse.ArgumentParser(prog="baozhai train", description=__doc__)
    parser.add_argument("config", help="configuration, e.g. configs/training/smoke.yaml")
    parser.add_argument("--data", help="folder of the data, instead of data.root")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = load_config(options.config, TrainingConfig)
    data_root = locate(options.data or config.data.root)
    topics = load_config(config.topics, TopicSet)
    data = check_run(config, data_root, topics)
    # What computes takes its time to load; whoever made a mistake need not wait for it.
    from training.release.finish import finish
    from training.stages import train_model

    start = train_model(config, data, topics.labels)
    folder = finish(start, config, data, data_root, topics.labels)
    logger.info("%s: %s", folder.path, folder.metrics.read_text(encoding="utf-8"))
    return 0

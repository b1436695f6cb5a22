"""From checkpoint to shipped artifact: export, salience head, calibration, figures, card."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from service.artifacts import ModelFolder
from service.config import SHIPPED_MODEL, locate
from service.encoders.base import Encoder
from service.encoders.openvino_runtime import OpenVinoEncoder
from training.articles.datamodels import LabelledArticle, TopicArticle, without_headlines
from training.articles.json_files import write_json
from training.articles.run_data import RunData
from training.config import TrainingConfig
from training.evaluation.measure import fit_linear, measure_summaries, measure_topics
from training.evaluation.plain_values import as_metrics
from training.evaluation.served_model import RememberingEncoder, ServedModel
from training.following import UNFOLLOWED, Following
from training.learning.checkpoint import Start
from training.learning.salience_head import SalienceHead, fit_head, rate_by_features
from training.learning.salience_imitation import imitate, read_ratings
from training.release.calibrating import calibrate
from training.release.export import export_artifact, write_salience_head
from training.release.export_check import MOST_COMPARED, compare_with_checkpoint
from training.release.few_articles import hold_to_origin
from training.release.model_card import make_card
from training.release.promotion import promote
from training.release.quality import Finding
from training.release.replacement import unfinished_folder
from training.release.replay import N_REMEMBERED, remember

logger = logging.getLogger(__name__)

_MOST_IMITATED = 600  # articles that keep the salience: both encoders read them whole

Rows = Sequence[LabelledArticle]


def finish(
    start: Start,
    config: TrainingConfig,
    data: RunData,
    labels: tuple[str, ...],
    find_crossed: Callable[[Mapping[str, Any]], tuple[Finding, ...]],
    following: Following = UNFOLLOWED,
) -> ModelFolder:
    """Export the trained model, make the folder fit to be served, and measure it.

    The folder appears whole: until all is done it has the suffix `.part`, and it goes where
    something fails.

    Args:
        start: The trained model.
        config: Of the run.
        data: What it learns from and is measured on.
        labels: The label set.
        find_crossed: Tells by the figures which floors the model does not hold.
        following: Told how many articles the exported model has read, of about how many.

    Raises:
        ArtifactError: If the model falls below a floor of `config.floors`; what was in its
            place stays there.
    """
    final = Path(config.artifact)
    with unfinished_folder(final) as unfinished:
        folder = _make(start, config, data, labels, unfinished, following)
        metrics = json.loads(folder.metrics.read_text(encoding="utf-8"))
        crossed = find_crossed(metrics)
    promote(folder, final, crossed)
    return ModelFolder(final)


def _make(
    start: Start,
    config: TrainingConfig,
    data: RunData,
    labels: tuple[str, ...],
    path: Path,
    following: Following,
) -> ModelFolder:
    """Export, salience head, calibration, figures and card, in this order, into a folder."""
    folder = export_artifact(start, config.model, labels, path)
    n_to_read = _count_to_read(start, config, data)
    encoder = RememberingEncoder(
        OpenVinoEncoder.from_pretrained(folder.path),
        lambda n_read: following.on_done(n_read, max(n_read, n_to_read)),
    )
    logger.info("导出好了，接着是给句子打分的一层 (exported; the salience head is next)")
    head = start.salience_head or _fit_head(start, config, data, encoder)
    write_salience_head(head, folder)
    logger.info("接着校准 (calibration is next)")
    calibration = calibrate(folder, encoder, data.validation, config.max_risk)
    judged = list(chain(*data.validation.values()))
    calibration |= compare_with_checkpoint(folder, encoder, start, judged)
    if config.floors is None and start.origin is not None:
        held = hold_to_origin(folder, encoder, start.origin, judged, config.max_risk)
        calibration["held_to_origin"] = {way: each.model_dump() for way, each in held.items()}
    remember(folder, encoder, data.labelled)
    metrics = {
        "n_rows": data.n_rows,
        "calibration": calibration,
        **_measure(folder, encoder, data),
    }
    write_json(folder.metrics, metrics)
    folder.card.write_text(make_card(config, metrics), encoding="utf-8", newline="\n")
    folder.seal()
    return folder


def _count_to_read(start: Start, config: TrainingConfig, data: RunData) -> int:
    """How many articles the exported model will read; those cut or without headline count, too."""
    judged = list(chain(*data.validation.values()))
    n_titled = sum(row.title is not None for row in judged)
    n_imitated = len(_imitated(data)) if _imitates(start, config) else 0
    n_summaries = sum(map(len, data.summaries_validation.values()))
    n_compared = min(len(judged), MOST_COMPARED)
    n_remembered = min(len(data.labelled), N_REMEMBERED)
    n_judged = len(judged) + 2 * n_titled  # as printed, without the headline, the headline alone
    return n_imitated + n_judged + n_compared + n_remembered + n_summaries


def _imitates(start: Start, config: TrainingConfig) -> bool:
    """Whether the salience head learns to rate as that of the model that training started from."""
    return not (start.salience_head or config.data.all_summaries) and start.origin is not None


def _imitated(data: RunData) -> Sequence[TopicArticle]:
    """The articles on which it does."""
    articles = list(chain(*data.topics.values()))
    return articles[:: max(1, -(-len(articles) // _MOST_IMITATED))]


def _fit_head(
    start: Start, config: TrainingConfig, data: RunData, encoder: Encoder
) -> SalienceHead:
    """A salience head for an encoder that learned no salience.

    From summaries it learns what the features of a sentence tell, for vectors that did not
    learn from them help no further. Without summaries it learns to rate as the head of the
    model that training started from; of an encoder that is no model yet, as the one that ships
    rates, as far as features tell.
    """
    if not config.data.all_summaries and start.origin is not None:
        logger.info("没有摘要，照 %s 给句子打分 (rates as that model)", start.origin.path)
        return imitate(_imitated(data), encoder, start.origin, config.salience, seed=config.seed)
    if config.data.all_summaries:
        read = (rate_by_features(article, config.salience) for article in data.summarized)
        rated = [article for article in read if len(article.target)]
    else:
        shipped = locate(SHIPPED_MODEL)
        logger.info("没有摘要，照 %s 打分，只看特征 (rates as that, by features)", shipped)
        rated = read_ratings(chain(*data.topics.values()), ServedModel.from_pretrained(shipped))
    head, scale = fit_head(rated, config.salience, seed=config.seed)
    hidden_size = start.model.encoder.config.hidden_size
    return scale.taken_into(head).widened(hidden_size, share=0)


def _measure(folder: ModelFolder, encoder: Encoder, data: RunData) -> dict[str, Any]:
    """Figures of the finished folder beside its baselines."""
    model = replace(ServedModel.from_pretrained(folder.path), encoder=encoder)
    linear = fit_linear(data.labelled, model.labels)

    def judge(rows: Rows) -> dict[str, Any]:
        return as_metrics(measure_topics(rows, model, linear))

    return {
        "topics": {file: judge(rows) for file, rows in data.validation.items()},
        "topics_without_headlines": {
            file: judge(without_headlines(rows)) for file, rows in data.validation.items()
        },
        "summaries": {
            file: as_metrics(measure_summaries(rows, model))
            for file, rows in data.summaries_validation.items()
        },
    }

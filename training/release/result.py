"""What a training ends with: a few lines that say better or worse, and where the rest stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain
from typing import Any

from service.artifacts import ModelFolder
from service.config import locate
from service.errors import ConfigError
from training.articles.run_data import RunData
from training.config import TrainingConfig
from training.desk.gate import Comparison, compare, judge, tell
from training.desk.vectors import VectorStore
from training.metrics.confidence import SureShare

_BEFORE, _AFTER = "before", "after"


def result_lines(config: TrainingConfig, folder: ModelFolder, data: RunData) -> list[str]:
    """Say in at most ten lines what came out of a training.

    A run without floors, a desk's own, is compared with the model that it went on from, article
    by article of the validation set; one with floors has been held to those.

    Args:
        config: Of the run.
        folder: The finished model.
        data: What it was calibrated on.
    """
    metrics = json.loads(folder.metrics.read_text(encoding="utf-8"))
    record = folder.read_inference()
    lines = [f"{record.name}@{record.version}：{folder.path}"]
    lines += [_figures(file, report) for file, report in metrics["topics"].items()][:3]
    if config.floors is None and (start := _start_of(config)) is not None:
        lines += _told(_compare(start, folder, data), config.model.encoder)
    way = f"baozhai models add {folder.path} --desk 文件夹"
    lines += [
        f"各项数字：{folder.metrics}；模型卡：{folder.card}",
        f"放进各版里比：{way}；直接用：设置里写 model: {folder.path}",
    ]
    return lines


def _figures(file: str, report: Mapping[str, Any]) -> str:
    model = report["systems"][report["first"]]
    f1, scores = model["macro_f1"], model["scores"]
    line = (
        f"{file} {report['n']} 篇：对 {scores['accuracy']:.1%}，宏平均 F1 {100 * f1['value']:.1f}"
        f"（{100 * f1['low']:.1f}–{100 * f1['high']:.1f}）"
    )
    linear = report["systems"].get("linear")
    return line if linear is None else f"{line}，线性模型 {100 * linear['macro_f1']['value']:.1f}"


def _start_of(config: TrainingConfig) -> ModelFolder | None:
    """The model that a run went on from; None where it began with a bare encoder."""
    if config.trainer is None or config.model.tiny is not None:
        return None
    try:
        folder = ModelFolder(locate(config.model.encoder))
    except ConfigError:
        return None
    return folder if folder.onnx.exists() else None


def _compare(start: ModelFolder, folder: ModelFolder, data: RunData) -> Comparison:
    articles = list(chain(*data.validation.values()))
    told = {
        name: tell(model, articles, VectorStore.of_model(model).read(articles))
        for name, model in ((_BEFORE, start), (_AFTER, folder))
    }
    return compare(judge(articles, told), _BEFORE, _AFTER)


def _told(found: Comparison, start: str) -> list[str]:
    before, after = found.sure
    chance = f"纯属偶然的可能 {found.p_chance:.0%}"
    sure = f"不存疑的 {before.coverage:.0%} → {after.coverage:.0%}"
    return [
        f"比 {start}：对的 {found.n_right[0]} → {found.n_right[1]} 篇（共 {found.n}）",
        f"变好 {found.n_better} 篇，变坏 {found.n_worse} 篇；{chance}",
        f"{sure}；其中错的 {_risk(before)} → {_risk(after)}（校准就在这些文章上，偏乐观）",
    ]


def _risk(share: SureShare) -> str:
    return f"{share.risk:.1%}（{share.risk_low:.1%}–{share.risk_high:.1%}）"

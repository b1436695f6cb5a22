"""The card of an adapted model, and the ten lines that a run ends with."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from service.config import TopicSet
from service.registry import VersionRecord
from training.metrics.confidence import SureShare

if TYPE_CHECKING:
    from training.desk.trial import Outcome

_DONE = {
    "adapt": ("主题头重新拟合过", "the topic head was fitted to"),
    "calibrate": (
        "主题头也一样，只校准了把握",
        "so is the topic head; its certainty was fitted to",
    ),
}


def make_card(record: VersionRecord) -> str:
    """Write the card of a version: what it learned from, and what was measured."""
    files = "\n".join(f"| {name} | `{digest[:16]}` |" for name, digest in record.data.items())
    counts = sorted(record.figures["per_topic"].items(), key=lambda pair: -pair[1])
    topics = "、".join(f"{label} {n}" for label, n in counts)
    verdict = "可以启用 may be promoted" if record.passed else "；".join(record.reasons)
    n_train, n_test = record.figures["n_train"], record.figures["n_test"]
    zh, en = _DONE[record.way]
    return f"""# {record.model}

由 `baozhai adapt` 生成，不手工修改。Generated from the run; do not edit.

编码器与 {record.base} 的一样，{zh}：本报 {n_train} 篇文章（{topics}），检验 {n_test} 篇；
{record.by} 于 {record.made} 运行。The encoder is that of {record.base};
{en} {n_train} articles of the desk's own, and judged on {n_test} others.

| 文件 file | SHA-256 |
|---|---|
{files}

{verdict}

文本归各出版者所有，不随模型分发。Figures are in `metrics.json`.
"""


def ten_lines(outcome: Outcome, topics: TopicSet) -> list[str]:
    """Before, after, what changed: what a run ends with."""
    record, found, version = outcome.record, outcome.comparison, outcome.version
    counts = Counter(article.topic for article in outcome.learned)
    n_test = record.figures["n_test"]
    per_topic = "、".join(f"{topics[label].zh} {counts[label]}" for label in topics.labels)
    lines = [
        f"{version.key} {record.model}，原来在用 {outcome.parent.key} {outcome.parent.name}",
        f"学了 {len(outcome.learned)} 篇（{per_topic}），检验 {n_test} 篇",
        _changes(outcome, topics),
    ]
    if found is not None:
        before, after = found.sure
        right = f"对的：{found.n_right[0]} → {found.n_right[1]} 篇（共 {found.n}）"
        chance = f"纯属偶然的可能 {found.p_chance:.0%}"
        covered = f"不存疑的：{before.coverage:.0%} → {after.coverage:.0%}"
        lines += [
            f"{right}，宏平均 F1 {100 * found.f1[0]:.1f} → {100 * found.f1[1]:.1f}",
            f"变好 {found.n_better} 篇，变坏 {found.n_worse} 篇；{chance}",
            f"{covered}；其中错的 {_risk(before)} → {_risk(after)}",
        ]
    if (kept := record.figures["kept_knowledge"]) is not None:
        lines.append(f"随附模型学过的文章，判得和原来一样的 {kept:.1%}")
    if (summaries := record.figures["summaries"]) is not None:
        before, after = (100 * share for share in summaries["rouge"])
        lines.append(
            f"摘要 {summaries['n']} 篇：更像编辑勾选的 {summaries['n_better']} 篇，更不像的 "
            f"{summaries['n_worse']} 篇，ROUGE {before:.1f} → {after:.1f}"
        )
    whole = outcome.certainty
    held = f"温度 {whole.temperature:.3f}，阈值 {whole.threshold:.3f}"
    verdict = (
        f"可以启用：baozhai models promote {version.key}"
        if record.passed
        else f"先不启用：{'；'.join(record.reasons)}"
    )
    lines += [
        f"拟合强度 {outcome.strength:g}，{held}" if outcome.strength else f"只校准了把握：{held}",
        f"逐篇对照：{version.report}",
        verdict,
    ]
    return lines


def _changes(outcome: Outcome, topics: TopicSet) -> str:
    change = outcome.change
    renamed = {
        topics[label].zh: "、".join(olds)
        for label, olds in change.sources.items()
        if olds and olds != (label,)
    }
    parts = {
        "新的": "、".join(topics[label].zh for label in change.added),
        "不再有": "、".join(change.dropped),
        "接过": "；".join(f"{title} ← {olds}" for title, olds in renamed.items()),
    }
    told = "，".join(f"{what} {names}" for what, names in parts.items() if names)
    return f"主题：{told or '与原来一样'}"


def _risk(share: SureShare) -> str:
    return f"{share.risk:.1%}（{share.risk_low:.1%}–{share.risk_high:.1%}）"

"""The card of an adapted model, and the ten lines that a run ends with."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from service.config import TopicSet
from service.registry import VersionRecord
from training.desk.sets import DeskSets
from training.metrics.confidence import SureShare

if TYPE_CHECKING:
    from training.desk.adapt import Outcome


def make_card(record: VersionRecord, sets: DeskSets) -> str:
    """Write the card of an adapted model: what it learned from, and what was measured."""
    counts = Counter(article.topic for article in sets.learned)
    files = "\n".join(f"| {name} | `{digest[:16]}` |" for name, digest in record.data.items())
    topics = "、".join(f"{label} {n}" for label, n in counts.most_common())
    verdict = "可以启用 may be promoted" if record.passed else "；".join(record.reasons)
    return f"""# {record.model}

由 `baozhai adapt` 生成，不手工修改。Generated from the run; do not edit.

编码器和摘要与 {record.base} 的一样，主题头在本报 {len(sets.learned)} 篇文章（{topics}）上重新拟合；
{record.by} 于 {record.made} 运行。The encoder and the salience head are those of {record.base};
the topic head was fitted to {len(sets.learned)} articles of the desk's own, and judged on
{len(sets.test)} others.

| 文件 file | SHA-256 |
|---|---|
{files}

{verdict}

文本归各出版者所有，不随模型分发。Figures are in `metrics.json`.
"""


def ten_lines(outcome: Outcome, topics: TopicSet) -> list[str]:
    """Before, after, what changed: what a run ends with."""
    record, found, version = outcome.record, outcome.comparison, outcome.version
    adapted = outcome.adapted
    counts = Counter(article.topic for article in outcome.sets.learned)
    per_topic = "、".join(f"{topics[label].zh} {counts[label]}" for label in topics.labels)
    lines = [
        f"{version.key} {record.model}，原来在用 {outcome.parent.key} {outcome.parent.name}",
        f"学了 {len(outcome.sets.learned)} 篇（{per_topic}），检验 {len(outcome.sets.test)} 篇",
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
    if outcome.kept_knowledge is not None:
        lines.append(f"随附模型学过的文章，判得和原来一样的 {outcome.kept_knowledge:.1%}")
    whole = adapted.certainty["whole"]
    held = f"温度 {whole.temperature:.3f}，阈值 {whole.threshold:.3f}"
    verdict = (
        f"可以启用：baozhai models promote {version.key}"
        if record.passed
        else f"先不启用：{'；'.join(record.reasons)}"
    )
    lines += [
        f"拟合强度 {adapted.fitted.strength:g}，{held}",
        f"逐篇对照：{version.report}",
        verdict,
    ]
    return lines


def _changes(outcome: Outcome, topics: TopicSet) -> str:
    change = outcome.adapted.change
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

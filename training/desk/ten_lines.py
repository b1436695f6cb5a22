"""What a run of `adapt` ends with: ten lines that say what it learned, what changed, what next."""

from __future__ import annotations

from collections import Counter

from service.config import TopicSet
from training.desk.trial import Outcome
from training.metrics.confidence import SureShare


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

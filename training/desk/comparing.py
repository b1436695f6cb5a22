"""Two versions of the model beside each other, in lines to be read."""

from __future__ import annotations

from collections.abc import Mapping

from service.config import ServiceConfig, TopicSet, load_config
from service.errors import ConfigError
from service.registry import Judgement, Registry, Version
from training.desk.gate import compare

_SHOWN = 10  # articles that two versions tell apart


def lines_of_added(version: Version, registry: Registry) -> list[str]:
    """What a version that was trained came to, beside its parent, and whether it may serve."""
    lines = [f"{version.key} {version.name}，逐篇对照：{version.report}"]
    record = version.record
    if record is not None and version.judgements().articles:
        lines += compare_versions(registry.get(record.parent), version)
    reasons = record.reasons if record is not None else ()
    verdict = f"先不启用：{'；'.join(reasons)}" if reasons else ""
    return [*lines, verdict or f"可以启用：baozhai models promote {version.key}"]


def compare_versions(first: Version, second: Version) -> list[str]:
    """Compare two versions on the articles that both were judged with, a line for each change.

    Raises:
        ConfigError: If there are none.
    """
    both = _judged_by_both(first, second)
    if not both:
        raise ConfigError(
            f"{first.key} 和 {second.key} 没有一起判过的文章：检验集不同，或都还没有检验 "
            "(no article was judged by both)"
        )
    found = compare(both, first.key, second.key)
    apart = [each for each in both if each.is_right(first.key) != each.is_right(second.key)]
    titles = {**_titles(first), **_titles(second)}
    before, after = found.sure
    chance = f"纯属偶然的可能 {found.p_chance:.0%}"
    interval = f"（{after.risk_low:.1%}–{after.risk_high:.1%}）"
    right = f"对的 {found.n_right[0]} → {found.n_right[1]}"
    sure = f"不存疑的 {before.coverage:.0%} → {after.coverage:.0%}"
    return [
        f"{first.key} {first.name} → {second.key} {second.name}，{found.n} 篇",
        f"{right}；变好 {found.n_better}，变坏 {found.n_worse}，{chance}",
        f"宏平均 F1 {100 * found.f1[0]:.1f} → {100 * found.f1[1]:.1f}",
        f"{sure}，其中错的 {before.risk:.1%} → {after.risk:.1%}{interval}",
        *(_told_apart(each, first.key, second.key, titles) for each in apart[:_SHOWN]),
    ]


def _told_apart(each: Judgement, first: str, second: str, titles: Mapping[str, str]) -> str:
    mark = "变坏" if each.is_right(first) else "变好"
    name = " ".join((each.title or each.excerpt[:20]).split())
    true, before, after = (
        titles.get(label, label)  # a topic that is no more has no title
        for label in (each.topic, each.labels[first], each.labels[second])
    )
    return f"{mark} {true}：{before} → {after}\t{name}"


def _titles(version: Version) -> Mapping[str, str]:
    """The Chinese titles of the topics of a version."""
    topics = load_config(version.topics or ServiceConfig().topics, TopicSet).topics
    return {topic.id: topic.zh for topic in topics}


def _judged_by_both(first: Version, second: Version) -> list[Judgement]:
    """The articles that both told a topic of, each judged at the same label by people."""
    told = {each.key: each for each in first.judgements().articles}
    both: list[Judgement] = []
    for each in second.judgements().articles:
        other = told.get(each.key, each)
        labels, sure = other.labels | each.labels, other.sure | each.sure
        if {first.key, second.key} <= labels.keys():
            shares = other.probabilities | each.probabilities
            update = {"labels": labels, "sure": sure, "probabilities": shares}
            both.append(each.model_copy(update=update))
    if not both:  # the first one may have been compared with the second, the elder
        both = [each for each in told.values() if {first.key, second.key} <= each.labels.keys()]
    return both

"""A version that was made, judged beside the one that serves, and kept with what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from service.artifacts import Certainty, sha256_of
from service.config import TopicSet
from service.registry import Judgements, Learned, Version, VersionRecord, Way
from training.articles.datamodels import LabelledArticle
from training.articles.json_files import write_json
from training.articles.problems import Problems
from training.desk.card import make_card
from training.desk.folder import DeskFolder, key_of
from training.desk.gate import (
    FEWEST_TO_JUDGE,
    Comparison,
    Told,
    compare,
    find_reasons,
    judge,
)
from training.desk.report import make_report
from training.desk.sets import DeskSets, Require, enough_for_anything, read_sets
from training.desk.summary_gate import SummaryComparison
from training.desk.ticked import TickedSets, read_ticked
from training.desk.topic_head import LabelChange


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done.

    Attributes:
        desk: Whose articles.
        topics_file: The label set of the settings; the desk's own comes first.
        max_risk: Greatest share of errors among the sure.
        by: Who gives the order.
        when: When.
    """

    desk: DeskFolder
    topics_file: str
    max_risk: float
    by: str
    when: datetime

    def read_topics(self) -> TopicSet:
        """The label set."""
        return self.desk.read_topics(self.topics_file)


@dataclass(frozen=True, slots=True)
class Trial:
    """A version as it was made, and what is to judge it.

    Attributes:
        version: Where it is being written.
        parent: The version that serves.
        way: How it was made.
        base: Key of the version whose encoder it has.
        learned: The articles that it learned from.
        test: The frozen ones.
        topics: Its label set.
        learned_before: Content keys of what it knew before that.
        kept_knowledge: Share of the base model's own articles told as before; None where that
            cannot be told.
        summaries: How its summaries compare; None where too few were ticked to tell.
        settings: With which it was made.
        figures: What was measured while it was made, by name.
    """

    version: Version
    parent: Version
    way: Way
    base: str
    learned: Sequence[LabelledArticle]
    test: Sequence[LabelledArticle]
    topics: TopicSet
    learned_before: frozenset[str] = frozenset()
    kept_knowledge: float | None = None
    summaries: SummaryComparison | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A version that was made, and how it compares.

    Attributes:
        version: As it lies in the registry.
        parent: The version that served.
        record: What is known of it.
        comparison: With the version that served; None where too few articles judge.
        learned: The articles that it learned from.
        certainty: Of whole articles.
        change: From the topics of the model that it comes from to its own.
        strength: How firmly its topic head was held to that model's; None where that is its own.
    """

    version: Version
    parent: Version
    record: VersionRecord
    comparison: Comparison | None
    learned: Sequence[LabelledArticle]
    certainty: Certainty
    change: LabelChange
    strength: float | None


def read_desk(order: Order, require: Require = enough_for_anything) -> tuple[TopicSet, DeskSets]:
    """The topics and the articles of a desk.

    Args:
        order: Whose.
        require: See `read_sets`.

    Raises:
        DataError: With all that is wrong with the articles.
        ConfigError: If there is no such desk.
    """
    order.desk.require()
    topics, problems = order.read_topics(), Problems()
    sets = read_sets(order.desk, topics, problems, require)
    problems.raise_if_any()
    return topics, sets


def read_ticks(order: Order) -> TickedSets:
    """The ticked summaries of a desk.

    Raises:
        DataError: With all that is wrong with them.
    """
    problems = Problems()
    ticked = read_ticked(order.desk, problems)
    problems.raise_if_any()
    return ticked


def judge_and_keep(
    trial: Trial, order: Order, told: dict[str, Told]
) -> tuple[VersionRecord, Comparison | None]:
    """Judge a version on the frozen test, and write into its folder what is known of it.

    Args:
        trial: The version.
        order: By whose order, and how strictly it is judged.
        told: What it and the version that serves say of the test, by their keys.

    Returns:
        The record, and the comparison; None where too few articles judge.
    """
    version, parent = trial.version, trial.parent
    found = judge(trial.test, told)
    enough = len(found) >= FEWEST_TO_JUDGE
    comparison = compare(found, parent.key, version.key) if enough else None
    kept = trial.kept_knowledge
    reasons = find_reasons(
        comparison,
        n_test=len(found),
        max_risk=order.max_risk,
        kept_knowledge=kept,
        summaries=trial.summaries,
    )
    record = VersionRecord(
        model=version.name,
        way=trial.way,
        parent=parent.key,
        base=trial.base,
        made=order.when.isoformat(timespec="seconds"),
        by=order.by,
        data=_hashes_of(order.desk),
        settings={"max_risk": order.max_risk, **trial.settings},
        figures={
            "n_train": len(trial.learned),
            "n_test": len(trial.test),
            "per_topic": dict(Counter(article.topic for article in trial.learned)),
            "parent_model": parent.name,
            "kept_knowledge": kept,
            "comparison": asdict(comparison) if comparison else None,
            "summaries": asdict(trial.summaries) if trial.summaries else None,
            **trial.figures,
        },
        passed=not reasons,
        reasons=reasons,
    )
    if order.desk.topics.exists():
        # The label set goes with the version, so that going back goes back in this, too.
        (version.path / order.desk.topics.name).write_bytes(order.desk.topics.read_bytes())
    version.write_record(record, Judgements(articles=found))
    version.write_learned(
        Learned(keys=tuple(sorted(trial.learned_before | set(map(key_of, trial.learned)))))
    )
    page = make_report(record, found, parent.key, version.key, trial.topics)
    version.report.write_text(page, encoding="utf-8", newline="\n")
    return record, comparison


def judge_and_seal(
    trial: Trial, order: Order, told: dict[str, Told]
) -> tuple[VersionRecord, Comparison | None]:
    """`judge_and_keep` for a version made here, whose figures and card are its record's."""
    record, comparison = judge_and_keep(trial, order, told)
    folder = trial.version.model
    write_json(folder.metrics, record.model_dump(mode="json"))
    folder.card.write_text(make_card(record), encoding="utf-8", newline="\n")
    folder.seal()
    return record, comparison


def _hashes_of(desk: DeskFolder) -> dict[str, str]:
    """SHA-256 of each file that a desk's articles and topics lie in, by name."""
    own = [file for files in desk.own_sets.values() for file in files]
    files = [file for file in (desk.labelled, desk.topics, *own) if file.exists()]
    return {file.name: sha256_of(file) for file in files}

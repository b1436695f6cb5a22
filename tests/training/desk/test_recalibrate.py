from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.config import TopicSet, load_config
from service.errors import ConfigError
from service.registry import Registry
from tests.training.desk.worlds import WordStore, make_registry, write_desk
from training.desk.adapt import adapt
from training.desk.folder import DeskFolder
from training.desk.recalibrate import recalibrate
from training.desk.ten_lines import ten_lines
from training.desk.trial import Order, Outcome

NOW = datetime(2026, 3, 4, tzinfo=UTC)
TOPICS = "configs/topics.yaml"


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return make_registry(tmp_path)


def order_of(desk: Path, max_risk: float = 0.03) -> Order:
    return Order(DeskFolder(desk), TOPICS, max_risk, "某人", NOW)


def calibrate(desk: Path, registry: Registry, max_risk: float = 0.03) -> Outcome:
    return recalibrate(order_of(desk, max_risk), registry, lambda _: WordStore())


def mislabel(desk: Path, every: int) -> None:
    """Give each so-manieth article the label of politics."""
    rows = [json.loads(line) for line in (desk / "labelled.jsonl").read_text("utf-8").splitlines()]
    for row in rows[::every]:
        row["topic"] = "politics"
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    (desk / "labelled.jsonl").write_text(lines, "utf-8")


def test_topics_stay_and_doubt_grows_where_the_paper_contradicts(
    tmp_path: Path, registry: Registry
) -> None:
    desk = write_desk(tmp_path / "desk", 300)
    mislabel(desk, 4)
    outcome = calibrate(desk, registry)
    found = outcome.comparison
    assert found is not None
    assert (found.n_better, found.n_worse) == (0, 0)
    before, after = found.sure
    assert after.coverage < before.coverage
    assert outcome.record.way == "calibrate"
    assert outcome.version.name == "tiny@1+desk1"
    lines = ten_lines(outcome, load_config(TOPICS, TopicSet))
    assert any(line.startswith("只校准了把握") for line in lines)
    assert outcome.version.model.card.read_text("utf-8").startswith("# tiny@1+desk1")


def test_a_stricter_risk_leaves_fewer_sure(tmp_path: Path, registry: Registry) -> None:
    desk = write_desk(tmp_path / "desk", 300)
    mislabel(desk, 6)
    strict, lax = (calibrate(desk, registry, risk).certainty for risk in (0.01, 0.2))
    assert strict.threshold > lax.threshold


def test_few_articles_move_little(tmp_path: Path, registry: Registry) -> None:
    shipped = registry.current().model.read_inference()
    gaps = []
    for n in (60, 600):
        desk = write_desk(tmp_path / f"desk{n}", n)
        mislabel(desk, 3)
        gaps.append(abs(calibrate(desk, registry).certainty.temperature - shipped.temperature))
    assert gaps[0] < gaps[1]


def test_what_a_version_learned_from_does_not_calibrate_it(
    tmp_path: Path, registry: Registry
) -> None:
    desk = write_desk(tmp_path / "desk", 150)
    adapt(order_of(desk), registry, lambda _: WordStore())
    registry.promote("v1")
    with pytest.raises(ConfigError, match="v1 没学过的文章只有 0 篇"):
        calibrate(desk, registry)
    write_desk(desk, 260)
    outcome = calibrate(desk, registry)
    assert outcome.version.name == "tiny@1+desk2"
    assert len(outcome.learned) < 120
    assert registry.get("v1").learned() < outcome.version.learned()

"""Small batches, scored by a pipeline without models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from service.batch import BatchReport, BatchSettings, run_batch, score_in_turn
from service.batch.inputs import WorkItem
from service.batch.scoring import Scored, Scorer
from tests.fakes import make_pipeline

SETTINGS = BatchSettings("fake@1", 150, ready_articles=False, version="0")


class Interrupted(BaseException):
    """Ends a run as a signal would."""


def write_file(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return str(path)


def write_archive(folder: Path, n_issues: int) -> list[str]:
    topics = ("社区食堂", "医院扩建", "快递进村", "球队夺冠")
    return [
        write_file(folder / f"p{n}.txt", f"{topics[n % 4]}{n}\n正文第{n}句。\n\n孤行{n}。\n")
        for n in range(n_issues)
    ]


def run_items(items: Iterable[WorkItem], output: Path, **changes: Any) -> BatchReport:
    arguments: dict[str, Any] = {"settings": SETTINGS, "scorer": score_in_turn(make_pipeline())}
    return run_batch(items, output=output, **(arguments | changes))


def rows_of(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def dying_after(n_inputs: int) -> Scorer:
    def scorer(items: Iterable[WorkItem]) -> Iterator[Scored]:
        for done, scored in enumerate(score_in_turn(make_pipeline())(items)):
            if done == n_inputs:
                raise Interrupted
            yield scored

    return scorer


def only(*done: str) -> Scorer:
    """Works as usual, and fails the test if it is given other inputs than these."""

    def scorer(items: Iterable[WorkItem]) -> Iterator[Scored]:
        given = list(items)
        assert [item.name for item in given] == list(done)
        yield from score_in_turn(make_pipeline())(given)

    return scorer

"""Two days side by side."""

from __future__ import annotations

from collections import Counter
from datetime import date as date_type
from typing import Annotated

from fastapi import APIRouter, Query

from service.api.access import Reader
from service.api.models.issues import CompareModel, DaySharesModel, ShareModel
from service.api.problems import ProblemError
from service.api.rooms import Kept, Room
from service.newsroom.room import Newsroom

router = APIRouter(tags=["期 issues"])


@router.get("/compare")
def compare_days(
    room: Room,
    store: Kept,
    who: Reader,  # noqa: ARG001 - asked for its check
    date: Annotated[
        list[date_type], Query(min_length=2, max_length=8, description="Two days or more.")
    ],
) -> CompareModel:
    """几天的主题各占多少，并排着看 (the topics of some days, side by side)."""
    known = {day.date: day for day in store.issues.days()}
    days: list[DaySharesModel] = []
    for wanted in date:
        day = known.get(wanted.isoformat())
        if day is None:
            raise ProblemError("not-found", f"{wanted}: 这一天没有报 (no issue of this day)")
        days.append(
            DaySharesModel(
                date=wanted.isoformat(),
                n_issues=day.n_issues,
                n_articles=day.n_articles,
                topics=_shares(room, Counter(day.topics)),
            )
        )
    return CompareModel(days=days)


def _shares(room: Newsroom, counts: Counter[str]) -> list[ShareModel]:
    topics = room.pipeline.topics
    total = counts.total()
    labels = dict.fromkeys((*topics.labels, *sorted(counts)))
    return [
        ShareModel(
            topic=label,
            title=topics[label].zh,
            n_articles=counts[label],
            share=round(counts[label] / total, 4) if total else 0.0,
        )
        for label in labels
    ]

"""What got better and worse, article by article, as a page to look at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment

from service.config import TopicSet
from service.registry import Judgement, VersionRecord

_TEMPLATE = Path(__file__).with_suffix(".html")
_ORDER = ("变好", "变坏", "都错", "都对")


def make_report(
    record: VersionRecord,
    judgements: Sequence[Judgement],
    before: str,
    after: str,
    topics: TopicSet,
) -> str:
    """Write the page.

    Args:
        record: Of the new version.
        judgements: Of the frozen test.
        before: The version that served.
        after: The new one.
        topics: For the titles and colours.
    """
    groups: dict[str, list[Judgement]] = {name: [] for name in _ORDER}
    for each in judgements:
        groups[_group_of(each.is_right(before), each.is_right(after))].append(each)
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        _TEMPLATE.read_text(encoding="utf-8")
    )
    return page.render(
        record=record,
        found=record.figures["comparison"],
        groups=groups,
        before=before,
        after=after,
        topics=topics,
    )


def _group_of(was_right: bool, is_right: bool) -> str:  # a table of two truths
    if was_right == is_right:
        return "都对" if is_right else "都错"
    return "变好" if is_right else "变坏"

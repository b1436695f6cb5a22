"""What got better and worse, article by article, as a page to look at."""

from __future__ import annotations

from collections.abc import Sequence

from service.config import TopicSet
from service.registry import Judgement, VersionRecord
from service.templates import template_environment

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
    page = template_environment("training.desk", keep_trailing_newline=True)
    return page.get_template("report.html").render(
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

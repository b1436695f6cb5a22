"""Pages given together that are of several issues: other papers, other days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from service.datamodels import Issue, Page
from service.splitters.lines.line import Line, read_lines
from service.splitters.lines.masthead import Masthead, page_mastheads

_PAGE_BREAK = "\f"


def group_issues(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Put the lines of pages together whose mastheads are of one paper and day.

    Args:
        lines: The lines of some pages, in order.

    Returns:
        The lines of each issue, in order; the issues by their first page. A page that names
        neither paper nor day is of the issue of the page before.
    """
    mastheads: list[Masthead] = []
    groups: list[list[Line]] = []
    for page in page_mastheads(lines):
        at = _issue_of(page.masthead, mastheads, len(groups) - 1)
        if at == len(groups):
            mastheads.append(Masthead())
            groups.append([])
        mastheads[at] = mastheads[at].completed(page.masthead)
        groups[at].extend(page.lines)
        # The next page without a masthead goes on where this one was.
        if at != len(groups) - 1:
            mastheads.append(mastheads.pop(at))
            groups.append(groups.pop(at))
    return tuple(tuple(group) for group in sorted(groups, key=lambda group: group[0].start))


def part_issues(issue: Issue) -> tuple[Issue, ...]:
    """Part what was given as one issue where its pages are of several.

    Args:
        issue: Any issue.

    Returns:
        The issues, each with its pages and their text; they go by the given name and the
        day, or paper and day, of each. The issue itself where it is one; warnings stay with
        the first.
    """
    groups = group_issues(read_lines(issue.text))
    if len(groups) <= 1:
        return (issue,)
    pieces = issue.text.split(_PAGE_BREAK)
    starts = [0]
    for piece in pieces[:-1]:
        starts.append(starts[-1] + len(piece) + len(_PAGE_BREAK))
    owner = {
        bisect_right(starts, line.start) - 1: n for n, group in enumerate(groups) for line in group
    }
    owners = [owner.get(place, 0) for place in range(len(pieces))]
    names = _names([_masthead_of(group) for group in groups])
    return tuple(
        replace(
            _part(issue, [place for place, n in enumerate(owners) if n == part], starts, pieces),
            issue_id=f"{issue.issue_id}-{name}",
            warnings=() if part else issue.warnings,
        )
        for part, name in enumerate(names)
    )


def tell_of_parts(issue: Issue) -> Issue:
    """The issue with a warning where its pages are of several papers or days."""
    groups = group_issues(read_lines(issue.text))
    if len(groups) <= 1:
        return issue
    names = "、".join(_names([_masthead_of(group) for group in groups]))
    warning = (
        f"{issue.issue_id}: 这些版面属于 {len(groups)} 期：{names}；合在一期里，"
        "各期之间不接转版、不去重复；要分开请逐期给出，或用 batch --by-folder "
        "(pages of several issues, kept in one; batch --by-folder parts them)"
    )
    return replace(issue, warnings=(*issue.warnings, warning))


def _issue_of(masthead: Masthead, mastheads: Sequence[Masthead], before: int) -> int:
    """Which issue a page is of: that of the page before, else one that agrees, else a new one."""
    if before < 0:
        return 0
    if not mastheads[before].contradicts(masthead):
        return before
    agreeing = (n for n, other in enumerate(mastheads) if not other.contradicts(masthead))
    return next(agreeing, len(mastheads))


def _masthead_of(lines: Sequence[Line]) -> Masthead:
    whole = Masthead()
    for page in page_mastheads(lines):
        whole = whole.completed(page.masthead)
    return whole


def _names(mastheads: Sequence[Masthead]) -> list[str]:
    """What tells the issues apart: their days, or papers and days, or else their numbers."""
    days = [masthead.date or masthead.day_of_year or "" for masthead in mastheads]
    papers = [masthead.paper or "" for masthead in mastheads]
    both = ["-".join(filter(None, pair)) for pair in zip(papers, days, strict=True)]
    for names in (days, both):
        if all(names) and len(set(names)) == len(names):
            return names
    return [str(number) for number in range(1, len(mastheads) + 1)]


def _part(
    issue: Issue, places: Sequence[int], starts: Sequence[int], pieces: Sequence[str]
) -> Issue:
    """The issue with some of the pieces between its form feeds only."""
    text, pages = "", []
    for place in places:
        text += _PAGE_BREAK if text else ""
        begin, end = starts[place], starts[place] + len(pieces[place])
        shift = len(text) - begin
        pages += [
            Page(page.file, page.page, page.start + shift, page.end + shift)
            for page in issue.pages
            if begin <= page.start and page.end <= end
        ]
        text += pieces[place]
    return Issue(issue.issue_id, text, tuple(pages))

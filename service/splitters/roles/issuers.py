"""Who signs public notices: an office or a firm, and the day below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.splitters.lines.furniture import is_day
from service.splitters.lines.line import Line

# Who issues a notice, on a line above the day.
_ISSUES = re.compile(
    r"[\u4e00-\u9fff（）()·\s\u3000]{2,30}(?:公司|[局厅委办院所站处科部社队组校店厂会行]|中心|政府|委员会|办公室|大学|学校|医院|银行|集团)"
)
_REACH = 6  # lines of a notice above
_TEXT = re.compile(r"[。；]|[：:]$")
_PAPERS = re.compile(r"报社?$|^(?:主管|主办|承办|协办|出版|编印)|(?:主管|主办|出版|编印)$")


def find_issuers(lines: Sequence[Line]) -> frozenset[int]:
    """Which lines sign a notice: who issues it, and the day right below, both below its text."""
    found: set[int] = set()
    for day in range(2, len(lines)):
        issuer, line = lines[day - 1 : day + 1]
        above = lines[max(day - 1 - _REACH, 0) : day - 1]
        if not is_day(line.text) or any(other.starts_page for other in (issuer, line)):
            continue
        is_issued = _ISSUES.fullmatch(issuer.text) and not _PAPERS.search(issuer.text)
        has_text = any(_TEXT.search(other.text) for other in above)
        if is_issued and has_text and line.n_blank <= issuer.n_blank:
            found.update((day - 1, day))
    return frozenset(found)

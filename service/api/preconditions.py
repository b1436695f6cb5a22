"""Who changes something says which state of it they saw (RFC 9110, If-Match)."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Header

from service.api.problems import ProblemError

IfMatch = Annotated[
    str | None,
    Header(description="The ETag of what was seen; `*` changes it whatever it is now."),
]
_TAG = re.compile(r'"(?:v|\d{1,18}-)(\d{1,18})"', re.ASCII)


def seen_version(if_match: str | None) -> int | None:
    """The version that a caller saw.

    Args:
        if_match: One entity tag of an issue or article, or `*`.

    Returns:
        The version; None where any will do.

    Raises:
        ProblemError: If it is missing, or no tag that was given here.
    """
    if if_match is None:
        raise ProblemError(
            "state-needed",
            "改动要带 If-Match：读到的 ETag，或 *（不管现状） "
            "(send If-Match with the ETag that you read, or * for any state)",
        )
    if if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise ProblemError(
            "bad-request",
            f"If-Match 是 {if_match[:80]!r}；要照抄一个 ETag (it must be one ETag as it was given)",
        )
    return int(found.group(1))

"""Who changes something says which state of it they saw (RFC 9110, If-Match)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from fastapi import Header

from service.api.problems import ProblemError

IfMatch = Annotated[
    str | None,
    Header(description="The ETag of what was seen; `*` changes it whatever it is now."),
]
_VERSION = re.compile(r'(\d{1,18})"', re.ASCII)


def seen_version(if_match: str | None, etag: Callable[[int], str]) -> int | None:
    """The version that a caller saw.

    Args:
        if_match: One entity tag of the issue or article that is changed, or `*`.
        etag: The tag of that issue or article in a version.

    Returns:
        The version; None where any will do.

    Raises:
        ProblemError: If it is missing, or no tag that was given of that issue or article.
    """
    if if_match is None:
        raise ProblemError(
            "state-needed",
            "改动要带 If-Match：读到的 ETag，或 *（不管现状） "
            "(send If-Match with the ETag that you read, or * for any state)",
        )
    tag = if_match.strip()
    if tag == "*":
        return None
    found = _VERSION.search(tag)
    if found is None or etag(int(found[1])) != tag:
        raise ProblemError(
            "bad-request",
            f"If-Match 是 {tag[:80]!r}；要照抄这一项的一个 ETag，如 {etag(3)}；代理改成的 W/… 不算 "
            f"(it must be one ETag of this item as it was given, such as {etag(3)}; one that a "
            "proxy made weak, W/, counts as none)",
        )
    return int(found[1])

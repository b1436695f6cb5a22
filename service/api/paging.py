"""Long lists in parts, each with the address of the next."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[str | None, Query(max_length=200, description="From `next` of the part before.")]


def address_of_next(request: Request, cursor: str | None) -> str | None:
    """Where the next part is: the same question, with the cursor; None behind the last."""
    if cursor is None:
        return None
    asked = [(name, value) for name, value in request.query_params.multi_items()]
    query = urlencode(
        [*((name, value) for name, value in asked if name != "cursor"), ("cursor", cursor)]
    )
    return f"{request.url.path}?{query}"

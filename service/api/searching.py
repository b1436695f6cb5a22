"""What is looked for, as the query of an address tells it."""

from __future__ import annotations

from datetime import date as date_type
from typing import Annotated

from fastapi import Depends, Query

from service.api.models.digests import Line
from service.store import Wanted


def _wanted(  # noqa: PLR0913 - each is one question of a search
    q: Annotated[Line | None, Query(max_length=200, description="Words, all of them.")] = None,
    date: Annotated[date_type | None, Query(description="The day of the issue.")] = None,
    since: Annotated[date_type | None, Query(description="The first day.")] = None,
    until: Annotated[date_type | None, Query(description="The last day.")] = None,
    paper: Annotated[Line | None, Query(max_length=100)] = None,
    topic: Annotated[Line | None, Query(max_length=80, description="Of an article.")] = None,
    by: Annotated[Line | None, Query(max_length=80, description="Who corrected it.")] = None,
    uncertain: Annotated[bool | None, Query(description="Whether a person should look.")] = None,
) -> Wanted:
    return Wanted(
        q=q,
        date=date.isoformat() if date else None,
        date_from=since.isoformat() if since else None,
        date_to=until.isoformat() if until else None,
        paper=paper,
        topic=topic,
        who=by,
        uncertain=uncertain,
    )


Search = Annotated[Wanted, Depends(_wanted)]

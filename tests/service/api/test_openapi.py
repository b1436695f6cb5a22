"""The API does what it says of itself; schemathesis invents the requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from service.api.access import Access
from service.api.app import PREFIX, mount_api
from service.api.problems import add_handlers
from service.newsroom.jobs import Jobs
from service.newsroom.room import Newsroom
from service.store import Store
from tests.fakes import make_pipeline


@pytest.mark.slow
def test_answers_are_as_described(tmp_path: Path) -> None:
    schema = described(Store.open(tmp_path / "desk.sqlite"))
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 30
    both = [(operation, mode) for operation in operations for mode in GenerationMode]
    faults = [fault for operation, mode in both if (fault := fault_of(operation, mode))]
    assert not faults, "\n\n".join(faults)


def described(store: Store) -> Any:
    server = FastAPI(openapi_url=None)
    room = Newsroom(make_pipeline(), store, Jobs(most_waiting=10_000, most_of_one=10_000))
    mount_api(server, room, Access(store=store))
    # A name of dots leads out of the API, to where a page would answer.
    add_handlers(server)
    loaded = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", server)
    # A stream of events ends only when somebody leaves.
    return loaded.exclude(path_regex="/events$")


def fault_of(operation: Any, mode: GenerationMode) -> str | None:
    """What an operation does that its description does not say; None where it keeps to it.

    Asked with what the description allows (positive) or forbids (negative).
    """

    @settings(
        max_examples=3,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def keep_to_it(case: schemathesis.Case[Any]) -> None:
        # A text of blanks is text by the schema and refused for what it says.
        case.call_and_validate(
            headers={"host": "127.0.0.1"}, excluded_checks=[positive_data_acceptance]
        )

    try:
        keep_to_it()
    except Unsatisfiable:
        return None  # an operation that asks for nothing can be asked nothing wrong
    except FailureGroup as faults:
        return f"{operation.method} {operation.path}: {faults.exceptions}"
    except Failure as fault:
        return f"{operation.method} {operation.path}: {fault}"
    return None

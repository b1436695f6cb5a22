from __future__ import annotations

import pytest

from service.config import ServiceConfig, load_config
from service.pipeline import DigestPipeline


@pytest.fixture(scope="session")
def pipeline() -> DigestPipeline:
    """What ships, loaded once for all tests of the API."""
    return DigestPipeline.from_config(load_config("configs/service.yaml", ServiceConfig))

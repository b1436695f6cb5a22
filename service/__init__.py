"""The product: Chinese newspaper issues into digests."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.config import ServiceConfig, load_config
    from service.datamodels import Article, Digest, Issue, Summary, TopicScores
    from service.errors import DigestError
    from service.pipeline import DigestPipeline
    from service.splitters import ArticleSplitter

__all__ = [
    "Article",
    "ArticleSplitter",
    "Digest",
    "DigestError",
    "DigestPipeline",
    "Issue",
    "ServiceConfig",
    "Summary",
    "TopicScores",
    "load_config",
]

# Looked up on first use: `baozhai --help` must not wait for the inference runtime.
_HOMES = {
    "Article": "service.datamodels",
    "ArticleSplitter": "service.splitters",
    "Digest": "service.datamodels",
    "DigestError": "service.errors",
    "DigestPipeline": "service.pipeline",
    "Issue": "service.datamodels",
    "ServiceConfig": "service.config",
    "Summary": "service.datamodels",
    "TopicScores": "service.datamodels",
    "load_config": "service.config",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'service' has no attribute {name!r}")
    found: object = getattr(import_module(_HOMES[name]), name)
    return found

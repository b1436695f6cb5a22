"""What several commands load."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from service.config import ServiceConfig, load_config

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.datamodels import Article
    from service.encoders.base import EncodedArticle
    from service.pipeline import DigestPipeline


def load_settings(arguments: Namespace) -> ServiceConfig:
    """The settings that the command names, with what its own options say instead."""
    config = load_config(arguments.config, ServiceConfig)
    instead: dict[str, object] = {}
    if model := getattr(arguments, "model", None):  # an option of the commands that digest
        instead["model"] = model
    if getattr(arguments, "no_cache", False):
        instead["cache_mebibytes"] = 0
    return config.model_copy(update=instead)


def load_pipeline(config: ServiceConfig) -> DigestPipeline:
    """The pipeline of the settings, with the cache; the inference runtime is loaded with it."""
    from service.pipeline import DigestPipeline

    return DigestPipeline.from_config(config, cached=True)


def load_without_encoder(config: ServiceConfig) -> DigestPipeline:
    """The pipeline for a process that hands the articles to others: 200 MiB and a second less."""
    from service.pipeline import DigestPipeline

    return DigestPipeline.from_config(config, encoder=_Elsewhere())


class _Elsewhere:
    """Stands for an encoder that other processes have; to ask it is a fault of the program."""

    def encode(self, article: Article) -> EncodedArticle:
        raise RuntimeError(f"article {article.id} is to be read in a worker process")

    def start(self, article: Article) -> Callable[[], EncodedArticle]:
        return lambda: self.encode(article)

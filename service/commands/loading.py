"""What several commands load."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from service.config import ServiceConfig, load_config

if TYPE_CHECKING:
    from service.pipeline import DigestPipeline


def load_settings(arguments: Namespace) -> ServiceConfig:
    """The settings that the command names, with the model that it names, if it does."""
    config = load_config(arguments.config, ServiceConfig)
    model = getattr(arguments, "model", None)  # an option of the commands that digest
    return config.model_copy(update={"model": model}) if model else config


def load_pipeline(config: ServiceConfig) -> DigestPipeline:
    """The pipeline of the settings; the inference runtime is loaded with it."""
    from service.pipeline import DigestPipeline

    return DigestPipeline.from_config(config)

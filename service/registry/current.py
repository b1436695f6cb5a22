"""Which model the settings mean just now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from service.config import ServiceConfig, locate_model
from service.registry.registry import Registry

REGISTRY = "registry"
"""What `model` in the settings says where the promoted version is meant."""


@dataclass(frozen=True, slots=True)
class CurrentModel:
    """The model to serve with.

    Attributes:
        key: Another one whenever another model is meant: what a running page compares.
        path: Its folder.
        topics: The topics file that goes with it.
    """

    key: str
    path: Path
    topics: str


def current_model(config: ServiceConfig) -> CurrentModel:
    """The model that the settings mean now; with `model: registry` it changes by a promotion.

    Cheap enough to be asked before every digest: it reads one small file.

    Raises:
        ConfigError: If there is no such model.
        ArtifactError: If the pointer of the registry is damaged.
    """
    if config.model != REGISTRY:
        return CurrentModel(config.model, locate_model(config.model), config.topics)
    version = Registry.open().current()
    topics = str(version.topics) if version.topics else config.topics
    return CurrentModel(version.key, version.model.path, topics)


def settled(config: ServiceConfig) -> ServiceConfig:
    """The settings with what `registry` means now: the promoted version and its topics.

    Raises:
        ConfigError: If there is no such model.
        ArtifactError: If the pointer of the registry is damaged.
    """
    if config.model != REGISTRY:
        return config
    now = current_model(config)
    return config.model_copy(update={"model": str(now.path), "topics": now.topics})

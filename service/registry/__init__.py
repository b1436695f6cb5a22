"""The versions of models that a desk made, and which of them serves."""

from service.registry.current import REGISTRY, CurrentModel, current_model
from service.registry.records import Judgement, Judgements, VersionRecord, Way
from service.registry.registry import SHIPPED, Registry, Version

__all__ = [
    "REGISTRY",
    "SHIPPED",
    "CurrentModel",
    "Judgement",
    "Judgements",
    "Registry",
    "Version",
    "VersionRecord",
    "Way",
    "current_model",
]

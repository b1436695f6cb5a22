"""Configuration files: one loader, one schema each, every value checked where it is read."""

from service.config.loading import load_config, read_yaml
from service.config.places import (
    BUNDLED,
    CHECKOUT,
    SHIPPED_LINE_SCORER,
    SHIPPED_MODEL,
    SHIPPED_MODELS,
    locate,
    locate_model,
)
from service.config.settings import (
    UNKNOWN_COLOR,
    Device,
    Language,
    LimitsConfig,
    Schema,
    ServiceConfig,
    TopicConfig,
    TopicSet,
    WebConfig,
    told_setting,
)

__all__ = [
    "BUNDLED",
    "CHECKOUT",
    "SHIPPED_LINE_SCORER",
    "SHIPPED_MODEL",
    "SHIPPED_MODELS",
    "UNKNOWN_COLOR",
    "Device",
    "Language",
    "LimitsConfig",
    "Schema",
    "ServiceConfig",
    "TopicConfig",
    "TopicSet",
    "WebConfig",
    "load_config",
    "locate",
    "locate_model",
    "read_yaml",
    "told_setting",
]

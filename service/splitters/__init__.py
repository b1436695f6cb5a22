"""From a raw issue to its articles."""

from service.splitters.base import ArticleSplitter

__all__ = ["ArticleSplitter"]

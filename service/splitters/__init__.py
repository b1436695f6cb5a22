"""From a raw issue to its articles."""

from service.splitters.article_splitter import ArticleSplitter

__all__ = ["ArticleSplitter"]

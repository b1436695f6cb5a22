"""From a raw issue to its articles."""

from service.splitters.article_splitter import ArticleSplitter
from service.splitters.issues import part_issues, tell_of_parts

__all__ = ["ArticleSplitter", "part_issues", "tell_of_parts"]

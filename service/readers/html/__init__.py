"""Web pages of e-papers."""

from service.readers.html.reader import is_html, read_html

__all__ = ["is_html", "read_html"]

"""Web pages of e-papers."""

from service.readers.html.detection import is_html
from service.readers.html.reader import read_html, read_web_page

__all__ = ["is_html", "read_html", "read_web_page"]

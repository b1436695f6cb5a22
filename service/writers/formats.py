"""The formats a digest can be written in, by name and by file suffix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from service.config import TopicSet
from service.datamodels import Digest
from service.errors import WriteError
from service.writers.as_html import to_html
from service.writers.as_json import to_json
from service.writers.as_markdown import to_markdown
from service.writers.as_text import to_text
from service.writers.bulletin import PLAIN, Bulletin


def _to_docx(digest: Digest, topics: TopicSet, bulletin: Bulletin) -> bytes:
    # Half a second of imports that the other formats need not wait for.
    from service.writers.as_docx import to_docx

    return to_docx(digest, topics, bulletin)


_WRITERS: dict[str, Callable[[Digest, TopicSet, Bulletin], bytes]] = {
    "text": lambda digest, topics, _: to_text(digest, topics).encode("utf-8"),
    "markdown": lambda *given: to_markdown(*given).encode("utf-8"),
    "html": lambda *given: to_html(*given).encode("utf-8"),
    "docx": _to_docx,
    "json": lambda digest, *_: to_json(digest).encode("utf-8"),
}
FORMATS = tuple(_WRITERS)
SUFFIXES = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".json": "json",
}


def render_digest(
    digest: Digest, output_format: str, topics: TopicSet, bulletin: Bulletin = PLAIN
) -> bytes:
    """Write a digest in one of `FORMATS`.

    Args:
        digest: The digest, scored or not.
        output_format: One of `FORMATS`.
        topics: The label set, for titles and colors.
        bulletin: How the desk wants it; text and JSON pay no heed to it.

    Returns:
        The content of the file; text is UTF-8 with a final newline.

    Raises:
        ValueError: If there is no such format.
    """
    if output_format not in _WRITERS:
        raise ValueError(f"output_format is {output_format!r}; it must be one of {FORMATS}")
    return _WRITERS[output_format](digest, topics, bulletin)


def choose_format(output: Path | None, output_format: str | None) -> str:
    """Settle on a format from what was asked for and the name of the output.

    Args:
        output: The file to write, None for standard output.
        output_format: One of `FORMATS`, or None where the user named none.

    Returns:
        The format asked for; else the one the suffix means; `text` on standard output.

    Raises:
        WriteError: If the suffix means another format than the one asked for,
            or if it means none and none was asked for.
    """
    meant = SUFFIXES.get(output.suffix.lower()) if output else "text"
    if output and output_format is None and meant is None:
        raise WriteError(
            f"{output}: 从后缀 {output.suffix!r} 看不出格式；请加 --format {'|'.join(FORMATS)} "
            f"(no format has this suffix: add --format)"
        )
    if output and output_format and meant not in (None, output_format):
        raise WriteError(
            f"{output}: 后缀 {output.suffix} 是 {meant} 格式，而 --format 是 {output_format}；"
            "请改其中一个 (suffix and --format disagree: change one of them)"
        )
    return output_format or meant or "text"

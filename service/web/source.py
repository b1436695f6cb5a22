"""The source of a digest as HTML, line by line, each piece with its owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from service.datamodels import Digest
from service.vocabulary import REASONS
from service.web.marks import attributes
from service.web.places import Line, Piece, page_name, pieces_by_line, source_lines
from service.web.wording import Wording


def render_source(digest: Digest, colors: Mapping[str, str], words: Wording) -> str:
    """Write the whole source, showing whose each piece is.

    Args:
        digest: Any digest; with blank source nothing is written.
        colors: The colour of each article id.
        words: The language of the labels.

    Returns:
        A closed `<details>`. Where an article begins stands an element with the
        id `source-<article id>`, and its number links to `article-<article id>`.
    """
    if not digest.source_text.strip():
        return ""
    lines = source_lines(digest)
    rows = "".join(_rows(digest, lines, colors, words))
    return (
        f'<details class="bz-panel" id="bz-source"><summary>{escape(words.source)}</summary>'
        f'<p class="bz-note">{escape(words.source_hint)}</p>'
        f'<div class="bz-lines">{rows}</div></details>'
    )


def _rows(
    digest: Digest, lines: tuple[Line, ...], colors: Mapping[str, str], words: Wording
) -> Iterator[str]:
    """One row per line; the number of an article stands where the owner changes."""
    page = owner = None
    begun: set[str] = set()
    for line, pieces in zip(lines, pieces_by_line(digest, lines), strict=True):
        if line.page is not page and line.page.file:
            yield f'<p class="bz-page"><bdi>{escape(page_name(line.page, words))}</bdi></p>'
        page = line.page
        written = []
        at = line.start
        for piece in pieces:
            written.append(escape(digest.source_text[at : piece.start]))
            here = (piece.article_id, piece.left_out)
            if here != owner:
                written.append(_label(piece, digest, begun, words))
            written.append(_piece(piece, digest, colors))
            owner, at = here, piece.end
        written.append(escape(digest.source_text[at : line.end]))
        yield f'<p data-line="{line.number}" dir="auto">{"".join(written)}</p>'


def _label(piece: Piece, digest: Digest, begun: set[str], words: Wording) -> str:
    if piece.left_out is not None:
        reason = REASONS[digest.left_out[piece.left_out].reason].in_language(words.language)
        return f'<span class="bz-reason">{escape(reason)}</span>'
    article_id = piece.article_id or ""
    described = {"class": "bz-id", "href": f"#article-{article_id}"}
    described |= {"data-goto": f"article-{article_id}", "title": words.to_article}
    if article_id not in begun:
        described["id"] = f"source-{article_id}"
        begun.add(article_id)
    return f"<a{attributes(described)}>{escape(article_id)}</a>"


def _piece(piece: Piece, digest: Digest, colors: Mapping[str, str]) -> str:
    printed = escape(digest.source_text[piece.start : piece.end])
    if piece.article_id is None:
        return f'<span class="bz-gone">{printed}</span>'
    described = {"class": "bz-piece", "data-of": piece.article_id}
    described["style"] = f"--topic:{colors[piece.article_id]}"
    return f"<span{attributes(described)}>{printed}</span>"

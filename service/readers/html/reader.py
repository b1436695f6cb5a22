"""The text of a web page: an article, or the index of a page of the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from service.errors import ReadError
from service.readers.base import PageText
from service.readers.encodings import decode_leniently
from service.readers.excerpts import excerpt
from service.readers.headings import join_blocks
from service.readers.html.detection import declared_encoding
from service.readers.html.flow import blocks_of
from service.readers.html.hidden import hidden_in
from service.readers.html.lists import ListNumbers, prints_numbers
from service.readers.html.navigation import controls_in, navigation_in
from service.readers.html.prose import prose_of
from service.readers.html.rendering import is_word_comment
from service.readers.html.tree import Element, End, HtmlPage, parse_html

_ANNOTATIONS = frozenset(("rt", "rtc"))
_NEXT_DOCUMENT = re.compile(r"(?<=</html>)[\s\ufeff]*+(?=<!doctype|<html)", re.IGNORECASE)
_NEXT_IN_BYTES = re.compile(rb"(?<=</html>)(?:\s|\xef\xbb\xbf)*+(?=<!doctype|<html)", re.IGNORECASE)
# A piece of Chinese text as scripts hold it, each character by itself or by its number.
_IN_SCRIPT = re.compile(r"(?:[\u4e00-\u9fff，、：]|\\u[4-9][0-9a-fA-F]{3}|\\uff0c){20}")


def read_html(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give the text of a file of web pages that say their encoding themselves.

    Pages that were put one behind the other are pages of their own if each
    begins with a title and holds prose; otherwise they are parts of one, as
    browsers show them.

    Raises:
        ReadError: As `read_web_page` says.
    """
    document, damage = _decode(raw, name)
    pages = list(_own_pages(document, name, damage))
    return tuple(pages) or (_read(document, name, damage, {}),)


def read_web_page(
    raw: bytes, name: str, *, charset: str | None, frames: Mapping[str, str] | None = None
) -> PageText:
    """Give the text of a web page, a blank line between its blocks, two where a story begins.

    The text is what a browser shows, and body text that waits for a script to
    show it. Navigation goes into `navigation` instead: controls and imprint of
    e-paper systems, links to other pages of the paper, and blocks that are
    mostly links. Where no prose is left the page is an index, and those blocks
    are its text. Readings beside characters (ruby) and prose that stays hidden
    are left out with a warning.

    Args:
        raw: The page.
        name: What messages call it.
        charset: The encoding that it is said to have, None if nothing says one.
        frames: Pages that may be shown inside, by their addresses.

    Raises:
        ReadError: If the page has no text, or its encoding is unknown.
    """
    document, damage = decode_leniently(raw, name, charset)
    return _read(document, name, damage, frames or {})


def _decode(raw: bytes, name: str) -> tuple[str, str | None]:
    """The document and what is damaged in it; of pages in several encodings each by itself."""
    parts = _NEXT_IN_BYTES.split(raw)
    if len({_is_utf8(part) for part in parts if not part.isascii()}) < 2:
        return decode_leniently(raw, name, declared_encoding(raw))
    decoded = [decode_leniently(part, name, declared_encoding(part)) for part in parts]
    damage = "；".join(told for _, told in decoded if told)
    return "\n".join(text for text, _ in decoded), damage or None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _own_pages(document: str, name: str, damage: str | None) -> Iterator[PageText]:
    """The pages of a document that holds several articles; nothing for any other."""
    parts = _NEXT_DOCUMENT.split(document)
    if len(parts) == 1 or any(part.count("<script") != part.count("</script") for part in parts):
        return
    try:
        pages = [_read(part, name, damage, {}) for part in parts]
    except ReadError:
        return
    if not any(page.is_index or prose_of(page.text.split("\n", 1)[:1]) for page in pages):
        yield from pages


def _read(document: str, name: str, damage: str | None, frames: Mapping[str, str]) -> PageText:
    page = parse_html(document, name, frames)
    hidden = hidden_in(page)
    annotations = _annotations(page, hidden.elements)
    comments = [element for element in page.elements() if is_word_comment(element)]
    unseen = hidden.elements.union(annotations, comments)
    text, navigation, is_index = _text(page, unseen)
    if not text:
        raise _empty(page, name)
    warnings = (
        *([damage] if damage and "\ufffd" in text else []),
        *_annotations_warning(page, annotations, name),
        *_comments_warning(page, comments, name),
        *_hidden_warning(hidden.prose, name),
        *_frames_warning(page, name),
        *_script_warning(page, text, name),
    )
    return PageText(
        text,
        warnings=warnings,
        navigation=tuple(_words(page, unseen, navigation)),
        is_index=is_index,
    )


def _text(page: HtmlPage, unseen: Set[Element]) -> tuple[str, Set[Element], bool]:
    """The text, the navigation that is not in it, and whether it is that of an index."""
    controls = controls_in(page, unseen)
    navigation = navigation_in(page, unseen | controls)
    site = controls | navigation.site_parts
    away = site | navigation.link_boxes
    numbers = ListNumbers() if prints_numbers(page) else None
    blocks = blocks_of(page, unseen, left_out=away, numbers=numbers)
    if prose_of(block.text for block in blocks):
        return join_blocks(blocks), away, False
    for left_out in (site, frozenset[Element]()):
        if blocks := blocks_of(page, unseen, left_out=left_out):
            return join_blocks(blocks), left_out, True
    return "", site, True


def _annotations(page: HtmlPage, unseen: Set[Element]) -> list[Element]:
    """The readings beside characters; what is prose was taken in by markup that never ends."""
    if not any(element.tag in _ANNOTATIONS for element in page.elements()):
        return []
    found: list[Element] = []
    n_around = 0
    for step in page.walk(unseen):
        if isinstance(step, Element):
            n_around += step.tag == "ruby"
            if step.tag in _ANNOTATIONS and n_around:
                found.append(step)
        elif isinstance(step, End):
            n_around -= step.element.tag == "ruby"
    outermost = page.outermost(found)
    return [reading for reading in outermost if not prose_of([_all_text(page, reading)])]


def _all_text(page: HtmlPage, within: Element) -> str:
    return "".join(step for step in page.walk(within=within) if isinstance(step, str))


def _words(page: HtmlPage, unseen: Set[Element], left_out: Set[Element]) -> Iterator[str]:
    """The words of what is left out though it is seen, in order."""
    shown = {element for element in left_out if element not in unseen}
    for element in page.outermost(shown):
        for block in blocks_of(page, unseen, element):
            yield from block.text.split()


def _annotations_warning(
    page: HtmlPage, annotations: Sequence[Element], name: str
) -> Iterator[str]:
    if annotations:
        readings = excerpt(_all_text(page, annotation) for annotation in annotations)
        yield f"{name}: 字旁的注音没有读入：{readings} (ruby annotations are left out)"


def _comments_warning(page: HtmlPage, comments: Sequence[Element], name: str) -> Iterator[str]:
    if words := [
        text for text in (_all_text(page, comment) for comment in comments) if text.strip()
    ]:
        yield f"{name}: 批注没有读入：{excerpt(words)} (comments are left out)"


def _script_warning(page: HtmlPage, text: str, name: str) -> Iterator[str]:
    """What to tell of a page without prose whose scripts hold text."""
    if prose_of([text]):
        return
    scripts = (element for element in page.elements() if element.tag == "script")
    if any(_IN_SCRIPT.search(_all_text(page, script)) for script in scripts):
        yield (
            f"{name}: 正文由脚本载入，没有读入；请在浏览器里打开，复制正文，存成文本再试 "
            "(its text is loaded by a script: copy it from the browser into a text file)"
        )


def _hidden_warning(prose: Sequence[str], name: str) -> Iterator[str]:
    if prose:
        yield f"{name}: 网页里隐藏着的文字没有读入：{excerpt(prose)} (hidden text is left out)"


def _frames_warning(page: HtmlPage, name: str) -> Iterator[str]:
    if page.missing_frames:
        yield (
            f"{name}: 框架里的网页没有读入：{excerpt(page.missing_frames)}；有正文的，请一并给出 "
            "(pages in frames were not read: give those with text too)"
        )


def _empty(page: HtmlPage, name: str) -> ReadError:
    if page.missing_frames:
        return ReadError(
            f"{name}: 这是框架网页，正文在 {excerpt(page.missing_frames)} 里；请给出那个文件，"
            "或在浏览器里把框架另存为 HTML (its text is in the pages of its frames: give those)"
        )
    return ReadError(
        f"{name}: 网页里没有正文，可能要由脚本载入；请在浏览器里复制正文，存成文本再试 "
        "(no text in this page: copy it from the browser into a text file)"
    )

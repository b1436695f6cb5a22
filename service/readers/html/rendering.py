"""What a browser does with elements: which start a line, which are not shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from service.readers.html.tree import Element

# As the rendering section of the HTML standard lists them; all others, unknown ones too, flow
# within a line.
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"),
        *("hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup"),
        *("option", "p", "plaintext", "pre", "search", "section", "select", "summary", "table"),
        *("tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "xmp", "foreignobject"),
    )
)
_NEVER_SHOWN = frozenset(
    (
        *("head", "title", "meta", "link", "base", "script", "style", "param", "area", "datalist"),
        *("noembed", "noframes", "rp"),
        # What stands in these is for browsers that do not know them.
        *("iframe", "video", "audio", "canvas", "progress", "meter"),
        # Of pictures and formulas.
        *("defs", "desc", "metadata", "symbol", "annotation", "annotation-xml"),
    )
)
_KEEPS_LINES = frozenset(("pre", "listing", "xmp", "plaintext", "textarea"))
_NOTHING = re.compile(r"0*+(?:\.0*+)?(?:px|r?em|pt|%)?")
# How pages move text out of sight that only programs are to find.
_FAR_OFF = re.compile(r"-(?:999|\d{4,})(?:\.\d+)?(?:px|r?em|pt)?")
_CUT_OFF = re.compile(r"rect\([01px,\s]+\)|inset\((?:50|100)%\)|circle\(0[px%]*\)")


def is_never_shown(element: Element) -> bool:
    """Whether no browser shows what stands in an element."""
    return element.tag in _NEVER_SHOWN


def is_block(element: Element) -> bool:
    """Whether an element stands on lines of its own."""
    if "style" not in element.attributes:
        return element.tag in _BLOCKS
    display = style_of(element).get("display", "")
    if display.startswith(("inline", "contents")):
        return False
    return element.tag in _BLOCKS or display in ("block", "flex", "grid", "list-item", "table")


def keeps_lines(element: Element) -> bool:
    """Whether lines break in an element where they break in the source."""
    if "style" not in element.attributes:
        return element.tag in _KEEPS_LINES
    return element.tag in _KEEPS_LINES or style_of(element).get("white-space", "").startswith("pre")


def is_faded(element: Element) -> bool:
    """Whether an element keeps its place but is not seen, as long as no script fades it in."""
    if "style" not in element.attributes:
        return False
    style = style_of(element)
    return style.get("visibility") in ("hidden", "collapse") or _is_nothing(style, "opacity")


def is_switched_off(element: Element) -> bool:
    """Whether an element takes no place, as long as no script opens it."""
    if element.tag == "template":
        return "shadowrootmode" not in element.attributes
    if element.tag == "noscript" or "hidden" in element.attributes:
        return True
    if element.tag == "dialog" and "open" not in element.attributes:
        return True
    style = style_of(element)
    return style.get("display") == "none" or _is_out_of_sight(style)


def has_no_size(element: Element) -> bool:
    """Whether text in an element has no height, as far as nothing in it has one of its own."""
    return "style" in element.attributes and _is_nothing(style_of(element), "font-size")


def is_word_comment(element: Element) -> bool:
    """Whether an element holds comments of Word or refers to one."""
    return element.attributes.get("class") == "MsoCommentReference" or (
        style_of(element).get("mso-element") == "comment-list"
    )


def style_of(element: Element) -> Mapping[str, str]:
    """What the element's own style says, names and values in lower case."""
    written = element.attributes.get("style")
    if not written:
        return {}
    declarations = (declaration.partition(":") for declaration in written.lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip() for name, _, value in declarations
    }


def _is_out_of_sight(style: Mapping[str, str]) -> bool:
    is_moved = style.get("position") in ("absolute", "fixed")
    places = ("left", "right", "top", "bottom", "margin-left") if is_moved else ("text-indent",)
    if any(_FAR_OFF.fullmatch(style.get(place, "")) for place in places):
        return True
    if is_moved and any(_CUT_OFF.match(style.get(how, "")) for how in ("clip", "clip-path")):
        return True
    sizes = ("height", "max-height", "width", "max-width")
    return style.get("overflow") == "hidden" and any(_is_nothing(style, size) for size in sizes)


def _is_nothing(style: Mapping[str, str], name: str) -> bool:
    written = style.get(name, "")
    return written != "" and _NOTHING.fullmatch(written) is not None

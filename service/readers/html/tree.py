"""A web page as elements and text in order, nested as a browser nests them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.errors import ReadError

# Parsing takes time by the square of the depth: 2 s at this one. Browsers keep 512 levels.
_DEEPEST = 20_000
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
# Written once and open-ended, so that they do not nest.
_NOT_NESTING = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "wbr", "dd", "dt", "li", "option", "p", "td", "th", "tr"),
    )
)
_FRAMES = frozenset(("frame", "iframe"))
# What may keep markup as text, and the element that the markup would stand in.
_HOLDING_MARKUP = {"script": "template", "textarea": "div"}
_TEMPLATE_TYPES = frozenset(
    ("text/html", "text/template", "text/x-template", "text/x-handlebars-template")
)
_MARKUP = re.compile(r"</(?:p|div|section|td|span)\s*+>|<br\s*+/?>", re.IGNORECASE)
_UNSEEN, _NOT_PAGES = ("0", "1", "0px", "1px"), ("about:", "javascript:", "data:", "#")
# XHTML closes any element within its tag; HTML does so with none and would read on to the end.
_CLOSED_IN_TAG = re.compile(
    r"<(a|div|iframe|noscript|p|script|span|style|td|textarea|title)(\s[^<>]*)?/>", re.IGNORECASE
)


@dataclass(slots=True, eq=False)
class Element:
    """An element of a page.

    Its tag is in lower case. `start` and `stop` are the places of its two
    ends among the steps of the page, the latter one behind its end.
    """

    tag: str
    attributes: Mapping[str, str]
    start: int
    stop: int = 0


class End(NamedTuple):
    """The place where an element ends."""

    element: Element


Step = Element | str | End


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page: elements where they begin and end, and the text between, without comments.

    `missing_frames` are addresses of pages that are shown inside it and not at hand.
    """

    steps: list[Step] = field(default_factory=list)
    missing_frames: list[str] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """All elements, outer before inner."""
        return (step for step in self.steps if isinstance(step, Element))

    def walk(
        self,
        left_out: Set[Element] = frozenset(),
        within: Element | None = None,
        *,
        emptied: Set[Element] = frozenset(),
    ) -> Iterator[Step]:
        """Give the steps of the page, or of one element of it.

        Elements in `left_out` are passed over with all that is in them; of those in
        `emptied` only the two ends are given.
        """
        place, stop = (within.start, within.stop) if within else (0, len(self.steps))
        while place < stop:
            step = self.steps[place]
            place += 1
            if isinstance(step, Element):
                if step in left_out:
                    place = step.stop
                    continue
                if step in emptied:
                    place = step.stop - 1
            yield step

    def outermost(self, elements: Iterable[Element]) -> Iterator[Element]:
        """Those of the elements that lie in no other of them, in order."""
        reached = 0
        for element in sorted(elements, key=lambda element: element.start):
            if element.start >= reached:
                yield element
                reached = element.stop


def parse_html(document: str, name: str, frames: Mapping[str, str] | None = None) -> HtmlPage:
    """Build the tree of a page, whatever its markup.

    Markup that is wrong is read as the HTML standard says and browsers do: what
    follows `</html>` belongs to the body, and so do the bodies of further pages
    in the same file. Pages that are shown inside it stand in its tree.

    Args:
        document: The decoded page or a part of one.
        name: What messages call it.
        frames: Pages that may be shown inside, by their addresses.

    Raises:
        ReadError: If elements are nested without end, as no page has them.
    """
    page = HtmlPage()
    frames = dict(frames or {})
    ahead: list[LexborNode | End] = [*_roots(document, name)]
    while ahead:
        node = ahead.pop()
        if isinstance(node, End):
            page.steps.append(node)
            node.element.stop = len(page.steps)
        elif node.is_text_node:
            page.steps.append(node.text_content or "")
        elif node.is_element_node:
            tag = (node.tag or "").lower()
            attributes = {key: value or "" for key, value in node.attributes.items()}
            inner = None
            if tag in _FRAMES:
                inner = _framed(attributes, frames, page)
            elif tag in _HOLDING_MARKUP:
                inner = _kept_markup(node, tag, attributes)
            if inner is not None:
                tag = _HOLDING_MARKUP.get(tag, "div")
            element = Element(tag, attributes, len(page.steps))
            page.steps.append(element)
            ahead.append(End(element))
            ahead.extend(reversed(list(_children(node))) if inner is None else _roots(inner, name))
    return page


def _roots(document: str, name: str) -> list[LexborNode]:
    if document.lstrip().startswith("<?xml"):
        document = _CLOSED_IN_TAG.sub(r"<\1\2></\1>", document)
    if document.count("<") > _DEEPEST and _depth(document) > _DEEPEST:
        raise ReadError(
            f"{name}: 网页的标记嵌套超过 {_DEEPEST} 层，不像正常的网页；请在浏览器里复制正文，"
            "存成文本再试 (nested too deeply: copy the text from the browser)"
        )
    root = LexborHTMLParser(document).root
    return [] if root is None else [root]


def _kept_markup(node: LexborNode, tag: str, attributes: Mapping[str, str]) -> str | None:
    """Markup that is kept as text, for a script to make a part of the page of it."""
    is_text = tag == "script" and attributes.get("type", "").lower() not in _TEMPLATE_TYPES
    child = None if is_text else node.child
    text = (child.text_content or "") if child is not None else ""
    return text if _MARKUP.search(text) else None


def _framed(attributes: Mapping[str, str], frames: dict[str, str], page: HtmlPage) -> str | None:
    """The page that a frame shows; each is shown once, so that none holds itself."""
    if "srcdoc" in attributes:
        return attributes["srcdoc"]
    source = attributes.get("src", "").strip()
    file = source.rpartition("/")[2].partition("?")[0]
    for address in frames:
        if source and (address == source or (file and address.endswith(f"/{file}"))):
            return frames.pop(address)
    is_seen = (
        attributes.get("width") not in _UNSEEN
        and attributes.get("height") not in _UNSEEN
        and "none" not in attributes.get("style", "")
    )
    if source and is_seen and not source.startswith(_NOT_PAGES):
        page.missing_frames.append(source)
    return None


def _children(node: LexborNode) -> Iterator[LexborNode]:
    if node.tag == "template":
        for fragment in node.template_fragments():
            yield from _siblings(fragment.child)
    yield from _siblings(node.child)


def _siblings(node: LexborNode | None) -> Iterator[LexborNode]:
    while node is not None:
        yield node
        node = node.next


def _depth(document: str) -> int:
    """How deep elements may nest, where none of them closes another by itself."""
    deepest = depth = 0
    for closes, tag in _TAG.findall(document):
        if tag.lower() not in _NOT_NESTING:
            depth = max(depth - 1, 0) if closes else depth + 1
            deepest = max(deepest, depth)
    return deepest

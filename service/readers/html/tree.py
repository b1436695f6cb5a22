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
    """A page: elements where they begin and end, and the text between, without comments."""

    steps: list[Step] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """All elements, outer before inner."""
        return (step for step in self.steps if isinstance(step, Element))

    def walk(
        self, left_out: Set[Element] = frozenset(), within: Element | None = None
    ) -> Iterator[Step]:
        """Give the steps of the page, or of one element of it.

        Elements in `left_out` are passed over with all that is in them.
        """
        place, stop = (within.start, within.stop) if within else (0, len(self.steps))
        while place < stop:
            step = self.steps[place]
            if isinstance(step, Element) and step in left_out:
                place = step.stop
            else:
                yield step
                place += 1

    def outermost(self, elements: Iterable[Element]) -> Iterator[Element]:
        """Those of the elements that lie in no other of them, in order."""
        reached = 0
        for element in sorted(elements, key=lambda element: element.start):
            if element.start >= reached:
                yield element
                reached = element.stop


def parse_html(document: str, name: str) -> HtmlPage:
    """Build the tree of a page, whatever its markup.

    Markup that is wrong is read as the HTML standard says and browsers do: what
    follows `</html>` belongs to the body, and so do the bodies of further pages
    in the same file.

    Args:
        document: The decoded page or a part of one.
        name: What messages call it.

    Raises:
        ReadError: If elements are nested without end, as no page has them.
    """
    if document.lstrip().startswith("<?xml"):
        document = _CLOSED_IN_TAG.sub(r"<\1\2></\1>", document)
    if document.count("<") > _DEEPEST and _depth(document) > _DEEPEST:
        raise ReadError(
            f"{name}: 网页的标记嵌套超过 {_DEEPEST} 层，不像正常的网页；请在浏览器里复制正文，"
            "存成文本再试 (nested too deeply: copy the text from the browser)"
        )
    parser = LexborHTMLParser(document)
    page = HtmlPage()
    ahead: list[LexborNode | End] = [parser.root] if parser.root is not None else []
    while ahead:
        node = ahead.pop()
        if isinstance(node, End):
            page.steps.append(node)
            node.element.stop = len(page.steps)
        elif node.is_text_node:
            page.steps.append(node.text_content or "")
        elif node.is_element_node:
            attributes = {name: value or "" for name, value in node.attributes.items()}
            element = Element((node.tag or "").lower(), attributes, len(page.steps))
            page.steps.append(element)
            ahead.append(End(element))
            ahead.extend(reversed(list(_children(node))))
    return page


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

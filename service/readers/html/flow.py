"""The text of elements as it flows into blocks and lines."""

from __future__ import annotations

import re
from collections.abc import Set

from service.readers.headings import Block
from service.readers.html.lists import ListNumbers
from service.readers.html.rendering import is_block, keeps_lines
from service.readers.html.tree import Element, HtmlPage, Step

_WIDE = "\u2014-\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
# Where the source was wrapped in Chinese text a browser would show a space that nobody meant.
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t]*+[\r\n]\s*+(?=[{_WIDE}])")
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")


class TextFlow:
    """Takes elements and text in order and makes blocks of lines of them."""

    def __init__(self, numbers: ListNumbers | None = None) -> None:
        """Start without text; `numbers` counts the items of lists that are printed with them."""
        self._numbers = numbers
        self._number = ""
        self._blocks: list[Block] = []
        self._lines: list[str] = []
        self._line: list[str] = []
        self._keeping = 0
        self._level = 0
        self._begins = False

    def take(self, step: Step) -> None:
        """The next step of the page."""
        if isinstance(step, str):
            self._write(step)
        elif isinstance(step, Element):
            self._begin(step)
        else:
            self._end(step.element)

    def blocks(self) -> list[Block]:
        """The blocks so far, each of one or more lines; empty lines part them further."""
        self._end_block()
        return self._blocks

    def _begin(self, element: Element) -> None:
        if self._numbers is not None and (number := self._numbers.begin(element)):
            self._number = number
        if element.tag == "br":
            self._break_line()
        elif is_block(element):
            self._end_block()
            self._keeping += keeps_lines(element)
            self._level = _LEVELS.get(element.tag, self._level)
            self._begins = self._begins or element.tag == "article"

    def _end(self, element: Element) -> None:
        if self._numbers is not None:
            self._numbers.end(element)
            self._number = "" if element.tag == "li" else self._number
        if element.tag != "br" and is_block(element):
            self._end_block()
            self._keeping -= keeps_lines(element)
            self._level = 0 if element.tag in _LEVELS else self._level

    def _write(self, text: str) -> None:
        if self._number and not text.isspace():
            self._line.append(self._number)
            self._number, text = "", text.lstrip()
        if not self._keeping:
            self._line.append(text)
            return
        first, *others = text.split("\n")
        self._line.append(first)
        for line in others:
            self._break_line()
            self._line.append(line)

    def _break_line(self) -> None:
        line = _WRAP.sub("", "".join(self._line))
        self._lines.append(_SPACES.sub(" ", line).strip())
        self._line = []

    def _end_block(self) -> None:
        if not self._line and not self._lines:
            return
        self._break_line()
        block: list[str] = []
        for line in (*self._lines, ""):
            if line:
                block.append(line)
            elif block:
                self._blocks.append(Block("\n".join(block), self._level, self._begins))
                block, self._begins = [], False
        self._lines = []


def blocks_of(
    page: HtmlPage,
    unseen: Set[Element],
    within: Element | None = None,
    *,
    left_out: Set[Element] = frozenset(),
    numbers: ListNumbers | None = None,
) -> list[Block]:
    """The blocks of text of a page or an element, white space folded as a browser does it.

    What is `unseen` does not part the text around it, what is `left_out` does.
    """
    flow = TextFlow(numbers)
    for step in page.walk(unseen, within, emptied=left_out):
        flow.take(step)
    return flow.blocks()

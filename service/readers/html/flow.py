"""The text of elements as it flows into blocks and lines."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from service.readers.headings import Block
from service.readers.html.lists import ListNumbers
from service.readers.html.rendering import is_block, keeps_lines
from service.readers.html.tree import Element, HtmlPage, Step

_WIDE = "\u2014-\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
# Where the source was wrapped in Chinese text a browser would show a space that nobody meant.
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t]*+[\r\n]\s*+(?=[{_WIDE}])")
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_CELLS = frozenset(("td", "th"))
_LONGEST_CELL = 20
_SENTENCE = re.compile("[。！？\n]")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")


@dataclass(slots=True)
class _Row:
    """A row of a table: the first of its blocks, and how many cells it has so far."""

    start: int
    n_cells: int = 0


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
        self._rows: list[_Row] = []

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
            if element.tag == "tr":
                self._rows.append(_Row(len(self._blocks)))
            elif element.tag in _CELLS and self._rows:
                self._rows[-1].n_cells += 1

    def _end(self, element: Element) -> None:
        if self._numbers is not None:
            self._numbers.end(element)
            self._number = "" if element.tag == "li" else self._number
        if element.tag != "br" and is_block(element):
            self._end_block()
            self._keeping -= keeps_lines(element)
            self._level = 0 if element.tag in _LEVELS else self._level
            if element.tag == "tr" and self._rows:
                self._end_row(self._rows.pop())

    def _end_row(self, row: _Row) -> None:
        """Put the cells of a row of figures into one line; those of a layout stay blocks."""
        cells = self._blocks[row.start :]
        are_figures = len(cells) == row.n_cells > 1 and all(
            len(cell.text) <= _LONGEST_CELL and not _SENTENCE.search(cell.text) for cell in cells
        )
        if are_figures:
            self._blocks[row.start :] = [Block("\u3000".join(cell.text for cell in cells))]

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

"""What the styles of a document say about numbers and hidden text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from service.readers.docx.package import W

_TITLES = frozenset(("Title", "title", "标题"))
_OUTLINE = frozenset("012345678")  # 9 is body text
_OFF = frozenset(("0", "false", "off", "none"))


@dataclass(frozen=True, slots=True)
class NumberRef:
    """Which list a paragraph belongs to, and on which level; None where it does not say.

    `style` is the style that says it, None for the paragraph itself.
    """

    number: str | None
    level: int | None
    style: str | None = None


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._numbers: dict[str | None, NumberRef | None] = {}
        self._hidden: dict[str | None, bool | None] = {}
        for style in root.iter(f"{W}style") if root is not None else ():
            identity = style.get(f"{W}styleId", "")
            self._styles[identity] = style
            if style.get(f"{W}type") == "paragraph" and is_on(style.get(f"{W}default"), "0"):
                self._default = identity

    def style_of(self, properties: etree._Element | None) -> str | None:
        """The style that a paragraph has by its properties, that of the document otherwise."""
        return (value(properties, "pStyle") if properties is not None else None) or self._default

    def number_of(self, style: str | None) -> NumberRef | None:
        """The list that a style belongs to, by itself or by what it is based on."""
        if style not in self._numbers:
            references = (
                number_ref(element.find(f"{W}pPr"), identity)
                for identity, element in self._lineage(style)
            )
            named = (found for found in references if found and found.number is not None)
            self._numbers[style] = next(named, None)
        return self._numbers[style]

    def level_of(self, style: str | None, properties: etree._Element | None) -> int:
        """The level of a heading by its paragraph or its style, from 1 on; 0 for other text."""
        own = None if properties is None else value(properties, "outlineLvl")
        for _, element in self._lineage(style):
            if value(element, "name") in _TITLES:
                return 1
            inherited = element.find(f"{W}pPr")
            if own is None and inherited is not None:
                own = value(inherited, "outlineLvl")
        return int(own) + 2 if own is not None and own in _OUTLINE else 0

    def hides(self, style: str | None) -> bool | None:
        """Whether text in a style is hidden; None where the style does not say."""
        if style not in self._hidden:
            marks = (element.find(f"{W}rPr/{W}vanish") for _, element in self._lineage(style))
            said = next((mark for mark in marks if mark is not None), None)
            self._hidden[style] = None if said is None else is_on(said.get(f"{W}val"))
        return self._hidden[style]

    def _lineage(self, style: str | None) -> Iterator[tuple[str, etree._Element]]:
        """A style, what it is based on, and so on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            yield style, element
            style = value(element, "basedOn")


def number_ref(properties: etree._Element | None, style: str | None = None) -> NumberRef | None:
    """The list that the properties of a paragraph or style name."""
    number = None if properties is None else properties.find(f"{W}numPr")
    if number is None:
        return None
    level = value(number, "ilvl")
    is_level = level is not None and level.isdecimal()
    return NumberRef(value(number, "numId"), int(level or 0) if is_level else None, style)


def value(element: etree._Element, *path: str) -> str | None:
    """The attribute `val` of an element further in, None where there is none."""
    found = element.find("/".join(f"{W}{step}" for step in path))
    return None if found is None else found.get(f"{W}val")


def is_on(written: str | None, otherwise: str = "1") -> bool:
    """What an on-off value says; written without one it means on."""
    return (otherwise if written is None else written) not in _OFF

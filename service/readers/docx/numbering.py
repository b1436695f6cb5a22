"""The numbers that Word prints before paragraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from service.readers.docx.package import W
from service.readers.docx.styles import NumberRef, Styles, is_on, number_ref, value
from service.readers.docx.symbols import as_printed
from service.readers.numerals import numeral

_PLACEHOLDER = re.compile(r"%([1-9])")
_NO_LIST = "0"
_N_LEVELS = 9
# Behind these Word's tab is no more than the white that the sign has on its own.
_ENDS_OPEN = "、。，．）】：〉》」』"


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False
    suffix: str = "tab"
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A definition, and how far its numbers have come; lists that share it count on together."""

    levels: Mapping[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document; asked for its paragraphs in order, it counts them."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, etree._Element] = {}
        self._begun: set[tuple[str, int]] = set()
        self.unknown_formats: set[str] = set()
        if root is None:
            return
        self._numbers = {number.get(f"{W}numId", ""): number for number in root.iterfind(f"{W}num")}
        definitions = {
            definition.get(f"{W}abstractNumId", ""): definition
            for definition in root.iterfind(f"{W}abstractNum")
        }
        for identity, definition in definitions.items():
            linked = self._linked(definition)
            levels = definitions.get(linked or identity, definition).iterfind(f"{W}lvl")
            self._lists[identity] = _List({_place(level): _level(level) for level in levels})

    def label(self, properties: etree._Element | None) -> str:
        """The number that a paragraph has by its properties, white behind it included.

        Empty where it has none.
        """
        reference = self._reference(properties)
        if reference is None or reference.number in (None, _NO_LIST):
            return ""
        number = self._numbers.get(str(reference.number))
        if number is None:
            return ""
        definition = self._lists.get(value(number, "abstractNumId") or "")
        if definition is None:
            return ""
        overrides = {_place(override): override for override in number.iterfind(f"{W}lvlOverride")}
        levels = dict(definition.levels) | {
            place: _overridden(definition.levels.get(place, _Level()), override)
            for place, override in overrides.items()
        }
        place = self._place_of(reference, levels)
        if place not in levels:
            return ""
        starts_anew = {p for p, override in overrides.items() if value(override, "startOverride")}
        self._count(str(reference.number), definition, levels, place, starts_anew)
        return self._written(definition, levels, place)

    def _reference(self, properties: etree._Element | None) -> NumberRef | None:
        own = number_ref(properties)
        if own is not None and own.number is not None:
            return own
        of_style = self._styles.number_of(self._styles.style_of(properties))
        if of_style is None or own is None or own.level is None:
            return of_style
        return replace(of_style, level=own.level)

    def _place_of(self, reference: NumberRef, levels: Mapping[int, _Level]) -> int:
        if reference.level is not None:
            return reference.level
        linked = (place for place, level in levels.items() if level.style == reference.style)
        return next(linked, 0) if reference.style else 0

    def _count(
        self,
        number: str,
        definition: _List,
        levels: Mapping[int, _Level],
        place: int,
        starts_anew: set[int],
    ) -> None:
        """Count a paragraph on its level; a level above that is still at nought begins with it."""
        counts = definition.counts
        for upper in range(place):
            if upper in levels:
                counts.setdefault(upper, levels[upper].start)
        is_first = (number, place) not in self._begun
        self._begun.add((number, place))
        if place not in counts or (is_first and place in starts_anew):
            counts[place] = levels[place].start
        else:
            counts[place] += 1
        for lower in range(place + 1, _N_LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or place < restart:
                counts.pop(lower, None)

    def _written(self, definition: _List, levels: Mapping[int, _Level], place: int) -> str:
        level = levels[place]
        if level.number_format == "bullet":
            text = as_printed(level.text)
        else:
            text = _PLACEHOLDER.sub(
                lambda found: self._numeral(definition, levels, int(found[1]) - 1, level),
                level.text,
            )
        if not text or level.suffix == "nothing" or text[-1] in _ENDS_OPEN:
            return text
        return f"{text} "

    def _numeral(
        self, definition: _List, levels: Mapping[int, _Level], place: int, printed: _Level
    ) -> str:
        if place not in levels or place not in definition.counts:
            return ""
        count = definition.counts[place]
        number_format = levels[place].number_format
        if printed.is_legal or number_format == "bullet":
            return str(count)
        written = numeral(count, number_format)
        if written is None:
            self.unknown_formats.add(number_format)
        return str(count) if written is None else written

    def _linked(self, definition: etree._Element) -> str | None:
        """The definition that a style of lists stands for."""
        style = value(definition, "numStyleLink")
        reference = self._styles.number_of(style) if style else None
        number = self._numbers.get(reference.number or "") if reference else None
        return None if number is None else value(number, "abstractNumId")


def _place(level: etree._Element) -> int:
    written = level.get(f"{W}ilvl", "0")
    return int(written) if written.isdecimal() else 0


def _level(element: etree._Element) -> _Level:
    restart = value(element, "lvlRestart")
    legal = element.find(f"{W}isLgl")
    return _Level(
        start=_number(value(element, "start"), 0),
        number_format=_format(element),
        text=value(element, "lvlText") or "",
        restart=None if restart is None else _number(restart, 0),
        is_legal=legal is not None and is_on(legal.get(f"{W}val")),
        suffix=value(element, "suff") or "tab",
        style=value(element, "pStyle"),
    )


def _format(level: etree._Element) -> str:
    """The format of a level; newer programs write one of their own beside one for older ones."""
    written = next(level.iter(f"{W}numFmt"), None)
    name = "decimal" if written is None else written.get(f"{W}val", "decimal")
    if written is None or name != "custom":
        return name
    return written.get(f"{W}format", "").partition(",")[0].strip()


def _overridden(level: _Level, override: etree._Element) -> _Level:
    own = override.find(f"{W}lvl")
    level = level if own is None else _level(own)
    start = value(override, "startOverride")
    return level if start is None else replace(level, start=_number(start, level.start))


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written is not None and written.isdecimal() else otherwise

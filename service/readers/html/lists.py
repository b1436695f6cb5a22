"""The numbers that browsers print before the items of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.readers.html.rendering import style_of
from service.readers.html.tree import Element, HtmlPage
from service.readers.numerals import numeral

_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman"}
_TYPES |= {"I": "upperRoman"}
# Counter styles of CSS by the formats of Word, with what stands behind the number.
_STYLES = {
    "decimal": ("decimal", ". "),
    "decimal-leading-zero": ("decimalZero", ". "),
    "lower-roman": ("lowerRoman", ". "),
    "upper-roman": ("upperRoman", ". "),
    "lower-alpha": ("lowerLetter", ". "),
    "lower-latin": ("lowerLetter", ". "),
    "upper-alpha": ("upperLetter", ". "),
    "upper-latin": ("upperLetter", ". "),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
}
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_SWITCHED_OFF = re.compile(r"list-style(?:-type)?\s*+:[^;}:]{0,60}\bnone\b", re.IGNORECASE)


@dataclass(slots=True)
class _List:
    """A list that has begun; without a format it has no numbers."""

    number_format: str
    behind: str
    next_number: int
    step: int = 1


class ListNumbers:
    """Counts the items of nested lists; told of elements in order."""

    def __init__(self) -> None:
        self._lists: list[_List] = []

    def begin(self, element: Element) -> str:
        """An element begins; gives the number printed before it, empty where there is none."""
        if element.tag in _LISTS:
            self._lists.append(_begun(element))
        if element.tag != "li" or not self._lists or not self._lists[-1].number_format:
            return ""
        around = self._lists[-1]
        number = _whole(element.attributes.get("value"), around.next_number)
        around.next_number = number + around.step
        return f"{numeral(number, around.number_format) or number}{around.behind}"

    def end(self, element: Element) -> None:
        """An element ends."""
        if element.tag in _LISTS and self._lists:
            self._lists.pop()


def prints_numbers(page: HtmlPage) -> bool:
    """Whether lists of a page are numbered: its own style sheets do not switch that off."""
    in_style = False
    for step in page.steps:
        if isinstance(step, Element):
            in_style = step.tag == "style"
        elif in_style and isinstance(step, str) and _SWITCHED_OFF.search(step):
            return False
    return True


def _begun(element: Element) -> _List:
    style = style_of(element)
    chosen = style.get("list-style-type") or style.get("list-style", "")
    if element.tag != "ol" or "none" in chosen.split():
        return _List("", "", 0)
    by_type = _TYPES.get(element.attributes.get("type", "1"), "decimal")
    known = (_STYLES[name] for name in chosen.split() if name in _STYLES)
    number_format, behind = next(known, (by_type, ". "))
    is_reversed = "reversed" in element.attributes
    start = _whole(element.attributes.get("start"), 1)
    return _List(number_format, behind, start, -1 if is_reversed else 1)


def _whole(written: str | None, otherwise: int) -> int:
    try:
        return int(written) if written is not None else otherwise
    except ValueError:
        return otherwise

"""Fields of Word: an instruction that is not shown, and mostly a result that is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_OF_NUMBERS = re.compile(r"\s*(?:AUTONUM|LISTNUM)", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    """A field that has begun."""

    instruction: str = ""
    has_separator: bool = False
    has_result: bool = False


@dataclass(slots=True)
class Fields:
    """The fields around a place in the text, the outer ones first."""

    _around: list[_Field] = field(default_factory=list)

    def write(self, text: str) -> str:
        """Text as it is shown here: not at all where it is in an instruction."""
        if not all(around.has_separator for around in self._around):
            return ""
        for around in self._around:
            around.has_result = around.has_result or bool(text)
        return text

    def instruct(self, text: str) -> None:
        """Text of an instruction."""
        if self._around:
            self._around[-1].instruction += text

    def step(self, kind: str | None) -> str | None:
        """A field begins, its result does, or it ends; gives the instruction of one without any."""
        if kind == "begin":
            self._around.append(_Field())
        elif kind == "separate" and self._around:
            self._around[-1].has_separator = True
        elif kind == "end" and self._around:
            ended = self._around.pop()
            return None if ended.has_result else ended.instruction
        return None


def gives_number(instruction: str) -> bool:
    """Whether a field prints the number of its paragraph, which is stored nowhere."""
    return _OF_NUMBERS.match(instruction) is not None

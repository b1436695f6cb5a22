"""Fields of Word: an instruction that is not shown, and mostly a result that is."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.readers.docx.equations import DrawnText, drawn_text


@dataclass(slots=True)
class _Field:
    """A field that has begun."""

    instruction: str = ""
    has_result: bool = False


@dataclass(slots=True)
class Fields:
    """The fields around a place in the text, the outer ones first."""

    _around: list[_Field] = field(default_factory=list)

    @property
    def show(self) -> bool:
        """Whether text here is shown: it is in no instruction."""
        return all(around.has_result for around in self._around)

    def instruct(self, text: str) -> None:
        """Text of an instruction."""
        if self._around:
            self._around[-1].instruction += text

    def step(self, kind: str | None) -> DrawnText | None:
        """A field begins, its result does, or it ends; gives what a field without result draws."""
        if kind == "begin":
            self._around.append(_Field())
        elif kind == "separate" and self._around:
            self._around[-1].has_result = True
        elif kind == "end" and self._around:
            ended = self._around.pop()
            if not ended.has_result:
                return drawn_text(ended.instruction)
        return None

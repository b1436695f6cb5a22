"""Fields of Word that draw characters: phonetic guides, signs around characters, fractions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_SWITCH = re.compile(r"\\\s*([a-z]+)\s*(-?\d+)?\s*", re.IGNORECASE)
_OPTION = re.compile(r'\\\*\s*(?:"[^"]*"|[^\\\s]*(?:\s*"[^"]*")?)')
_FRAMES = {"○": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"}
# Word itself takes no longer ones from the keyboard.
_LONGEST = 1_000
_FRAME_SIGNS = frozenset("○□△◇〇")


@dataclass(frozen=True, slots=True)
class DrawnText:
    """What a field shows in the line, and what it shows beside it."""

    text: str
    beside: tuple[str, ...] = ()


@dataclass(slots=True)
class _Group:
    """Arguments in brackets behind switches."""

    switches: list[str]
    arguments: list[list[str | _Group]] = field(default_factory=lambda: [[]])


def drawn_text(instruction: str) -> DrawnText | None:
    """Give the text of a field `EQ`; None for other fields."""
    if len(instruction) > _LONGEST:
        return None
    command, _, rest = instruction.strip().partition(" ")
    if command.upper() != "EQ":
        command, rest = instruction.strip()[:2], instruction.strip()[2:]
        if command.upper() != "EQ" or not rest.startswith("\\"):
            return None
    beside: list[str] = []
    text = "".join(_written(_parse(_OPTION.sub("", rest)), beside))
    return DrawnText(text.strip(), tuple(beside))


def _parse(written: str) -> list[str | _Group]:
    """Text and groups in order; brackets that do not close end with the field."""
    root = _Group([])
    around = [root]
    switches: list[str] = []
    place = 0
    while place < len(written):
        here = around[-1]
        if match := _SWITCH.match(written, place):
            switches.append(match[1].lower())
            place = match.end()
            continue
        sign = written[place]
        place += 1
        if sign == "(" and switches:
            group = _Group(switches)
            here.arguments[-1].append(group)
            around.append(group)
        elif sign == ")" and len(around) > 1:
            around.pop()
        elif sign in ",;" and len(around) > 1:
            here.arguments.append([])
        else:
            here.arguments[-1].append(sign)
        switches = []
    return [item for argument in root.arguments for item in argument]


def _written(items: list[str | _Group], beside: list[str]) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield item
        elif "o" in item.switches:
            yield _overstruck(item, beside)
        else:
            between = "/" if "f" in item.switches else ""
            yield between.join("".join(_written(inner, beside)) for inner in item.arguments)


def _overstruck(group: _Group, beside: list[str]) -> str:
    """Of what is drawn over each other: readings go beside, a frame around its number."""
    shown: list[str] = []
    raised: list[str] = []
    for argument in group.arguments:
        is_raised = any(isinstance(item, _Group) and "s" in item.switches for item in argument)
        text = "".join(_written(argument, beside)).strip()
        if is_raised and len(group.arguments) > 1:
            raised.append(text)
        elif text:
            shown.append(text)
    if not shown:  # two characters in the room of one
        return "".join(raised)
    beside += raised
    if len(shown) == 2 and shown[0] in _FRAME_SIGNS:
        frame, inner = shown
        signs = _FRAMES.get(frame, "")
        is_listed = inner.isdecimal() and 0 < int(inner) <= len(signs)
        return signs[int(inner) - 1] if is_listed else inner
    return "".join(shown)

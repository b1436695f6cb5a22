"""Letters of readers: from the greeting to who signs, with what was answered below."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from service.names import parse_names
from service.splitters.lines.edges import ends_sentence
from service.splitters.lines.furniture import is_day
from service.splitters.lines.line import Line
from service.splitters.roles.looks import is_short

_GREETING = re.compile(
    r"(?:(?:尊敬|敬爱|亲爱)的)?[\u4e00-\u9fff]{0,8}?(?:编辑部?|报社|栏目组?|信箱|热线|记者(?=同志|老师)|市长|书记|局长)"
    r"(?:同志|老师|先生|女士|[，,]?[您你]们?好)*[：:，,！!]"
)
_WRITER = r"(?:读者|市民|居民|村民|业主|网友|家长|学生|乘客|住户|职工)们?"
_SIGNS = re.compile(
    rf"(?:一[位名][^的]{{2,8}}|[\u4e00-\u9fff]{{0,8}}{_WRITER})"
    r"(?:[\s\u3000：:]+[\u4e00-\u9fff\s\u3000·×某]{1,8})?(?:[（(][^（）()]{1,12}[)）])?"
)
_READER = re.compile(
    rf"[\u4e00-\u9fff]{{0,8}}?{_WRITER}[\s\u3000：:]++"
    r"(?P<name>[\u4e00-\u9fff·\s\u3000]{2,8}?)(?:等[\u4e00-\u9fff\d]{2,6})?(?:[（(][^（）()]{1,12}[)）])?"
)
_AND_OTHERS = re.compile(r"(?P<name>[\u4e00-\u9fff·]{2,4})等[\u4e00-\u9fff\d]{2,6}")
_HIDDEN = re.compile("[某×]|先生|女士|同学|大[爷妈]|阿姨|师傅")
_PLACE_AND_NAME = re.compile(
    r"[\u4e00-\u9fff\d]{2,12}[\s\u3000]+(?P<name>[\u4e00-\u9fff·\s\u3000]{2,6})"
)
_ANSWERS = re.compile(
    r"[【\[■●◆▲□]*[\s\u3000]*[\u4e00-\u9fff]{0,8}(?:回音|回应|答复|回复|跑腿|追踪|核实|反馈|连线|出击|回访|帮办|编后)[】\]]?[：:]?"
)
DASHED = re.compile(r"(?:^|(?<=[。！？!?]))[—―–-]{1,3}\s*(?P<names>[\u4e00-\u9fff·]{2,12})$")
_LONGEST_SIGNATURE = 16
_MOST_LINES = 12  # of a letter
_MOST_SIGNING = 3  # lines: who, from where, when


def find_letters(lines: Sequence[Line]) -> frozenset[int]:
    """Which short lines are of a letter: its greeting, who signs it, what heads the answer.

    Args:
        lines: The lines of an issue.
    """
    found: set[int] = set()
    for first, line in enumerate(lines[:-1]):
        if _greets(lines, first):
            found.update((first, *_signature(lines, first)))
        elif _greets_in_text(line):
            found.update(_signature(lines, first))
    return frozenset(found)


def letter_signatures(lines: Sequence[Line]) -> Mapping[int, str]:
    """Who signed the letters among the lines of a story, by the index of the line."""
    signing = (
        index
        for first, line in enumerate(lines[:-1])
        if _greets(lines, first) or _greets_in_text(line)
        for index in _signature(lines, first)
    )
    named = {index: signing_names(lines[index]) for index in signing}
    return {index: names for index, names in named.items() if names}


def signing_names(line: Line) -> str | None:
    """The names in a short line that signs a letter: 读者 周禾, 渡口巷 周禾, 周禾; None without."""
    text = line.bare
    if len(text) > _LONGEST_SIGNATURE or not text:
        return None
    if line.author:
        return line.author
    if reader := _READER.fullmatch(text):
        return None if _HIDDEN.search(text) else parse_names(reader["name"], trusted=True)
    name = _AND_OTHERS.fullmatch(text) or _PLACE_AND_NAME.fullmatch(text)
    return parse_names(name["name"]) if name else None


def signs_alone(line: Line) -> bool:
    """Whether a line holds who wrote a text and nothing else: 记者 周禾, 读者 周禾, ——周禾."""
    dashed = DASHED.fullmatch(line.bare)
    is_dashed = dashed is not None and parse_names(dashed["names"]) is not None
    is_signed = signing_names(line) is not None or _READER.fullmatch(line.bare) is not None
    return line.is_byline or is_signed or is_dashed


def _greets(lines: Sequence[Line], first: int) -> bool:
    """Whether a line is a greeting by itself, above a text."""
    text = lines[first].text
    is_greeting = len(text) <= _LONGEST_SIGNATURE and bool(_GREETING.fullmatch(text))
    return is_greeting and not is_short(lines[first + 1].text)


def _greets_in_text(line: Line) -> bool:
    return _GREETING.match(line.text) is not None and not is_short(line.text)


def _signature(lines: Sequence[Line], first: int) -> tuple[int, ...]:
    """The lines that sign the letter, and the label of the answer below them."""
    below = range(first + 1, min(first + _MOST_LINES, len(lines)))
    at = next((i for i in below if lines[i].starts_page or _is_head(lines[i])), len(lines))
    end = at
    while end < min(at + _MOST_SIGNING, len(lines)) and _signs(lines[end]):
        end += 1
    if end < len(lines) and _is_head(lines[end]) and _ANSWERS.fullmatch(lines[end].text):
        end += 1
    return tuple(range(at, end))


def _is_head(line: Line) -> bool:
    return is_short(line.text) and (not ends_sentence(line.text) or line.text[-1] in "：:")


def _signs(line: Line) -> bool:
    if len(line.text) > _LONGEST_SIGNATURE or line.starts_page:
        return False
    is_named = line.author or line.is_byline or signing_names(line)
    return bool(is_named or is_day(line.text) or _SIGNS.fullmatch(line.text))

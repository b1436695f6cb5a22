"""Where a printed line begins and ends, by its characters alone: sentences, brackets, widths."""

from __future__ import annotations

import re

from service.characters import fold_width
from service.text import CLOSERS

FINAL_STOPS = "。！？!?…"
SIGNS = "●■◆★▲□◎○☆▶►※◇"  # before headlines and items
LONGEST_HEADLINE = 45
_BRACKETS = ("()", "【】", "〔〕")
_FULL_WIDTH = str.maketrans(",:;()?!", "，：；（）？！")
_DOT_STOP = re.compile(r"(?<=[\u4e00-\u9fff])[.．]$")  # as text recognition writes 。
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def join_cut(line: str, following: str) -> str:
    """Put the two sides of a cut together; only two Latin words get a space between."""
    ends = line[-1] + following[0]
    return f"{line} {following}" if ends.isascii() and ends.isalpha() else line + following


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence or an item of a list may end.

    A closing quote or bracket counts only with a stop before it, or as the
    end of a remark in brackets.
    """
    bare = text.rstrip(CLOSERS + '"')
    if not bare:
        return True
    if bare[-1] in FINAL_STOPS or _DOT_STOP.search(bare):
        return True
    if len(bare) == len(text):
        return bare[-1] in ":：;；" or bare.endswith("——")
    return text[-1] in ")）" and _opens_late(text)


def is_paragraph(text: str) -> bool:
    """Whether a line is a paragraph or the end of one; questions and calls may be headlines."""
    if len(text) > LONGEST_HEADLINE:
        return True
    return ends_sentence(text) and text[-1] not in "！？!?”"


def closes_bracket(above: str, line: str) -> bool:
    """Whether a line closes the bracket that the line above left open."""
    above, line = fold_width(above), fold_width(line)
    return any(_closes(above, line, *pair) for pair in _BRACKETS)


def _closes(above: str, line: str, opening: str, closing: str) -> bool:
    first, found, _ = line.partition(closing)
    return above.rfind(opening) > above.rfind(closing) and bool(found) and opening not in first


def is_pausing(text: str) -> bool:
    """Whether a line ends at a comma or in an open quotation, so that more must follow."""
    return text[-1] in "，、,“‘《（("


def _opens_late(text: str) -> bool:
    """Whether the bracket that closes the text follows a stop or opens the line."""
    folded = fold_width(text)
    opening = folded.rfind("(")
    return opening == 0 or (opening > 0 and folded[opening - 1] in '。!?…”"')


def widen_punctuation(text: str) -> str:
    """The text with full-width punctuation, as the characters were learned; as long as before."""
    return text.translate(_FULL_WIDTH)


def printed_width(text: str) -> int:
    """How wide a line is printed, in half-width characters."""
    return len(text) + len(_NOT_ASCII.findall(text))

"""What stands right below the end of a story: a notice signed, who wrote it, a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.notices import is_notice
from service.splitters.lines.edges import ends_sentence
from service.splitters.lines.furniture import is_day
from service.splitters.lines.line import Line
from service.splitters.roles.letters import signs_alone
from service.splitters.roles.looks import BOX, is_short
from service.splitters.roles.neighbours import LONG, heads_text
from service.splitters.roles.odds import UNLIKELY
from service.splitters.roles.signers import signs_story
from service.text import CLOSERS

_NOTIFIES = re.compile(r"(?:声明|作废|启事|更正|致歉|公告|告知|谅解|通知)[。！]?$")
_ATTACHED = re.compile(r"附[件表录]|名单|一览表|[:：]$")


def against_going_on(lines: Sequence[Line], index: int) -> float:
    """What speaks against a line that goes on in the story above, if that seems to have ended."""
    if _stands_below_signature(lines, index):
        return UNLIKELY / 3
    if _stands_below_table(lines, index):
        return 2 * UNLIKELY
    if _stands_below_notice(lines, index):
        return UNLIKELY
    return UNLIKELY / 2 if _stands_below_end(lines, index) else 0.0


def stands_below_writer(lines: Sequence[Line], index: int) -> bool:
    """Whether a headline's look is that of a line between who wrote a text and the next text.

    Who wrote it stands below a whole paragraph there, not below a headline; a question or a call
    may follow.
    """
    is_below = index > 0 and (signs_alone(lines[index - 1]) or signs_story(lines, index - 1))
    at = index - 1 - is_below
    if at < 0 or not (index < len(lines) and _is_written(lines, at, index)):
        return False
    line, below = lines[index], lines[index + 1 : index + 2]
    is_other = line.is_furniture or line.markers or line.starts_page or signs_alone(line)
    is_head = is_short(line.text) and line.text[-1] not in ":：)）" and not BOX.search(line.text)
    is_text = any(len(other.text) >= LONG / 2 and ends_sentence(other.bare) for other in below)
    return is_head and is_text and not is_other


def _is_written(lines: Sequence[Line], at: int, index: int) -> bool:
    """Whether a paragraph has who wrote it right below it, on a line of its own or held by it."""
    text = lines[at]
    if len(text.text) < LONG / 2 or not text.bare.rstrip(CLOSERS).endswith("。"):
        return False
    if at < index - 1:
        return not lines[index - 1].is_credit
    return any(
        meta.start > text.start and (meta.is_byline or bool(meta.tells and meta.tells.names))
        for meta in text.meta
    )


def _stands_below_signature(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands below the day that signs a notice, and is no list of it."""
    line, above = lines[index], lines[max(index - 2, 0) : index]
    is_signed = len(above) > 1 and is_day(above[1].text) and not above[0].is_furniture
    return is_signed and is_short(line.text) and not _ATTACHED.search(line.text)


def _stands_below_end(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands between a signed paragraph, which ends a story, and a text."""
    above = lines[max(index - 1, 0)].byline
    return above is not None and above.where == "tail" and _stands_above_text(lines, index)


def _stands_below_notice(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands between the one paragraph of a notice and a text."""
    if index < 2 or not _NOTIFIES.search(lines[index - 1].text):
        return False
    return is_notice(lines[index - 2].text) and _stands_above_text(lines, index)


def _stands_below_table(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands between the last row of a table and a text."""
    above = lines[max(index - 1, 0)]
    # Text with spaces in it is no row, whatever numbers stand there.
    if not above.is_row or ends_sentence(above.text) or lines[index].is_row:
        return False
    return _stands_above_text(lines, index) and not lines[index + 1].is_row


def _stands_above_text(lines: Sequence[Line], index: int) -> bool:
    line, below = lines[index], lines[index + 1 : index + 2]
    is_other = line.is_furniture or line.markers or line.author or BOX.search(line.text)
    is_text = any(len(other.text) >= LONG / 2 for other in below)
    return is_text and index > 0 and heads_text(lines, index) and not is_other

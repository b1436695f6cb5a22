"""Who signs a text where no title says so: below a letter, or at the end of a story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.names import parse_names
from service.splitters.lines.bylines import Byline
from service.splitters.lines.edges import ends_sentence
from service.splitters.lines.furniture import is_day
from service.splitters.lines.line import Line
from service.splitters.roles.letters import DASHED, letter_signatures, signing_names
from service.splitters.roles.signers import signing_name, signs_story

_SHORTEST_TEXT = 20  # characters above a signature
_MOST_NAMES = 2  # more are a list


def find_signatures(lines: Sequence[Line], body: Sequence[int]) -> Mapping[int, tuple[Byline]]:
    """Find the names that sign a story or a letter in it.

    Args:
        lines: All lines of the issue.
        body: Which of them are the text of the story, in reading order.

    Returns:
        The byline of each such line by its index. A quotation names its author with a dash
        too: so only the end of a story is signed that way.
    """
    texts = [lines[index] for index in body]
    found = {
        body[place]: (Byline(names, "line", 0, len(texts[place].bare)),)
        for place, names in letter_signatures(texts).items()
    }
    last = _last_of_text(texts)
    if last is not None and body[last] not in found and not texts[last].bylines:
        signed = _signed(texts, last) or _signed_by_name(lines, body[last])
        found |= {body[last]: (signed,)} if signed else {}
    return found


def _last_of_text(texts: Sequence[Line]) -> int | None:
    """The last line of a story, that above the day that closes it; None where nothing is left."""
    last = len(texts) - 1
    while last > 0 and (is_day(texts[last].text) or not texts[last].bare):
        last -= 1
    return last if last >= 0 else None


def _signed(texts: Sequence[Line], last: int) -> Byline | None:
    """The names with a dash before them, or alone below a whole paragraph."""
    text = texts[last].bare
    dashed = DASHED.search(text)
    if dashed and (dashed.start() or last):
        names = parse_names(dashed["names"])
        return Byline(names, "tail", dashed.start(), len(text)) if names else None
    above = texts[last - 1].bare if last else ""
    is_below_text = len(above) >= _SHORTEST_TEXT and ends_sentence(above)
    names = signing_names(texts[last]) if is_below_text else None
    if names is None or len(names.split()) > _MOST_NAMES:
        return None
    return Byline(names, "line", 0, len(text))


def _signed_by_name(lines: Sequence[Line], index: int) -> Byline | None:
    """The name of any kind that stands alone between a story and what follows on its page."""
    name = signing_name(lines, index) if signs_story(lines, index) else None
    return Byline(name, "line", 0, len(lines[index].bare)) if name else None

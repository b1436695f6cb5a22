"""Parts of a page that are hidden when it opens: article bodies that a script shows, and others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from service.readers.html.flow import TextFlow
from service.readers.html.prose import prose_of
from service.readers.html.rendering import (
    has_no_size,
    is_faded,
    is_never_shown,
    is_switched_off,
    style_of,
)
from service.readers.html.tree import Element, End, HtmlPage

# A hidden part with at least this share of the prose in sight is the article, not a notice.
_MAIN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of a page is not seen.

    Attributes:
        elements: Those that are not shown, with all that is in them.
        prose: Lines of prose in them that stand nowhere in sight.
    """

    elements: frozenset[Element]
    prose: tuple[str, ...]


@dataclass(slots=True, eq=False)
class _Part:
    """What is shown or hidden as one: an element less the hidden elements inside it."""

    element: Element | None
    around: _Part | None = None
    is_off: bool = False
    flow: TextFlow = field(default_factory=TextFlow)
    blocks: Sequence[str] = ()
    prose: Sequence[str] = ()


def hidden_in(page: HtmlPage) -> Hidden:
    """Find what is hidden and stays so.

    Saved pages keep their article hidden where a script was to show it. Parts
    that are faded out (invisible, transparent) are shown if any of them holds
    prose, which menus do not. Parts that are switched off (not displayed, moved
    off the screen, without size, `noscript`, `template`) are shown if they hold
    prose that is not in sight, at least half as much as is; on a page without
    prose, if they hold more characters than are in sight.
    """
    never = frozenset(element for element in page.elements() if is_never_shown(element))
    if not any(_may_hide(page, element) for element in page.elements()):
        return Hidden(never, ())
    sight, *hidden = _parts(page, never)
    faded = [part for part in hidden if not part.is_off]
    off = [part for part in hidden if part.is_off]
    shown = {sight}
    if any(part.prose for part in faded):
        shown.update(faded)
    seen = {line for part in shown for line in part.prose}
    for part in off:
        part.prose = [line for line in part.prose if line not in seen]
    has_prose = bool(seen) or any(part.prose for part in off)
    in_sight = _size(seen) * _MAIN_SHARE if has_prose else _size(sight.blocks)
    shown.update(part for part in off if _size(part.prose if has_prose else part.blocks) > in_sight)
    closed = [part for part in hidden if part not in _with_surroundings(shown)]
    prose = tuple(line for part in closed for line in part.prose)
    return Hidden(never.union(part.element for part in closed if part.element), prose)


def _may_hide(page: HtmlPage, element: Element) -> bool:
    return is_faded(element) or _is_off(page, element)


def _is_off(page: HtmlPage, element: Element) -> bool:
    if is_switched_off(element):
        return True
    inner = (step for step in page.walk(within=element) if isinstance(step, Element))
    return has_no_size(element) and not any(
        step is not element and "font-size" in style_of(step) for step in inner
    )


def _parts(page: HtmlPage, never: Set[Element]) -> list[_Part]:
    """The parts of a page in order, that in sight first."""
    sight = part = _Part(None)
    parts = [sight]
    for step in page.walk(never):
        if isinstance(step, Element) and _may_hide(page, step) and step.start > 0:
            part = _Part(step, part, _is_off(page, step))
            parts.append(part)
        part.flow.take(step)
        if isinstance(step, End) and step.element is part.element:
            part = part.around or sight
    for part in parts:
        part.blocks = [block.text for block in part.flow.blocks()]
        part.prose = prose_of(part.blocks)
    return parts


def _with_surroundings(parts: Iterable[_Part]) -> set[_Part]:
    """Parts with those around them, without which they would not be seen."""
    found: set[_Part] = set()
    for part in parts:
        around: _Part | None = part
        while around is not None and around not in found:
            found.add(around)
            around = around.around
    return found


def _size(lines: Iterable[str]) -> int:
    return sum(len(line) for line in lines)

"""Names of elements in a document, and which of them are shown."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from service.readers.docx.package import W
from service.readers.docx.styles import is_on

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_TEXT = (f"{W}t", f"{DRAWING}t", f"{VML}textpath")
_DELETED = frozenset((f"{W}del", f"{W}moveFrom"))


def shown_children(element: etree._Element) -> Iterator[etree._Element]:
    """What stands in an element, without deleted text.

    Of forms of the same thing for several programs it is the first with text,
    or else the last.
    """
    for child in element:
        if child.tag in _DELETED or _is_row_away(child):
            continue
        if child.tag == f"{_COMPATIBILITY}AlternateContent":
            forms = list(child)
            with_text = (form for form in forms if next(form.iter(*_TEXT), None) is not None)
            chosen = next(with_text, forms[-1] if forms else None)
            if chosen is not None:
                yield from shown_children(chosen)
        else:
            yield child


def says_hidden(properties: etree._Element) -> bool | None:
    """Whether properties of a run or of the mark of a paragraph hide it; None: they do not say."""
    vanish = properties.find(f"{W}vanish")
    return None if vanish is None else is_on(vanish.get(f"{W}val"))


def joins_next(properties: etree._Element) -> bool:
    """Whether a paragraph goes on in the next: its mark is deleted, or it is a large initial."""
    frame = properties.find(f"{W}framePr")
    is_initial = frame is not None and frame.get(f"{W}dropCap", "none") != "none"
    return is_initial or properties.find(f"{W}rPr/{W}del") is not None


def _is_row_away(element: etree._Element) -> bool:
    """Whether an element is a row that is deleted or hidden."""
    if element.tag != f"{W}tr":
        return False
    hidden = element.find(f"{W}trPr/{W}hidden")
    is_hidden = hidden is not None and is_on(hidden.get(f"{W}val"))
    return is_hidden or element.find(f"{W}trPr/{W}del") is not None

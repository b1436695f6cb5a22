"""What lies inside a document and is not its own text: whole files, drawings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from service.errors import ReadError
from service.readers.base import Reader
from service.readers.docx.elements import DRAWING
from service.readers.docx.package import Package


@dataclass(slots=True)
class Seen:
    """What a document shows that is not in the text of its paragraphs.

    `levels` are those of its headings, by their text.
    """

    readings: list[str] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    n_pictures: int = 0
    n_drawings: int = 0
    n_number_fields: int = 0


def embedded_text(
    identity: str, part: str, package: Package, read: Reader, seen: Seen
) -> Iterator[str]:
    """The text of a file that the document takes in whole, told in `seen` where there is none.

    Args:
        identity: The relation of the part that names it.
        part: The part that takes it in.
        package: The document.
        read: Reads files.
        seen: Where warnings go.
    """
    relation = package.relations(part).get(identity)
    if relation is None or relation.is_external or relation.target not in package:
        target = relation.target if relation else "?"
        seen.warnings.append(
            f"{package.name}: 文档引用的 {target} 不在文件里，没有读入；请在 Word 或 WPS "
            "里打开后另存 (a file that it takes in is missing: open it and save it again)"
        )
        return
    name = f"{package.name}（{relation.target}）"
    try:
        pages = read(package.content(relation.target), name)
    except ReadError as error:
        seen.warnings.append(str(error))
        return
    for page in pages:
        seen.warnings += page.warnings
        yield page.text


def drawing_paragraphs(root: etree._Element) -> Iterator[str]:
    """The paragraphs of a drawing, such as a diagram."""
    for paragraph in root.iter(f"{DRAWING}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{DRAWING}t"))

"""The sections of a document, with the headers and footers that are printed on their pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from service.readers.docx.package import Package, R, W
from service.readers.docx.styles import is_on


@dataclass(frozen=True, slots=True)
class Section:
    """What stands in a section, and the parts of its headers and footers."""

    elements: tuple[etree._Element, ...]
    headers: tuple[str, ...]
    footers: tuple[str, ...]


def sections_of(body: etree._Element, package: Package) -> Iterator[Section]:
    """Give the sections of a body in order.

    A header or footer comes with the first section that shows it: those for first
    and for even pages only where the document has them differ.
    """
    has_even = any(
        package.tree(settings).find(f"{W}evenAndOddHeaders") is not None
        for settings in package.related(package.body, "settings")
    )
    shown: set[str] = set()
    elements: list[etree._Element] = []
    for element in body:
        elements.append(element)
        properties = element if element.tag == f"{W}sectPr" else element.find(f"{W}pPr/{W}sectPr")
        if properties is not None:
            headers = tuple(_parts(properties, "header", package, shown, has_even))
            footers = tuple(_parts(properties, "footer", package, shown, has_even))
            yield Section(tuple(elements), headers, footers)
            elements = []
    if elements:
        yield Section(tuple(elements), (), ())


def _parts(
    properties: etree._Element, kind: str, package: Package, shown: set[str], has_even: bool
) -> Iterator[str]:
    title = properties.find(f"{W}titlePg")
    kinds = ["first"] if title is not None and is_on(title.get(f"{W}val")) else []
    kinds += ["default", *(["even"] if has_even else [])]
    relations = package.relations(package.body)
    references = properties.findall(f"{W}{kind}Reference")
    for wanted in kinds:
        for reference in references:
            relation = relations.get(reference.get(f"{R}id", ""))
            if (
                reference.get(f"{W}type", "default") == wanted
                and relation is not None
                and relation.target in package
                and relation.target not in shown
            ):
                shown.add(relation.target)
                yield relation.target

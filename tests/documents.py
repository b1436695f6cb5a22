"""Small DOCX files made by hand, part by part."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZipFile

TRANSITIONAL = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
}
STRICT = {
    "w": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "r": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "m": "http://purl.oclc.org/ooxml/officeDocument/math",
    "a": "http://purl.oclc.org/ooxml/drawingml/main",
    "dgm": "http://purl.oclc.org/ooxml/drawingml/diagram",
}
_OTHERS = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def make_docx(
    body: str,
    parts: Mapping[str, str | bytes] | None = None,
    *,
    main: str = "word/document.xml",
    names: Mapping[str, str] = TRANSITIONAL,
) -> bytes:
    """A DOCX of the XML inside its body.

    Args:
        body: Paragraphs and tables, with the usual prefixes.
        parts: Further parts beside the main one, by kind of relation and file name
            (`numbering/numbering.xml`); their ids are `rId-` and the file name. What
            begins with `<` is XML of Word and gets the namespaces.
        main: The name of the main part.
        names: Namespaces of what is Word's own.
    """
    parts = parts or {}
    folder = main.rpartition("/")[0]
    stream = io.BytesIO()
    with ZipFile(stream, "w") as package:
        kinds = {name.partition("/")[2]: name.partition("/")[0] for name in parts}
        package.writestr("_rels/.rels", _relations({f"/{main}": "officeDocument"}, names))
        listing = f"{folder}/_rels/{main.rpartition('/')[2]}.rels"
        package.writestr(listing, _relations(kinds, names))
        package.writestr(main, _xml(f"<w:document><w:body>{body}</w:body></w:document>", names))
        for name, content in parts.items():
            is_word = isinstance(content, str) and content.startswith(("<w:", "<dgm:"))
            package.writestr(
                f"{folder}/{name.partition('/')[2]}",
                _xml(str(content), names) if is_word else content,
            )
    return stream.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, number: int = 1, level: int = 0) -> str:
    """A paragraph of a list."""
    list_of = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
    return paragraph(text, f"<w:numPr>{list_of}</w:numPr>")


def numbering(*definitions: str, numbers: str = "") -> dict[str, str]:
    """The part with lists; each definition gets the number of its place, from 1."""
    written = ""
    for n, levels in enumerate(definitions, start=1):
        written += f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>'
    for n in range(1, len(definitions) + 1):
        written += f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
    return {"numbering/numbering.xml": f"<w:numbering>{written}{numbers}</w:numbering>"}


def level(place: int, number_format: str, text: str, more: str = "", start: int = 1) -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _relations(targets: Mapping[str, str], names: Mapping[str, str]) -> str:
    kinds = names["r"]
    entries = "".join(
        f'<Relationship Id="rId-{target}" Type="{kinds}/{kind}" Target="{target}"/>'
        for target, kind in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{entries}</Relationships>'


def _xml(content: str, names: Mapping[str, str]) -> str:
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in {**names, **_OTHERS}.items())
    tag, separator, rest = content.partition(">")
    closes = "/" if tag.endswith("/") else ""
    return f'<?xml version="1.0"?>{tag.removesuffix("/")} {declared}{closes}{separator}{rest}'

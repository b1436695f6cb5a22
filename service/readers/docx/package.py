"""The parts of a DOCX file and how they refer to each other."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from lxml import etree

from service.errors import ReadError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_USUAL_BODY = "word/document.xml"
_MAKES_WORD = b"wordprocessingml"
_NO_MEMORY = etree.ErrorTypes.ERR_NO_MEMORY
# Strict Open XML says the same in names of its own.
_STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": W,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": R,
    "http://purl.oclc.org/ooxml/officeDocument/math": (
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
    ),
    "http://purl.oclc.org/ooxml/drawingml/main": (
        "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    ),
    "http://purl.oclc.org/ooxml/drawingml/diagram": (
        "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
    ),
}
# A day's paper has a few hundred thousand characters; a larger part is an attack or a mistake.
_LARGEST_PART_BYTES = 1 << 28
# A page whose every two characters are marked up by themselves has so many signs of markup.
_MOST_SIGNS = 4_000_000
# All that is raised for a container, its compression or its XML when bytes of them are wrong.
_DAMAGE = (
    *(BadZipFile, zlib.error, lzma.LZMAError, etree.LxmlError, struct.error, OSError, EOFError),
    *(KeyError, RuntimeError, ValueError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part refers to: the last word of its type, and the name of the part."""

    kind: str
    target: str
    is_external: bool


class Package:
    """An opened file. Names of parts match whatever the case of their letters."""

    def __init__(self, raw: bytes, name: str) -> None:
        """Open a file.

        Raises:
            ReadError: If it is damaged.
        """
        self.name = name
        try:
            self._zip = ZipFile(io.BytesIO(raw))
        except _DAMAGE as error:
            raise self.damaged() from error
        entries = self._zip.namelist()
        self._relations: dict[str, dict[str, Relation]] = {}
        self._entries = {entry.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}

    @property
    def body(self) -> str:
        """The name of the part with the text."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
        return _USUAL_BODY

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def content(self, part: str) -> bytes:
        """The bytes of a part.

        Raises:
            ReadError: If it is missing, damaged or too large.
        """
        try:
            entry = self._zip.getinfo(self._entries[part.lower()])
            if entry.file_size > _LARGEST_PART_BYTES:
                raise self._too_large()
            return self._zip.read(entry)
        except _DAMAGE as error:
            raise self.damaged() from error

    def tree(self, part: str) -> etree._Element:
        """The elements of a part, in the names of transitional Open XML.

        Raises:
            ReadError: As `content` does, or if it is no XML.
        """
        content = self.content(part)
        if content.count(b"<") > _MOST_SIGNS:
            raise self._too_large()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        try:
            root = etree.fromstring(content, parser)
        except _DAMAGE as error:
            if getattr(error, "code", None) == _NO_MEMORY:
                raise MemoryError from error
            raise self.damaged() from error
        if b"purl.oclc.org" in content:
            _make_transitional(root)
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to, by the ids in its text; `""` is the whole file."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The parts of a kind that a part refers to and that are there."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.is_external and relation.target in self:
                yield relation.target

    def damaged(self) -> ReadError:
        """The error of a file that cannot be read."""
        return ReadError(
            f"{self.name}: DOCX 已损坏或加密；请用 Word 或 WPS 打开后另存，再试 "
            "(damaged or encrypted: open it and save it again)"
        )

    def _too_large(self) -> ReadError:
        return ReadError(
            f"{self.name}: 文档展开后过大，一个部分至多 {_LARGEST_PART_BYTES >> 20} MiB、"
            f"{_MOST_SIGNS // 10_000} 万个标记；请拆成几个 (too large once unpacked: split it)"
        )

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, file = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{file}.rels")
        if listing not in self:
            return {}
        found: dict[str, Relation] = {}
        for element in self.tree(listing).iter(_RELATION):
            target = unquote(element.get("Target", "")).replace("\\", "/")
            is_external = element.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, target, is_external)
        return found


def is_docx(raw: bytes) -> bool:
    """Whether a ZIP container holds a document of Word, whatever its parts are called."""
    if not raw.startswith(b"PK\x03\x04"):
        return False
    try:
        package = Package(raw, "")
        body = package.body
        return (body == _USUAL_BODY and body in package) or _MAKES_WORD in package.content(body)
    except ReadError:
        return False


def _make_transitional(root: etree._Element) -> None:
    for element in root.iter(etree.Element):
        element.tag = _transitional(element.tag)
        for key in [key for key in element.attrib if str(key) != _transitional(str(key))]:
            element.set(_transitional(str(key)), element.attrib.pop(key))


def _transitional(name: str) -> str:
    namespace, _, local = name.removeprefix("{").rpartition("}")
    return f"{_STRICT[namespace]}{local}" if namespace in _STRICT else name

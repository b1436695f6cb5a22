"""The paragraphs of a part of a document, as Word shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from service.errors import ReadError
from service.readers.base import Reader
from service.readers.docx.elements import (
    CHART,
    DIAGRAM,
    DRAWING,
    MATH,
    OFFICE,
    PICTURE,
    VML,
    is_hidden,
    joins_next,
    shown_children,
)
from service.readers.docx.fields import Fields
from service.readers.docx.notes import Notes
from service.readers.docx.numbering import Numbering
from service.readers.docx.package import Package, R, W
from service.readers.docx.styles import Styles, value
from service.readers.docx.symbols import as_printed, symbol

_PROPERTIES = frozenset((f"{W}pPr", f"{W}rPr"))
_PARAGRAPH, _CHUNK = f"{W}p", f"{W}altChunk"
_WRITTEN = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}


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


@dataclass(slots=True)
class _Line:
    """A paragraph that is being read: its part, and what is printed behind it."""

    part: str
    behind: list[Iterator[str]] = field(default_factory=list)


_Handler = Callable[[etree._Element, _Line], Iterator[str]]


class Story:
    """Reads the parts of a document in the order in which they are printed."""

    def __init__(
        self, package: Package, styles: Styles, numbering: Numbering, read: Reader
    ) -> None:
        """Prepare for a document; `read` reads files that lie inside it."""
        self.seen = Seen()
        self._package = package
        self._styles = styles
        self._numbering = numbering
        self._read = read
        self._footnotes = Notes(package, "footnote", "decimal")
        self._endnotes = Notes(package, "endnote", "lowerRoman")
        self._fields = Fields()
        self._handlers: dict[object, _Handler] = {
            f"{W}r": self._run,
            f"{W}t": self._text,
            f"{MATH}t": self._text,
            f"{MATH}f": self._fraction,
            f"{W}sym": self._symbol,
            f"{W}ruby": self._ruby,
            f"{W}fldChar": self._field_char,
            f"{W}instrText": self._instruction,
            f"{W}footnoteReference": lambda e, line: self._note(self._footnotes, e, line),
            f"{W}endnoteReference": lambda e, line: self._note(self._endnotes, e, line),
            f"{W}txbxContent": self._box,
            f"{DRAWING}txBody": self._drawn_text,
            f"{VML}textpath": self._word_art,
            f"{DIAGRAM}relIds": self._diagram,
            f"{CHART}chart": self._drawing,
            f"{OFFICE}OLEObject": self._drawing,
            f"{PICTURE}pic": self._picture,
            f"{VML}imagedata": self._picture,
            **dict.fromkeys(_WRITTEN, self._sign),
        }

    def paragraphs(self, elements: Iterable[etree._Element], part: str) -> Iterator[str]:
        """Give the text of the paragraphs among elements and in them.

        Text boxes and notes follow the paragraph that they belong to.

        Args:
            elements: What stands in a body, a header, a text box or a note.
            part: The part that it stands in, whose references it uses.
        """
        outer, self._fields = self._fields, Fields()
        begun, line = "", _Line(part)
        for block in self._blocks(elements):
            if block.tag == _CHUNK:
                yield from self._chunk(block, part)
                continue
            begun += "".join(self._inline(block, line))
            properties = block.find(f"{W}pPr")
            if properties is not None and joins_next(properties):
                continue
            if not begun and self._is_hidden(properties):
                continue
            label = self._numbering.label(properties)
            if begun.strip() or any(character.isalnum() for character in label):
                self._note_level(f"{label}{begun}".strip(), properties)
                yield f"{label}{begun}"
            for behind in line.behind:
                yield from behind
            begun, line = "", _Line(part)
        yield begun
        for behind in line.behind:
            yield from behind
        self._fields = outer

    def _note_level(self, printed: str, properties: etree._Element | None) -> None:
        level = self._styles.level_of(self._styles.style_of(properties), properties)
        if level:
            self.seen.levels[printed] = level

    def _blocks(self, elements: Iterable[etree._Element]) -> Iterator[etree._Element]:
        """Paragraphs, and files inside the document, whatever they are wrapped in."""
        for element in elements:
            if element.tag in (_PARAGRAPH, _CHUNK):
                yield element
            else:
                yield from self._blocks(shown_children(element))

    def _is_hidden(self, properties: etree._Element | None) -> bool:
        """Whether the mark of a paragraph with these properties is hidden."""
        mark = None if properties is None else properties.find(f"{W}rPr")
        is_own = mark is not None and is_hidden(mark)
        return is_own or self._styles.hides(self._styles.style_of(properties))

    def _inline(self, element: etree._Element, line: _Line) -> Iterator[str]:
        for child in shown_children(element):
            if child.tag not in _PROPERTIES:
                yield from self._handlers.get(child.tag, self._inline)(child, line)

    def _run(self, run: etree._Element, line: _Line) -> Iterator[str]:
        properties = run.find(f"{W}rPr")
        written = "".join(self._inline(run, line))
        is_shown = properties is None or not (
            is_hidden(properties) or self._styles.hides(value(properties, "rStyle"))
        )
        if is_shown:
            yield written

    def _text(self, element: etree._Element, _: _Line) -> Iterator[str]:
        if self._fields.show:
            yield element.text or ""

    def _sign(self, element: etree._Element, _: _Line) -> Iterator[str]:
        if self._fields.show:
            yield _WRITTEN[str(element.tag)]

    def _symbol(self, element: etree._Element, _: _Line) -> Iterator[str]:
        if self._fields.show:
            yield as_printed(symbol(element.get(f"{W}char", "")))

    def _ruby(self, element: etree._Element, line: _Line) -> Iterator[str]:
        for child in shown_children(element):
            written = "".join(self._inline(child, line))
            if child.tag == f"{W}rubyBase":
                yield written
            elif child.tag == f"{W}rt":
                self.seen.readings.append(written)

    def _fraction(self, element: etree._Element, line: _Line) -> Iterator[str]:
        parts = ("".join(self._inline(part, line)) for part in shown_children(element))
        yield "/".join(part for part in parts if part)

    def _field_char(self, element: etree._Element, _: _Line) -> Iterator[str]:
        drawn = self._fields.step(element.get(f"{W}fldCharType"))
        if drawn is not None and self._fields.show:
            self.seen.readings += drawn.beside
            yield drawn.text

    def _instruction(self, element: etree._Element, _: _Line) -> Iterator[str]:
        self._fields.instruct(element.text or "")
        return iter(())

    def _note(self, notes: Notes, reference: etree._Element, line: _Line) -> Iterator[str]:
        mark = notes.mark(reference)
        note = notes.note(reference)
        if note is not None and notes.part is not None:
            line.behind.append(self._noted(mark, note, notes.part))
        yield mark

    def _noted(self, mark: str, note: etree._Element, part: str) -> Iterator[str]:
        for paragraph in self.paragraphs(shown_children(note), part):
            yield f"{mark} {paragraph.lstrip()}" if mark and paragraph.strip() else paragraph
            mark = "" if paragraph.strip() else mark

    def _box(self, box: etree._Element, line: _Line) -> Iterator[str]:
        line.behind.append(self.paragraphs(shown_children(box), line.part))
        return iter(())

    def _drawn_text(self, body: etree._Element, line: _Line) -> Iterator[str]:
        line.behind.append(_drawing_paragraphs(body))
        return iter(())

    def _word_art(self, element: etree._Element, line: _Line) -> Iterator[str]:
        line.behind.append(iter((element.get("string", ""),)))
        return iter(())

    def _diagram(self, element: etree._Element, line: _Line) -> Iterator[str]:
        relation = self._package.relations(line.part).get(element.get(f"{R}dm", ""))
        if relation is None or relation.is_external or relation.target not in self._package:
            self.seen.n_drawings += 1
        else:
            line.behind.append(_drawing_paragraphs(self._package.tree(relation.target)))
        return iter(())

    def _drawing(self, _: etree._Element, __: _Line) -> Iterator[str]:
        self.seen.n_drawings += 1
        return iter(())

    def _picture(self, _: etree._Element, __: _Line) -> Iterator[str]:
        self.seen.n_pictures += 1
        return iter(())

    def _chunk(self, chunk: etree._Element, part: str) -> Iterator[str]:
        """The text of a file that the document takes in whole."""
        relation = self._package.relations(part).get(chunk.get(f"{R}id", ""))
        if relation is None or relation.is_external or relation.target not in self._package:
            target = relation.target if relation else "?"
            self.seen.warnings.append(
                f"{self._package.name}: 文档引用的 {target} 不在文件里，没有读入；请在 Word 或 WPS "
                "里打开后另存 (a file that it takes in is missing: open it and save it again)"
            )
            return
        name = f"{self._package.name}（{relation.target}）"
        try:
            pages = self._read(self._package.content(relation.target), name)
        except ReadError as error:
            self.seen.warnings.append(str(error))
            return
        for page in pages:
            self.seen.warnings += page.warnings
            yield page.text


def _drawing_paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{DRAWING}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{DRAWING}t"))

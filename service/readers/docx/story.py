"""The paragraphs of a part of a document, as Word shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from service.readers.base import Reader
from service.readers.docx.elements import (
    CHART,
    DIAGRAM,
    DRAWING,
    MATH,
    OFFICE,
    PICTURE,
    VML,
    joins_next,
    says_hidden,
    shown_children,
)
from service.readers.docx.embedded import Seen, drawing_paragraphs, embedded_text
from service.readers.docx.equations import drawn_text
from service.readers.docx.fields import Fields, gives_number
from service.readers.docx.notes import Notes
from service.readers.docx.numbering import Numbering
from service.readers.docx.package import Package, R, W
from service.readers.docx.rows import cells_of, row_text
from service.readers.docx.styles import Styles, value
from service.readers.docx.symbols import as_printed, symbol

_PROPERTIES = frozenset((f"{W}pPr", f"{W}rPr"))
_PARAGRAPH, _ROW = f"{W}p", f"{W}tr"
_CHUNKS = (f"{W}altChunk", f"{W}subDoc")
_WRITTEN = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}


@dataclass(slots=True)
class _Line:
    """A paragraph that is being read: its part, and what is printed behind it."""

    part: str
    behind: list[Iterator[str]] = field(default_factory=list)
    hides: bool = False


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
            f"{W}fldSimple": self._simple_field,
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
            if block.tag != _PARAGRAPH:
                yield from self._row_or_file(block, part)
                continue
            properties = block.find(f"{W}pPr")
            line.hides = bool(self._styles.hides(self._styles.style_of(properties)))
            begun += "".join(self._inline(block, line))
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
        """Paragraphs, rows of tables and files inside, whatever they are wrapped in."""
        for element in elements:
            if element.tag in (_PARAGRAPH, _ROW, *_CHUNKS):
                yield element
            else:
                yield from self._blocks(shown_children(element))

    def _row_or_file(self, block: etree._Element, part: str) -> Iterable[str]:
        if block.tag != _ROW:
            identity = block.get(f"{R}id", "")
            return embedded_text(identity, part, self._package, self._read, self.seen)
        return row_text(
            [text for text in self.paragraphs(shown_children(cell), part) if text.strip()]
            for cell in cells_of(block)
        )

    def _is_hidden(self, properties: etree._Element | None) -> bool:
        """Whether the mark of a paragraph with these properties is hidden."""
        mark = None if properties is None else properties.find(f"{W}rPr")
        return bool(self._hides(mark, self._styles.style_of(properties)))

    def _hides(self, properties: etree._Element | None, style: str | None) -> bool | None:
        said = None if properties is None else says_hidden(properties)
        return self._styles.hides(style) if said is None else said

    def _inline(self, element: etree._Element, line: _Line) -> Iterator[str]:
        for child in shown_children(element):
            if child.tag not in _PROPERTIES:
                yield from self._handlers.get(child.tag, self._inline)(child, line)

    def _run(self, run: etree._Element, line: _Line) -> Iterator[str]:
        properties = run.find(f"{W}rPr")
        written = "".join(self._inline(run, line))
        style = None if properties is None else value(properties, "rStyle")
        said = self._hides(properties, style)
        if not (line.hides if said is None else said):
            yield written

    def _text(self, element: etree._Element, _: _Line) -> Iterator[str]:
        yield self._fields.write(element.text or "")

    def _sign(self, element: etree._Element, _: _Line) -> Iterator[str]:
        yield self._fields.write(_WRITTEN[str(element.tag)])

    def _symbol(self, element: etree._Element, _: _Line) -> Iterator[str]:
        yield self._fields.write(as_printed(symbol(element.get(f"{W}char", ""))))

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
        instruction = self._fields.step(element.get(f"{W}fldCharType"))
        if instruction is not None:
            yield self._drawn(instruction)

    def _simple_field(self, element: etree._Element, line: _Line) -> Iterator[str]:
        result = "".join(self._inline(element, line))
        yield result or self._drawn(element.get(f"{W}instr", ""))

    def _drawn(self, instruction: str) -> str:
        """What a field without a result shows."""
        drawn = drawn_text(instruction)
        if drawn is None:
            self.seen.n_number_fields += gives_number(instruction)
            return ""
        self.seen.readings += drawn.beside
        return self._fields.write(drawn.text)

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
        line.behind.append(drawing_paragraphs(body))
        return iter(())

    def _word_art(self, element: etree._Element, line: _Line) -> Iterator[str]:
        line.behind.append(iter((element.get("string", ""),)))
        return iter(())

    def _diagram(self, element: etree._Element, line: _Line) -> Iterator[str]:
        relation = self._package.relations(line.part).get(element.get(f"{R}dm", ""))
        if relation is None or relation.is_external or relation.target not in self._package:
            self.seen.n_drawings += 1
        else:
            line.behind.append(drawing_paragraphs(self._package.tree(relation.target)))
        return iter(())

    def _drawing(self, _: etree._Element, __: _Line) -> Iterator[str]:
        self.seen.n_drawings += 1
        return iter(())

    def _picture(self, _: etree._Element, __: _Line) -> Iterator[str]:
        self.seen.n_pictures += 1
        return iter(())

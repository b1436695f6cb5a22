"""Footnotes and endnotes, with the marks that Word prints."""

from __future__ import annotations

from lxml import etree

from service.readers.docx.package import Package, W
from service.readers.docx.styles import is_on, value
from service.readers.numerals import numeral

# A plain figure would run into the figures before it.
_RAISED = str.maketrans(
    "0123456789ivxlcdmabefghjknoprstuwyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣˡᶜᵈᵐᵃᵇᵉᶠᵍʰʲᵏⁿᵒᵖʳˢᵗᵘʷʸᶻ"
)


class Notes:
    """The notes of one kind; asked for them in order, it counts them."""

    def __init__(self, package: Package, kind: str, number_format: str) -> None:
        """Find the notes of a document.

        Args:
            package: The file.
            kind: `footnote` or `endnote`.
            number_format: That of Word for them where the document names none.
        """
        self.part = next(package.related(package.body, f"{kind}s"), None)
        self._tag = f"{W}{kind}"
        self._notes: dict[str, etree._Element] = {}
        if self.part is not None:
            for note in package.tree(self.part).iterfind(self._tag):
                self._notes[note.get(f"{W}id", "")] = note
        self._format = number_format
        for settings in package.related(package.body, "settings"):
            tree = package.tree(settings)
            self._format = value(tree, f"{kind}Pr", "numFmt") or number_format
        self._count = 0

    def mark(self, reference: etree._Element) -> str:
        """The mark of the next note; empty where the text gives its own."""
        if is_on(reference.get(f"{W}customMarkFollows"), "0"):
            return ""
        self._count += 1
        written = numeral(self._count, self._format) or str(self._count)
        return written.translate(_RAISED)

    def note(self, reference: etree._Element) -> etree._Element | None:
        """The note that a mark refers to."""
        return self._notes.get(reference.get(f"{W}id", ""))

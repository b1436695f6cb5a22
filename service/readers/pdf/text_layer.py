"""The characters of a page's text layer with their places."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw_pdfium

from service.readers.pdf.glyphs import Glyph

UNKNOWN = "\ufffd"
"""Stands for a character that the file does not tell."""

UPSIDE_DOWN = 2
# What pdfium gives for a hyphen at the end of a line.
_LINE_END_HYPHEN = 2
_QUARTER = math.pi / 2
# The share of a character's width and height that has to be on the page.
_LEAST_SEEN = 0.25
# The largest box of a character, in sizes of its type.
_MOST_EMS = 2.0
# A character turned by more than this, in radians, stands on no line of the text.
_MOST_ASLANT = math.radians(15)
_SURROGATES, _LOW_SURROGATES = range(0xD800, 0xE000), range(0xDC00, 0xE000)
_PRIVATE = range(0xE000, 0xF900)
_FIRST_CHINESE = 0x2E80


@dataclass(slots=True)
class TextLayer:
    """The visible characters of a page, in the order of the file.

    Attributes:
        glyphs: Each with its place.
        turns: For each, the quarters of a circle that its page has to be turned
            counterclockwise for it to stand upright.
        n_doubtful: How many of them the fonts do not tell for certain.
        aslant: Characters on lines that run aslant, as watermarks do; no glyphs of these.
        unseen: Characters that are not drawn, beside text that is; no glyphs of these.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)
    n_doubtful: int = 0
    aslant: str = ""
    unseen: str = ""

    def add(self, glyph: Glyph, turn: int, *, is_doubtful: bool) -> None:
        """A character more."""
        self.glyphs.append(glyph)
        self.turns.append(turn)
        self.n_doubtful += is_doubtful


def text_layer_of(page: pdfium.PdfPage) -> TextLayer:
    """Read the text layer of a page.

    What lies outside the part of the page that viewers show is left out, as
    cut marks do and the other half of a spread. A character that the file does
    not tell is U+FFFD.
    """
    layer = page.get_textpage()
    try:
        return _read(layer, page.get_bbox())
    finally:
        layer.close()


def _read(layer: pdfium.PdfTextPage, shown: tuple[float, float, float, float]) -> TextLayer:
    read = TextLayer()
    unseen = TextLayer()
    aslant: list[str] = []
    space, high = -1, 0
    for index in range(layer.count_chars()):
        code = raw_pdfium.FPDFText_GetUnicode(layer, index)
        if code in _SURROGATES and code not in _LOW_SURROGATES:
            high = code
            continue
        character = _character(high, code)
        high = 0
        if character.isspace():
            space = index
            continue
        if _runs_aslant(layer, index):
            aslant.append(character)
            continue
        turn = round(raw_pdfium.FPDFText_GetCharAngle(layer, index) / _QUARTER) % 4
        left, bottom, right, top = _box(layer, index, turn)
        # Where lines are not level, pdfium takes them for broken and puts in spaces of its own.
        after_space = space == index - 1 >= 0 and not (
            turn and raw_pdfium.FPDFText_IsGenerated(layer, space)
        )
        glyph = Glyph(character, left, bottom, right, top, after_space)
        if _is_within(glyph, shown):
            (read if _is_drawn(layer, index) else unseen).add(
                glyph, turn, is_doubtful=_is_doubtful(layer, index, ord(character))
            )
    return _with_text_of_scan(read, unseen, "".join(aslant))


def _with_text_of_scan(read: TextLayer, unseen: TextLayer, aslant: str) -> TextLayer:
    """What is drawn, or with more that is not, as text recognition puts it over a scan, both."""
    if len(unseen.glyphs) > len(read.glyphs):
        n_doubtful = read.n_doubtful + unseen.n_doubtful
        both = (read.glyphs + unseen.glyphs, read.turns + unseen.turns)
        return TextLayer(*both, n_doubtful, aslant)
    told = "".join(glyph.text for glyph in unseen.glyphs)
    return replace(read, aslant=aslant, unseen=told)


def _runs_aslant(layer: pdfium.PdfTextPage, index: int) -> bool:
    if not _is_far_from_quarter(raw_pdfium.FPDFText_GetCharAngle(layer, index)):
        return False
    # pdfium gives an angle for italics too, whose line is level.
    matrix = raw_pdfium.FS_MATRIX()
    raw_pdfium.FPDFText_GetMatrix(layer, index, matrix)
    return _is_far_from_quarter(math.atan2(matrix.b, matrix.a))


def _is_far_from_quarter(angle: float) -> bool:
    return abs(angle - round(angle / _QUARTER) * _QUARTER) > _MOST_ASLANT


def _is_drawn(layer: pdfium.PdfTextPage, index: int) -> bool:
    drawing = raw_pdfium.FPDFText_GetTextObject(layer, index)
    mode = raw_pdfium.FPDFTextObj_GetTextRenderMode(drawing) if drawing else -1
    return bool(mode != raw_pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _box(layer: pdfium.PdfTextPage, index: int, turn: int) -> tuple[float, float, float, float]:
    left, bottom, right, top = layer.get_charbox(index, loose=True)
    if turn != UPSIDE_DOWN:
        return left, bottom, right, top
    # pdfium takes such lines for Arabic and puts some characters of a form far off and too large.
    matrix = raw_pdfium.FS_MATRIX()
    raw_pdfium.FPDFText_GetMatrix(layer, index, matrix)
    em = abs(matrix.d) * raw_pdfium.FPDFText_GetFontSize(layer, index)
    if max(right - left, top - bottom) <= _MOST_EMS * em:
        return left, bottom, right, top
    return matrix.e - em, matrix.f - em, matrix.e, matrix.f


def _character(high: int, code: int) -> str:
    if high and code in _LOW_SURROGATES:
        return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
    if code == _LINE_END_HYPHEN:
        return "-"
    character = chr(code)
    is_told = character.isspace() or not (
        code < ord(" ") or code in _SURROGATES or code in (0xFFFE, 0xFFFF)
    )
    return character if is_told else UNKNOWN


def _is_within(glyph: Glyph, shown: tuple[float, float, float, float]) -> bool:
    """Whether enough of a character is on the page to be seen."""
    left, bottom, right, top = shown
    wide = min(glyph.right, right) - max(glyph.left, left)
    tall = min(glyph.top, top) - max(glyph.bottom, bottom)
    return wide >= _LEAST_SEEN * glyph.width and tall >= _LEAST_SEEN * glyph.height


def _is_doubtful(layer: pdfium.PdfTextPage, index: int, code: int) -> bool:
    """Whether a character is of private use, or a guess from its number in the font."""
    if code in _PRIVATE or chr(code) == UNKNOWN:
        return True
    # Guesses that give Chinese come from fonts whose numbers are those of Unicode.
    return code < _FIRST_CHINESE and bool(raw_pdfium.FPDFText_HasUnicodeMapError(layer, index) == 1)

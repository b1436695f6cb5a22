"""Small PDF files made by hand: text at given places, nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Place = tuple[float, float, float, str]
"""Left, baseline and size in points, and the text."""

_MAPPING = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Test def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfrange <0000> <ffff> <0000> endbfrange
endcmap end end"""

_GLYPHS = (
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /DW 1000 /FontDescriptor 5 0 R "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
)
_MEASURES = (
    "<< /Type /FontDescriptor /FontName /Test /Flags 4 /FontBBox [0 -120 1000 880] "
    "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>"
)


_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H "
    "/DescendantFonts [4 0 R] /ToUnicode 6 0 R >>"
)
# A font of Adobe-GB1 that viewers replace by their own; Latin letters take half the width.
GB_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
    "/W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
    "/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 "
    "/StemV 93 >> /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>] >>"
)
VERTICAL_GB_FONT = GB_FONT.replace("UniGB-UCS2-H", "UniGB-UCS2-V")
PAGE_WIDTH, PAGE_HEIGHT = 600, 800

PICTURE = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID a EI Q"
CURVE = "50 50 m 100 200 200 200 250 50 c f"


def make_pdf(
    pages: Sequence[Sequence[Place]],
    *,
    drawn: Mapping[int, str] | None = None,
    font: str = _FONT,
    settings: Mapping[int, str] | None = None,
) -> bytes:
    """A PDF whose font has square characters and says what they are.

    `drawn` gives what pages, by index, show besides text, as operators of PDF;
    `font` is one whose codes are those of UTF-16; `settings` are further entries
    of pages, by index, such as `/Rotate 90`. pdfium passes over a text of one
    character in a font without outlines: draw these in GB_FONT.
    """
    drawn, settings = drawn or {}, settings or {}
    kids = " ".join(f"{7 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        font,
        _GLYPHS,
        _MEASURES,
        _stream(_MAPPING),
    ]
    for number, places in enumerate(pages):
        box = f"/MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {box} {settings.get(number, '')}"
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {8 + 2 * number} 0 R >>"
        )
        shown = [drawn.get(number, ""), *(_shown(*place) for place in places)]
        objects.append(_stream("\n".join(shown)))
    return _assemble(objects)


def _shown(left: float, baseline: float, size: float, text: str) -> str:
    codes = text.encode("utf-16-be").hex()
    return f"BT /F {size} Tf {left} {baseline} Td <{codes}> Tj ET"


def turned_text(places: Sequence[Place], quarters: int) -> str:
    """Operators that show text as it lies when the page is turned clockwise by quarters."""
    shown = []
    for left, baseline, size, text in places:
        matrix = {
            0: f"1 0 0 1 {left} {baseline}",
            1: f"0 1 -1 0 {PAGE_WIDTH - baseline} {left}",
            2: f"-1 0 0 -1 {PAGE_WIDTH - left} {PAGE_HEIGHT - baseline}",
            3: f"0 -1 1 0 {baseline} {PAGE_HEIGHT - left}",
        }[quarters]
        codes = text.encode("utf-16-be").hex()
        shown.append(f"BT /F {size} Tf {matrix} Tm <{codes}> Tj ET")
    return "\n".join(shown)


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _assemble(objects: Sequence[str]) -> bytes:
    out = "%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{out}startxref\n{out.index('xref')}\n%%EOF\n".encode("ascii")

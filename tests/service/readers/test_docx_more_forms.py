"""Fields that draw, rows of data, what styles hide, numbers of newer programs."""

from __future__ import annotations

import pytest

from service.errors import ReadError
from service.readers import issue_from_files
from tests.documents import level, make_docx, numbered, numbering, paragraph, run

TITLE, LEAD = "荷塘镇菜价表", "镇供销社昨天公布本周菜价，比上周便宜一成。"


def _text(body: str, **parts: str) -> list[str]:
    names = {f"{kind}/{kind}.xml": content for kind, content in parts.items()}
    return issue_from_files([("稿.docx", make_docx(body, names))]).text.split("\n\n")


def _field(instruction: str, behind: str = "") -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        f'{behind}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _row(*cells: str, more: str = "") -> str:
    return f"<w:tr>{more}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


GUIDE = r"EQ \* jc0 \* hps9 \o\ad(\s\up 8(táng),棠)"


@pytest.mark.parametrize(
    "guide",
    [
        _field(GUIDE, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'),
        f'<w:fldSimple w:instr=" {GUIDE} "/>',
        _field(GUIDE, f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("棠")}'),
    ],
    ids=["empty result", "simple", "result"],
)
def test_a_field_that_draws_is_read_however_it_is_stored(guide: str) -> None:
    assert _text(f"<w:p>{run('方小')}{guide}{run('报道')}</w:p>") == ["方小棠报道"]


def test_two_characters_in_the_room_of_one_are_text() -> None:
    combined = _field(r"EQ \o\al(\s\up 6(专),\s\do 3(刊))")
    assert _text(f"<w:p>{run('荷塘')}{combined}</w:p>") == ["荷塘专刊"]


def test_numbers_given_by_fields_are_told() -> None:
    body = "".join(f"<w:p>{_field(' AUTONUM ')}{run(item)}</w:p>" for item in ("早市", "晚市"))
    issue = issue_from_files([("稿.docx", make_docx(body))])
    assert issue.text == "早市\n\n晚市"
    assert "2 个由域" in issue.warnings[0]


def test_a_row_of_data_is_a_line() -> None:
    inner = f"<w:tbl>{_row(paragraph('萝卜'), paragraph('0.8'))}</w:tbl>"
    table = (
        f"<w:tbl>{_row(paragraph('品名'), paragraph('元/斤'))}"
        f"{_row(paragraph('白菜'), '<w:p/>')}"
        f"<w:sdt><w:sdtContent>{_row(paragraph('莲藕'), paragraph('3.5'))}</w:sdtContent></w:sdt>"
        f"{_row(paragraph('旁栏'), paragraph(LEAD) + inner)}</w:tbl>"
    )
    rows = ["品名\u3000元/斤", "白菜", "莲藕\u30003.5", "旁栏", LEAD, "萝卜\u30000.8"]
    assert _text(paragraph(TITLE) + table) == [TITLE, *rows]


def test_a_hidden_row_is_not_read() -> None:
    hidden = _row(paragraph("进价"), paragraph("2.1"), more="<w:trPr><w:hidden/></w:trPr>")
    assert _text(f"{paragraph(LEAD)}<w:tbl>{hidden}</w:tbl>") == [LEAD]


def test_a_style_of_paragraphs_hides_what_does_not_say_otherwise() -> None:
    styles = (
        '<w:styles><w:style w:type="paragraph" w:styleId="N"><w:rPr><w:vanish/></w:rPr></w:style>'
        "</w:styles>"
    )
    shown = run("公开", '<w:vanish w:val="0"/>')
    noted = f'<w:p><w:pPr><w:pStyle w:val="N"/></w:pPr>{run("只给校对看")}{shown}</w:p>'
    assert _text(paragraph(LEAD) + noted, styles=styles) == [LEAD, "公开"]


def test_numbers_with_leading_noughts_are_printed_with_them() -> None:
    of_its_own = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
        'w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        "</mc:Fallback></mc:AlternateContent>"
    )
    levels = level(0, "x", "%1号").replace('<w:numFmt w:val="x"/>', of_its_own)
    raw = make_docx(numbered("北摊") + numbered("南摊"), numbering(levels))
    assert issue_from_files([("稿.docx", raw)]).text == "001号 北摊\n\n002号 南摊"


def test_a_piece_of_html_inside_is_read_as_one() -> None:
    raw = make_docx('<w:altChunk r:id="rId-a.html"/>', {"aFChunk/a.html": f"{TITLE}<br>{LEAD}"})
    assert issue_from_files([("稿.docx", raw)]).text.split() == [TITLE, LEAD]


@pytest.mark.parametrize(
    ("body", "told"),
    [('<w:altChunk r:id="rId-a.rtf"/>', "a.rtf.*RTF.*另存为"), ("<w:subDoc/>", "不在文件里.*另存")],
    ids=["unreadable file inside", "document of its own"],
)
def test_a_document_whose_text_lies_elsewhere_says_where(body: str, told: str) -> None:
    raw = make_docx(body, {"aFChunk/a.rtf": rb"{\rtf1 \'b1\'a8}"})
    with pytest.raises(ReadError, match=told):
        issue_from_files([("稿.docx", raw)])
    (warning,) = issue_from_files([("稿.docx", make_docx(body + paragraph(LEAD)))]).warnings
    assert "不在文件里" in warning

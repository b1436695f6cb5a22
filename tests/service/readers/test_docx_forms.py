"""Documents give what Word prints, in whatever form it is kept."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from service.datamodels import Issue
from service.errors import ReadError
from service.readers import issue_from_files
from tests.documents import (
    STRICT,
    TRANSITIONAL,
    level,
    make_docx,
    numbered,
    numbering,
    paragraph,
    run,
)

LEAD = "本报讯（记者 方小棠）石桥镇夜市将于周五开市，首批八十个摊位沿河排开。"
SECOND = "镇里在两头各设一处停车场，雨天照常营业。"


def _issue(raw: bytes) -> Issue:
    """The issue of a document, in which no text of its XML is lost that Word shows."""
    issue = issue_from_files([("稿.docx", raw)])
    given = "".join("".join([issue.text, *issue.warnings]).split())
    assert [text for text in _shown_in(raw) if text not in given] == []
    return issue


def _shown_in(raw: bytes) -> Iterator[str]:
    """The texts by a walk of its own: all but what is deleted, hidden or an instruction."""
    with ZipFile(io.BytesIO(raw)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".XML")):
                yield from _texts(ElementTree.fromstring(package.read(name)), [])


def _texts(element: ElementTree.Element, within: list[bool]) -> Iterator[str]:
    kind = element.tag.rpartition("}")[2]
    is_hidden = any(
        vanish.tag.endswith("}vanish") and "0" not in vanish.attrib.values()
        for properties in element
        if properties.tag.endswith("}rPr")
        for vanish in properties
    )
    if (
        kind in ("del", "moveFrom", "hdr", "numbering", "styles")
        or is_hidden
        or _is_deleted(element)
    ):
        return
    if kind == "fldChar":
        step = next(iter(element.attrib.values()))
        if step == "begin":
            within.append(False)
        elif within:
            within[-1:] = [True] if step == "separate" else []
    if kind == "t" and all(within):
        yield "".join((element.text or "").split())
    for child in element:
        yield from _texts(child, within)


def _is_deleted(element: ElementTree.Element) -> bool:
    return any(
        mark.tag.endswith("}del")
        for properties in element
        if properties.tag.endswith("}trPr")
        for mark in properties
    )


def _text(raw: bytes) -> list[str]:
    return _issue(raw).text.split("\n\n")


def _field(instruction: str, result: str | None = None) -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{instruction}{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _instruction(*texts: str) -> str:
    return "".join(f'<w:r><w:instrText xml:space="preserve">{t}</w:instrText></w:r>' for t in texts)


@pytest.mark.parametrize("names", [TRANSITIONAL, STRICT], ids=["transitional", "strict"])
@pytest.mark.parametrize("main", ["word/document.xml", "word/document2.xml", "Doc/Main.XML"])
def test_the_main_part_may_have_any_name_and_namespace(main: str, names: dict[str, str]) -> None:
    raw = make_docx(
        numbered("按时缴费。") + paragraph(SECOND),
        numbering(level(0, "chineseCounting", "%1、")),
        main=main,
        names=names,
    )
    assert _text(raw) == ["一、按时缴费。", SECOND]


@pytest.mark.parametrize(
    ("number_format", "text", "expected"),
    [
        ("chineseCounting", "%1、", ("一、甲", "二、乙", "三、丙")),
        ("chineseCountingThousand", "第%1条", ("第一条 甲", "第二条 乙", "第三条 丙")),
        ("japaneseCounting", "（%1）", ("（一）甲", "（二）乙", "（三）丙")),
        ("ideographTraditional", "%1、", ("甲、甲", "乙、乙", "丙、丙")),
        ("chineseLegalSimplified", "%1、", ("壹、甲", "贰、乙", "叁、丙")),
        ("ideographDigital", "%1．", ("一．甲", "二．乙", "三．丙")),
        ("decimal", "%1.", ("1. 甲", "2. 乙", "3. 丙")),
        ("decimal", "（%1）", ("（1）甲", "（2）乙", "（3）丙")),
        ("decimalFullWidth", "%1、", ("１、甲", "２、乙", "３、丙")),
        ("decimalEnclosedCircleChinese", "%1", ("① 甲", "② 乙", "③ 丙")),
        ("upperRoman", "%1.", ("I. 甲", "II. 乙", "III. 丙")),
        ("lowerLetter", "%1)", ("a) 甲", "b) 乙", "c) 丙")),
        ("none", "附件：", ("附件：甲", "附件：乙", "附件：丙")),
        ("bullet", "\uf06e", ("■ 甲", "■ 乙", "■ 丙")),
        ("bullet", "●", ("● 甲", "● 乙", "● 丙")),
    ],
)
def test_numbers_are_printed_as_word_does(
    number_format: str, text: str, expected: tuple[str, ...]
) -> None:
    body = "".join(numbered(item) for item in "甲乙丙")
    assert tuple(_text(make_docx(body, numbering(level(0, number_format, text))))) == expected


def test_a_list_of_many_items_counts_on() -> None:
    body = "".join(numbered("项") for _ in range(21))
    read = _text(make_docx(body, numbering(level(0, "chineseCounting", "%1、"))))
    assert [read[n] for n in (8, 9, 10, 18, 19, 20)] == [
        *("九、项", "十、项", "十一、项", "十九、项", "二十、项", "二十一、项"),
    ]


def test_levels_begin_anew_below_each_item_and_name_those_above() -> None:
    levels = (
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    places = (0, 1, 1, 2, 2, 0, 1, 2, 1)
    body = "".join(numbered("项", 1, place) for place in places)
    assert _text(make_docx(body, numbering("".join(levels)))) == [
        *("一、项", "（一）项", "（二）项", "1.2.1 项", "1.2.2 项"),
        *("二、项", "（一）项", "2.1.1 项", "（二）项"),
    ]


def test_a_level_may_count_on_and_start_elsewhere() -> None:
    never = '<w:lvlRestart w:val="0"/>'
    levels = level(0, "decimal", "%1.", start=5) + level(1, "decimal", "(%2)", never)
    body = "".join(numbered("项", 1, place) for place in (0, 1, 0, 1))
    assert _text(make_docx(body, numbering(levels))) == ["5. 项", "(1) 项", "6. 项", "(2) 项"]


def test_a_level_above_that_never_came_counts_as_begun() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")
    body = "".join(numbered("项", 1, place) for place in (1, 1, 0))
    assert _text(make_docx(body, numbering(levels))) == ["1.1 项", "1.2 项", "2. 项"]


def test_numbers_of_one_list_go_on_until_one_starts_anew() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = (
        '<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>'
        f'<w:num w:numId="9"><w:abstractNumId w:val="1"/>{again}</w:num>'
    )
    body = "".join(numbered("项", n) for n in (1, 8, 9, 9))
    raw = make_docx(body, numbering(level(0, "decimal", "%1."), numbers=numbers))
    assert _text(raw) == ["1. 项", "2. 项", "1. 项", "2. 项"]


def test_a_number_may_have_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbers = f'<w:num w:numId="9"><w:abstractNumId w:val="1"/>{own}</w:num>'
    raw = make_docx(numbered("项", 9), numbering(level(0, "decimal", "%1."), numbers=numbers))
    assert _text(raw) == ["A) 项"]


def test_styles_give_numbers() -> None:
    linked = '<w:pStyle w:val="Sub"/>'
    levels = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", linked)
    styles = (
        '<w:styles><w:style w:type="paragraph" w:styleId="Head"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" '
        'w:styleId="Sub"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Head"/></w:style></w:styles>'
    )
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(
        paragraph("项", f'<w:pStyle w:val="{style}"/>{more}')
        for style, more in (("Head", ""), ("Sub", ""), ("Own", ""), ("Sub", ""), ("Head", none))
    )
    raw = make_docx(body, {**numbering(levels), "styles/styles.xml": styles})
    assert _text(raw) == ["第一章 项", "一.1 项", "第二章 项", "二.1 项", "项"]


def test_a_style_of_lists_stands_for_its_list() -> None:
    styles = (
        '<w:styles><w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style></w:styles>"
    )
    lists = numbering(level(0, "chineseCounting", "%1、"), '<w:numStyleLink w:val="L"/>')
    raw = make_docx(numbered("项", 2), {**lists, "styles/styles.xml": styles})
    assert _text(raw) == ["一、项"]


def test_an_unknown_format_of_numbers_is_told() -> None:
    issue = _issue(make_docx(numbered("项"), numbering(level(0, "thaiLetters", "%1."))))
    assert issue.text == "1. 项"
    assert "编号格式 thaiLetters 不认识" in issue.warnings[0]


PHONETIC = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>táng</w:t></w:r></w:rt><w:rubyBase>"
    "<w:r><w:t>棠</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
DRAWN = _field(
    _instruction(r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(', "táng", "),", "棠", ")")
)


@pytest.mark.parametrize("guide", [PHONETIC, DRAWN], ids=["ruby", "field"])
def test_phonetic_guides_stand_beside_the_text(guide: str) -> None:
    issue = _issue(make_docx(f"<w:p>{run('记者 方小')}{guide}{run('报道')}</w:p>"))
    assert issue.text == "记者 方小棠报道"
    (warning,) = issue.warnings
    assert "注音没有读入：táng" in warning


def test_characters_with_a_frame_keep_their_number() -> None:
    framed = _field(_instruction(r"eq \o\ac(○,3)"))
    raw = make_docx(f"<w:p>{framed}{run('报名须知')}</w:p>")
    assert _text(raw) == ["③报名须知"]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("a.html", f"<html><body><p>{LEAD}</p><p>{SECOND}</p></body></html>".encode("gb18030")),
        ("a.htm", f"<p>{LEAD}</p><p>{SECOND}</p>".encode()),
        ("a.docx", make_docx(paragraph(LEAD) + paragraph(SECOND))),
        ("a.txt", f"{LEAD}\n\n{SECOND}".encode()),
    ],
)
def test_a_file_inside_the_document_is_read_in_its_place(file: str, content: bytes) -> None:
    body = f'{paragraph("上")}<w:altChunk r:id="rId-{file}"/>{paragraph("下")}'
    assert _text(make_docx(body, {f"aFChunk/{file}": content})) == ["上", LEAD, SECOND, "下"]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"aFChunk/a.rtf": rb"{\rtf1 \'b1\'a8}"}, "RTF"),
        ({}, "不在文件里"),
    ],
    ids=["of a kind that cannot be read", "missing"],
)
def test_a_file_inside_that_cannot_be_read_is_told(parts: dict[str, bytes], told: str) -> None:
    issue = _issue(make_docx(f'{paragraph(LEAD)}<w:altChunk r:id="rId-a.rtf"/>', parts))
    assert issue.text == LEAD
    assert told in issue.warnings[0]


def test_headers_come_before_their_section_and_footers_behind() -> None:
    def section(header: str) -> str:
        return f'<w:sectPr><w:headerReference w:type="default" r:id="rId-{header}"/></w:sectPr>'

    footer = '<w:sectPr><w:footerReference w:type="default" r:id="rId-f.xml"/></w:sectPr>'
    parts = {
        "header/h1.xml": f"<w:hdr>{paragraph('第一版')}</w:hdr>",
        "header/h2.xml": f"<w:hdr>{paragraph('第二版')}</w:hdr>",
        "header/unused.xml": f"<w:hdr>{paragraph('不用')}</w:hdr>",
        "footer/f.xml": f"<w:ftr>{paragraph('责编 方小棠')}</w:ftr>",
    }
    body = (
        paragraph("甲", section("h1.xml"))
        + paragraph("乙", section("h1.xml"))
        + paragraph("丙", section("h2.xml"))
        + paragraph("丁")
        + footer
    )
    assert _text(make_docx(body, parts)) == [
        *("第一版", "甲", "乙", "第二版", "丙", "丁", "责编 方小棠"),
    ]


def test_headers_of_first_and_even_pages_count_only_where_they_differ() -> None:
    references = "".join(
        f'<w:headerReference w:type="{kind}" r:id="rId-{kind}.xml"/>'
        for kind in ("first", "even", "default")
    )
    parts: dict[str, str | bytes] = {
        f"header/{kind}.xml": f"<w:hdr>{paragraph(kind)}</w:hdr>"
        for kind in ("first", "even", "default")
    }
    plain = make_docx(f"{paragraph('甲')}<w:sectPr>{references}</w:sectPr>", parts)
    assert _text(plain) == ["default", "甲"]
    parts["settings/settings.xml"] = "<w:settings><w:evenAndOddHeaders/></w:settings>"
    titled = f"{paragraph('甲')}<w:sectPr>{references}<w:titlePg/></w:sectPr>"
    assert _text(make_docx(titled, parts)) == ["first", "default", "even", "甲"]


@pytest.mark.parametrize("number", ["— 1 —", "1", "第 1 页 共 2 页", "Page 1 of 2", "－１－"])
def test_the_number_of_a_page_is_no_text(number: str) -> None:
    sect = '<w:sectPr><w:footerReference w:type="default" r:id="rId-h.xml"/></w:sectPr>'
    footer = f"<w:hdr>{paragraph(number)}{paragraph('2026-03-06')}{paragraph('第3版')}</w:hdr>"
    assert _text(make_docx(paragraph(LEAD) + sect, {"footer/h.xml": footer})) == [
        *(LEAD, "2026-03-06", "第3版"),
    ]


def test_notes_follow_their_paragraph_with_the_mark_that_word_prints() -> None:
    def note(kind: str, *texts: str) -> str:
        inside = "".join(
            f'<w:{kind} w:id="{n}">{paragraph(text)}</w:{kind}>'
            for n, text in enumerate(texts, start=1)
        )
        return f"<w:{kind}s>{inside}</w:{kind}s>"

    foot = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    body = (
        f"<w:p>{run('增长百分之25')}{foot.format(2)}{run('。')}{foot.format(1)}</w:p>"
        f"<w:p>{run('夜市')}{end}</w:p>"
    )
    parts = {
        "footnotes/f.xml": note("footnote", "镇里提供", "按可比口径"),
        "endnotes/e.xml": note("endnote", "见第三版"),
    }
    assert _text(make_docx(body, parts)) == [
        *("增长百分之25¹。²", "¹ 按可比口径", "² 镇里提供", "夜市ⁱ", "ⁱ 见第三版"),
    ]


def test_what_wraps_text_does_not_matter() -> None:
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('石桥')}<w:smartTag><w:smartTag>{run('镇')}"
        f"</w:smartTag></w:smartTag><w:hyperlink>{run('夜市')}</w:hyperlink><w:sdt><w:sdtContent>"
        f"{run('周五')}</w:sdtContent></w:sdt><w:customXml>{run('开市')}</w:customXml></w:p>"
        f"</w:sdtContent></w:sdt><w:customXml>{paragraph('雨天照常')}</w:customXml>"
    )
    assert _text(make_docx(body)) == ["石桥镇夜市周五开市", "雨天照常"]


def test_changes_are_read_as_accepted() -> None:
    gone = "<w:r><w:delText>周六</w:delText></w:r>"
    mark = "<w:rPr><w:del/></w:rPr>"
    body = (
        f"<w:p>{run('夜市')}<w:del>{gone}</w:del><w:ins>{run('周五')}</w:ins>{run('开市')}"
        f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('。')}</w:moveTo></w:p>"
        f"{paragraph('前半', mark)}{paragraph('后半')}"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('删行')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('留行')}</w:tc></w:tr></w:tbl>"
    )
    assert _text(make_docx(body)) == ["夜市周五开市。", "前半后半", "留行"]


def test_hidden_text_is_not_read() -> None:
    styles = (
        '<w:styles><w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        "</w:styles>"
    )
    hidden = run("批示", "<w:vanish/>") + run("内部", '<w:rStyle w:val="H"/>')
    shown = run("公开", '<w:vanish w:val="0"/>')
    body = f"<w:p>{hidden}{shown}</w:p>" + paragraph("", "<w:rPr><w:vanish/></w:rPr>")
    raw = make_docx(body, {"styles/styles.xml": styles})
    assert issue_from_files([("稿.docx", raw)]).text == "公开"


def test_of_fields_the_result_is_read() -> None:
    nested = _field(_instruction("PAGE"), run("7"))
    body = (
        f"<w:p>{run('见')}{_field(_instruction('HYPERLINK x'), run('网页'))}"
        f"{_field(_instruction('IF ') + nested, run('第三版'))}"
        f'<w:fldSimple w:instr="DATE">{run("五月")}</w:fldSimple></w:p>'
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{_instruction("TOC")}'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("目录一")}</w:p>'
        f'{paragraph("目录二")}<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert _text(make_docx(body)) == ["见网页第三版五月", "目录一", "目录二"]


def test_boxes_initials_and_drawings_are_read() -> None:
    box = f"<w:txbxContent>{paragraph('框')}</w:txbxContent>"
    only_old = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing/></mc:Choice><mc:Fallback>"
        f"<w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    art = '<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>'
    diagram = '<w:r><w:drawing><dgm:relIds r:dm="rId-d.xml"/></w:drawing></w:r>'
    model = "<dgm:dataModel><dgm:pt><dgm:t><a:p><a:r><a:t>流程</a:t></a:r></a:p></dgm:t></dgm:pt>"
    body = (
        paragraph("本", '<w:framePr w:dropCap="drop"/>')
        + paragraph("报讯 夜市开市。")
        + f"<w:p>{run('甲')}{only_old}{art}{diagram}</w:p>"
    )
    raw = make_docx(body, {"diagramData/d.xml": f"{model}</dgm:dataModel>"})
    assert _text(raw) == ["本报讯 夜市开市。", "甲", "框", "艺术字", "流程"]


def test_signs_tabs_and_formulas_are_read() -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F06C"/></w:r>'
        f"{run('要闻')}<w:r><w:tab/><w:noBreakHyphen/></w:r><m:oMath><m:f><m:num><m:r><m:t>1</m:t>"
        "</m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>"
    )
    assert _text(make_docx(body)) == ["●要闻\t-1/2"]


def test_comments_and_charts_are_told() -> None:
    chart = (
        "<w:r><w:drawing><c:chart/></w:drawing></w:r><w:r><w:object><o:OLEObject/></w:object></w:r>"
    )
    comments = f'<w:comments><w:comment w:id="1">{paragraph("核对摊位数")}</w:comment></w:comments>'
    issue = _issue(make_docx(f"<w:p>{run(LEAD)}{chart}</w:p>", {"comments/c.xml": comments}))
    assert issue.text == LEAD
    assert ["批注没有读入：核对摊位数" in issue.warnings[0], "2 个图表" in issue.warnings[1]] == [
        True
    ] * 2


def test_pictures_in_place_of_text_say_what_to_do() -> None:
    picture = "<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"
    with pytest.raises(ReadError, match=r"稿\.docx: 文档里没有文字，只有图片.*OCR"):
        _issue(make_docx(picture))
    (warning,) = _issue(make_docx(picture + paragraph("云川日报"))).warnings
    assert "只有 4 个字" in warning
    assert _issue(make_docx(picture + paragraph(LEAD))).warnings == ()


@pytest.mark.parametrize(
    "body",
    [
        '<w:altChunk r:id="rId-a"/>' + paragraph("字"),
        paragraph("字")
        + '<w:p><w:r><w:sym w:char="zz"/><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        numbered("字", 77) + paragraph("", '<w:numPr><w:ilvl w:val="x"/></w:numPr>'),
        f'<w:p><w:r><w:footnoteReference w:id="9"/></w:r>{run("字")}</w:p>',
        '<w:p><w:r><w:drawing><dgm:relIds r:dm="none"/></w:drawing></w:r></w:p>' + paragraph("字"),
    ],
    ids=["no part", "no symbol", "no list", "no note", "no diagram"],
)
def test_what_refers_to_nothing_costs_no_text(body: str) -> None:
    assert "字" in _issue(make_docx(body)).text

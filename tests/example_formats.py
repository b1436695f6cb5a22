"""Write the PDF and DOCX examples: python -m tests.example_formats examples/formats."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from tests.pdfs import GB_FONT, PAGE_WIDTH, Place, make_pdf

_MARGIN, _GUTTER, _COLUMNS = 45.0, 18.0, 3
_TEXT, _SMALL, _LEADING = 10.0, 8.0, 1.6


@dataclass(slots=True)
class PdfPage:
    """A page that fills from top to bottom."""

    places: list[Place] = field(default_factory=list)
    top: float = 760.0

    def line(self, text: str, size: float, *, centered: bool = False) -> None:
        """Print a line over the whole width."""
        self.top -= size * _LEADING
        left = (PAGE_WIDTH - _width(text) * size) / 2 if centered else _MARGIN
        self.places.append((left, self.top, size, text))
        self.top -= size * (_LEADING - 1)

    def columns(self, *paragraphs: str) -> None:
        """Set paragraphs in columns of one height, an indent of two characters before each."""
        width = (PAGE_WIDTH - 2 * _MARGIN - (_COLUMNS - 1) * _GUTTER) / _COLUMNS
        lines = [line for paragraph in paragraphs for line in _lines(paragraph, width / _TEXT)]
        per_column = -(-len(lines) // _COLUMNS)
        for n, (indent, text) in enumerate(lines):
            column, row = divmod(n, per_column)
            left = _MARGIN + column * (width + _GUTTER) + indent * _TEXT
            self.places.append((left, self.top - (row + 1) * _TEXT * _LEADING, _TEXT, text))
        self.top -= (per_column + 1) * _TEXT * _LEADING


def _width(text: str) -> float:
    """In heights of a character; Latin letters and digits take half of one."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def _lines(paragraph: str, width: float) -> Iterator[tuple[float, str]]:
    """Indent and text of each line."""
    indent, line = 2.0, ""
    for character in paragraph:
        if indent + _width(line + character) > width and character not in "，。、：；！？”）":
            yield indent, line
            indent, line = 0.0, ""
        line += character
    yield indent, line


def make_pdf_example() -> bytes:
    """Two pages in three columns, an article running over from the first to the second."""
    first, second = PdfPage(), PdfPage()
    first.line("云川日报　2024年5月8日　星期三　第3版　综合新闻", _SMALL)
    first.line("云川出台二十条措施支持小微企业", 24, centered=True)
    first.columns(
        "本报讯　记者闻立诚报道：5月7日，市政府新闻办召开发布会，介绍新出台的支持小微企业二十条"
        "措施。副市长罗知远说，措施从降成本、解难题、优服务三个方面入手，最大的变化是“免申即享”，"
        "企业不用再交一摞材料。",
        "降成本方面，今年起连续两年，小微企业用水用气价格下调百分之五，稳岗返还比例提高到百分之九十；"
        "解难题方面，市财政拿出六千万元设立转贷周转金，企业还旧借新时不必再找高利息的过桥资金。",
        "优服务方面，市、县两级设立企业服务专员，一企一员，一个电话解决问题。（下转第四版）",
    )
    first.line("流动诊所开进深山 半年巡诊八十村", 18, centered=True)
    first.columns(
        "本报讯　早上七点，一辆白色的中型客车从柳坞县人民医院出发，车里装着心电图机、便携式超声仪和"
        "一台小型药柜。两小时后，它停在海拔九百米的石门乡云岭村，村口的老槐树下已经排起了队。",
        "去年冬天，柳坞县把一辆退役的公交车改成流动诊所，由县医院内科、中医科和妇科医生轮流随车，"
        "每个村每月到一次。村民看病按乡镇卫生院的标准收费，医保卡当场结算。",
        "七十四岁的村民甘来喜患高血压多年，以前下山取药要走半天，常常吃一顿停一顿。"
        "“现在车一来，量血压、拿药、问医生，一袋烟的工夫。”他说。",
        "半年来，流动诊所到过八十个村，看病六千四百人次，查出并转诊早期肿瘤患者九人。"
        "医院打算再改装一辆车，增加眼科和口腔科。（白一鸣）",
    )
    first.line("责任编辑：杜若楠　版式：程一帆　校对：季秋", _SMALL)
    second.line("云川日报　2024年5月8日　星期三　第4版　综合新闻", _SMALL)
    second.line("云川出台二十条措施支持小微企业", 18, centered=True)
    second.columns(
        "（上接第三版）对专员不接电话、推来推去的，企业可以向市长热线反映，查实后通报批评。",
        "市发展改革局统计，全市现有小微企业四万七千户，提供了六成以上的城镇就业岗位。"
        "二十条措施全部落实后，预计每年为企业减轻负担三亿二千万元。",
    )
    second.line("云川陆港到发班列突破千列", 18, centered=True)
    second.columns(
        "本报讯　5月7日十六时，一列装载瓷砖、水泵和果酱的班列从云川陆港开出，驶向东海港。"
        "这是陆港开通以来到发的第一千列班列，比第五百列只晚了十一个月。",
        "陆港与铁路、海关合作，把报关、查验、装箱放在一个场地办理，一只集装箱从进场到发车平均用时由"
        "三十小时缩短到九小时。返程班列装运纸浆和大豆，空箱率降到百分之八。",
        "陆港公司负责人说，下半年将新开两条跨省线路，并建设一座三万吨的粮食筒仓，"
        "让过路的粮食在云川停下来、转出去。（贺子衿）",
    )
    second.line("责任编辑：杜若楠　版式：程一帆　校对：季秋", _SMALL)
    return make_pdf([first.places, second.places], font=GB_FONT)


_BOX = """<w:r {names} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing>
<wp:inline><wp:extent cx="5040000" cy="1080000"/><wp:docPr id="7" name="文本框"/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>
<a:ext cx="5040000" cy="1080000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:ln w="9525"><a:solidFill><a:srgbClr val="808080"/></a:solidFill></a:ln></wps:spPr>
<wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"""


def make_docx_example(output: Path) -> None:
    """Articles as an editor keeps them: headings, a table, a story in a text box."""
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    document.add_paragraph("云川日报　2024年5月7日　星期二　第2版　要闻")
    _add_article(
        document,
        "云川图书馆“借书不跑路”",
        "本报讯　5月6日，云川市图书馆启用“送书进站”服务，读者在手机上借书，第二天就能在家门口的"
        "公交站书柜取到。第一批书柜设在货运北站、杏花里、云川大学等十二个站点。",
        "书柜由公交末班车顺路补书，不另开车辆。读者看完后放回任何一个书柜都算归还，逾期不收滞纳金，"
        "只暂停借阅。",
        "记者在杏花里站看到，书柜上层是儿童绘本，下层是菜谱和养生书。馆长说，各站书目按居民的借阅记录"
        "每月调换一次。（程雨桐）",
    )
    _add_article(
        document,
        "市教育局公布暑期托管安排",
        "本报讯　暑期托管从7月8日开始，为期四周，面向小学一至五年级，由家长自愿报名，每天八点到十七"
        "点，只看护、做游戏和运动，不上新课。各区开放学校数和名额见下表。",
    )
    rows = (("区县", "学校", "名额"), ("清湾区", "十二所", "2400"), ("临渡区", "九所", "1650"))
    table = document.add_table(rows=0, cols=3, style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("报名时间为6月1日至10日，名额不足的学校摇号决定。（苏禾）")
    _add_box(
        document.add_paragraph(),
        "清湾机床出口订单排到年底",
        "本报讯　清湾机床公司一季度出口数控磨床八十六台，订单已经排到十二月。公司把装配线改成两班，"
        "新招的四十名技工来自市职业技术学院。（孟凡溪）",
    )
    document.add_paragraph("责任编辑：陆星河　版式：程一帆")
    document.save(str(output))


def _add_article(document: DocumentObject, headline: str, *paragraphs: str) -> None:
    document.add_heading(headline, level=1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)


def _add_box(anchor: object, *paragraphs: str) -> None:
    inside = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    box = parse_xml(_BOX.format(names=nsdecls("w"), paragraphs=inside))
    anchor._p.append(box)  # type: ignore[attr-defined]  # python-docx has no text boxes


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (folder / "yunchuan_0508.pdf").write_bytes(make_pdf_example())
    make_docx_example(folder / "yunchuan_0507.docx")

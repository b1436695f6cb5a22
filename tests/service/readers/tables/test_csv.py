"""What desks export as csv: a fault is an error of its row, and no other row pays for it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ReadError
from service.readers.tables import Row, read_table

COLUMNS = ("id", "title", "text")


def read(tmp_path: Path, content: str | bytes, name: str = "稿.csv") -> list[Row]:
    source = tmp_path / name
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_table(source, COLUMNS))


def told(rows: list[Row]) -> list[tuple[object, object]]:
    """Of each row its id, and its text or what is wrong."""
    return [(row.cells.get("id"), row.fault or row.cells.get("text")) for row in rows]


def the_fault(rows: list[Row], place: str) -> str:
    """The one fault there is, and that it names its line."""
    (row,) = [row for row in rows if row.fault]
    assert row.place.endswith(place)
    return str(row.fault)


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("8,灯会,灯会开了,人不少,天也好。", "5 格"),
        ('8,灯会,"灯会开了,人不少。",记者,郑禾', "5 格"),
        ("8,灯会,今年,灯会开了。", "4 格"),
        ("8,灯会", "2 格"),
        ("8", "1 格"),
    ],
    ids=["text", "behind a quoted cell", "title", "no text", "id alone"],
)
def test_a_row_of_other_cells_than_columns_is_an_error(
    tmp_path: Path, line: str, count: str
) -> None:
    rows = read(tmp_path, f"id,title,text\n7,桥,桥通了。\n{line}\n9,路,路修好了。\n")
    assert count in the_fault(rows, "第 3 行")
    assert [row.cells["id"] for row in rows] == ["7", "8", "9"]
    assert (rows[0].cells["text"], rows[2].cells["text"]) == ("桥通了。", "路修好了。")


def test_empty_cells_at_the_end_are_no_cells(tmp_path: Path) -> None:
    rows = read(
        tmp_path, "id,title,text,备注,,\n1,桥,桥通了。,,,\n2,路,路好了。\n3,灯,灯亮,了,,x\n"
    )
    assert told(rows)[:2] == [("1", "桥通了。"), ("2", "路好了。")]
    assert "6 格，表头只有 4 列" in the_fault(rows, "第 4 行")


OTHERS = '7,桥,"桥,通了。"\n', '9,路,"路修好了，\n两边种了树。"\n10,灯,灯亮了。\n'


@pytest.mark.parametrize(
    "broken",
    [
        '8,灯会,"灯会开了。”\n',
        '8,灯会,"灯会开了。\n',
        '8,灯会,"灯会开了。\n　　人不少，天也好。\n　　“好看！”\n',
        '8,灯会,"灯会,开了。\n\n人不少,天也好,灯也亮。＂\n',
        '8,"灯会,灯会开了。\n',
        "8,灯会,\"灯会开了。'\n",
        '8,灯会,"灯会"开了。\n',
        '8,灯会,"第一段""引文"。"第二段"\n',
        '8,灯会,"灯会开了。" 记者\n',
        '8,灯会,"第一段。\n第二段说"好看"，\n第三段。"\n',
        '8,灯会,"\n',
    ],
    ids=[
        *("typed", "open", "paragraphs", "half-width commas", "title", "apostrophe"),
        *("amid the cell", "escaped before", "text behind", "amid a paragraph", "alone"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_quote_that_does_not_close_costs_no_other_row(
    tmp_path: Path, broken: str, newline: str
) -> None:
    before, after = OTHERS
    content = f"id,title,text\n{before}{broken}{after}".replace("\n", newline)
    rows = read(tmp_path, content)
    assert [row.cells["id"] for row in rows] == ["7", "8", "9", "10"]
    assert [row.fault is not None for row in rows] == [False, True, False, False]
    assert "双引号" in str(rows[1].fault)
    assert " 第 3" in rows[1].place
    assert rows[2].cells["text"] == f"路修好了，{newline}两边种了树。"


@pytest.mark.parametrize("broken", ['8,灯会,"灯会开了。”\n', '8,灯会,"灯会开了，\n人不少。'])
def test_an_open_quote_in_the_last_row(tmp_path: Path, broken: str) -> None:
    rows = read(tmp_path, f"id,title,text\n{OTHERS[0]}{broken}")
    assert told(rows)[0] == ("7", "桥,通了。")
    assert "双引号" in the_fault(rows, "第 3–4 行" if "，\n" in broken else "第 3 行")


def test_an_open_quote_in_the_first_row(tmp_path: Path) -> None:
    rows = read(tmp_path, f'id,title,text\n8,灯会,"灯会开了。”\n{OTHERS[1]}')
    assert [row.cells["id"] for row in rows if not row.fault] == ["9", "10"]


def test_every_cell_in_quotes(tmp_path: Path) -> None:
    lines = [
        '"id","title","text"',
        '"8","灯会","灯会开了。',
        '"9","路","路修好了。"',
        '"10","灯","亮。"',
    ]
    rows = read(tmp_path, "\n".join(lines))
    assert told(rows)[1:] == [("9", "路修好了。"), ("10", "亮。")]
    assert "双引号" in the_fault(rows, "第 2 行")


def test_several_open_quotes(tmp_path: Path) -> None:
    lines = [f'{n},灯,"第 {n} 盏灯亮了。{"”" if n % 3 == 0 else chr(34)}' for n in range(1, 10)]
    rows = read(tmp_path, "id,title,text\n" + "\n".join(lines))
    assert [row.cells["id"] for row in rows] == [str(n) for n in range(1, 10)]
    assert [n for n, row in enumerate(rows, 1) if row.fault] == [3, 6, 9]


@pytest.mark.parametrize(
    "follower",
    [
        '9,路,"\n　　路修好了。\n　　两边种了树。"\n',
        '9,路,"""路""修好了。"\n',
        '"9","路","路,修好了。"\n',
    ],
    ids=["newline first", "quote first", "all quoted"],
)
def test_an_open_quote_is_not_closed_by_the_next_row(tmp_path: Path, follower: str) -> None:
    rows = read(tmp_path, f'id,title,text\n8,灯会,"灯会开了。\n{follower}10,灯,灯亮了。\n')
    assert [(row.cells["id"], row.fault is None) for row in rows] == [
        *(("8", False), ("9", True), ("10", True)),
    ]


def test_one_row_typed_its_closing_quote_and_the_next_its_opening(tmp_path: Path) -> None:
    rows = read(tmp_path, 'id,title,text\n8,灯会,"灯会开了。”\n9,路,“路修好了。"\n10,灯,灯亮了。\n')
    assert [row.cells["id"] for row in rows] == ["8", "9", "10"]
    assert "双引号" in the_fault(rows, "第 2 行")


def test_lines_that_look_like_rows_inside_quotes_are_text(tmp_path: Path) -> None:
    table = "成绩如下：\n1,张禾,88\n2,“快手”,77\n"
    rows = read(tmp_path, f'id,title,text\n8,赛,"{table}"\n9,路,路修好了。\n')
    assert told(rows) == [("8", table), ("9", "路修好了。")]


@pytest.mark.parametrize(
    "broken",
    [
        "8,灯会,灯会开了。\n人不少。\n",
        '8,灯会,“灯会开了。\n\n　　人不少。"\n',
        "8,灯会,开了。\n人多,好。\n",
    ],
    ids=["bare", "typed opening", "with a comma"],
)
def test_a_text_that_goes_on_without_quotes_is_never_cut(tmp_path: Path, broken: str) -> None:
    rows = read(tmp_path, f"id,title,text\n{OTHERS[0]}{broken}{OTHERS[1]}")
    assert [row.cells["id"] for row in rows] == ["7", "8", "9", "10"]
    assert "换了行" in str(rows[1].fault)


def test_paragraphs_with_commas_are_no_rows(tmp_path: Path) -> None:
    broken = '8,灯会,"灯会"开了,人不少\n　　灯市上人多,灯亮,好看。\n散场了。夜深了,灯还亮,好。\n'
    rows = read(tmp_path, f"id,title,text\n{OTHERS[0]}{broken}{OTHERS[1]}")
    assert [row.cells["id"] for row in rows] == ["7", "8", "9", "10"]
    assert rows[1].place.endswith("第 3–5 行")


def test_names_of_the_rows_need_not_be_numbers(tmp_path: Path) -> None:
    lines = ['云川甲,灯会,"灯会开了。”', '云川乙,路,"路修好了。"', "A-3,灯,灯亮了。"]
    rows = read(tmp_path, "编号,标题,正文\n" + "\n".join(lines))
    assert [(row.cells["id"], row.fault is None) for row in rows] == [
        *(("云川甲", False), ("云川乙", True), ("A-3", True)),
    ]


def test_the_id_may_stand_last(tmp_path: Path) -> None:
    rows = read(tmp_path, '正文,标题,编号\n"灯会开了。”,灯会,8\n"路,修好了。",路,9\n亮,灯,灯,10\n')
    assert [row.cells.get("id") for row in rows][1] == "9"
    assert [row.fault is None for row in rows] == [False, True, False]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = "本报讯 渡口的灯亮了, 过江的人多了; 船也多了。\n\n　　“好看！”老人说。"
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([["id", "title", "text"], ["007", "渡口", text]])
    (row,) = read(tmp_path, stream.getvalue().encode(encoding))
    assert row == Row(row.place, {"id": "007", "title": "渡口", "text": text})


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"'])
def test_excel_may_be_told_the_delimiter(tmp_path: Path, first: str) -> None:
    rows = read(tmp_path, f"\ufeff{first}\r\nid;title;text\r\n1;桥;桥通了，好。\r\n")
    assert told(rows) == [("1", "桥通了，好。")]
    assert rows[0].place.endswith("第 3 行")


def test_the_suffix_tsv(tmp_path: Path) -> None:
    assert told(read(tmp_path, "id\ttitle\ttext\n1\t桥\t桥,通了。\n", "稿.tsv")) == [
        ("1", "桥,通了。")
    ]


@pytest.mark.parametrize(
    "head",
    [
        *("编号,标题,正文", "ID,Title,TEXT", " id , title , text ", "\u200bid,题目,内容"),
        *("序号,标题,全文", "ｉｄ,标题,正文"),
        *("稿件编号,新闻标题,正文内容", "id,headline,body", "編號,標題,內文"),
        *("编号*,标题：,正文（必填）", "ID [key],题目(选填),内容【必填】"),
    ],
)
def test_other_names_of_columns(tmp_path: Path, head: str) -> None:
    rows = read(tmp_path, f"{head}\n1,桥,桥通了。\n")
    assert rows[0].cells == {"id": "1", "title": "桥", "text": "桥通了。"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_above_the_names_may_stand_a_title(tmp_path: Path, delimiter: str) -> None:
    above = [["海塘晚报三月发稿", "", ""], ["制表", "朱砚", "2026-04-01"], ["编号", "标题", "正文"]]
    lines = [delimiter.join(cells) for cells in [*above, ["1", "桥", "桥通了。"]]]
    (row,) = read(tmp_path, "\n".join(lines))
    assert (row.place[-5:], row.cells["text"]) == ("第 4 行", "桥通了。")


def test_a_name_with_a_note_comes_last(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "id,title,正文（旧）,内容\n1,桥,旧稿。,桥通了。\n")
    assert row.cells["text"] == "桥通了。"


def test_names_that_may_be_meant_are_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"见报正文 若就是正文，请改为 正文.*原标题 若就是标题"):
        read(tmp_path, "编号,见报日,原标题,见报正文\n1,46054,桥,桥通了。\n")


def test_the_own_name_of_a_column_comes_first(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "编号,ID,id,title,text,内容\nx,y,1,桥,桥通了。,提要\n")
    assert (row.cells["id"], row.cells["text"], row.cells["内容"]) == ("1", "桥通了。", "提要")


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("id,title,text,text", "列 text 有 2 个"),
        ("编号,标题,正文,标题", "列 标题 有 2 个"),
        ("Id,ID,title,text", "列 Id、ID 有 2 个"),
        ("id,caption,words", "缺少列 text、title，现有 id,caption,words；须有 id,title,text.*标题"),
        ("1,桥,桥通了。", "缺少列 id、text、title，现有 1,桥"),
        ("编号，标题，正文", "像是用全角的“，”“；”隔开的"),
    ],
    ids=["double", "double in Chinese", "double but for case", "missing", "no head", "wide"],
)
def test_columns_that_are_double_or_missing(tmp_path: Path, head: str, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read(tmp_path, f"{head}\n1,桥,桥通了。,x\n")


@pytest.mark.parametrize(
    "nothing", ["", "  ", "　", "NaN", "nan", "null", "NULL", "None", "#N/A", "N/A", "<NA>", "空"]
)
def test_a_word_for_nothing_is_nothing(tmp_path: Path, nothing: str) -> None:
    (row,) = read(tmp_path, f"id,title,text\n1,{nothing},桥通了。\n")
    assert row.cells == {"id": "1", "text": "桥通了。"}


def test_files_joined_into_one(tmp_path: Path) -> None:
    part = "\ufeffid,title,text\r\n{},桥,桥通了。\r\n"
    rows = read(tmp_path, part.format("1") + part.format("2") + "\ufeff3,路,路修好了。\r\n")
    assert told(rows) == [("1", "桥通了。"), ("2", "桥通了。"), ("3", "路修好了。")]


def test_blank_rows_are_no_rows(tmp_path: Path) -> None:
    rows = read(tmp_path, '\nid,title,text\n\n1,桥,桥通了。\n,,\n"","",""\n \n2,路,好。\n\n')
    assert told(rows) == [("1", "桥通了。"), ("2", "好。")]


def test_odd_characters_stay(tmp_path: Path) -> None:
    text = "渡口\u2028的\x0b灯\x0c亮\x85了。"
    (row,) = read(tmp_path, f'id,title,text\n="0012",渡口 27" 屏,{text}\n')
    assert row.cells == {"id": "0012", "title": '渡口 27" 屏', "text": text}


def test_spaces_behind_delimiters(tmp_path: Path) -> None:
    (row,) = read(tmp_path, 'id, title, text\n1, 桥, "桥,通了。"\n')
    assert row.cells == {"id": "1", "title": "桥", "text": "桥,通了。"}


def test_a_damaged_byte_is_an_error_of_its_row(tmp_path: Path) -> None:
    lines = ["1,桥,桥通了，车也多了。", "2,路,路修好了，树也种了。", "3,灯,灯亮了，人也来了。"]
    content = "\n".join(["id,title,text", *lines])
    damaged = content.encode().replace("树".encode(), "树".encode()[:2])
    rows = read(tmp_path, damaged)
    assert [row.cells.get("id") for row in rows] == ["1", "2", "3"]
    assert "字节" in the_fault(rows, "第 3 行")


def test_a_cell_of_any_length(tmp_path: Path) -> None:
    text = '"长。",' * 60_000
    quoted = text.replace('"', '""')
    (row,) = read(tmp_path, f'id,title,text\n1,长文,"{quoted}"\n')
    assert row.cells["text"] == text


cells = st.text(st.sampled_from('甲乙。，, ;\t"“”\n\r1=\ufeff'), max_size=12).map(str.strip)


@given(
    rows=st.lists(st.tuples(cells, cells), min_size=1, max_size=5),
    delimiter=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_is_written_rightly_is_read_as_written(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str]],
    delimiter: str,
    quoting: int,
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    numbered = [(f"n{n}", f"题{title}", f"文{text}") for n, (title, text) in enumerate(rows)]
    writer.writerows([("id", "title", "text"), *numbered])
    found = read(tmp_path_factory.mktemp("csv"), stream.getvalue())
    assert [tuple(row.cells.get(name) for name in COLUMNS) for row in found] == numbered

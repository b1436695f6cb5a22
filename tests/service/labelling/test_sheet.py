from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from service.config import TopicSet, load_config
from service.errors import WriteError
from service.labelling.datamodels import LabelRow
from service.labelling.sheet import write_label_table
from service.readers.tables import read_table
from service.writers.cells import unguarded

TOPICS = load_config("configs/topics.yaml", TopicSet)
DANGEROUS = "=HYPERLINK(A1)\n-3℃到5℃。\u000b完"


def _row(text: str = "渡口修好了。", headline: str | None = "渡口重开") -> LabelRow:
    return LabelRow(
        "0412/a3", headline, text, "livelihood", 0.61, uncertain=True, sentences=(text,)
    )


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".jsonl"])
def test_what_is_written_is_read_back(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"校对{suffix}"
    write_label_table([_row(), _row("两处码头同日通航。", None)], TOPICS, file)
    rows = [row.cells for row in read_table(file, ("id", "text") if suffix != ".jsonl" else ())]
    assert [row["text"] for row in rows] == ["渡口修好了。", "两处码头同日通航。"]
    assert rows[0]["title"] == "渡口重开"
    assert rows[0]["建议主题"] == "民生"
    assert all("topic" not in row and "title" not in rows[1] for row in rows)


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    write_label_table([_row(DANGEROUS, "@全体市民")], TOPICS, file)
    cell = load_workbook(file)["校对"]["C2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert [row.cells["text"] for row in read_table(file)] == [DANGEROUS]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".jsonl"])
@pytest.mark.parametrize("headline", ["＝三加二等于几", "'-5℃仍开渡", "''＠全体乘客", "'六一'专版"])
def test_a_label_import_has_each_text_as_it_was(tmp_path: Path, suffix: str, headline: str) -> None:
    file = tmp_path / f"t{suffix}"
    text = "编号_x0041_旁有\u001b一处乱码。"
    write_label_table([_row(text, headline)], TOPICS, file)
    (row,) = read_table(file)
    assert unguarded(str(row.cells["title"])) == headline
    assert row.cells["text"] == text


def test_csv_has_no_cell_that_excel_would_run(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    write_label_table([_row(DANGEROUS, "+8℃")], TOPICS, file)
    (row,) = read_table(file)
    assert str(row.cells["text"]).startswith("'=")
    assert row.cells["title"] == "'+8℃"


def test_topics_are_chosen_from_a_list_in_the_cell(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    write_label_table([_row(), _row("又一篇。")], TOPICS, file)
    book = load_workbook(file)
    (choice,) = book["校对"].data_validations.dataValidation
    assert choice.type == "list"
    assert str(choice.sqref) == "D2:D3 E2:E3"
    assert choice.formula1 == "'主题'!$A$2:$A$6"
    assert [cell.value for cell in book["主题"]["A"][1:]] == [topic.zh for topic in TOPICS.topics]


def test_a_text_too_long_for_a_cell_is_told(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"0412/a3 的正文有 40000 字.*csv"):
        write_label_table([_row("长" * 40_000)], TOPICS, tmp_path / "t.xlsx")
    write_label_table([_row("长" * 40_000)], TOPICS, tmp_path / "t.csv")


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"\.xlsx、\.csv、\.jsonl"):
        write_label_table([_row()], TOPICS, tmp_path / "t.ods")

"""Objects of JSON that stand otherwise than one to a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.readers.tables import read_table

ARTICLES: list[dict[str, object]] = [
    {"id": "7", "title": "渡口", "text": "渡船昨天开航，\n每天八班。", "tags": ["水运"]},
    {"id": "8", "title": "{灯}", "text": "路灯修好了，“真亮”。", "meta": {"来源": ["本报", "}"]}},
    {"id": "9", "title": None, "text": "大桥下月合龙。"},
]
LINES = [json.dumps(article, ensure_ascii=False) for article in ARTICLES]
PRINTED = [json.dumps(article, ensure_ascii=False, indent=2) for article in ARTICLES]

FORMS = {
    "an array on one line": json.dumps(ARTICLES),
    "an array line by line": f"[{LINES[0]},\n{LINES[1]},\n{LINES[2]}]",
    "an array, commas first": f"[\n{LINES[0]}\n,{LINES[1]}\n, {LINES[2]}\n]\n",
    "a printed array": json.dumps(ARTICLES, ensure_ascii=False, indent=4),
    "printed objects": "\n".join(PRINTED),
    "printed objects with commas": ",\r\n".join(PRINTED).replace("\n", "\r\n"),
    "commas behind lines": "".join(f"{line},\n" for line in LINES),
    "semicolons behind lines": ";\n".join(LINES) + ";",
    "one behind the other": "".join(LINES),
    "spaces between": "  ".join(LINES),
    "line breaks in strings": "\n".join(line.replace("\\n", "\n") for line in LINES),
    "remarks": "// 导出\n# 三篇\n" + "\n".join(LINES),
    "record separators": "".join(f"\x1e{line}\n" for line in LINES),
    "zero-width signs around": "".join(f"\u200b{line}\ufeff\n" for line in LINES),
}


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("suffix", ["jsonl", "json", "ndjson"])
def test_objects_are_read_however_they_stand(tmp_path: Path, content: str, suffix: str) -> None:
    path = tmp_path / f"稿.{suffix}"
    path.write_text(content, "utf-8", newline="")
    rows = list(read_table(path))
    assert [row.fault for row in rows] == [None] * 3
    assert [row.cells["text"] for row in rows] == [article["text"] for article in ARTICLES]


def test_a_row_is_named_by_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "稿.jsonl"
    path.write_text(f"{LINES[2]}\n{PRINTED[0]}\n{LINES[1]}", "utf-8")
    places = [row.place.removeprefix(f"{path} ") for row in read_table(path)]
    n_lines = PRINTED[0].count("\n")
    assert places == ["第 1 行", f"第 2–{2 + n_lines} 行", f"第 {3 + n_lines} 行"]


def test_an_object_that_never_ends_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "稿.jsonl"
    path.write_text("\n".join([PRINTED[0][:-2], *LINES[1:], '{"id": "1", "text": "桥']), "utf-8")
    rows = list(read_table(path))
    assert [row.cells.get("id") for row in rows if not row.fault] == ["8", "9"]
    assert rows[0].fault
    assert rows[-1].fault


@pytest.mark.timeout(10)
def test_a_file_of_objects_that_never_end_is_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "稿.jsonl"
    path.write_text('{"a": [\n{"b": "}\n' * 3_000, "utf-8")
    assert all(row.fault for row in read_table(path))

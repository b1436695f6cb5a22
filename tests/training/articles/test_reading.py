"""Every row is an article with types, or a complaint that says file, row, value and rule."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from service.config import TopicSet, load_config
from service.datamodels import Span
from service.errors import DataError
from tests.service.readers.tables.test_formats import WRITERS
from training.articles.datamodels import LabelledArticle, SoftArticle, SummarizedArticle
from training.articles.problems import Problems
from training.articles.reading import (
    labelled_articles,
    read_labelled,
    read_plain,
    read_summarized,
    read_topics,
    summarized_articles,
    topic_names,
)

TOPICS = load_config("configs/topics.yaml", TopicSet)
NAMES = topic_names(TOPICS)
GOOD = {"id": "7", "title": "渡口亮灯", "text": "渡口的灯亮了。", "topic": "livelihood"}
SOFT = {"politics": 0.1, "livelihood": 0.6, "medicine": 0, "logistics": 0.2, "other": 0.1}


def write(folder: Path, *rows: Any) -> Path:
    path = folder / "稿.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def the_complaint(problems: Problems, line: int = 2) -> str:
    """The one complaint there is, and that it names its line."""
    (complaint,) = problems.found
    assert f"稿.jsonl 第 {line} 行" in complaint
    return complaint


def test_labelled_articles_have_types(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        {**GOOD, "secondary": None, "sure": True, "source": "云川日报", "date": "2026-01-05"},
        {"id": 8, "title": None, "text": "桥通了。", "topic": "物流", "secondary": "民生"},
    )
    problems = Problems()
    assert read_labelled(path, NAMES, problems) == [
        LabelledArticle(
            id="7",
            title="渡口亮灯",
            text="渡口的灯亮了。",
            source="云川日报",
            topic="livelihood",
            sure=True,
        ),
        LabelledArticle(id="8", text="桥通了。", topic="logistics", secondary="livelihood"),
    ]
    assert problems.found == []


def test_labels_may_stand_in_a_sheet_of_excel(tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ["编号", "标题", "正文", "主题", "有把握"],
        [7, "渡口亮灯", "灯亮了。", "民生", "是"],
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "稿.xlsx")
    (article,) = read_labelled(tmp_path / "稿.xlsx", NAMES, Problems())
    assert (article.id, article.topic, article.sure) == ("7", "livelihood", True)


def test_a_soft_label_is_learned_where_it_stands_alone(tmp_path: Path) -> None:
    row = {"id": "1", "text": "甲。", "probabilities": SOFT}
    (article,) = read_topics(write(tmp_path, row), NAMES, Problems())
    assert isinstance(article, SoftArticle)
    assert article.probabilities == SOFT
    assert list(article.probabilities) == list(TOPICS.labels)


def test_what_a_model_said_does_not_override_a_corrected_topic(tmp_path: Path) -> None:
    row = {**GOOD, "id": "1", "probabilities": SOFT}
    (article,) = read_topics(write(tmp_path, row), NAMES, Problems())
    assert isinstance(article, LabelledArticle)
    assert article.topic == GOOD["topic"]
    assert not hasattr(article, "probabilities")


def test_a_soft_label_may_stand_in_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "稿.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = [("id", "text", "probabilities"), ("1", "甲。", json.dumps(SOFT))]
        csv.writer(stream).writerows(rows)
    (article,) = read_topics(path, NAMES, Problems())
    assert isinstance(article, SoftArticle)
    assert article.probabilities == SOFT


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl", "parquet"])
def test_columns_are_called_as_the_file_calls_them(tmp_path: Path, suffix: str) -> None:
    head = ["稿号", "题目", "全文", "分类"]
    wrong_topic, no_text = ["1", "渡口亮灯", "灯亮了。", "民声"], ["2", "桥通了", None, "民生"]
    path = tmp_path / f"稿.{suffix}"
    WRITERS[suffix](path, [head, wrong_topic, no_text])
    problems = Problems()
    assert read_labelled(path, NAMES, problems) == []
    wrong, blank = problems.found
    assert "的 分类 是 '民声'，应是" in wrong
    assert "没有 全文，现有 稿号、题目、分类；请补上" in blank


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"topic": "logistic"},
            "的 topic 是 'logistic'，应是 .*民生 livelihood.*想写 logistics",
        ),
        (
            {"topic": "体育"},
            "的 topic 是 '体育'，.*之一；请写名称或标签，.*新主题先加进主题表 topics.yaml",
        ),
        ({"topic": ["other"]}, "的 topic 是"),
        ({"topic": None}, "没有 topic"),
        ({"topic": "Livelyhood"}, "想写 livelihood"),
        ({"secondary": "sport"}, "的 secondary 是 'sport'"),
        ({"sure": "大概"}, "的 sure 是 '大概'，应是 true 或 false"),
        ({"text": None}, "没有 text，现有 id、title、topic"),
        ({"text": " \n"}, "没有 text"),
        ({"text": float("nan")}, "没有 text"),
        ({"text": ["甲。"]}, "的 text 是 ..甲。..，不是文字"),
        ({"text": "\ud83d"}, "的 text 是"),
        ({"title": 3}, "的 title 是 3，不是文字"),
        ({"id": None}, "没有 id"),
        ({"id": True}, "没有 id"),
        ({"secondry": "other"}, "有一列叫 secondry；是否想写 secondary"),
        ({"Probabilties": SOFT}, "是否想写 probabilities"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_row_that_is_no_labelled_article(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    problems = Problems()
    path = tmp_path / "稿.jsonl"
    first, last = {**GOOD, "id": "first"}, {**GOOD, "id": "last"}
    path.write_text("\n".join(map(json.dumps, (first, {**GOOD, **change}, last))), "utf-8")
    found = read_labelled(path, NAMES, problems)
    assert [article.id for article in found] == ["first", "last"]
    with pytest.raises(DataError, match=message):
        problems.raise_if_any()
    the_complaint(problems)


@pytest.mark.parametrize(
    ("soft", "message"),
    [
        ({k: v for k, v in SOFT.items() if k != "medicine"}, "缺 medicine；每个主题要有一个概率"),
        ({**SOFT, "sport": 0.0}, "多 sport"),
        ({**SOFT, "other": 0.3}, "之和是 1.2，应是 1"),
        ({**SOFT, "other": -0.1}, "中 other 是 -0.1，应在 0 与 1 之间"),
        ({**SOFT, "other": "0.1"}, "中 other 是 '0.1'"),
        ({**SOFT, "other": float("nan")}, "中 other 是 nan"),
        ({}, "缺 livelihood、logistics、medicine、other、politics"),
        ([0.2] * 5, "应是“主题: 概率”"),
        ("livelihood", "应是“主题: 概率”"),
    ],
    ids=["missing", "unknown", "sum", "negative", "text", "nan", "empty", "list", "word"],
)
def test_a_soft_label_that_is_none(tmp_path: Path, soft: object, message: str) -> None:
    problems = Problems()
    rows = ({**GOOD, "id": "1"}, {"id": "2", "text": "甲。", "probabilities": soft})
    assert len(read_topics(write(tmp_path, *rows), NAMES, problems)) == 1
    assert message in the_complaint(problems)


def test_what_is_to_be_judged_needs_a_topic(tmp_path: Path) -> None:
    problems = Problems()
    read_labelled(
        write(tmp_path, {"id": "2", "text": "甲。", "probabilities": SOFT}), NAMES, problems
    )
    assert "没有 topic" in the_complaint(problems, line=1)


def test_all_complaints_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "稿.jsonl"
    rows = [{**GOOD, "id": str(n), "topic": "x", "text": ""} for n in range(40)]
    path.write_text("\n".join([*map(json.dumps, rows), "{", "7"]), "utf-8")
    with pytest.raises(DataError, match=r"有 82 处要改") as told:
        labelled_articles([path], TOPICS.labels)
    lines = str(told.value).splitlines()
    assert len(lines) == 52
    assert "另有 32 处" in lines[-1]


def test_an_id_is_used_once(tmp_path: Path) -> None:
    problems = Problems()
    read_labelled(write(tmp_path, GOOD, {**GOOD, "id": 7}), NAMES, problems)
    assert "在" in the_complaint(problems)
    assert "第 1 行已经用过" in the_complaint(problems)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("稿.jsonl", "", "没有文章"),
        ("稿.csv", "id,title,text\n1,桥,桥通了。\n", "缺少列 topic，现有 id,title,text"),
        ("稿.csv", "编号,标题,正文,主题\n1,桥,桥通了,好,物流\n", "第 2 行有 5 格，表头只有 4 列"),
        ("稿.csv", '编号,标题,正文,主题\n1,桥,"桥通了。”,物流\n', "第 2 行起双引号没有正确合上"),
        ("稿.txt", "x", "只读"),
        ("稿.jsonl", "\x00\x01", "NUL"),
    ],
    ids=["empty", "columns", "cells", "quote", "suffix", "binary"],
)
def test_a_file_without_labelled_articles(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(DataError, match=message):
        labelled_articles([tmp_path / name], TOPICS.labels)


def test_a_missing_file_is_a_complaint(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"没有\.jsonl: 文件不存在"):
        summarized_articles(tmp_path / "没有.jsonl")


def test_articles_without_text_are_wanted_by_few(tmp_path: Path) -> None:
    path = write(tmp_path, {"id": "1", "title": None, "text": "", "topic": "other"})
    (article,) = read_topics(path, NAMES, Problems(), may_be_blank=True)
    assert article.text == ""
    assert [article.text for article in read_plain(path)] == [""]
    problems = Problems()
    assert read_topics(path, NAMES, problems) == []
    assert "没有 text" in the_complaint(problems, line=1)


SUMMARY = {"id": "1", "text": "灯亮了。人来了。船开了。", "summary": "灯亮了。船开了。"}


def test_summarized_articles_have_types(tmp_path: Path) -> None:
    path = write(tmp_path, SUMMARY, {**SUMMARY, "id": "2", "picks": [[0, 4], [8, 12]]})
    first, second = summarized_articles(path)
    assert first == SummarizedArticle(id="1", text=SUMMARY["text"], summary=SUMMARY["summary"])
    assert second.picks == (Span(0, 4), Span(8, 12))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"summary": ""}, "没有 summary，现有 id、text"),
        ({"summary": "……"}, "的 summary 是 '……'，没有文字"),
        ({"summary": ["灯亮了。"]}, "的 summary 是"),
        ({"text": "灯亮了 人来了"}, "没有一个完整的句子"),
        ({"text": "　　"}, "没有 text"),
        ({"picks": [[8, 13]]}, "的 picks 中 [8, 13] 不是正文里的一段"),
        ({"picks": [[4, 8], [0, 4]]}, "的 picks 中 [0, 4]"),
        ({"picks": [[0]]}, "的 picks 中 [0]"),
        ({"picks": "0-4"}, "的 picks 中 '0-4'"),
        ({"sumary": "灯"}, None),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_row_that_is_no_summarized_article(
    tmp_path: Path, change: dict[str, Any], message: str | None
) -> None:
    problems = Problems()
    found = read_summarized(write(tmp_path, SUMMARY, {**SUMMARY, "id": "2", **change}), problems)
    if message is None:  # a column nobody misses: `summary` is there
        assert len(found) == 2
    else:
        assert [article.id for article in found] == ["1"]
        assert message in the_complaint(problems)


def test_a_corpus_is_read_until_the_first_fault(tmp_path: Path) -> None:
    path = tmp_path / "稿.jsonl"
    path.write_text('{"id": 1, "text": "甲。"}\n{"id": 2, "text": 3}', "utf-8")
    articles = read_plain(path)
    assert next(articles).text == "甲。"
    with pytest.raises(DataError, match="第 2 行的 text 是 3"):
        next(articles)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "\u200b\ufeff\u200b"}, "只有看不见的字符"),
        ({"id": "\ud800"}, "的 id 是"),
        ({"topic": None, "probabilities": "[" * 100_000}, "应是“主题: 概率”"),
    ],
    ids=["unseen", "half a character", "nested without end"],
)
def test_a_row_that_no_step_could_use_is_told(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    path, problems = tmp_path / "稿.jsonl", Problems()
    path.write_text(json.dumps(GOOD | changes), "utf-8")  # half a character goes as an escape only
    assert read_topics(path, NAMES, problems) == []
    assert message in problems.found[0]


def test_a_whole_number_is_one_id_however_written(tmp_path: Path) -> None:
    problems = Problems()
    read_labelled(write(tmp_path, GOOD | {"id": 7.0}, GOOD), NAMES, problems)
    assert "已经用过" in problems.found[0]

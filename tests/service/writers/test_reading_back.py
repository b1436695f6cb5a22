"""The same digest in each format: every article reads back as it was."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import html
from pyarrow import parquet

from service.config import TopicSet, load_config
from service.datamodels import Article, Digest
from service.readers import read_issue
from service.writers.formats import render_digest
from service.writers.table import ISSUE_COLUMNS, rows_of
from service.writers.table_formats import table_writer_for
from service.writers.wording import headline_of, summary_words, topic_words
from tests.fakes import make_pipeline

Shown = list[tuple[str, str, str]]
"""Headline, topic with probability, and summary of each article."""
TOPICS = load_config("configs/topics.yaml", TopicSet)


@cache
def _sample() -> Digest:
    """A page with articles of all topics, with and without headline, sure and not."""
    return make_pipeline().run(read_issue(["examples/yunchuan_0318.txt"]))


def _shown(article: Article) -> tuple[str, str, str]:
    assert article.topic is not None
    return headline_of(article), topic_words(article.topic, TOPICS), summary_words(article)


def _read_html(content: bytes) -> Shown:
    found: Shown = []
    articles: Any = html.fromstring(content.decode()).findall(".//article")
    for article in articles:
        (topic,) = article.xpath("h2/span/text()")
        (headline,) = article.xpath("h2/span/following-sibling::text()")
        summary = "\n".join(article.xpath("p[@class='summary']//text()"))
        found.append((headline.strip(), topic, summary))
    return found


def _read_docx(content: bytes) -> Shown:
    found: Shown = []
    for paragraph in Document(io.BytesIO(content)).paragraphs:
        style = paragraph.style.name if paragraph.style else ""
        if style == "Heading 2":
            found.append((paragraph.text, "", ""))
        elif style == "摘要":
            headline, topic, words = found[-1]
            found[-1] = (headline, topic, f"{words}\n{paragraph.text}".strip())
        elif style == "出处" and paragraph.text.startswith("分类："):
            headline, _, words = found[-1]
            topic = paragraph.text.removeprefix("分类：").partition("　")[0]
            found[-1] = (headline, topic, words)
    return found


def _read_markdown(content: bytes) -> Shown:
    found: Shown = []
    for block in re.sub(r"\\(?=\W)", "", content.decode()).split("\n## ")[1:]:
        headline, topic, *rest = block.split("\n\n")
        quoted = [line.removeprefix("> ") for line in rest[0].split("\n") if line != ">"]
        found.append((headline, topic.strip("*"), "\n".join(quoted)))
    return found


@pytest.mark.parametrize(
    ("name", "read"), [("html", _read_html), ("docx", _read_docx), ("markdown", _read_markdown)]
)
def test_documents_read_back_as_the_digest(name: str, read: Callable[[bytes], Shown]) -> None:
    digest = _sample()
    expected = [_shown(article) for article in digest.articles]
    assert len({topic for _, topic, _ in expected}) == len(TOPICS.labels)
    assert sorted(read(render_digest(digest, name, TOPICS))) == sorted(expected)


def test_json_reads_back_as_the_digest() -> None:
    digest = _sample()
    found = json.loads(render_digest(digest, "json", TOPICS))["articles"]
    for article, written in zip(digest.articles, found, strict=True):
        assert article.topic is not None
        assert article.summary is not None
        assert written["headline"] == article.headline
        assert written["topic"]["label"] == article.topic.label
        assert written["topic"]["probability"] == article.topic.probability
        assert written["summary"]["text"] == article.summary.text


def _read_csv(content: bytes) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        known = {name: value or None for name, value in row.items()}
        rows.append(known | {"probability": float(row["probability"])})
    return rows


@pytest.mark.parametrize(
    ("suffix", "read"),
    [
        (".jsonl", lambda content: [json.loads(line) for line in content.splitlines()]),
        (".csv", _read_csv),
        (".parquet", lambda content: parquet.read_table(io.BytesIO(content)).to_pylist()),
    ],
)
def test_tables_read_back_as_the_digest(
    suffix: str, read: Callable[[bytes], list[dict[str, object]]]
) -> None:
    stream = io.BytesIO()
    table_writer_for(Path(f"out{suffix}"))(rows_of(_sample()), ISSUE_COLUMNS, stream)
    names = ("issue_id", "id", "headline", "kind", "topic", "probability", "summary")
    found = [tuple(row[name] for name in names) for row in read(stream.getvalue())]
    assert found == [tuple(getattr(row, name) for name in names) for row in rows_of(_sample())]

"""The examples are what their README says, and their gold readings fit their texts."""

from __future__ import annotations

import codecs
import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from service.config import TopicSet, load_config
from service.datamodels import Flag, Kind, LeftOutReason
from service.readers import detect_encoding, read_issue
from service.splitters import ArticleSplitter
from tests.example_formats import make_docx_example, make_pdf_example

EXAMPLES = Path(__file__).parent.parent / "examples"
ARTICLES = EXAMPLES / "articles"
ENCODINGS = {
    "yunchuan_0105_p1": "utf-8-sig",
    "yunchuan_0105_p2": "utf-8",
    "yunchuan_0318": "utf-8",
    "yunchuan_0722": "gb18030",
}
FILES_OF = {name: (name,) for name in ENCODINGS} | {
    "yunchuan_0105": ("yunchuan_0105_p1", "yunchuan_0105_p2")
}
ISSUES = tuple(FILES_OF)
FORMATS = EXAMPLES / "formats"
FORMAT_FILES = {
    "yunchuan_0506": tuple(FORMATS / "yunchuan_0506" / f"content_{n}.html" for n in (1, 2, 3)),
    "yunchuan_0507": (FORMATS / "yunchuan_0507.docx",),
    "yunchuan_0508": (FORMATS / "yunchuan_0508.pdf",),
    "yunchuan_0509_big5": (FORMATS / "yunchuan_0509_big5.txt",),
}
READINGS = (*ISSUES, *FORMAT_FILES)


@pytest.mark.parametrize("name", READINGS)
def test_gold_covers_each_visible_character_once(name: str) -> None:
    text, gold = _text(name), _gold(name)
    covered = Counter(place for start, end in _spans(gold) for place in range(start, end))
    visible = {place for place, character in enumerate(text) if not character.isspace()}
    assert visible <= covered.keys()
    assert set(covered.values()) == {1}


@pytest.mark.parametrize("name", READINGS)
def test_gold_spans_lie_within_one_line_and_are_trimmed(name: str) -> None:
    text = _text(name)
    for start, end in _spans(_gold(name)):
        piece = text[start:end]
        assert piece
        assert piece == piece.strip()
        assert "\n" not in piece


@pytest.mark.parametrize("name", READINGS)
def test_gold_is_ordered_by_first_offset(name: str) -> None:
    gold = _gold(name)
    for article in gold["articles"]:
        assert article["spans"] == sorted(article["spans"])
    firsts = [article["spans"][0][0] for article in gold["articles"]]
    assert firsts == sorted(firsts)
    starts = [entry["start"] for entry in gold["left_out"]]
    assert starts == sorted(starts)
    ids = [article["id"] for article in gold["articles"]]
    assert ids == [f"a{n}" for n in range(1, len(ids) + 1)]


@pytest.mark.parametrize("name", READINGS)
def test_gold_speaks_the_words_of_the_contract(name: str) -> None:
    gold = _gold(name)
    labels = load_config("configs/topics.yaml", TopicSet).labels
    ids = {article["id"] for article in gold["articles"]}
    for article in gold["articles"]:
        assert article["kind"] in get_args(Kind)
        assert set(article["flags"]) <= set(get_args(Flag))
        assert article["topic"] in labels
        assert (article["headline"] is None) == ("no_headline" in article["flags"])
    for entry in gold["left_out"]:
        assert entry["reason"] in ("duplicate", "furniture")
        assert (entry.get("of") in ids) == (entry["reason"] == "duplicate")


@pytest.mark.parametrize("name", READINGS)
def test_headlines_and_bylines_are_printed_in_their_articles(name: str) -> None:
    text = _text(name)
    for article in _gold(name)["articles"]:
        printed = " ".join(text[start:end] for start, end in article["spans"])
        assert article["headline"] is None or printed.startswith(article["headline"])
        assert all(person in printed for person in (article["byline"] or "").split())


@pytest.mark.parametrize("name", ISSUES)
def test_each_issue_holds_all_topics(name: str) -> None:
    labels = load_config("configs/topics.yaml", TopicSet).labels
    assert {article["topic"] for article in _gold(name)["articles"]} == set(labels)


def test_files_have_the_encodings_they_stand_for() -> None:
    assert (EXAMPLES / "yunchuan_0105_p1.txt").read_bytes().startswith(codecs.BOM_UTF8)
    assert not (EXAMPLES / "yunchuan_0105_p2.txt").read_bytes().startswith(codecs.BOM_UTF8)
    with pytest.raises(UnicodeDecodeError):
        (EXAMPLES / "yunchuan_0722.txt").read_bytes().decode("utf-8")


def test_every_text_file_has_a_gold_reading() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.txt")} == set(ENCODINGS)
    assert {path.name.split(".")[0] for path in (EXAMPLES / "gold").iterdir()} == set(ISSUES)


def test_every_format_has_a_gold_reading_and_together_they_stay_small() -> None:
    readings = {path.name.split(".")[0] for path in (FORMATS / "gold").iterdir()}
    assert readings == set(FORMAT_FILES)
    assert sum(path.stat().st_size for path in FORMATS.rglob("*") if path.is_file()) < 200_000


def test_a_column_name_and_the_headline_below_it_are_one_headline() -> None:
    digest = ArticleSplitter().split(read_issue([EXAMPLES / "yunchuan_0722.txt"]))
    gold = _gold("yunchuan_0722")["articles"]
    assert [a.headline for a in digest.articles] == [a["headline"] for a in gold]
    assert [list(a.flags) for a in digest.articles] == [a["flags"] for a in gold]


@pytest.mark.parametrize("name", FORMAT_FILES)
def test_other_formats_are_split_as_their_gold_readings_say(name: str) -> None:
    digest, gold = ArticleSplitter().split(read_issue(FORMAT_FILES[name])), _gold(name)
    assert digest.paper == ("雲川日報" if name.endswith("big5") else "云川日报")
    assert digest.date == f"2024-{name[9:11]}-{name[11:13]}"
    for article, expected in zip(digest.articles, gold["articles"], strict=True):
        assert article.headline == expected["headline"]
        assert article.byline == expected["byline"]
        assert article.spans == tuple((start, end) for start, end in expected["spans"])


def test_an_index_of_an_e_paper_names_the_articles_beside_it() -> None:
    index = read_issue([FORMATS / "yunchuan_0506" / "node_5.html"]).text
    headlines = [article["headline"] for article in _gold("yunchuan_0506")["articles"]]
    assert all(headline.partition(" ——")[0] in index for headline in headlines)
    assert not [word for word in ("上一版", "第01版", "版面目录") if word in index]


def test_the_big5_page_is_big5() -> None:
    (path,) = FORMAT_FILES["yunchuan_0509_big5"]
    assert detect_encoding(path.read_bytes(), path.name) == "cp950"


def test_the_pdf_is_what_its_script_writes() -> None:
    assert FORMAT_FILES["yunchuan_0508"][0].read_bytes() == make_pdf_example()


def test_the_document_reads_as_its_script_writes_it(tmp_path: Path) -> None:
    make_docx_example(tmp_path / "yunchuan_0507.docx")
    (shipped,) = FORMAT_FILES["yunchuan_0507"]
    assert read_issue([shipped]).text == read_issue([tmp_path / shipped.name]).text


def test_the_two_pages_are_stitched_in_their_joint_reading() -> None:
    stitched = [a for a in _gold("yunchuan_0105")["articles"] if "stitched" in a["flags"]]
    first_page = len(_text("yunchuan_0105_p1"))
    assert len(stitched) == 2
    for article in stitched:
        assert article["kind"] == "story"
        assert {"continues_on", "continued_from"} <= set(article["flags"])
        assert "unmatched" not in article["flags"]
        assert article["spans"][0][0] < first_page < article["spans"][-1][0]


def test_examples_show_every_kind_flag_and_reason() -> None:
    golds = [_gold(name) for name in ISSUES]
    articles = [article for gold in golds for article in gold["articles"]]
    assert {article["kind"] for article in articles} == set(get_args(Kind))
    flags = {flag for article in articles for flag in article["flags"]}
    # No beginning is in doubt on pages that mark all theirs; test_small_items shows such ones.
    assert flags | {"unmarked_start"} == set(get_args(Flag))
    reasons = {entry["reason"] for gold in golds for entry in gold["left_out"]}
    # Only a person removes anything, and no example was corrected.
    assert reasons | {"removed"} == set(get_args(LeftOutReason))


@pytest.mark.parametrize(("name", "per_topic"), [("topics", 24), ("topics_validation", 8)])
def test_labelled_articles_fit_the_topic_codebook(name: str, per_topic: int) -> None:
    labels = load_config("configs/topics.yaml", TopicSet).labels
    rows = _rows(name)
    for row in rows:
        assert set(row) == {"id", "source", "title", "text", "topic", "secondary", "sure"}
        assert row["secondary"] is None or row["secondary"] in set(labels) - {row["topic"]}
        assert isinstance(row["sure"], bool)
        assert 60 <= len(row["text"]) <= 400
    counts = Counter(row["topic"] for row in rows)
    assert set(counts) == set(labels)
    assert min(counts.values()) >= per_topic


@pytest.mark.parametrize(("name", "at_least"), [("summaries", 24), ("summaries_validation", 8)])
def test_summaries_are_short_and_say_it_in_their_own_words(name: str, at_least: int) -> None:
    rows = _rows(name)
    assert len(rows) >= at_least
    for row in rows:
        assert set(row) == {"id", "source", "title", "text", "summary"}
        assert 400 <= len(row["text"]) <= 900
        assert 60 <= len(row["summary"]) <= 120
        assert row["summary"] not in row["text"]


@pytest.mark.parametrize("task", ["topics", "summaries"])
def test_no_validation_article_is_trained_on(task: str) -> None:
    train, validation = _rows(task), _rows(f"{task}_validation")
    for key in ("id", "title", "text"):
        together = [row[key] for row in train + validation]
        assert len(set(together)) == len(together)


def test_the_archive_is_the_same_in_csv_and_jsonl() -> None:
    with (ARTICLES / "archive.csv").open(encoding="utf-8-sig", newline="") as lines:
        from_csv = list(csv.DictReader(lines))
    assert from_csv == _rows("archive")
    assert "" in {row["text"] for row in from_csv}


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (ARTICLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _text(name: str) -> str:
    if name in FORMAT_FILES:
        return read_issue(FORMAT_FILES[name]).text
    files = FILES_OF[name]
    pages = [(EXAMPLES / f"{file}.txt").read_bytes().decode(ENCODINGS[file]) for file in files]
    return "\n\f\n".join(pages)


def _gold(name: str) -> dict[str, Any]:
    folder = FORMATS if name in FORMAT_FILES else EXAMPLES
    content = (folder / "gold" / f"{name}.gold.json").read_text(encoding="utf-8")
    gold: dict[str, Any] = json.loads(content)
    return gold


def _spans(gold: dict[str, Any]) -> list[tuple[int, int]]:
    of_articles = [(start, end) for article in gold["articles"] for start, end in article["spans"]]
    return of_articles + [(entry["start"], entry["end"]) for entry in gold["left_out"]]

"""Every example keeps the contract, and what is written can be read back."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from service import DigestPipeline
from service.config import ServiceConfig, load_config
from service.datamodels import (
    Article,
    Digest,
    Flag,
    Kind,
    LeftOut,
    LeftOutReason,
    Page,
    Span,
    Summary,
    SummaryNote,
    SummarySentence,
    TopicScores,
)
from service.errors import ReadError
from service.readers import read_issue
from service.writers.as_json import to_json
from tests.contract import SCHEMA, breaches
from tests.factories import make_digest

ROOT = Path(__file__).parent.parent
ISSUES = {path.name: (path,) for path in sorted((ROOT / "examples").glob("*.txt"))} | {
    path.name: tuple(sorted(path.iterdir())) if path.is_dir() else (path,)
    for path in sorted((ROOT / "examples" / "formats").iterdir())
    if path.name != "gold"
}


@cache
def _digest(name: str) -> Digest:
    pipeline = DigestPipeline.from_config(load_config("configs/service.yaml", ServiceConfig))
    return pipeline.run(read_issue(ISSUES[name]))


@pytest.mark.slow
@pytest.mark.parametrize("name", ISSUES)
def test_examples_keep_the_contract(name: str) -> None:
    assert breaches(_digest(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ISSUES)
def test_examples_are_read_back_equal(name: str) -> None:
    written = to_json(_digest(name))
    assert Digest.from_json(written) == _digest(name)
    assert to_json(Digest.from_json(written.encode())) == written


def test_an_unscored_digest_is_read_back_equal() -> None:
    scored = make_digest()
    bare = tuple(replace(article, topic=None, summary=None) for article in scored.articles)
    digest = replace(scored, model=None, articles=bare)
    assert breaches(digest) == []
    assert Digest.from_json(to_json(digest)) == digest


def _changed(**changes: Any) -> str:
    return json.dumps({**json.loads(to_json(make_digest())), **changes}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("", "Invalid JSON"),
        ("[1]", "should be an object"),
        (_changed(editor="乔"), "editor: Unexpected"),
        (_changed(date=20240105), "date: Input should be a valid string"),
        (_changed(left_out=[{"start": 0, "end": 3, "reason": "advert"}]), "left_out.0.reason"),
        (_changed(pages=[{"file": "p", "page": None, "start": "0", "end": 3}]), "pages.0.start"),
        (_changed(schema=9), "schema 是 9"),
    ],
    ids=["empty", "list", "unknown key", "number", "unknown word", "text for number", "version"],
)
def test_what_departs_from_the_contract_is_named(document: str, told: str) -> None:
    with pytest.raises(ReadError, match=re.escape(told)):
        Digest.from_json(document)


def test_breaches_are_found() -> None:
    digest = make_digest()
    first, second = digest.articles
    lost = replace(digest, articles=(replace(first, spans=first.spans[:1]), second))
    assert any("lies in 0 places" in breach for breach in breaches(lost))
    wide = replace(first, spans=(Span(first.spans[0].start, first.spans[1].end),))
    assert any("several lines" in b for b in breaches(replace(digest, articles=(wide, second))))
    unknown = replace(digest, left_out=(replace(digest.left_out[1], of="a7"),))
    assert any("no article" in breach for breach in breaches(unknown))
    no_words = replace(first, flags=("lost",))  # type: ignore[arg-type]  # what no type checker saw
    assert any("'lost'" in b for b in breaches(replace(digest, articles=(no_words, second))))


def test_schema_and_values_know_the_same_keys_and_words() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    parts = schema["$defs"]
    keys = {
        Digest: schema,
        Page: parts["page"],
        Article: parts["article"],
        TopicScores: parts["topic"],
        Summary: parts["summary"],
        SummarySentence: parts["summary"]["properties"]["sentences"]["items"],
        LeftOut: parts["left_out"],
    }
    for value, part in keys.items():
        assert set(part["properties"]) == {field.name for field in fields(value)}
        assert part["additionalProperties"] is False
    article, left_out = parts["article"]["properties"], parts["left_out"]["properties"]
    assert article["kind"]["enum"] == list(get_args(Kind))
    assert article["flags"]["items"]["enum"] == list(get_args(Flag))
    assert left_out["reason"]["enum"] == list(get_args(LeftOutReason))
    assert parts["summary"]["properties"]["note"]["enum"] == [None, *get_args(SummaryNote)]


def test_the_document_tells_every_key_and_word() -> None:
    contract = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    words = [*get_args(Kind), *get_args(Flag), *get_args(LeftOutReason), *get_args(SummaryNote)]
    classes = (Digest, Page, Article, TopicScores, Summary, SummarySentence, LeftOut)
    keys = [field.name for value in classes for field in fields(value)]
    assert [word for word in words + keys if f"`{word}`" not in contract] == []

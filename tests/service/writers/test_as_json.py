"""The JSON is the contract: its keys, their order, its bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from service.writers.as_json import to_json
from tests.factories import make_digest


def _pairs(text: str) -> Any:
    return json.loads(text, object_pairs_hook=lambda pairs: pairs)


def _keys(pairs: list[tuple[str, Any]]) -> list[str]:
    return [key for key, _ in pairs]


def test_keys_stand_in_the_order_of_the_contract() -> None:
    document = _pairs(to_json(make_digest()))
    assert _keys(document) == [
        *("schema", "issue_id", "paper", "date", "model", "splitter", "source_text"),
        *("pages", "articles", "left_out"),
    ]
    values = dict(document)
    assert _keys(values["pages"][0]) == ["file", "page", "start", "end"]
    article = values["articles"][0]
    assert _keys(article) == [
        *("id", "headline", "kind", "byline", "flags", "spans", "text", "edited_by"),
        *("topic", "summary"),
    ]
    topic, summary = dict(article)["topic"], dict(article)["summary"]
    assert _keys(topic) == ["label", "probability", "uncertain", "probabilities", "evidence"]
    assert _keys(summary) == ["text", "note", "sentences"]
    assert _keys(dict(summary)["sentences"][0]) == ["start", "end", "score"]


def test_values_come_back_as_they_were() -> None:
    digest = make_digest()
    document = json.loads(to_json(digest))
    first = document["articles"][0]
    assert first["spans"] == [list(span) for span in digest.articles[0].spans]
    assert first["topic"]["probabilities"]["livelihood"] == 0.6
    assert first["topic"]["evidence"] == [[0, 13]]
    assert first["summary"] == {
        "text": "本报讯 社区食堂昨天开张。",
        "note": None,
        "sentences": [{"start": 0, "end": 13, "score": 0.9}],
    }
    assert document["left_out"] == [
        {"start": 0, "end": 14, "reason": "furniture"},
        {"start": 69, "end": 76, "reason": "duplicate", "of": "a1"},
    ]


def test_an_unscored_digest_has_no_topic_and_no_summary() -> None:
    scored = make_digest()
    bare = tuple(replace(article, topic=None, summary=None) for article in scored.articles)
    document = json.loads(to_json(replace(scored, model=None, articles=bare)))
    assert document["model"] is None
    assert all(not {"topic", "summary"} & article.keys() for article in document["articles"])


def test_chinese_stands_as_itself_and_the_last_line_ends() -> None:
    text = to_json(make_digest())
    assert "社区食堂" in text
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")


def test_an_empty_digest_keeps_its_keys() -> None:
    document = json.loads(to_json(replace(make_digest(), articles=(), left_out=(), pages=())))
    assert (document["articles"], document["left_out"], document["pages"]) == ([], [], [])

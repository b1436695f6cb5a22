from __future__ import annotations

from training.articles.datamodels import LabelledArticle
from training.release.finish import _without_headlines_by_print


def test_articles_printed_without_a_headline_are_judged_apart() -> None:
    titled, untitled = (
        LabelledArticle(id=name, title=title, text="江畔的集市开了。", topic="other")
        for name, title in (("1", "集市开张"), ("2", None))
    )
    parted = _without_headlines_by_print({"a.jsonl": [titled, untitled], "b.jsonl": [titled]})
    assert {name: [row.id for row in rows] for name, rows in parted.items()} == {
        "a.jsonl, dropped": ["1"],
        "a.jsonl, none printed": ["2"],
        "b.jsonl, dropped": ["1"],
    }
    assert not any(row.title for rows in parted.values() for row in rows)

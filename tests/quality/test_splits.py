"""Small golden issues, one per fault: a bug report becomes a row of `splits.tsv`.

In the file ⏎ is a newline, ␍ a carriage return and ␌ a form feed. What is expected
reads `headline｜kind｜byline｜flags｜text` per article, `－reason of｜text` per entry
of `left_out`, with ‖ between them.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from service.datamodels import Article, Digest, Issue
from service.splitters import ArticleSplitter

with (Path(__file__).parent / "splits.tsv").open(encoding="utf-8", newline="") as rows:
    CASES = [tuple(row) for row in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]


@pytest.mark.parametrize(("origin", "printed", "expected"), CASES, ids=[c[0] for c in CASES])
def test_splits_as_a_reader_would(origin: str, printed: str, expected: str) -> None:
    text = printed.replace("⏎", "\n").replace("␍", "\r").replace("␌", "\f")
    found = _write(ArticleSplitter().split(Issue("case", text)))
    assert found.split("‖") == expected.split("‖"), origin


def _write(digest: Digest) -> str:
    left_out = (
        f"－{' '.join(filter(None, (entry.reason, entry.of)))}"
        f"｜{digest.source_text[entry.start : entry.end]}"
        for entry in digest.left_out
    )
    return "‖".join([*(_write_article(article) for article in digest.articles), *left_out])


def _write_article(article: Article) -> str:
    fields = (
        article.headline or "-",
        article.kind,
        article.byline or "-",
        ",".join(article.flags) or "-",
        article.text.replace("\n", "⏎"),
    )
    return "｜".join(fields)

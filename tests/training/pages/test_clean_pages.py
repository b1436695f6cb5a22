"""Raw material for made pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from training.pages.clean_pages import known_to_judges, read_judged, read_loose_articles

ROWS = (
    {"date": "20200731", "title_lines": ["望月桥", "昨天通车"], "title": "", "text": "桥通了。"},
    {"date": "20200801", "title": "食堂开门", "text": "老年食堂开门了。\n\n饭菜可口。"},
    {"title": "没有日期的文章", "text": "近日，包裹多了起来。"},
    {"title": "没有正文的文章", "text": " "},
)


def _write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_reads_articles_with_headline_and_text_but_none_of_some_months(tmp_path: Path) -> None:
    path = _write(tmp_path / "loose.jsonl", ROWS)
    articles = read_loose_articles(path, without=("202008",))
    assert [article.title_lines for article in articles] == [
        ("望月桥", "昨天通车"),
        ("没有日期的文章",),
    ]
    assert len(read_loose_articles(path)) == 3


def test_knows_what_stands_on_the_pages_of_judges_in_another_dress(tmp_path: Path) -> None:
    page = {"text": "本报讯 老年食堂昨天在杏花里社区开门迎客。\n\n(苏禾)"}
    judged = read_judged(_write(tmp_path / "judged.jsonl", (page,)))
    dressed = {"title": "别的标题", "text": "老年食堂昨天在杏花里社区开门迎客。菜也好。"}
    other = {"title": "别的标题", "text": "望月桥通车。"}
    articles = read_loose_articles(_write(tmp_path / "loose.jsonl", (dressed, other)))
    assert [known_to_judges(article, judged) for article in articles] == [True, False]

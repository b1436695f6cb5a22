from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.datamodels import Span, Summary, SummarySentence, TopicScores
from service.web.views.text import Paragraph, paragraphs_of
from tests.factories import make_article

TEXT = "本报讯 渡口昨天复航。乘客很多！\n\n船票两元。往返不加价"


def shown(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [
        "".join(stretch.text for s in paragraph.sentences for stretch in s.stretches)
        for paragraph in paragraphs
    ]


@given(st.text(alphabet="甲乙。！\n “”1 ", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_every_character_is_shown_in_order_whatever_is_marked(text: str, a: int, b: int) -> None:
    span = Span(min(a, b, len(text)), min(max(a, b), len(text)))
    topic = TopicScores("other", 0.9, uncertain=False, probabilities={}, evidence=(span,))
    summary = Summary("甲", None, (SummarySentence(*span, 0.5),))
    article = replace(make_article(text), topic=topic, summary=summary)
    assert shown(paragraphs_of(article)) == [line for line in text.split("\n") if line.strip()]


def test_only_whole_sentences_may_be_ticked() -> None:
    sentences = [s for p in paragraphs_of(make_article(TEXT)) for s in p.sentences]
    may = {TEXT[s.start : s.end]: s.may_be_ticked for s in sentences}
    assert may["渡口昨天复航。"]
    assert may["船票两元。"]
    assert not may["本报讯"]
    assert not may["往返不加价"]


def test_what_stands_in_the_summary_is_ticked_and_marked() -> None:
    start = TEXT.index("船票")
    summary = Summary("船票两元。", None, (SummarySentence(start, start + 5, 0.5),))
    paragraphs = paragraphs_of(replace(make_article(TEXT), summary=summary))
    ticked = [s for p in paragraphs for s in p.sentences if s.is_ticked]
    assert [(s.start, s.end) for s in ticked] == [(start, start + 5)]
    marked = [x.text for p in paragraphs for s in p.sentences for x in s.stretches if x.in_summary]
    assert marked == ["船票两元。"]

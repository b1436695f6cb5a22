from __future__ import annotations

import time
from dataclasses import replace

import pytest

from service.corrections import changes, replay
from service.corrections.tracing import text_of, trace
from service.datamodels import Article, Digest, LeftOut, Span, SummarySentence
from service.errors import CorrectionError
from tests.contract import breaches
from tests.service.corrections.logs import Desk, score

_SOURCE = """云川晚报 2024年3月18日

渡口改建年底完工
本报讯（记者 何青）渡口改建工程昨天开工。市民可从东岸上船。
工期九个月

旧船退役

三条旧船月底退役。船工转到新船上岗。
（何青）
（下转第三版）

渡口改建年底完工
"""


def _span(printed: str, after: int = 0) -> Span:
    start = _SOURCE.index(printed, after)
    return Span(start, start + len(printed))


def _article(article_id: str, headline: str, *lines: str) -> Article:
    spans = tuple(_span(line) for line in (headline, *lines))
    return Article(article_id, headline, "story", "何青", (), spans, "\n".join(lines))


@pytest.fixture
def desk() -> Desk:
    first = _article(
        "a1",
        "渡口改建年底完工",
        "本报讯（记者 何青）渡口改建工程昨天开工。市民可从东岸上船。",
        "工期九个月",
    )
    second = _article("a2", "旧船退役", "三条旧船月底退役。船工转到新船上岗。")
    marks = (_span("（何青）", second.spans[-1].end), _span("（下转第三版）"))
    second = replace(second, spans=(*second.spans, *marks), flags=("continues_on", "unmatched"))
    again = _span("渡口改建年底完工", marks[1].end)
    left_out = (
        LeftOut(*_span("云川晚报 2024年3月18日"), "furniture"),
        LeftOut(*again, "duplicate", "a1"),
    )
    articles = tuple(score(article) for article in (first, second))
    digest = Digest("p1", "云川晚报", "2024-03-18", "test@1", _SOURCE, (), articles, left_out)
    assert breaches(digest) == []
    return Desk(digest)


def _first(desk: Desk) -> Article:
    return desk.today.digest.articles[0]


def test_a_topic_that_was_set_is_certain(desk: Desk) -> None:
    desk.do(lambda today: changes.set_topic(today, _first(desk), "medicine"))
    topic = _first(desk).topic
    assert topic
    assert (topic.label, topic.probability, topic.uncertain) == ("medicine", 1.0, False)
    assert _first(desk).edited_by == "王芳：主题"


def test_who_changed_what_is_told_of_each_person_once(desk: Desk) -> None:
    desk.do(lambda today: changes.set_headline(today, _first(desk), "渡口开工"))
    desk.do(lambda today: changes.set_headline(today, _first(desk), "渡口改建开工"))
    desk.do(lambda today: changes.set_kicker(today, _first(desk), "民生"), who="李明")
    article = _first(desk)
    assert (article.kicker, article.headline) == ("民生", "渡口改建开工")
    assert article.edited_by == "王芳：标题；李明：引题"


def test_a_headline_taken_away_is_flagged(desk: Desk) -> None:
    desk.do(lambda today: changes.set_headline(today, _first(desk), None))
    assert _first(desk).headline is None
    assert _first(desk).flags == ("no_headline",)


def test_a_split_parts_text_and_names(desk: Desk) -> None:
    second = desk.digest.articles[1]
    desk.do(changes.split(second.spans[1].start + len("三条旧船月底退役。")))
    *_, upper, lower = desk.today.digest.articles
    assert (upper.text, lower.text) == ("三条旧船月底退役。", "船工转到新船上岗。")
    assert (upper.byline, lower.byline) == (None, "何青")
    assert lower.flags == ("continues_on", "unmatched", "no_headline")
    assert lower.kind == "fragment"
    assert lower.topic == score(lower).topic


def test_a_split_can_name_the_headline(desk: Desk) -> None:
    place = _span("工期九个月")
    desk.do(changes.put_back(desk.today, _span("渡口改建年底完工", 90), _first(desk)))
    desk.do(changes.split(place.start, place))
    lower = desk.today.digest.articles[1]
    assert (lower.headline, lower.text, lower.kind) == ("工期九个月", "渡口改建年底完工", "story")


def test_what_is_said_of_a_beginning_stays_with_it(desk: Desk) -> None:
    flagged = replace(desk.digest.articles[0], flags=("starts_mid_sentence", "unmarked_start"))
    desk = Desk(replace(desk.digest, articles=(flagged, desk.digest.articles[1])))
    desk.do(changes.split(_span("工期九个月").start))
    upper, lower, _ = desk.today.digest.articles
    assert upper.flags == ("starts_mid_sentence", "unmarked_start")
    assert lower.flags == ("no_headline",)


def test_a_split_with_nothing_on_one_side_is_refused(desk: Desk) -> None:
    desk.do(changes.split(_first(desk).spans[0].start))
    (orphan,) = desk.today.orphans
    assert "没有文字" in orphan.reason


def test_join_makes_a_headline_a_subhead(desk: Desk) -> None:
    desk.do(lambda today: changes.join(today, today.digest.articles[1]))
    (article,) = desk.today.digest.articles
    assert article.text.split("\n")[1:] == [
        "工期九个月",
        "旧船退役",
        "三条旧船月底退役。船工转到新船上岗。",
    ]
    assert article.headline == "渡口改建年底完工"
    assert [entry.of for entry in desk.today.digest.left_out] == [None, "a1"]


def test_nothing_stands_above_the_first_article(desk: Desk) -> None:
    with pytest.raises(CorrectionError, match="上面没有文章"):
        changes.join(desk.today, _first(desk))


@pytest.mark.parametrize(
    ("position", "lines"),
    [
        ("first", ["工期九个月", "三条旧船月底退役。船工转到新船上岗。"]),
        ("in_order", ["工期九个月", "三条旧船月底退役。船工转到新船上岗。"]),
        ("last", ["三条旧船月底退役。船工转到新船上岗。", "工期九个月"]),
    ],
)
def test_a_paragraph_is_moved_where_it_is_wanted(
    desk: Desk, position: str, lines: list[str]
) -> None:
    target = desk.digest.articles[1]
    desk.do(lambda today: changes.move(today, _span("工期九个月"), target, position))  # type: ignore[arg-type]
    texts = [article.text.split("\n") for article in desk.today.digest.articles]
    assert sorted(texts) == sorted([[_first_line()], lines])


def _first_line() -> str:
    return "本报讯（记者 何青）渡口改建工程昨天开工。市民可从东岸上船。"


def test_what_was_left_out_becomes_an_article(desk: Desk) -> None:
    entry = desk.digest.left_out[0]
    desk.do(changes.put_back(desk.today, Span(entry.start, entry.end)))
    assert _first(desk).text == "云川晚报 2024年3月18日"
    assert len(desk.today.digest.left_out) == 1


def test_an_article_left_out_leaves_no_duplicate_of_it(desk: Desk) -> None:
    first = _first(desk)
    desk.do(changes.leave_out(Span(first.spans[0].start, first.spans[-1].end)))
    reasons = [entry.reason for entry in desk.today.digest.left_out]
    assert reasons == ["furniture", "removed", "removed", "removed", "removed"]
    assert breaches(desk.today.digest) == []


def test_ticked_sentences_outlast_a_split(desk: Desk) -> None:
    text = _first(desk).text
    start = text.index("市民")
    tick = SummarySentence(start, text.index("\n"), 0.7)
    desk.do(lambda today: changes.set_summary(today, _first(desk), [tick]))
    desk.do(changes.split(_span("工期九个月").start))
    summary = _first(desk).summary
    assert summary
    assert summary.text == "市民可从东岸上船。"
    assert summary.sentences == (tick,)


def test_ticked_sentences_that_went_elsewhere_are_told(desk: Desk) -> None:
    text = _first(desk).text
    start = text.index("市民")
    tick = SummarySentence(start, text.index("\n"), 0.7)
    desk.do(lambda today: changes.set_summary(today, _first(desk), [tick]))
    desk.do(changes.leave_out(_span("市民可从东岸上船。")))
    (orphan,) = desk.today.orphans
    assert orphan.correction.what == "set_summary"
    assert "勾选的句子" in orphan.reason


def test_an_article_between_headline_and_text_of_another_is_not_touched(desk: Desk) -> None:
    first, second = desk.digest.articles
    headline, *lines = first.spans
    spans = (headline, second.spans[0])
    around = Article("a1", first.headline, "story", None, (), spans, "旧船退役")
    inside = Article("a2", None, "story", "何青", ("no_headline",), tuple(lines), first.text)
    last = replace(second, id="a3", headline=None, flags=("no_headline",), spans=second.spans[1:])
    desk = Desk(replace(desk.digest, articles=tuple(map(score, (around, inside, last)))))
    assert breaches(desk.digest) == []
    desk.do(lambda today: changes.set_headline(today, _first(desk), "退役"))
    assert desk.today.versions == {"a1": 1, "a2": 0, "a3": 0}


def test_what_is_no_text_makes_no_article(desk: Desk) -> None:
    marker = _span("（下转第三版）")
    desk.do(changes.leave_out(marker))
    desk.do(changes.put_back(desk.today, marker))
    (orphan,) = desk.today.orphans
    assert "没有正文" in orphan.reason
    desk.log.pop()
    desk.do(changes.put_back(desk.today, marker, _first(desk)))
    assert marker in _first(desk).spans


def test_undo_and_redo_are_entries(desk: Desk) -> None:
    entry = desk.do(lambda today: changes.set_topic(today, _first(desk), "medicine"))
    desk.do(changes.undo(entry))
    assert desk.today.digest == desk.digest
    assert desk.today.versions["a1"] == 2
    desk.do(changes.redo(entry))
    assert _first(desk).topic != desk.digest.articles[0].topic
    assert desk.today.versions == {"a1": 3, "a2": 0}


def test_a_correction_of_an_article_that_is_no_more_is_told(desk: Desk) -> None:
    desk.do(lambda today: changes.set_topic(today, today.digest.articles[1], "medicine"))
    whole = replace(
        desk.digest.articles[0],
        spans=tuple(s for a in desk.digest.articles for s in a.spans),
        text="\n".join((desk.digest.articles[0].text, "旧船退役", desk.digest.articles[1].text)),
    )
    (orphan,) = replay(replace(desk.digest, articles=(whole,)), desk.log).orphans
    assert "另一篇的一部分" in orphan.reason


def test_without_a_scorer_changed_articles_are_stale(desk: Desk) -> None:
    desk.do(changes.split(_span("工期九个月").start))
    today = replay(desk.digest, desk.log)
    assert today.stale == {"a1", "a2"}
    assert breaches(today.digest) == []


def test_paragraphs_know_their_places(desk: Desk) -> None:
    today = desk.today
    found = [
        (p.start, p.end, _SOURCE[p.place.start : p.place.end])
        for p in today.paragraphs(_first(desk))
    ]
    text = _first(desk).text
    assert [text[start:end] for start, end, _ in found] == [printed for *_, printed in found]
    assert today.place_in_source(_first(desk), text.index("\n")) is None


def test_a_text_that_is_not_of_the_source_cannot_be_parted(desk: Desk) -> None:
    first = replace(desk.digest.articles[0], text="别处的话。")
    digest = replace(desk.digest, articles=(first, desk.digest.articles[1]))
    other = Desk(digest)
    other.do(changes.split(_span("工期九个月").start))
    assert "对不上" in other.today.orphans[0].reason


def test_the_time_to_trace_a_text_grows_with_its_length() -> None:
    def seconds(n_lines: int) -> float:
        source = "（见图）船\n" * n_lines
        spans = [Span(6 * n, 6 * n + 5) for n in range(n_lines)]
        start = time.process_time()
        assert trace(source, spans, "船" * n_lines)
        return time.process_time() - start

    assert seconds(2000) < 12 * max(seconds(500), 0.01)


def test_an_article_is_found_whose_headline_another_splitter_leaves_out(desk: Desk) -> None:
    desk.do(lambda today: changes.set_topic(today, today.digest.articles[1], "medicine"))
    first, second = desk.digest.articles
    headline = second.spans[0]
    bare = replace(second, headline=None, spans=second.spans[1:], flags=("no_headline",))
    entries = (*desk.digest.left_out, LeftOut(*headline, "furniture"))
    left_out = tuple(sorted(entries, key=lambda entry: entry.start))
    new = replace(desk.digest, articles=(first, bare), left_out=left_out)
    today = replay(new, desk.log)
    assert today.orphans == ()
    assert today.digest.articles[1].edited_by == "王芳：主题"


def test_an_article_is_joined_to_the_one_it_was_joined_to(desk: Desk) -> None:
    desk.do(lambda today: changes.join(today, today.digest.articles[1]))
    first, second = desk.digest.articles
    between = Article(
        "a2", None, "fragment", None, ("no_headline",), first.spans[-1:], "工期九个月"
    )
    upper = replace(first, spans=first.spans[:-1], text=first.text.partition("\n")[0])
    articles = (upper, between, replace(second, id="a3"))
    today = replay(replace(desk.digest, articles=articles), desk.log)
    assert [article.text.count("\n") for article in today.digest.articles] == [2, 0]


def test_a_text_is_traced_through_what_was_taken_out_of_it() -> None:
    source = "◆ 旧船退役\n（记者 何青）三条旧船（见图）退役，船\n工上岗。"
    spans = [Span(2, 6), Span(7, 26), Span(27, 31)]
    text = "三条旧船 退役，船工上岗。"
    pieces = trace(source, spans, text)
    assert pieces
    assert text_of(source, pieces) == text
    assert trace(source, spans, "三条新船") is None

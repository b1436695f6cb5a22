from __future__ import annotations

from base64 import b64decode
from dataclasses import replace

import pytest

from service.config import TopicSet, load_config
from service.datamodels import Article, Digest, LeftOut, Span, Summary
from service.web.render import Download, render_banner, render_digest, render_welcome
from service.web.wording import CHINESE, ENGLISH, Wording
from tests.factories import make_article, make_digest
from tests.service.web.reading import Reading, visible_text

TOPICS = load_config("configs/topics.yaml", TopicSet)
HOSTILE = (
    "</p><script>alert(1)</script><img src=x onerror=alert(1)>&\"' \u202eשלום ${1+1} {{value}}"
)


def render(digest: Digest, words: Wording = CHINESE) -> str:
    return render_digest(digest, TOPICS, words)


def change_first(digest: Digest, **changes: object) -> Digest:
    first, *others = digest.articles
    changed: Article = replace(first, **changes)  # type: ignore[arg-type]  # any field of an article
    return replace(digest, articles=(changed, *others))


@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_is_well_formed_and_its_ids_are_unique(words: Wording) -> None:
    reading = Reading(render(make_digest(), words))
    assert len(reading.ids()) == len(set(reading.ids()))


def test_says_paper_date_and_counts() -> None:
    text = visible_text(render(make_digest()))
    for said in ("云川日报", "2024-01-05", "2 篇", "略去 2 处", "存疑 1 篇", "模型 test@1"):
        assert said in text


def test_each_article_shows_headline_topic_probability_and_summary() -> None:
    text = visible_text(render(make_digest()))
    for said in ("社区食堂开张", "民生 60%", "本报讯 社区食堂昨天开张。", "新药进医保", "医药 60%"):
        assert said in text


def test_speaks_english() -> None:
    text = visible_text(render(make_digest(), ENGLISH))
    for said in ("Articles: 2", "Livelihood 60%", "To review", "Duplicate", "Furniture"):
        assert said in text


def test_only_doubtful_articles_bear_the_badge() -> None:
    reading = Reading(render(make_digest()))
    cards = reading.of_class("bz-card")
    assert ["data-uncertain" in card for card in cards] == [False, True]
    assert len(reading.of_class("bz-doubt")) == 1


def test_a_label_that_no_topic_has_is_shown_as_itself_and_can_be_filtered() -> None:
    digest = make_digest()
    topic = digest.articles[0].topic
    assert topic is not None
    strange = 'we"ather</style>'
    html = render(change_first(digest, topic=replace(topic, label=strange)))
    reading = Reading(html)
    assert f"bz-only-{strange}" in reading.ids()
    assert "</style>" not in html[html.index("<style>") + len("<style>") : html.rindex("</style>")]
    assert strange in visible_text(html)


def test_filter_offers_the_topics_that_occur_and_doubt() -> None:
    reading = Reading(render(make_digest()))
    choices = [a["id"] for tag, a in reading.elements if tag == "input"]
    assert choices == ["bz-every", "bz-only-livelihood", "bz-only-medicine", "bz-doubtful"]


def test_marks_summary_and_evidence_over_each_other() -> None:
    html = render(make_digest())
    assert '<mark class="bz-in-summary bz-evidence" title="摘要句 · 分类依据">' in html
    assert '<p class="bz-legend"><mark class="bz-in-summary">摘要句</mark>' in html


def test_kind_byline_and_flags_are_said_in_words() -> None:
    digest = change_first(
        make_digest(),
        kind="photo",
        byline="孟凡溪",
        flags=("stitched", "no_headline"),
        headline=None,
    )
    text = visible_text(render(digest))
    for said in ("图片新闻", "孟凡溪", "由分开的几段拼接而成", "（无标题）"):
        assert said in text


@pytest.mark.parametrize(
    ("summary", "note"),
    [
        (Summary(None, "no_sentence", ()), "没有完整的句子"),
        (Summary("甲。", "over_length", ()), "没有一句能放进字数限制"),
        (Summary("甲。", "whole_text", ()), "全文照录"),
    ],
    ids=["no sentence", "over length", "whole text"],
)
def test_summary_notes_are_said_in_words(summary: Summary, note: str) -> None:
    assert note in visible_text(render(change_first(make_digest(), summary=summary)))


def test_article_without_body_says_so() -> None:
    digest = make_digest()
    topic = digest.articles[0].topic
    assert topic is not None
    empty = Summary(None, "no_sentence", ())
    digest = change_first(digest, text="", topic=replace(topic, evidence=()), summary=empty)
    assert "（无正文）" in visible_text(render(digest))


def test_what_was_left_out_says_why_and_leads_to_the_kept_copy() -> None:
    html = render(make_digest())
    assert 'data-goto="article-a1"><bdi>a1 社区食堂开张</bdi></a>' in html
    text = visible_text(html)
    assert "版面信息" in text
    assert "重复" in text


def test_source_holds_every_visible_character_and_a_place_for_each_article() -> None:
    digest = make_digest()
    html = render(digest)
    source = html[html.index('<div class="bz-lines">') : html.rindex("</div></details>")]
    text = visible_text(source + "</div>")
    for line in filter(None, digest.source_text.split("\n")):
        assert line in text
    ids = Reading(html).ids()
    assert {"source-a1", "source-a2", "article-a1", "article-a2"} <= set(ids)


def test_everything_of_the_issue_is_escaped() -> None:
    plain = make_article(HOSTILE + "。", headline=HOSTILE)
    scored = make_digest().articles[0]
    article = replace(
        scored,
        headline=HOSTILE,
        byline=HOSTILE,
        text=plain.text,
        spans=plain.spans,
        summary=Summary(HOSTILE, None, ()),
    )
    at = len(plain.text) + 1
    digest = replace(
        make_digest(),
        paper=HOSTILE,
        date=HOSTILE,
        model=HOSTILE,
        source_text=f"{plain.text}\n{HOSTILE}",
        articles=(article,),
        left_out=(LeftOut(at, at + len(HOSTILE), "duplicate", "a1"),),
        pages=(replace(make_digest().pages[0], file=HOSTILE, end=at + len(HOSTILE)),),
    )
    reading = Reading(render(digest))
    assert not {"script", "img"} & {tag for tag, _ in reading.elements}
    assert "".join(reading.text).count(HOSTILE) >= 8


def test_downloads_travel_in_their_links() -> None:
    html = render_digest(make_digest(), TOPICS, CHINESE, [Download('报 "1".json', b"{}\n")])
    link = next(a for tag, a in Reading(html).elements if tag == "a" and "download" in a)
    assert link["download"] == '报 "1".json'
    assert b64decode(link["href"].partition("base64,")[2]) == b"{}\n"


def test_digest_without_articles_says_so() -> None:
    digest = replace(make_digest(), articles=(), left_out=(LeftOut(0, 4, "furniture"),))
    html = render(digest)
    assert "没有找到文章" in visible_text(html)
    assert "bz-filter" not in html


def test_refers_to_nothing_outside_the_page() -> None:
    reading = Reading(render(make_digest()))
    for _, attributes in reading.elements:
        for name in ("href", "src", "action"):
            assert attributes.get(name, "#").startswith(("#", "data:"))


def test_unscored_digest_is_refused() -> None:
    with pytest.raises(ValueError, match="article a1 has no topic"):
        render(change_first(make_digest(), topic=None))
    with pytest.raises(ValueError, match="article a1 has no summary"):
        render(change_first(make_digest(), summary=None))


def test_spans_of_evidence_may_cross_paragraphs() -> None:
    digest = make_digest()
    topic = digest.articles[0].topic
    assert topic is not None
    crossing = replace(topic, evidence=(Span(0, 6),))
    html = render(change_first(digest, text="甲乙。\n丙丁。", topic=crossing))
    assert html.count("bz-evidence") >= 2


@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_welcome_and_banner_are_well_formed(words: Wording) -> None:
    assert words.welcome_title in visible_text(render_welcome(words))
    assert words.tagline in visible_text(render_banner(words))

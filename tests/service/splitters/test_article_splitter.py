"""What holds for every input, and the real page."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import service.traditional
from service.artifacts import LineScorerFolder
from service.config import locate
from service.datamodels import Digest, Issue
from service.splitters import ArticleSplitter
from tests.factories import make_issue

EXAMPLES = Path(__file__).parents[3] / "examples"
LINES = (
    "云川日报 2024年3月18日 星期一 第3版",
    "市人大常委会检查安全生产法实施情况",
    "望月桥昨天恢复通车",
    "——写在通车之后",
    "(上接第一版)",
    "（下转第三版）",
    "本报讯 记者闻立诚报道:3月16日,全市干部驻村动员会在松屏县召开。尹怀谷出席会议并讲话。",
    "望月桥建成三十二年，去年秋天检测时发现两个桥墩有裂缝。施工队换掉了支座，重新铺了桥面。",
    "杏花里六十岁以上的居民占四成。去年秋天，社区把闲置的自行车棚改成食堂，请来两位厨师掌勺。",
    "(上接第一版)生产线上,机械手每十一秒就能完成一只水泵壳体的打磨,精度控制在头发丝以内。",
    "学生们在校园菜地里给刚出土的豆苗浇水。本报记者 孟凡溪 摄",
    "(苏禾)",
    "责任编辑:杜若楠 版式:程一帆 校对:季秋",
    "2024-03-18 08:40 来源：云川日报 作者：苏禾 A+ A-",
    "《 云川日报 》( 2024年03月18日 06",
    "版 )",
    "□ 记者 苏禾 通讯员 宋娜",
    "2024-03-18",
    "◆【街巷】\u200b旧书市重新开张",
    "\u200b\ufeff",
    "（完）",
    "双色球第2024025期　红球：03 09 12 18　蓝球：07",
    "云川晚报 2024年3月19日 星期二 第3版",
)


@st.composite
def mangled_pages(draw: st.DrawFn) -> str:
    """Lines of a page cut, shuffled, doubled and put together in odd ways."""
    lines = draw(st.lists(st.sampled_from(LINES), max_size=14))
    pieces = []
    for line in lines:
        cut = draw(st.integers(0, len(line)))
        pieces.append(line if draw(st.booleans()) else line[cut:])
        if draw(st.booleans()):
            pieces.append(line[:cut])
    breaks = st.sampled_from(["\n", "\n\n", "\r\n", "\n\f\n", "\t", "　", "\n\n\n\n", " \n"])
    return "".join(piece + draw(breaks) for piece in pieces)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mangled_pages())
def test_conserves_mangled_pages(text: str) -> None:
    _check(text)


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_conserves_any_text(text: str) -> None:
    _check(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\f\n", "字", "。", "\u200b", "(上接第一版)", "本报讯 ", "摄"]
)
def test_conserves_next_to_nothing(text: str) -> None:
    _check(text)


@pytest.mark.parametrize("text", ["", "社区食堂开张\n社区食堂昨天开张。"])
def test_the_digest_tells_which_scorer_took_it_apart(text: str) -> None:
    record = LineScorerFolder(locate("models/line_scorer")).read_inference()
    assert ArticleSplitter().split(make_issue(text)).splitter == f"{record.name}@{record.version}"


@pytest.mark.parametrize("name", ["yunchuan_0318"])
def test_reads_the_example(name: str) -> None:
    text = (EXAMPLES / f"{name}.txt").read_bytes().decode("utf-8")
    gold = json.loads((EXAMPLES / "gold" / f"{name}.gold.json").read_text("utf-8"))
    _assert_reads(ArticleSplitter().split(Issue(name, text)), gold)


@pytest.mark.data
def test_reads_the_real_page(data_folder: Path) -> None:
    pages = data_folder / "pages"
    text = (pages / "changzhi_2024.txt").read_bytes().decode("utf-8")
    gold = json.loads((pages / "changzhi_2024.gold.json").read_text("utf-8"))
    _assert_reads(ArticleSplitter().split(Issue("changzhi_2024", text)), gold)


def test_takes_paper_and_date_from_the_masthead() -> None:
    text = "云川日报 2024年3月18日 星期一 第3版\n\n望月桥通车"
    digest = ArticleSplitter().split(Issue("p", text))
    assert (digest.paper, digest.date, digest.model) == ("云川日报", "2024-03-18", None)


def test_time_grows_with_the_length_of_the_text() -> None:
    line = LINES[7]
    text = "\n\n".join(f"{n}{line[n % 20 :]}" for n in range(3000))
    started = time.process_time()
    ArticleSplitter().split(Issue("long", text))
    assert time.process_time() - started < 10


def _assert_reads(digest: Digest, gold: dict[str, Any]) -> None:
    for article, wanted in zip(digest.articles, gold["articles"], strict=True):
        assert article.headline == wanted["headline"]
        assert article.kind == wanted["kind"]
        assert article.byline == wanted["byline"]
        assert list(article.flags) == wanted["flags"]
        assert [list(span) for span in article.spans] == wanted["spans"]
    left_out = [
        {"start": e.start, "end": e.end, "reason": e.reason} | ({"of": e.of} if e.of else {})
        for e in digest.left_out
    ]
    assert left_out == gold["left_out"]


def _check(text: str) -> None:
    digest = ArticleSplitter().split(Issue("any", text))
    assert digest == ArticleSplitter().split(Issue("any", text))
    assert digest.source_text == text
    spans = [(span.start, span.end) for article in digest.articles for span in article.spans]
    for start, end in spans:
        piece = text[start:end]
        assert piece
        assert piece == piece.strip()
        assert len(piece.splitlines()) == 1
    for article in digest.articles:
        assert list(article.spans) == sorted(article.spans)
        assert ("no_headline" in article.flags) == (article.headline is None)
    firsts = [article.spans[0] for article in digest.articles]
    assert firsts == sorted(firsts)
    assert [a.id for a in digest.articles] == [f"a{n}" for n in range(1, len(firsts) + 1)]
    starts = [entry.start for entry in digest.left_out]
    assert starts == sorted(starts)
    ids = {article.id for article in digest.articles}
    assert all(e.of in ids if e.reason == "duplicate" else e.of is None for e in digest.left_out)
    spans += [(entry.start, entry.end) for entry in digest.left_out]
    held = Counter(place for start, end in spans for place in range(start, end))
    visible = {place for place, character in enumerate(text) if not character.isspace()}
    assert visible <= held.keys()
    assert set(held.values()) <= {1}


@pytest.mark.parametrize("name", ["yunchuan_0105_p1", "yunchuan_0318"])
def test_a_page_in_traditional_characters_is_split_as_in_simplified_ones(name: str) -> None:
    simplified = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8-sig")
    pairs = Path(service.traditional.__file__).with_suffix(".txt").read_text(encoding="utf-8")
    table = str.maketrans(*reversed(pairs.splitlines()))
    traditional = simplified.translate(table)
    assert sum(a != b for a, b in zip(simplified, traditional, strict=True)) > len(simplified) / 5
    splitter = ArticleSplitter()
    expected = splitter.split(Issue("simplified", simplified))
    found = splitter.split(Issue("traditional", traditional))
    assert found.left_out == expected.left_out
    for article, twin in zip(found.articles, expected.articles, strict=True):
        assert (article.spans, article.kind, article.flags) == (twin.spans, twin.kind, twin.flags)
        assert article.text == twin.text.translate(table)
        assert (article.headline or "") == (twin.headline or "").translate(table)
        assert (article.byline or "") == (twin.byline or "").translate(table)


def test_characters_that_are_not_seen_part_nothing() -> None:
    seen = (
        "云川晚报 2026年4月12日\n\n渡口添了新趸船\n\n"
        "晚报讯（记者 闻立诚）昨天，临江渡口换上新趸船，老趸船拖走修理。\n\n"
        "渡口负责人说，新船多装四十人，雨天也有棚子遮。\n\n（下转第三版）"
    )
    unseen = re.sub(r"(?<=[\n（者第])(?=[^\n])|(?<=[）。船])(?=\n)", "\u200b", seen) + "\n\u2060\n"
    one, other = (ArticleSplitter().split(Issue("i", text)) for text in (seen, unseen))
    assert [(a.headline, a.byline, a.flags, a.kind) for a in other.articles] == [
        (a.headline, a.byline, a.flags, a.kind) for a in one.articles
    ]
    assert (other.paper, other.date) == (one.paper, one.date) == ("云川晚报", "2026-04-12")
    assert one.articles[0].byline == "闻立诚"
    assert "continues_on" in one.articles[0].flags
    paragraphs = other.articles[0].text.split("\n")
    assert [p.replace("\u200b", "") for p in paragraphs] == one.articles[0].text.split("\n")
    assert not any(p[0] == "\u200b" or p[-1] == "\u200b" for p in paragraphs)
    held = [place for a in other.articles for span in a.spans for place in range(*span)]
    held += [place for entry in other.left_out for place in range(entry.start, entry.end)]
    assert sorted(held) == sorted(set(held))
    assert set(held) >= {place for place, c in enumerate(unseen) if not c.isspace()}


def test_lines_that_tell_of_a_story_are_its_own_and_no_text() -> None:
    text = (
        "▲【民生】渡口添了新趸船\n2025-11-03 08:40 来源：柳城日报 作者：苏禾 A+ A-\n"
        "临江渡口昨天换上新趸船，老趸船拖走修理，赶早市的菜农不用再等半个钟头。\n"
        "渡口负责人说，新船多装四十人，雨天也有棚子遮，票价不变。\n（完）"
    )
    (article,) = ArticleSplitter().split(Issue("i", text)).articles
    assert (article.headline, article.byline) == ("【民生】 渡口添了新趸船", "苏禾")
    assert article.text == "\n".join(text.split("\n")[2:4])
    assert [text[start:end] for start, end in article.spans] == text.split("\n")


OPENING = "市植物园温室三月十日重新开放，游客一千三百余人次。温室里种有热带植物六百余种，周一闭园。"
ENDING = "据园方介绍，温室改造历时十一个月，换下旧玻璃四千余块，新的遮阳系统由本地一家工厂制造。"


@pytest.mark.parametrize(
    "sentence",
    [
        "投稿邮箱：huazhan@yunchuan.example，截止日期为5月6日。",
        "据市气象台预报，今天夜间到明天多云转小雨，气温12到20度。",
        "明天阴有小雨，东北风3到4级，最低气温6度。",
        "记者从气象台了解到：后天有大雾。",
        "举报电话：12345，全天二十四小时有人接听。",
        "免责声明：入园须知的最后一行写着这四个字，老人看了很久。",
    ],
)
def test_a_whole_sentence_inside_a_story_is_of_it(sentence: str) -> None:
    page = f"植物园温室重新开放\n\n本报讯（记者 宋娜）{OPENING}\n\n{sentence}\n\n{ENDING}\n"
    digest = ArticleSplitter().split(make_issue(page))
    assert [sentence in article.text for article in digest.articles] == [True]


@pytest.mark.parametrize(
    "line", ["明天阴有小雨，东北风3到4级，最低气温6度。", "广告热线：0000-2318318。"]
)
def test_a_sentence_of_the_page_between_stories_is_furniture(line: str) -> None:
    first = f"植物园温室重新开放\n\n本报讯（记者 宋娜）{OPENING}"
    page = f"{first}\n\n{line}\n\n老街修好了\n\n本报讯（记者 高燕）{ENDING}\n"
    left_out = ArticleSplitter().split(make_issue(page)).left_out
    assert [page[entry.start : entry.end] for entry in left_out] == [line]


@pytest.mark.parametrize(
    "masthead",
    [
        "云川日报\n2024年3月18日\n第3版",
        "云川日报 2024年3月18日 星期一 责编：苏禾",
        "云 川 日 报 3月18日 星期一",
    ],
)
def test_a_masthead_in_whatever_lines_is_no_story(masthead: str) -> None:
    page = f"{masthead}\n\n植物园温室重新开放\n\n本报讯（记者 宋娜）{OPENING}\n\n{ENDING}\n"
    digest = ArticleSplitter().split(make_issue(page))
    assert [article.headline for article in digest.articles] == ["植物园温室重新开放"]
    assert digest.paper == "云川日报"


@pytest.mark.parametrize(
    "office", ["市第二人民医院", "县农业农村局", "省图书馆", "全市各中小学", "区融媒体中心"]
)
def test_an_office_without_the_name_of_its_place_begins_a_sentence(office: str) -> None:
    text = f"{office}的十二名工作人员昨天来到早市，帮摊主搬货、量血压。"
    page = Issue("page", f"早市搬进大棚\n\n{text}\n\n大棚下月完工。")
    (article,) = ArticleSplitter().split(page).articles
    assert article.flags == ()

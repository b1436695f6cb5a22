from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.datamodels import Summary
from service.summarizers.picking import SelectionRule
from service.summarizers.selection import select_sentences
from service.summarizers.sentence_text import join_sentences
from service.text import split_sentences
from tests.factories import make_article


def select(
    text: str, scores: list[float], max_chars: int, rule: SelectionRule | None = None
) -> Summary:
    return select_sentences(
        make_article(text),
        split_sentences(text),
        scores,
        max_chars=max_chars,
        rule=rule or SelectionRule(),
    )


def test_takes_the_best_and_keeps_document_order() -> None:
    summary = select("食堂开张。天气晴朗。老人叫好。", [0.5, 0.1, 0.9], 10)
    assert summary.text == "食堂开张。老人叫好。"
    assert [sentence.score for sentence in summary.sentences] == [0.5, 0.9]
    assert summary.note is None


def test_equal_scores_go_to_the_earlier_sentence() -> None:
    assert select("甲乙丙丁。戊己庚辛。", [0.5, 0.5], 6).text == "甲乙丙丁。"


def test_a_body_within_the_budget_is_its_own_summary() -> None:
    summary = select("食堂开张\n老人叫好。", [0.1, 0.2], 10)
    assert (summary.text, summary.note) == ("食堂开张\n老人叫好。", "whole_text")
    assert [(s.start, s.end) for s in summary.sentences] == [(0, 4), (5, 10)]


def test_a_notice_is_told_with_whom_to_call() -> None:
    text = "食堂招厨师两名，包吃住。联系人：马师傅 0000-2318318。"
    sentences = split_sentences(text)
    for headline, told in (("招聘启事", text), ("食堂开张", "食堂招厨师两名，包吃住。")):
        article = replace(make_article(text), headline=headline)
        summary = select_sentences(article, sentences, [0.5] * len(sentences), max_chars=80)
        assert (summary.text, summary.note) == (told, "whole_text")


@pytest.mark.parametrize(
    "text",
    [
        "本报讯 食堂开张，老人叫好。",
        "本报讯（记者 苏禾）食堂开张，老人叫好。",
        "本报讯（记者 苏禾）食堂开张，老人叫好。（苏禾摄影报道）",
        "云川晚报讯 食堂开张，老人叫好。\n责任编辑：苏禾",
    ],
)
def test_a_whole_text_is_told_from_behind_its_lead(text: str) -> None:
    n = len(split_sentences(text))
    summary = select(text, [0.5] * n, 12)
    assert (summary.text, summary.note) == ("食堂开张，老人叫好。", "whole_text")
    (sentence,) = summary.sentences
    assert text[sentence.start : sentence.end] == summary.text


def test_one_character_over_the_budget_is_selected_from() -> None:
    assert select("食堂开张\n老人叫好。", [0.1, 0.2], 9).text == "老人叫好。"


def test_where_nothing_fits_the_best_sentence_stands_alone() -> None:
    summary = select("食堂今天上午开张。老人们都叫好不已。", [0.1, 0.9], 5)
    assert (summary.text, summary.note) == ("老人们都叫好不已。", "over_length")


@pytest.mark.parametrize("text", ["", "食堂今天上午开张", "\n\n"])
def test_without_a_whole_sentence_there_is_no_summary(text: str) -> None:
    summary = select(text, [0.5] * len(split_sentences(text)), 5)
    assert summary == Summary(None, "no_sentence", ())


def test_the_first_sentence_of_a_text_that_starts_in_one_is_not_whole() -> None:
    text = "了新的食堂。老人叫好。"
    article = replace(make_article(text), flags=("starts_mid_sentence",))
    summary = select_sentences(article, split_sentences(text), [0.9, 0.1], max_chars=6)
    assert summary.text == "老人叫好。"


@pytest.mark.parametrize(
    "never",
    [
        "本报记者苏禾报道。",
        "苏禾摄。",
        "（上接第一版）食堂开张。",
        "责任编辑：苏禾。",
        "采写：本报记者苏禾。",
        "记者：苏禾 通讯员：林舟。",
        "文/苏禾 图/林舟。",
        "本文图片均由云川馆提供。",
        "相关报道：渔港封航。",
        "长按二维码看直播。",
        "报料热线等您来电。",
    ],
)
def test_bylines_credits_and_markers_never_stand_in_a_summary(never: str) -> None:
    text = f"{never}食堂今天开张。云川市老人叫好。"
    scores = [1.0] + [0.1] * (len(split_sentences(text)) - 1)
    assert never not in (select(text, scores, 15).text or "")
    short = f"{never}云川"
    assert never not in (select(short, [1.0] * len(split_sentences(short)), 5).text or "")


def test_a_letter_is_told_from_behind_whom_it_addresses() -> None:
    text = "编辑同志：您好！渡口的灯坏了三个月，夜里没人敢走。\n此致\n敬礼！\n读者 苏禾"
    summary = select(text, [0.5] * len(split_sentences(text)), 50)
    assert (summary.text, summary.note) == ("渡口的灯坏了三个月，夜里没人敢走。", "whole_text")


@pytest.mark.parametrize("credit", ["苏禾摄", "本报记者 苏禾 摄", "渡口管理处供图"])
def test_a_short_sentence_before_the_credit_of_a_picture_is_its_caption(credit: str) -> None:
    text = f"渡轮靠岸，旅客登船。\n{credit}\n渡口今天恢复通航。票价不变。"
    n = len(split_sentences(text))
    assert select(text, [0.9] + [0.2] * (n - 1), 12).text == "渡口今天恢复通航。"
    told = f"渡轮靠岸，旅客登船。\n渡轮首航现场 {credit}\n渡口今天恢复通航。票价不变。"
    n = len(split_sentences(told))
    assert select(told, [0.9] + [0.2] * (n - 1), 12).text == "渡轮靠岸，旅客登船。"


@pytest.mark.parametrize(
    "poor",
    [
        "怎样办好食堂？",
        "“食堂今天开张。",
        "“饭菜好吃。”",
        "其中三家在城东。",
        "他说这很方便。",
        "她一早就到。",
        "这项服务免费。",
        "该店在城东。",
        "此举得人心。",
        "结果却落了空。",
        "以上均免费。",
        "在她看来值得。",
    ],
)
def test_what_cannot_stand_alone_gives_way(poor: str) -> None:
    text = f"{poor}\n老人都叫好。天气晴朗无风。"
    scores = [0.9, 0.2, 0.1]
    assert select(text, scores, 10).text == "老人都叫好。"


@pytest.mark.parametrize(
    "alone",
    [
        "这次展览免费。",
        "这几天有雨。",
        "他乡遇故知。",
        "以上海为例。",
        "“好吃。”老人说。",
        "来到江畔街道。",
        "作者写了小说。",
        "官方表示，不涨。",
        "票价一元，馆长说。",
    ],
)
def test_what_only_looks_as_if_it_pointed_back_stands_alone(alone: str) -> None:
    text = f"天气晴朗无风。\n{alone}老人都叫好。"
    n_others = len(split_sentences(text)) - 2
    assert select(text, [0.1, 0.9] + [0.2] * n_others, 9).text == alone


def test_what_cannot_stand_alone_is_better_than_nothing() -> None:
    assert (
        select("其中三家在城东。食堂今天上午正式开张。", [0.1, 0.9], 9).text == "其中三家在城东。"
    )


def test_a_sentence_that_points_back_follows_what_it_points_to() -> None:
    text = "食堂开了五家。其中三家在城东。天气晴朗无风。云川市今天很热闹。"
    assert select(text, [0.5, 0.4, 0.1, 0.2], 16).text == "食堂开了五家。其中三家在城东。"


def test_repetition_is_not_paid_for_twice() -> None:
    text = "社区食堂今天开张。社区食堂今天开张了。老人半价用餐。天气晴朗无风无云。"
    scores = [0.9, 0.8, 0.5, 0.1]
    assert select(text, scores, 19).text == "社区食堂今天开张。老人半价用餐。"
    greedy = SelectionRule(repetition_penalty=0)
    assert select(text, scores, 19, greedy).text == "社区食堂今天开张。社区食堂今天开张了。"


def test_a_further_sentence_must_be_worth_it() -> None:
    rule = SelectionRule(keep_above=0.5)
    assert select("食堂开张。天气晴朗。老人叫好。", [0.9, 0.1, 0.2], 14, rule).text == "食堂开张。"


BY_SHARES = SelectionRule(scores_are_shares=True)
FISH = "鱼贩们天不亮就把冰块、木箱和磅秤搬到栈桥上等船靠岸。收摊以后，渔网一张张晾在堤上。"
"""Without it what is tried here would be little longer than its summary."""


def test_the_set_that_a_digest_shares_most_with_wins() -> None:
    text = "社区食堂今天正式开张了。天气晴朗。老人叫好。云川市明天有小雨。"
    scores = [0.5, 0.9, 0.9, 0.1]
    assert select(text, [0.95, 0.9, 0.9, 0.1], 12).text == "社区食堂今天正式开张了。"
    assert select(text, scores, 12, BY_SHARES).text == "天气晴朗。老人叫好。"


def test_a_summary_goes_on_while_it_informs_and_then_stops() -> None:
    text = "云川港开了冷链专列。运费降了一成。沿线有二十一城。码头风大浪急。天气晴朗。" + FISH
    assert select(text, [0.9, 0.8, 0.8, 0.05, 0.05, 0, 0], 35, BY_SHARES).text == text[:25]
    assert select(text, [0.9, 0.1, 0.1, 0.05, 0.05, 0, 0], 35, BY_SHARES).text == text[:10]


MARKET = "东岸渔港昨日开市。首日成交鲜鱼九万斤。冷库下月投用。海面风平浪静。鱼贩早早收摊。"


def test_a_short_doubtful_summary_is_filled_with_what_informs() -> None:
    summary = select(MARKET, [0.4, 0.2, 0.02, 0.02, 0.02], 36, BY_SHARES)
    assert summary.text == "东岸渔港昨日开市。首日成交鲜鱼九万斤。"


def test_a_short_summary_that_is_likely_right_is_not_filled() -> None:
    scores = [0.9, 0.2, 0.02, 0.02, 0.02, 0, 0]
    assert select(MARKET + FISH, scores, 36, BY_SHARES).text == MARKET[:9]


def test_a_text_little_longer_than_its_summary_is_told_to_its_end() -> None:
    text = "老人在车站拾到一只皮箱。箱里有三万元货款。他守到天黑。失主酬谢，他没有收。站里人少。"
    scores = [0.9, 0.08, 0.06, 0.1, 0.01]
    assert select(text, scores, 36, BY_SHARES).text == text[:37].replace("他守到天黑。", "")
    assert select(text + FISH, [*scores, 0, 0], 36, BY_SHARES).text == text[:12]


def test_where_no_headline_says_the_news_a_short_summary_is_filled() -> None:
    article = make_article(MARKET, headline=None)
    scores = [0.9, 0.28, 0.02, 0.02, 0.02]
    summary = select_sentences(
        article, split_sentences(MARKET), scores, max_chars=36, rule=BY_SHARES
    )
    assert summary.text == "东岸渔港昨日开市。首日成交鲜鱼九万斤。"
    assert select(MARKET + FISH, [*scores, 0, 0], 36, BY_SHARES).text == MARKET[:9]


def test_where_no_headline_says_the_news_a_scant_summary_says_more() -> None:
    text = "渔港昨日开市。首日成交鲜鱼九万斤。冷库下月投用。海面风平浪静。"
    scores = [0.95, 0.12, 0.01, 0.01]
    headless = make_article(text, headline=None)
    for budget, told in ((24, text[:17]), (20, text[:7])):
        summary = select_sentences(
            headless, split_sentences(text), scores, max_chars=budget, rule=BY_SHARES
        )
        assert summary.text == told  # 7 of 20 characters are no longer scant
    assert select(text + FISH, [*scores, 0, 0], 24, BY_SHARES).text == text[:7]


def test_without_a_headline_and_without_a_sentence_there_is_no_summary() -> None:
    summary = select_sentences(
        make_article("", headline=None), (), [], max_chars=150, rule=BY_SHARES
    )
    assert (summary.text, summary.note) == (None, "no_sentence")


def test_a_scene_stands_where_there_is_nothing_else() -> None:
    assert select("走进鱼市，吆喝声不断。鱼贩", [0.5, 0.5], 11).text == "走进鱼市，吆喝声不断。"


def test_a_larger_budget_says_more() -> None:
    text = (
        "东岸泵站昨天由云川市水务公司修好并交付使用。西门外一座旧桥拆除后改建成双向四车道。"
        "南湖步道沿线补种垂柳三百余株。北山隧道下月试通车并免收过路费。中心广场的喷泉周末重开。"
    )
    weather = "天气晴朗无风无云。" * 40
    scores = [0.9, 0.3, 0.3, 0.3, 0.3] + [0.01] * 40
    usual = select(text + weather, scores, 150, BY_SHARES).text or ""
    large = select(text + weather, scores, 450, BY_SHARES).text or ""
    assert len(usual) < len(large) <= 450


def test_what_is_too_long_is_told_by_those_that_say_part_of_it() -> None:
    long = "东岸泵站昨天修好，由云川市水务公司交付使用，西门外三个小区的积水当晚全部排干。"
    text = f"{long}泵站昨天全部修好交付。老人们在公园里下棋。天气晴朗无风无云。"
    assert select(text, [0.9, 0.02, 0.1, 0.1], 12, BY_SHARES).text == "泵站昨天全部修好交付。"
    assert select(text, [0.9, 0.02, 0.1, 0.1], len(long), BY_SHARES).text == long


def test_copies_are_set_aside() -> None:
    text = "社区食堂今天开张。社区食堂今天开张了。老人半价用餐。天气晴朗无风无云。"
    scores = [0.9, 0.8, 0.5, 0.1]
    assert select(text, scores, 19, BY_SHARES).text == "社区食堂今天开张。老人半价用餐。"


@pytest.mark.parametrize(
    "going_on",
    [
        "此外还有三家。",
        "会上颁了奖。",
        "会议通报，已补种。",
        "会议审议了三件事。",
        "记者从该局获悉，已修好。",
        "昨天，他已出院。",
        "其单价降了。",
        "《办法》今起施行。",
        "办法11月1日起施行。",
        "通报指出，已整改。",
        "当日，门票半价。",
        "经查，票是假的。",
        "目前，嫌疑人在押。",
        "周禾介绍，票已售完。",
        "下一步将扩建。",
    ],
)
@pytest.mark.parametrize("rule", [SelectionRule(), BY_SHARES], ids=["greedy", "by shares"])
def test_what_goes_on_does_not_begin(going_on: str, rule: SelectionRule) -> None:
    opening = f"{going_on}云川大桥昨天通车。天气晴朗无风无云。"
    assert select(opening, [0.9, 0.5, 0.1], 14, rule).text == "云川大桥昨天通车。"
    behind = f"云川大桥昨天通车。天气晴朗。{going_on}天气晴朗无风无云。"
    budget = len("云川大桥昨天通车。") + len(going_on)
    summary = select(behind, [0.8, 0.01, 0.9, 0.01], budget, rule)
    assert summary.text == f"云川大桥昨天通车。{going_on}"


@pytest.mark.parametrize(
    "empty",
    [
        "新规有哪些变化？",
        "本报记者为您逐条解读。",
        "他问：“何时通车？”",
        "二是方便了。",
        "先来看大桥。",
        "这是建设者的合影。",
        "图为桥上的车。",
        "来源：本站今天通车。",
        "▲首班车驶上大桥。",
        "首班车上桥（图源：云川馆）。",
        "昨日，馆长苏禾感叹道。",
        "摊主林舟说。",
        "摊主林舟如是说。",
        "渔船进港△渔船。",
        "本站法律顾问林舟。",
        "昨日，她感激地说。",
        "记者 林舟偌大渔港。",
        "走进鱼市，吆喝声不断。",
        "编者按：渔港新开。",
        "……在渔港里等船。",
        "清早，刚步入候车厅便遇熟人。",
        "灶台上飘来阵阵鱼香。",
        "推门便是饭香四溢。",
        "渡口人来人往。",
        "随着网购成为习惯，包裹日增。",
    ],
)
def test_a_question_a_promise_a_caption_and_the_rest_of_a_list_give_way(empty: str) -> None:
    text = f"{empty}报销比例升到七成。天气晴朗无风无云。"
    assert select(text, [0.9, 0.5, 0.01], 20, BY_SHARES).text == "报销比例升到七成。"


def test_latin_sentences_are_joined_by_a_space_that_counts() -> None:
    text = "The canteen opens. It is cheap. People like it very much."
    assert select(text, [0.9, 0.8, 0.1], 32).text == "The canteen opens. It is cheap."
    assert select(text, [0.9, 0.8, 0.1], 30).text == "The canteen opens."
    assert join_sentences(["食堂开张。", "OK."]) == "食堂开张。OK."


@pytest.mark.parametrize(
    ("scores", "max_chars", "message"),
    [
        ([0.1], 5, "2 sentences"),
        ([0.1, -0.2], 5, "lowest is -0.2"),
        ([0.1, float("nan")], 5, "at least 0"),
        ([0.1, 0.2], 0, "max_chars is 0"),
    ],
)
def test_refuses_what_makes_no_sense(scores: list[float], max_chars: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        select("食堂开张。老人叫好。", scores, max_chars)


def test_shares_are_at_most_all() -> None:
    with pytest.raises(ValueError, match=r"highest is 1\.5"):
        select("食堂开张。老人叫好。", [0.1, 1.5], 5, BY_SHARES)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.text("甲乙丙其中“”。？\nab.", min_size=1, max_size=20), max_size=12),
    st.integers(1, 60),
    st.randoms(use_true_random=False),
)
def test_a_summary_is_verbatim_in_order_and_within_budget(
    pieces: list[str], max_chars: int, random: object
) -> None:
    text = "".join(pieces)
    sentences = split_sentences(text)
    scores = [random.random() for _ in sentences]  # type: ignore[attr-defined]
    rule = SelectionRule(scores_are_shares=len(pieces) % 2 == 0)
    article = make_article(text)
    summary = select_sentences(article, sentences, scores, max_chars=max_chars, rule=rule)
    starts = [sentence.start for sentence in summary.sentences]
    assert starts == sorted(set(starts))
    if summary.note is None:
        shown = [text[sentence.start : sentence.end] for sentence in summary.sentences]
        assert summary.text == join_sentences(shown)
        assert len(summary.text) <= max_chars
    assert (summary.text is None) == (summary.note == "no_sentence")

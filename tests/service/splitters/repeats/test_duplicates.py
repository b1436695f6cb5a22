from __future__ import annotations

from collections.abc import Sequence

from service.splitters.lines.line import read_lines
from service.splitters.repeats.duplicates import Repeat, find_repeats

FIRST = "村里的老粮仓修好以后改成了阅览室，每天傍晚都有孩子来做作业，周末还有人讲故事。"
SECOND = "镇上给阅览室配了两千册图书和六台电脑，退休教师轮流值班，借书不收一分钱。"
OTHER = "今年的春茶比去年早开采五天，茶农说头一批鲜叶卖出了好价钱。"


def _find(texts: Sequence[str]) -> tuple[Repeat, ...]:
    return find_repeats(read_lines("\n".join(texts)))


def test_finds_a_whole_paragraph_in_both_places() -> None:
    repeats = _find([FIRST, OTHER, FIRST])
    assert [(r.first, r.other_first, r.is_part) for r in repeats] == [(0, 2, False), (2, 0, False)]


def test_the_tail_of_a_paragraph_is_the_poorer_copy() -> None:
    (repeat,) = _find([FIRST[6:], OTHER, FIRST])
    assert (repeat.first, repeat.other_first, repeat.is_part) == (0, 2, True)


def test_the_head_of_a_paragraph_is_the_poorer_copy() -> None:
    (repeat,) = _find([FIRST, OTHER, FIRST[:33]])
    assert (repeat.first, repeat.is_part) == (2, True)


def test_lines_cut_elsewhere_are_the_same_paragraph() -> None:
    repeats = _find([FIRST[:20], FIRST[20:], OTHER, FIRST[:30], FIRST[30:]])
    assert [(r.first, r.last, r.is_part) for r in repeats] == [(0, 1, False), (3, 4, False)]


def test_a_run_of_paragraphs_is_one_repeat() -> None:
    repeat = _find([FIRST[8:], SECOND, OTHER, FIRST, SECOND])[0]
    assert (repeat.first, repeat.last, repeat.is_part) == (0, 1, True)


def test_a_character_or_a_comma_may_differ() -> None:
    misprinted = FIRST.replace("，", ",").replace("孩子", "孩孒")
    assert [r.first for r in _find([misprinted, OTHER, FIRST])] == [0, 2]


def test_a_formula_with_text_on_both_sides_stays() -> None:
    formula = "把老百姓的事当成自己的事一件一件办好办实办到老百姓的心坎上去"
    texts = [f"会议要求，{formula}，不许拖延。", f"他说，{formula}，大家都赞成。"]
    assert _find(texts) == ()


def test_thirty_characters_are_needed() -> None:
    assert _find([FIRST[:28] + "。", OTHER, FIRST[:28] + "。"]) == ()


def test_nothing_repeats_itself_in_place() -> None:
    assert _find(["好" * 400]) == ()


def test_a_megabyte_of_one_line_takes_seconds() -> None:
    assert len(_find([FIRST] * 20_000)) > 0


def test_a_pull_quote_is_no_truncated_paragraph() -> None:
    quote = "镇上给阅览室配了两千册图书和六台电脑，退休教师轮流值班来管这些书"
    assert _find([quote, OTHER, quote + "。孩子们都爱来，大人也爱来坐坐。"]) == ()


def test_a_part_cut_in_mid_clause_is_torn() -> None:
    (torn,) = _find([FIRST[4:], OTHER, FIRST])
    assert (torn.is_part, torn.is_torn) == (True, True)
    (quoted,) = _find([SECOND, OTHER, FIRST + SECOND])
    assert (quoted.is_part, quoted.is_torn) == (True, False)


def test_a_byline_is_no_text_of_its_own() -> None:
    repeat = _find([FIRST[8:], SECOND, OTHER, FIRST, SECOND + "（苏禾）"])[0]
    assert (repeat.first, repeat.last, repeat.is_part) == (0, 1, True)


def test_the_rest_of_a_cut_line_is_no_tail_of_its_own() -> None:
    abstract = "镇上的阅览室里，孩子放学有了去处。" + SECOND
    paragraph = "苏禾说，孩子放学有了去处。" + SECOND
    assert _find([abstract, OTHER, paragraph[:10], paragraph[10:]]) == ()


def test_a_stop_on_a_line_of_its_own_belongs_to_the_copy() -> None:
    repeats = _find([FIRST[:-1], "。", OTHER, FIRST])
    assert [(r.first, r.last) for r in repeats] == [(0, 1), (3, 3)]


def test_a_byline_on_a_line_of_its_own_belongs_to_the_copy() -> None:
    byline = "（本报记者 苏禾 程雨桐）"
    repeats = _find([FIRST[8:], SECOND, byline, OTHER, FIRST, SECOND, byline])
    assert (repeats[0].first, repeats[0].last) == (0, 2)
    other_byline = _find([FIRST, byline, OTHER, FIRST, "（本报记者 闻立诚）"])
    assert (other_byline[0].first, other_byline[0].last) == (0, 0)


def test_an_abstract_printed_without_its_stop_is_no_copy() -> None:
    assert _find([FIRST.rstrip("。"), OTHER, "苏禾说：" + FIRST]) == ()


def test_a_headline_made_of_the_end_of_a_sentence_is_no_copy() -> None:
    headline = "退休教师轮流值班 借书不收一分钱 周末还讲故事 孩子天天来 大人也常来坐坐"
    abstract = "镇上给阅览室配了图书，" + headline.replace(" ", "，")
    assert _find([headline, OTHER, abstract]) == ()


def test_a_tail_may_end_in_lines_without_a_stop() -> None:
    lines = ["数据来源：云川市图书馆和云川市教育局"]
    repeat = _find([FIRST[8:], *lines, OTHER, FIRST, *lines])[0]
    assert (repeat.first, repeat.last, repeat.is_part) == (0, 1, True)

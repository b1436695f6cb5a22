"""Headlines that look like sentences or subheads, told by what the texts on both sides say."""

from __future__ import annotations

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter

LAMPS = (
    "河滨步道装上路灯",
    "前晚七点，河滨步道三点二公里的路灯一齐亮起，散步的人比平日多出一倍。",
    "城管部门说，灯杆里装了感应器，夜深以后自动调暗。",
)
CASKET = (
    "9月3日清晨，渡口卖茶的63岁老伯俞根宝在长椅下拾到一只木匣，里面是三本旧族谱。",
    "俞根宝守到正午，失主寻来，要送两条香烟，他推了回去。",
)
SEEDLINGS = (
    "苗圃的两万株杜鹃昨天运到山口，护林员领着学生把它们种进去年烧过的坡地。",
    "护林员说，杜鹃耐旱，三年后坡地就能盖住。",
)


def _headlines(*lines: str, between: str = "\n") -> list[str | None]:
    digest = ArticleSplitter().split(Issue("page", between.join(lines)))
    return [article.headline for article in digest.articles]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n　　"])
@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("63岁老伯拾到木匣，在渡口守了半日", CASKET),
        ("谁把三本家谱忘在了长椅下？", CASKET),
        ("山火过后第一年，2万株杜鹃种进了坡地", SEEDLINGS),
    ],
)
def test_a_sentence_that_only_the_text_below_takes_up_is_a_headline(
    headline: str, text: tuple[str, ...], between: str
) -> None:
    assert _headlines(*LAMPS, headline, *text, between=between) == [LAMPS[0], headline]


@pytest.mark.parametrize(
    ("subhead", "text"),
    [
        ("路灯怎么调，步道上的人说了算", "步道上的人嫌路灯太亮，城管部门便把灯杆一根根调过。"),
        ("夜里散步的人要不要登记？", "目前，步道全天开放，散步的人不用登记，也不收费。"),
        ("“灯一亮，我就敢出门了”", "家住桥头的老人说，灯一亮，她就敢出门了。"),
    ],
)
def test_a_sentence_amid_its_own_story_is_a_subhead(subhead: str, text: str) -> None:
    assert _headlines(*LAMPS, subhead, text) == [LAMPS[0]]

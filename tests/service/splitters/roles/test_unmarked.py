"""Headlines that look like sentences or subheads, told by what the texts on both sides say."""

from __future__ import annotations

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter
from tests.service.splitters.reading import headlines

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
    assert headlines(*LAMPS, headline, *text, between=between) == [LAMPS[0], headline]


STALLS = (
    "渔港夜市首晚卖空三千斤虾",
    "石矶渔港的夜市周六开张，七十个摊位沿防波堤排开，三千斤活虾九点不到就卖空了，来晚的人只好排队等第二船。",
    "摊主褚阿满说，往常虾要先过一道贩子，一斤少卖六元；现在船一靠岸就上摊，客人挑、当场蒸，一晚上多挣四百元。",
    "港务所把夜里的泊位让出一半，垃圾车十一点准时进场。夜市开到十一月底，逢大风停摆，停摆的消息提前一天贴在码头。",
)
PILLS = (
    "“一元药”回到十二家社区医院，庄敏却只卖出三百盒",
    "区里十二家社区医院上月恢复供应“一元药”，四十二种常用药每盒一元，头一个月只卖出三百多盒，不到备货的一成。",
    "药剂科的庄敏说，多数病人不知道，开方的医生也嫌剂量要换算。有的厂家产量不稳，送货要等一周，药房只好少进。",
    "医保部门准备把它放进家庭医生的默认处方，年底前统一配送，各家药房的存货在手机上就能查到，缺货时当天调拨。",
)
CHARGERS = (
    "全区四成电动车充电桩空着，居民却抱怨没处充",
    "十一个小区的充电桩都装在地面角落，离楼远、没有棚，下雨天没人愿意去，晴天也要绕过两排汽车才走得到。",
    "供电所的数据显示，一千一百个充电口平均每天用不到两小时，而飞线充电的投诉上月有九十三起，集中在老楼。",
    "住建部门说，明年起新装的桩必须离楼门五十米以内，旧桩分两年挪。挪一个口要一百八十元，运营商和街道各出一半。",
)


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_headlines_of_longer_stories_are_found_too(between: str) -> None:
    stories = (STALLS, PILLS, CHARGERS)
    assert headlines(*(line for story in stories for line in story), between=between) == [
        story[0] for story in stories
    ]


def test_each_brief_of_a_paragraph_keeps_its_headline() -> None:
    briefs = (
        (
            "城东停车楼启用",
            "城东医院旁的停车楼7月6日启用，共五层，车位四百六十个，首小时免费，夜间封顶八元。",
        ),
        (
            "三条小巷换了新管",
            "马道巷、油坊巷、南司巷的供水管7月4日换完，三百多户水压回升，铸铁管全部换成球墨管。",
        ),
        (
            "图书馆夜场加座",
            "市图书馆自习区增加一百二十个座位，开放到晚上十点，迟到半小时自动放号，提前一天预约。",
        ),
    )
    assert headlines(*(line for brief in briefs for line in brief)) == [
        headline for headline, _ in briefs
    ]


def test_a_lead_below_the_page_that_printed_it_is_of_its_story() -> None:
    page = "（云川都市报3月23日第3版）\n\n云川日报讯（记者 卓晚晴、通讯员 罗小满）\n\n" + STALLS[1]
    (article,) = ArticleSplitter().split(Issue("page", page)).articles
    assert (article.byline, article.text) == ("卓晚晴 罗小满", f"云川日报讯\n{STALLS[1]}")


@pytest.mark.parametrize("subhead", ["收摊以后的夜市", "摊主为啥不愿意卖给贩子？"])
def test_a_subhead_amid_a_longer_story_is_none(subhead: str) -> None:
    headline, *text = STALLS
    assert headlines(headline, *text[:2], subhead, *text[2:], *PILLS) == [headline, PILLS[0]]


@pytest.mark.parametrize(
    ("subhead", "text"),
    [
        ("路灯怎么调，步道上的人说了算", "步道上的人嫌路灯太亮，城管部门便把灯杆一根根调过。"),
        ("夜里散步的人要不要登记？", "目前，步道全天开放，散步的人不用登记，也不收费。"),
        ("“灯一亮，我就敢出门了”", "家住桥头的老人说，灯一亮，她就敢出门了。"),
    ],
)
def test_a_sentence_amid_its_own_story_is_a_subhead(subhead: str, text: str) -> None:
    assert headlines(*LAMPS, subhead, text) == [LAMPS[0]]

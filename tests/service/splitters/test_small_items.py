"""What stands on a page beside its stories: weather, speech without stops, dispatches, decrees."""

from __future__ import annotations

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter
from tests.service.splitters.reading import MARKET, MARKET_TEXT, headlines


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("天气预报", ("3月9日 多云 6～13℃", "3月10日 小雨 5～10℃", "3月11日 阴 4～9℃")),
        ("【城市天气】", ("云川 晴 3～12℃", "江州　小雨　9～13℃　东风2级")),
        ("未来三天天气", ("周一 阴转多云 5至11度", "周二 雷阵雨 8至14度")),
    ],
)
def test_a_table_of_the_weather_is_an_item(head: str, rows: tuple[str, ...]) -> None:
    assert headlines(*[head, *rows, "", MARKET, *MARKET_TEXT]) == [head, MARKET]
    assert headlines(*[MARKET, *MARKET_TEXT, "", head, *rows]) == [MARKET, head]


def test_the_weather_of_a_masthead_is_none() -> None:
    masthead = "云川日报 2026年3月9日 今日天气：晴转多云 6℃～13℃ 东北风3级"
    assert headlines(*[masthead, MARKET, *MARKET_TEXT]) == [MARKET]


def test_headlines_between_speech_without_stops_are_found() -> None:
    first = (
        "各位听众晚上好市教育局今天在实验小学召开课后服务推进会要求各中小学把供餐延长到下午六点半"
    )
    second = (
        "市水务集团说明天晚上十点到后天早上六点东关泵站停机检修东关街和柳巷一带会停水请提前储水"
    )
    third = "城北体育公园的游泳馆今天开馆门票二十元老人和学生半价馆内安排了十二名救生员"
    lines = ["晚间广播第一条", first, "晚间广播第二条", second, "晚间广播第三条", third]
    assert headlines(*lines) == lines[::2]


@pytest.mark.parametrize(
    "lead",
    [
        "（中央社記者張志強東港鎮10日電）",
        "江州晚报讯 ",
        "〔記者陳小美／海灣報導〕",
    ],
)
def test_a_dispatch_below_a_story_is_another(lead: str) -> None:
    lines = [MARKET, *MARKET_TEXT, f"{lead}江州港昨天开通集装箱航线，首航船装了四百个标准箱。"]
    assert headlines(*lines) == [MARKET, None]
    digest = ArticleSplitter().split(Issue("page", "\n".join(lines)))
    assert digest.articles[1].kind == "story"


@pytest.mark.parametrize(
    "below",
    [
        "（二〇二六年二月十八日市人民政府第三十一次常务会议通过）",
        "（2026年3月6日云川市第六届人民代表大会第五次会议批准）",
        "云政发〔2026〕12号",
    ],
)
def test_when_a_decree_was_passed_is_no_headline(below: str) -> None:
    decree = "云川市人民政府关于修改《城市供水条例》的决定"
    text = "市人民政府决定对《城市供水条例》作如下修改，自公布之日起施行。"
    assert headlines(*[decree, below, text]) == [decree]


@pytest.mark.parametrize(
    "call", ["孩子挑食怎么办？", "好消息！食堂开张！", "“谢谢你们，我又能走路了！”"]
)
def test_what_asks_or_calls_below_a_signature_is_a_headline(call: str) -> None:
    notice = ("停电通知", "3月12日8时至17时，东关街、柳巷停电检修，请提前准备。", "云川供电公司")
    lines = [*notice, "", call, "市妇幼保健院医生建议，三餐定时，少吃零食，和孩子一起做饭。"]
    assert headlines(*lines) == ["停电通知", call]


def test_page_numbers_of_a_printout_are_furniture() -> None:
    lines = ["第 1 页 共 2 页", MARKET, *MARKET_TEXT, "- 2 -", "第2页/共2页"]
    digest = ArticleSplitter().split(Issue("page", "\n".join(lines)))
    assert [article.headline for article in digest.articles] == [MARKET]
    assert len(digest.left_out) == 3


SIGNED = "十二个山村的核桃和木耳昨天进城展销，三天卖出八十万元，展销会由市供销社主办，摊位费全免。"
WANDERER = "昨日，城北派出所民警在巡逻时发现一名走失的老人，联系上家属后把老人平安送回家中。"
CONTAINERS = (
    "7月3日，江州港开通到南洋的集装箱航线，首航船装了四百个标准箱。航线每周一班，单程六天。"
)


@pytest.mark.parametrize(
    "lines",
    [
        ("山货进城卖得俏", SIGNED + "（冯英）", WANDERER + "（李明）"),
        ("山货进城卖得俏", SIGNED + "(记者 冯英 通讯员 白一鸣)", CONTAINERS),
        (SIGNED, CONTAINERS),
        (CONTAINERS, WANDERER),
    ],
)
def test_an_unmarked_beginning_is_told(lines: tuple[str, ...]) -> None:
    first, other = ArticleSplitter().split(Issue("page", "\n\n".join(lines))).articles
    assert "unmarked_start" not in first.flags
    assert other.headline is None
    assert "unmarked_start" in other.flags


@pytest.mark.parametrize(
    "below",
    [
        "链接：展销会每年春秋各办一次，已经办了十一年，累计销售额六百多万元。",
        "7月3日，展销会还请来十二个山村的厨师，现场教市民用核桃和木耳做菜，三天教会两百人。",
        "（摄影 李明）",
    ],
)
def test_what_may_go_on_is_not_taken_for_a_beginning(below: str) -> None:
    digest = ArticleSplitter().split(Issue("page", "\n\n".join((SIGNED, below))))
    assert len(digest.articles) == 1


def test_lines_of_a_verse_stay_lines() -> None:
    verse = "渡口的灯亮了\n船还在对岸\n我数着桨声\n一下 两下\n数到你上岸"
    (article,) = ArticleSplitter().split(Issue("page", f"渡口\n苏禾\n\n{verse}\n")).articles
    assert (article.headline, article.byline, article.text) == ("渡口", "苏禾", verse)


def test_questions_and_answers_are_one_story() -> None:
    talk = ("问：早市几点开门？", "答：每天五点开门，九点清场，周末延长一个小时。")
    more = ("问：雨天开吗？", "答：搬进大棚以后，下雨下雪都照常开门。")
    page = ["早市搬迁，您关心的都在这里", *talk, "", *more, "", MARKET, *MARKET_TEXT]
    assert headlines(*page) == [page[0], MARKET]


def test_the_first_headline_below_a_box_of_teasers_is_one() -> None:
    box = [f"{MARKET}……2版", "渡口添了新趸船……3版"]
    page = ["本期导读", *box, "", MARKET, *MARKET_TEXT]
    assert headlines(*page) == [MARKET]


def test_a_table_of_prices_is_an_item() -> None:
    rows = ("鲫鱼 12.5 11.0 11.8", "草鱼 9.6 8.8 9.2", "黑鱼 18.0 16.5 17.2")
    page = Issue("page", "\n".join([MARKET, *MARKET_TEXT, "", "今日鱼价（元/斤）", *rows]))
    assert ArticleSplitter().split(page).articles[-1].text == "\n".join(rows)


def test_signed_briefs_are_no_headlines() -> None:
    briefs = ["▲市图书馆延长开放至二十一时。（苏禾）", "▲柳河新渡口开始试航。（宋娜）"]
    assert headlines(*[MARKET, *MARKET_TEXT, "", "简讯", *briefs]) == [MARKET, "简讯"]


def test_a_stop_that_text_recognition_wrote_as_a_point_ends_a_line() -> None:
    text = "早市搬进了新建的大棚，摊位统一编号．"
    (article,) = ArticleSplitter().split(Issue("p", f"{MARKET}\n{text}\n市场五点开门．")).articles
    assert article.text == f"{text}\n市场五点开门．"


def test_the_name_of_a_column_is_no_byline() -> None:
    page = [
        "【关注】",
        "一座旧码头的新用处",
        "——云川货运码头改造见闻",
        "旧码头的仓库改成了书店，吊车留在岸边，周末常有孩子爬上去看船。",
        "",
        "【成都】",
        MARKET,
        *MARKET_TEXT,
    ]
    assert headlines(*page) == [
        "【关注】 一座旧码头的新用处 ——云川货运码头改造见闻",
        f"【成都】 {MARKET}",
    ]


@pytest.mark.parametrize("office", ["■ 本报评论员", "（云川日报评论员）", "□本报特约评论员"])
def test_an_office_without_a_name_is_no_text(office: str) -> None:
    page = Issue("page", "\n".join(["早市也要留住老味道", office, MARKET_TEXT[1]]))
    (article,) = ArticleSplitter().split(page).articles
    assert (article.byline, article.text) == (None, MARKET_TEXT[1])


@pytest.mark.parametrize(
    ("signature", "names"),
    [
        ("（后勤处 唐静）", "唐静"),
        ("（文化馆 唐静 小记者 白一鸣）", "唐静 白一鸣"),
        ("（文/学生记者 唐静 图/校宣传部）", "唐静"),
    ],
)
def test_where_a_writer_works_is_no_name(signature: str, names: str) -> None:
    for end in (signature, f"\n{signature}"):
        page = Issue("page", "\n".join([MARKET, MARKET_TEXT[1] + end]))
        (article,) = ArticleSplitter().split(page).articles
        assert (article.byline, article.text) == (names, MARKET_TEXT[1])


def test_each_instalment_of_a_series_is_a_story() -> None:
    text = "渡口的石阶有一百零八级，船工老郑每天要走上四个来回，一走就是三十年。"
    other = "老街的铁匠铺只剩下一间，打一把菜刀要半天，来订的人排到了下个月。"
    page = ["寻访旧行当①", "渡口上的船工", "本报记者 唐静", text]
    page += ["寻访旧行当②", "最后一间铁匠铺", "本报记者 唐静", other]
    assert headlines(*page) == ["寻访旧行当① 渡口上的船工", "寻访旧行当② 最后一间铁匠铺"]


def test_a_lead_like_the_one_above_begins_a_story() -> None:
    lead = "云川新闻网7月3日讯 （记者 唐静）"
    briefs = [
        f"{lead}7月2日，全市龙舟赛在柳河开桨，二十四支队伍参加。",
        "比赛为期两天，沿河设三处看台。",
    ]
    briefs.append(f"{lead}全市首个夜间图书馆开放，读者凭身份证入馆，座位三百个。")
    digest = ArticleSplitter().split(Issue("page", "\n".join(briefs)))
    assert [article.text.count("讯") for article in digest.articles] == [1, 1]


def test_a_notice_of_marked_items_has_a_headline() -> None:
    items = [
        "★ 参保登记截至六月底，逾期要等三个月。",
        "★ 新生儿九十天内登记，从出生当日起享受待遇。",
    ]
    assert headlines(*["居民参保提醒", *items]) == ["居民参保提醒"]


def test_small_ads_are_items() -> None:
    ads = {
        "招租": "柳河街临街门面六十平方米，年租五万元，电话13500001111。",
        "搬家": "居民搬家、长短途货运，随叫随到，电话0558-6660000。",
        "鸣谢": "家父治丧期间承蒙各位亲友吊唁慰问，谨致谢忱！",
        "7月5日停水预告": "柳河街、早市路一带，八时至十八时停水。",
    }
    page = [line for ad in ads.items() for line in ad]
    assert headlines(*page) == list(ads)


def test_headlines_with_one_sign_are_headlines_all() -> None:
    briefs = [
        "▶全市中学生篮球赛落幕",
        "云川一中获男子组冠军。",
        "▶两家企业入选省级名单",
        "河西机械、柳河食品日前入选。",
    ]
    briefs += ["▶市里学习新规章", "7月3日，市里组织学习新规章，专题研讨怎样办好小事。"]
    digest = ArticleSplitter().split(Issue("page", "\n".join(["要闻速览", *briefs])))
    assert [article.headline for article in digest.articles] == [b[1:] for b in briefs[::2]]
    assert [article.text for article in digest.articles] == briefs[1::2]


def test_an_hour_at_the_end_of_a_row_is_no_part_of_a_number() -> None:
    rows = ["10千伏柳河线：柳河街、纺织路，6:00—12:00", "10千伏河西线：早市路、旧码头，7:30—15:00"]
    page = Issue("page", "\n".join(["7月5日停电预告", *rows]))
    (article,) = ArticleSplitter().split(page).articles
    assert article.text.split("\n") == rows


def test_a_short_line_below_a_signed_paragraph_is_a_headline() -> None:
    other = "7月4日，柳河街的旧书市恢复开张，四十个书摊沿河排开，旧书三元一本。"
    page = [MARKET, MARKET_TEXT[1] + "（唐 静）", "柳河街旧书市恢复开张", other]
    assert headlines(*page) == [MARKET, "柳河街旧书市恢复开张"]
    page = [MARKET, MARKET_TEXT[1] + "（唐 静）", "新闻链接", "大棚由市商务局出资修建。"]
    assert headlines(*page)[0] == MARKET


def test_what_follows_a_table_is_an_item() -> None:
    rows = ["鲫鱼 12.5 11.0 11.8", "草鱼 9.6 8.8 9.2", "数据来源：云川水产批发市场"]
    page = [
        "今日鱼价（元/斤）",
        *rows,
        "水位播报",
        "柳河水文站昨日八时水位十二点六米，比前一日涨了两厘米。",
    ]
    digest = ArticleSplitter().split(Issue("page", "\n".join(page)))
    assert [article.headline for article in digest.articles] == [page[0], page[4]]
    assert digest.articles[0].text == "\n".join(rows[:2])


def test_a_paper_of_any_name_heads_its_page() -> None:
    masthead = ["01 头版 02 综合", "今日柳河", "JINRI LIUHE", "柳河县委宣传部主管 柳河报社主办"]
    masthead += ["2026年7月3日", "第88期", "责任编辑：唐静"]
    digest = ArticleSplitter().split(Issue("page", "\n".join([*masthead, MARKET, *MARKET_TEXT])))
    assert [article.headline for article in digest.articles] == [MARKET]
    assert len(digest.left_out) == len(masthead)


def test_names_of_fields_are_no_text() -> None:
    page = [f"标题：{MARKET}", "来源：云川融媒", "正文：", *MARKET_TEXT]
    (article,) = ArticleSplitter().split(Issue("page", "\n".join(page))).articles
    assert (article.headline, article.text) == (MARKET, "\n".join(MARKET_TEXT))


def test_what_a_channel_prints_below_is_no_text() -> None:
    below = ["来源：云川发布", "编辑：唐静", "审核：白一鸣 终审：苏禾", "点分享 点收藏 点在看"]
    page = [MARKET, MARKET_TEXT[0], "▼▼▼", MARKET_TEXT[1], *below]
    (article,) = ArticleSplitter().split(Issue("page", "\n".join(page))).articles
    assert article.text == "\n".join(MARKET_TEXT)


def test_a_share_by_itself_is_no_page_number() -> None:
    page = [MARKET, *MARKET_TEXT, "42%", "早市顾客里老人的占比。"]
    assert not ArticleSplitter().split(Issue("page", "\n".join(page))).left_out


@pytest.mark.parametrize("name", ["柳河晨讯", "今日江州"])
def test_a_name_that_the_masthead_tells_is_of_it(name: str) -> None:
    masthead = f"{name} 2026年7月3日 星期五 总第1204期"
    assert headlines(*[masthead, name, MARKET, *MARKET_TEXT]) == [MARKET]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("渡口的灯又亮了", "夜航班次恢复到四班"),
        ("老戏台换上新瓦", "周末先演三场折子戏"),
        ("“白条”换成了工钱", "十一位瓦工给法官送锦旗"),
    ],
)
def test_a_short_line_below_a_headline_is_of_it(first: str, second: str) -> None:
    text = "7月2日晚，镇上的老人摇着蒲扇坐满了河埠头，孩子们在石阶上跑到九点多钟。（唐静）"
    page = [MARKET, *MARKET_TEXT, first, second, text, "水位播报", "柳河水位昨日十二点六米。"]
    assert headlines(*page)[1] == f"{first} {second}"


@pytest.mark.parametrize(
    "lead", ["晚报讯 通讯员 白一鸣 记者 冯英", "本报讯（记者 冯英）", "本报讯"]
)
def test_a_lead_by_itself_is_no_headline(lead: str) -> None:
    page = ["渡口的灯又亮了", "夜航班次恢复到四班", lead, f"本报讯 {SIGNED}", MARKET, *MARKET_TEXT]
    assert headlines(*page) == ["渡口的灯又亮了 夜航班次恢复到四班", MARKET]


@pytest.mark.parametrize(
    "masthead",
    [
        ("柳河日报 2026年7月3日 农历五月十九 第", "6版"),
        ("江州晚报 2026年7月3日 星期", "五 A07 民生"),
        ("柳河日报 2026年7月3日 副", "刊"),
    ],
)
def test_a_masthead_cut_at_the_edge_is_one(masthead: tuple[str, str]) -> None:
    digest = ArticleSplitter().split(Issue("page", "\n".join([*masthead, MARKET, *MARKET_TEXT])))
    assert [article.headline for article in digest.articles] == [MARKET]
    assert [entry.reason for entry in digest.left_out] == ["furniture"] * 2


def test_a_short_headline_below_a_masthead_is_no_rest_of_it() -> None:
    page = ["柳河日报 2026年7月3日 第6版", "渡口", "", WANDERER]
    assert headlines(*page) == ["渡口"]


def test_figures_in_text_of_one_character_a_line_are_no_page_numbers() -> None:
    column = "\n".join("渡口共有8条船和30名船工每天往返12趟")
    digest = ArticleSplitter().split(Issue("page", column))
    assert not digest.left_out
    page = ["渡口", "老郑摆渡三十年，每天往返十二趟。", "8"]
    assert ArticleSplitter().split(Issue("page", "\n".join(page))).left_out


def test_a_line_set_wide_is_read_as_one_set_close() -> None:
    wide = ["三 伏 天 怎 样 过 ？", "本 报 记 者　方 圆", *MARKET_TEXT]
    (article,) = ArticleSplitter().split(Issue("page", "\n".join(wide))).articles
    assert (article.headline, article.byline) == (wide[0], "方圆")


def test_stories_whose_breaks_were_lost_are_parted() -> None:
    glued = f"{MARKET}{MARKET_TEXT[0]}{MARKET_TEXT[1]}停航渡轮复航本报讯（记者 齐欣）{CONTAINERS}"
    first, other = ArticleSplitter().split(Issue("page", glued)).articles
    assert (first.headline, first.text) == (MARKET, "".join(MARKET_TEXT))
    assert (other.headline, other.byline) == ("停航渡轮复航", "齐欣")

"""How papers of other cities set their pages: lines cut at the edge, labels, days."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from service.datamodels import Digest, Issue
from service.splitters import ArticleSplitter

FERRY = (
    "停航九年的渡轮复航",
    "柳河水上巴士昨天复航，从旧码头到河西新城单程四十分钟，票价六元，早晚高峰二十分钟一班。",
    "船员多是当年的老船工，三个月前重新考了证，复航首日运送乘客一千二百人次。",
)
OVENS = (
    "聋哑青年学会做面包",
    "面粉和黄油在案板上排成一列，十八位听障青年跟着师傅的手势揉面，第一炉吐司下午三点出炉。",
    "残联和三家面包房签了协议，学满两个月的可以去店里实习，工资按天结算。",
)
DAY, MORE = "2026年4月25日 16:18", "作者：曹桐 来源：柳河都市报"


def _split(lines: Sequence[str]) -> Digest:
    return ArticleSplitter().split(Issue("page", "\n".join(lines)))


def _wrapped(text: str, width: int, indent: str = "　　") -> list[str]:
    text = indent + text
    return [text[at : at + width] for at in range(0, len(text), width)]


@pytest.mark.parametrize("width", [14, 17, 20])
def test_a_line_with_day_and_source_is_one_where_the_edge_cut_it(width: int) -> None:
    page: list[str] = []
    for headline, *text in (FERRY, OVENS, FERRY[:2], OVENS[:1] + OVENS[2:]):
        page += [headline, *_wrapped(f"{DAY} | {MORE}", width, indent="")]
        page += [line for paragraph in text for line in _wrapped(paragraph, width)]
    first, second = _split(page[: len(page) // 2 + 1]).articles[:2]
    assert (first.headline, first.byline) == (FERRY[0], "曹桐")
    assert (second.headline, second.byline) == (OVENS[0], "曹桐")
    assert first.text == "\n".join(FERRY[1:])


def test_paper_and_day_below_a_headline_are_of_its_story_where_lines_are_cut() -> None:
    page = ["柳河晚报 第6版 2026年4月25日 星期六"]
    for headline, *text in (FERRY, OVENS):
        page += [headline, "柳河晚报　2026年4月25日"]
        page += [line for paragraph in text for line in _wrapped(paragraph, 22)]
    digest = _split(page)
    assert [article.headline for article in digest.articles] == [FERRY[0], OVENS[0]]
    assert [page[0]] == [digest.source_text[e.start : e.end] for e in digest.left_out]


@pytest.mark.parametrize("label", ["曹大桐简历", "人物简介", "【采访手记】"])
def test_a_label_is_of_its_story_and_a_line_by_itself(label: str) -> None:
    box = "曹大桐，男，汉族，1962年生，柳河航运公司退休船员，驾龄三十一年。"
    digest = _split([*FERRY, label, box, "", *OVENS])
    assert [article.headline for article in digest.articles] == [FERRY[0], OVENS[0]]
    assert digest.articles[0].text.split("\n")[-2:] == [label, box]


def test_between_the_numbers_of_a_story_no_other_begins() -> None:
    page = [
        "一座老茧站的三次转身",
        "桑埠镇的老茧站空了十六年，去年春天改成了蚕桑馆，八位老茧工回来当讲解员。",
        "一、从收茧到讲茧",
        "老茧工每人认领一件旧物，讲自己当年怎样用它，讲得最多的是那台过磅的大秤。",
        "■ 数字",
        "开馆一年，蚕桑馆接待四万人次，讲解员加到了十二位。",
        "■ 声音",
        "镇文化站站长说，茧站没有推平重盖，老物件才有地方放。",
        "二、从看蚕到养蚕",
        "两所小学领走了蚕种，孩子们每天摘桑叶，记下蚕儿几次眠、几次起。",
    ]
    assert [a.headline for a in _split([*page, *OVENS]).articles] == [page[0], OVENS[0]]


def test_numbers_on_lines_of_their_own_count_subheads() -> None:
    page = [
        "夜校又上新了",
        "三月十八日起，市民夜校春季班开始报名，书法、烘焙等二十六门课程任你挑。",
        "01",
        "怎么报名",
        "打开小程序点击“市民夜校”即可选课，每人限报两门，额满为止。",
        "02",
        "哪些课最抢手",
        "去年秋季班的陶艺课三分钟报满，今年这门课加开了一个班。",
    ]
    digest = _split(page)
    (article,) = digest.articles
    assert article.text == "\n".join(page[1:])
    assert not digest.left_out


def test_links_below_a_story_are_furniture_to_the_end_of_its_page() -> None:
    links = ["往期推荐", "这条路，下月起单向通行！", "最新！人才公寓开始申请"]
    digest = _split([*FERRY, "END", *links])
    assert [article.text for article in digest.articles] == ["\n".join(FERRY[1:])]
    assert len(digest.left_out) == 1 + len(links)


@pytest.mark.parametrize("caption", ["图为渡轮驶离旧码头。", "▲4月25日，渡轮驶离旧码头。"])
def test_what_a_picture_shows_is_a_photo(caption: str) -> None:
    photo = f"{caption}（冯英 摄）"
    kinds = [(a.kind, a.headline) for a in _split([*FERRY, photo, *OVENS]).articles]
    assert kinds == [("story", FERRY[0]), ("photo", None), ("story", OVENS[0])]


def test_a_lead_below_a_signed_story_of_one_paragraph_begins_another() -> None:
    page = [FERRY[0], "□本报记者 齐欣", FERRY[1], f"（记者 冯英）{OVENS[1]}"]
    assert [article.byline for article in _split(page).articles] == ["齐欣", "冯英"]


def test_a_report_that_opens_with_its_lead_is_no_headline() -> None:
    page = [FERRY[0], "本报讯　柳河水上巴士昨天复航（市航运公司供稿）", *FERRY[1:]]
    assert [article.headline for article in _split(page).articles] == [FERRY[0]]


def test_the_signs_around_the_name_of_a_column_are_no_part_of_the_headline() -> None:
    page = ["◇城乡广角◇", *FERRY, "◇城乡广角◇", *OVENS]
    headlines = [article.headline for article in _split(page).articles]
    assert headlines == [f"城乡广角 {FERRY[0]}", f"城乡广角 {OVENS[0]}"]


def test_a_small_ad_that_ends_with_a_number_to_call_is_an_item() -> None:
    ad = ["招租", "柳河街临街商铺两间，面积八十平方米，水电齐全。电话：13500001111"]
    page = [*FERRY, "记者 冯英", *ad, *OVENS]
    headlines = [article.headline for article in _split(page).articles]
    assert headlines == [FERRY[0], "招租", OVENS[0]]


@pytest.mark.parametrize(
    "posted",
    [
        "原创 桑小妹 桑埠发布 2026-03-11 07:45 江苏",
        "原创 桑小妹 桑埠微生活 2026年3月11日 07:45",
        "桑小妹 桑埠融媒 2026-03-11 07:45 发表于 江苏",
    ],
)
@pytest.mark.parametrize("opening", [[], ["点击上方蓝字 关注我们", "", "快来看呀！"]])
def test_what_heads_a_post_is_no_text(posted: str, opening: list[str]) -> None:
    (article,) = _split([FERRY[0], posted, *opening, *FERRY[1:]]).articles
    assert article.headline == FERRY[0]
    assert article.text == "\n".join([*opening[2:], *FERRY[1:]])


@pytest.mark.parametrize("signature", ["□ 首席记者 齐欣", "■本报记者 齐欣", "本报特派记者 齐欣"])
@pytest.mark.parametrize("kicker", [[], ["四月里的第一声汽笛"]])
def test_who_wrote_it_may_stand_above_the_headline(signature: str, kicker: list[str]) -> None:
    page = ["桑埠晚报", "2026年4月9日 星期四 第3版", "", signature, *kicker, FERRY[0], *FERRY[1:]]
    (article,) = _split([*page, "", OVENS[0], *OVENS[1:]]).articles[:1]
    assert (article.headline, article.byline) == (" ".join([*kicker, FERRY[0]]), "齐欣")
    assert article.text == "\n".join(FERRY[1:])


def test_numbers_before_subheads_count_sections_of_one_story() -> None:
    page = [
        "清明假期，这几座公园怎么逛",
        "假期将至，市园林局昨天公布了各公园的开放安排，三座公园延长开园时间。",
        "",
        "01 桑埠植物园",
        "四月四日起每天六点开园，郁金香展区单向通行。",
        "",
        "02 老城墙公园",
        "城墙步道照常开放，夜间灯光九点关闭。",
        "",
        "03 柳河湿地",
        "观鸟屋每天限一百人，须提前一天预约。",
    ]
    (article,) = _split(page).articles
    assert article.headline == page[0]
    assert article.text == "\n".join(filter(None, page[1:]))


@pytest.mark.parametrize(
    "pointer", ["（相关报道见4版）", "（更多图文详见今日A05版）", "【评论见第2、3版】"]
)
def test_a_line_that_points_to_reports_on_another_page_is_no_text(pointer: str) -> None:
    digest = _split([*FERRY, pointer, "", *OVENS])
    assert [a.headline for a in digest.articles] == [FERRY[0], OVENS[0]]
    assert pointer not in digest.articles[0].text


def test_a_short_line_above_a_short_report_is_its_headline() -> None:
    page = ["夜航船试航", "", "本报讯（记者 齐欣）柳河夜航船昨晚试航，船票二十元，每晚三班。"]
    assert [a.headline for a in _split(page).articles] == [page[0]]
    other = ["陶窑开火", "", "本报讯 后山陶窑本周日开火，市民可带泥坯来烧，名额六十个。"]
    headlines = [a.headline for a in _split([*page, "", "", *other]).articles]
    assert headlines == [page[0], other[0]]


@pytest.mark.parametrize("label", ["【编者按】", "编者按：", "【开栏的话】"])
def test_a_note_of_the_editor_above_a_headline_is_of_that_story(label: str) -> None:
    note = f"{label}春茶上市，本报今起推出“山里的手艺”系列报道，写写守着老灶的人。"
    digest = _split([*FERRY, "", note, *OVENS])
    assert [article.headline for article in digest.articles] == [FERRY[0], OVENS[0]]
    assert digest.articles[1].text == "\n".join([note, *OVENS[1:]])
    (article,) = _split([*FERRY, note]).articles
    assert article.text == "\n".join([*FERRY[1:], note])


def test_who_wrote_it_below_a_headline_does_not_make_one_of_the_subhead() -> None:
    page = [FERRY[0], "", "本报记者 齐欣", "汽笛又响了", *FERRY[1:], "票价没有变", *OVENS[1:]]
    (article,) = _split(page).articles
    assert (article.headline, article.byline) == (FERRY[0], "齐欣")


@pytest.mark.parametrize("numbers", ["①②③", "123"])
def test_counted_captions_with_one_credit_are_a_photo(numbers: str) -> None:
    shown = ("渡船靠岸。", "船工收缆。", "码头上的早点摊。")
    captions = [f"图{number}：{what}" for number, what in zip(numbers, shown, strict=True)]
    articles = _split([*FERRY, *captions, "本报记者 庞禾 摄影报道"]).articles
    assert [article.kind for article in articles] == ["story", "photo"]
    assert articles[0].text == "\n".join(FERRY[1:])
    assert articles[1].text == "\n".join(captions)
    assert articles[1].byline == "庞禾"


def test_a_second_post_below_a_call_has_its_headline() -> None:
    posts = [
        "这个周末，去河堤看风筝",
        "原创 阿禾 江北发布 2026-03-20 18:02 云川",
        "",
        "3月21日起，南河堤风筝节连办三天，最长的龙串有一百二十米，市民可带自己的风筝到场。",
        "",
        "戳↓↓查看活动地图",
        "",
        "早市搬家了",
        "3月23日起，河西早市搬到文体中心北侧的空地，五点开市，九点清场，公交8路可直达。",
        "",
        "来源：江北发布 市城管局",
        "觉得有用？转给邻居看看吧！",
    ]
    digest = _split(posts)
    assert [article.headline for article in digest.articles] == [posts[0], posts[7]]
    assert [article.text for article in digest.articles] == [posts[3], posts[8]]


@pytest.mark.parametrize("above", ["民生快讯", "江北日报 2026年5月8日 第2版 综合"])
def test_briefs_of_a_paragraph_each_are_stories(above: str) -> None:
    briefs = [
        "5月6日，市残联在滨江广场为一百二十名残疾人适配轮椅和助听器，康复师现场教用法。",
        "上周末，城南小吃节收摊，三天卖出锅盔十一万个，摊主们说比去年多卖了三成。",
        "近日，柳河水文站测得水位二十三点六米，低于警戒水位，防汛应急响应已经解除。",
        "截至4月底，沂南县的早茶采摘过半，八个合作社的茶青收购价每斤四十元上下。",
    ]
    digest = _split([above, *briefs])
    assert [article.text for article in digest.articles] == briefs


@pytest.mark.parametrize("credit", ["（效果图）", "　图/江北发布", " 图源：江北融媒"])
def test_a_caption_below_a_headline_is_no_part_of_it(credit: str) -> None:
    headline, *text = FERRY
    digest = _split([headline, f"新渡轮停在旧码头{credit}", *text])
    assert digest.articles[0].headline == headline


@pytest.mark.parametrize("paper", ["柳河报", "今日柳河", "新柳河", "柳河发布", "柳河教育"])
@pytest.mark.parametrize("below", [[], ["2026年4月25日　星期六　02版"]])
def test_a_paper_that_names_no_day_beside_it_is_no_headline(paper: str, below: list[str]) -> None:
    digest = _split([paper, *below, *FERRY, *OVENS])
    assert digest.paper == paper
    assert [article.headline for article in digest.articles] == [FERRY[0], OVENS[0]]


@pytest.mark.parametrize(
    ("head", "is_left_out"),
    [
        ("柳河发布\n2026年4月25日 18:30", False),
        ("柳河融媒 2026-04-25", True),
        ("今日柳河　2026.4.25　周六", True),
        ("《柳河报》 2026年4月25日 第3版", True),
    ],
)
def test_paper_and_day_of_whatever_heads_the_page(head: str, is_left_out: bool) -> None:
    digest = _split([head, "", *FERRY])
    paper = head.strip("《").split("》")[0].split()[0]
    assert (digest.paper, digest.date) == (paper, "2026-04-25")
    assert [article.headline for article in digest.articles] == [FERRY[0]]
    assert bool(digest.left_out) is is_left_out


@pytest.mark.parametrize("masthead", ["平安柳河　2026年4月25日　第4版", "柳河公安 2026年4月第37期"])
def test_a_masthead_that_reads_like_an_account_is_none(masthead: str) -> None:
    digest = _split([masthead, *FERRY])
    assert [digest.source_text[e.start : e.end] for e in digest.left_out] == [masthead]


@pytest.mark.parametrize("headline", ["今日立夏", "喜报", "柳河发布寒潮蓝色预警", "柳河报喜"])
def test_a_headline_that_only_looks_like_a_paper_is_one(headline: str) -> None:
    digest = _split([headline, *FERRY[1:]])
    assert (digest.paper, digest.articles[0].headline) == (None, headline)


def test_hours_on_lines_of_their_own_are_of_the_story() -> None:
    hours = ["02:10", "早班的船工到了码头，先把缆绳理顺，再烧一壶水。"]
    hours += ["03:30", "渡轮离岸，柳河上起了雾，船工打开船头的灯，码头上只剩一只猫。"]
    (article,) = _split([*FERRY, *hours]).articles
    assert article.text == "\n".join([*FERRY[1:], *hours])


def test_a_section_above_the_first_headline_is_furniture() -> None:
    digest = _split(["综合", *FERRY, *OVENS])
    assert [article.headline for article in digest.articles] == [FERRY[0], OVENS[0]]
    assert len(digest.left_out) == 1


def test_a_notice_of_one_paragraph_swallows_no_story() -> None:
    notice = ["遗失启事", "本人曹桐遗失柳河大学学生证一本，学号2023001，特此声明。"]
    canteen = ["柳河大学食堂卖起一两饭", "柳河大学食堂昨天卖起一两饭，三角钱一份，不够再添。"]
    headlines = [article.headline for article in _split([*notice, *canteen]).articles]
    assert headlines == [notice[0], canteen[0]]

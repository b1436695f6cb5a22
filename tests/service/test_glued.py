from __future__ import annotations

import pytest

from service.datamodels import Article
from service.glued import find_glued
from service.summarizers.selection import select_sentences
from service.text import find_opening, split_sentences
from tests.factories import make_article


@pytest.mark.parametrize(
    ("glued", "sentence"),
    [
        ("东岸夜校迎来首批学员", "9月2日，二百名工友走进课堂。"),
        ("“夜渔”体验季走红江城 ", "日前，云川渔港把晚市延到了零点。"),
        ("旧书去哪儿 云川人有妙招：换一棵绿植", "近日，东岸书店收下了三千册旧书。"),
        ("水价听证会召开，代表建议分步调整", "11月5日下午，听证会的纪要已经公布。"),
        ("渔港码头（云川港务局供图）", "12日，最后一条挖泥船离港。"),
        ("东岸街道走访慰问高龄居民", "本周三，二十位志愿者分头上门。"),
        ("东岸医疗队结束援建任务", "2022年7月，医疗队第一次来到海岛。"),
        ("安置点现场", "10月8日7时许，第一批早饭送到。"),
        ("苏木摄", "连日来，渔港的冰库日夜不停。"),
        ("摊主程雨桐在晾鱼干（受访者供图）", "鱼干今年涨了两成。"),
        ("水厂的新滤池(苏禾摄/云川图库)", "滤池每天能处理四万吨水。"),
        ("渔港码头（图片来源：云川港务局）", "“今年的蟹个头大。”船主说。"),
        ("资料图片", "滨江路的老槐树有一百二十岁。"),
        ("图片来源/受访者提供", "14日下午，程女士收到了退款。"),
        ("云川消防供图", "受困的两名工人已经脱险。"),
        ("“书香”入户，共读“一本书”", "为关爱独居老人，近日，石桥村把一本书送进家门，共读到晚。"),
        ("夜市重开 首夜两万人 夜市重开 首夜两万人 ", "按照日程，夜市每晚六点开门。"),
        ("渔港清淤渔港东侧开工渔港清淤渔港东侧开工", "挖泥船昨天驶进了渔港。"),
        ("东岸立交东站", "东岸立交东站是环线的第九座车站。"),
        ("渔港清淤渔港东侧开工渔港清淤渔港东侧开工 ", "为改善泊位，渔港清淤先从东侧做起。"),
        ("▲涉事船主苏某", "9月2日，渔政人员登船检查。"),
        ("渔港亮灯本站法律服务由 林舟律师事务所 提供", "入夜以后，渔港的灯一盏盏亮起来。"),
        ("管理处回应→", "近日，有船主反映泊位难订。"),
        ("夜市摊位翻了一番", "据悉，夜市每晚六点开门。"),
        ("摊主在晾鱼干 ", "据了解，鱼干今年涨了两成。"),
        ("图说：渔港的三号泊位停用，渔船改道 云川晚报记者 苏禾/摄", "渔港昨日起清淤。"),
        (
            "船主深夜载客被查 渔政：罚款两千",
            "据云川渔政局9月2日消息，一名船主深夜载客，被渔政罚款两千元。",
        ),
        ("渔港清淤提前完工 ", "记者9月2日从云川港务局获悉，渔港清淤提前十天完工。"),
        ("石桥村农家书屋办起读书会", "为丰富村民的冬闲时光，11月3日，石桥村农家书屋请来讲师。"),
    ],
)
def test_finds_the_sentence_behind_what_is_glued_to_it(glued: str, sentence: str) -> None:
    assert find_glued(glued + sentence) == len(glued)
    text = f"昨夜起风。{glued}{sentence}"
    before, front, found, *_ = split_sentences(text)
    assert (before.text, front.text, found.start) == (
        "昨夜起风。",
        glued.strip(),
        len(text) - len(sentence),
    )
    assert not front.is_whole
    assert found.is_whole


@pytest.mark.parametrize(
    "sentence",
    [
        "记者从市水务局了解到，截至9月2日，水库蓄水三亿立方米。",
        "东岸超市的玻璃渣罐头案昨日记者从法院获悉，罐头案已经宣判。",
        "东岸渔港的台账是根据渔港统计局发布，由渔港逐月核对的。",
        "东岸书店征集旧书，登记日期9月30日，每人限交十册。",
        "云川气象台发布大风预警11月2日，渔船一律回港。",
        "市教育局贴出招生公告6月24日，共有九所学校。",
        "渔港龙舟赛开幕6月9日，为期三天。",
        "夜市从9月30日至10月3日，每晚延到零点。",
        "受寒潮影响，云川港自11月2日起至8日，停航。",
        "涉事船主被处以行政拘留5日，渔具没收。",
        "为迎接开渔，云川港9月1日，检修了三条航道。",
        "夜市的摊主们从10月1日，一直忙到了月底。",
        "东岸街道办事处近日，在渔港设了两个咨询台。",
        "船主程先生8月2日，在码头捡到一只钱包。",
        "公告称，云川港的三号泊位9月2日，停止靠泊。",
        "苏禾说：“渔港停市那天是9月2日，我记得清楚。”",
        "“这路修了三年，我们总算等到了，真不容易”9月2日，程先生说。",
        "他展示手机里的照片（受访者供图），鱼有两米长。",
        "视频截图显示，涉事货车当时正在倒车。",
        "东岸街道为丰富居民的文化生活，办起夜校。",
        "街道规范商贩的经营行为规范市场，街道还规范商贩的证照。",
        "云川港被定为丰富渔业品种的试验港，期限三年。",
        "夜校开课9月2日，人多。",
        "据港务局数据统计，渔港上月成交九万斤。",
        "船主程先生说，另据了解，泊位还有三个。",
        "同时据悉，渔港将办开渔节。",
        "昨日，渔港开市。",
    ],
)
def test_a_sentence_that_leads_up_to_its_day_stays_whole(sentence: str) -> None:
    assert find_glued(sentence) == 0
    (found,) = split_sentences(sentence)
    assert found.text == sentence


def summarize(article: Article, max_chars: int) -> str | None:
    sentences = split_sentences(article.text)
    scores = [1 - place / 100 for place in range(len(sentences))]
    return select_sentences(article, sentences, scores, max_chars=max_chars).text


def test_a_summary_begins_behind_what_is_glued() -> None:
    headline = "云川渔港夜市重开"
    text = (
        f"{headline}10月8日，停了半年的夜市重新点灯。摊位由八十个增到一百二十个。首夜来了两万人。"
    )
    assert summarize(make_article(text), 30) == "10月8日，停了半年的夜市重新点灯。首夜来了两万人。"
    assert summarize(make_article(text), 150) == text.removeprefix(headline)


def test_a_headline_glued_to_the_text_may_stand_for_one_that_is_missing() -> None:
    text = "云川渔港夜市重开10月8日，停了半年的夜市重新点灯。"
    start, end = find_opening(text, 8)
    assert text[start:end] == "云川渔港夜市重开"

"""Who signs a letter or a story where no title says so."""

from __future__ import annotations

import pytest

from service.datamodels import Article
from service.splitters import ArticleSplitter
from tests.factories import make_issue

NEWS = (
    "西门外的老浴室上周重新点火，头一天来了一百六十多位老主顾。票价仍是八元，搓背另收五元。"
    "老板娘栾春芳说，锅炉换成了电的，烟囱留着不拆。"
)
LETTER = (
    "我家住在渡口巷，巷里的两盏路灯坏了半个多月，下夜班的人摸黑走，前天有位大姐踩空崴了脚。"
    "给物业打过三次电话，都说在排队。盼早点修好。"
)
ANSWER = "市路灯所回复：十一月三日已更换灯头两盏、电缆四十米，当晚恢复照明，并给该巷加了一次夜巡。"


def _article(text: str) -> Article:
    (article,) = ArticleSplitter().split(make_issue(text)).articles
    return article


@pytest.mark.parametrize("greeting", ["编辑同志：\n", "编辑同志："])
@pytest.mark.parametrize("answer", [f"\n{ANSWER}", ""])
@pytest.mark.parametrize(
    ("signature", "names"),
    [
        ("渡口巷居民 牟巧云", "牟巧云"),
        ("市民：牟巧云", "牟巧云"),
        ("牟巧云", "牟巧云"),
        ("城南　牟巧云", "牟巧云"),
        ("牟巧云等九户居民", "牟巧云"),
        ("读者 小渡", "小渡"),
    ],
)
def test_who_signs_a_letter_wrote_it(
    greeting: str, answer: str, signature: str, names: str
) -> None:
    article = _article(f"渡口巷的路灯啥时亮\n{greeting}{LETTER}\n{signature}{answer}\n")
    assert article.byline == names
    assert article.text == f"{greeting}{LETTER}{answer}"


@pytest.mark.parametrize("signature", ["一位夜班护士", "渡口巷居民", "市民 牟某", "市民 牟女士"])
def test_who_hides_the_name_is_no_byline(signature: str) -> None:
    article = _article(f"渡口巷的路灯啥时亮\n编辑同志：\n{LETTER}\n{signature}\n{ANSWER}\n")
    assert article.byline is None
    assert signature in article.text


@pytest.mark.parametrize("signature", ["\n——卓晚晴", "——卓晚晴", "\n卓晚晴", "\n读者 卓晚晴"])
def test_a_name_at_the_end_signs_a_story(signature: str) -> None:
    article = _article(f"西门老浴室又冒热气了\n{NEWS}{signature}\n")
    assert (article.byline, article.text) == ("卓晚晴", NEWS)


def test_a_reporter_named_in_a_sentence_is_printed_as_there() -> None:
    text = "本報訊 記者陳慧珊從渡輪公司獲悉，東涌線十二月起改為三十分鐘一班，居民批評事前未諮詢。"
    article = _article(f"渡輪班次減少\n{text}\n")
    assert (article.byline, article.text) == ("陳慧珊", text)


@pytest.mark.parametrize(
    "text",
    [
        f"“人要常洗，心要常晒。”——张岱\n{NEWS}",
        f"{NEWS}\n——献给所有早起的人",
        f"{NEWS}\n“洗得干净，走得清白。”——栾春芳",
        "一等奖\n卓晚晴 罗小满\n二等奖\n牟巧云 向东 栾春芳",
        f"{NEWS}\n主持人：罗小满",
    ],
)
def test_other_names_with_a_dash_or_in_a_list_are_text(text: str) -> None:
    article = _article(f"西门老浴室又冒热气了\n{text}\n")
    assert (article.byline, article.text) == (None, text)


WALK = (
    "老城墙根的早茶摊",
    "天不亮，城墙根下的早茶摊就冒起白汽。摊主贝师傅的铁壶有半人高，一壶水能冲四十碗茶。",
    "茶客多是守夜的、卸货的、出早车的，一碗茶两块钱，站着喝完就走。",
    "贝师傅说，铁壶传了三代，茶摊也摆了三代，老茶客的碗不用问就知道放几勺糖。",
)


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("□通讯员 屠苏 文/图", "屠苏"),
        ("本报记者 甘棠 通讯员 凌波 文/图", "甘棠 凌波"),
        ("□本报记者 甘棠 通讯员 凌 波 文图", "甘棠 凌波"),
        ("见习记者 甘棠 摄影报道", "甘棠"),
        ("特约记者 甘棠 文并图", "甘棠"),
        ("文、图/本报记者 甘棠", "甘棠"),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_who_wrote_and_took_the_photos_signs_all_of_a_story(
    credit: str, names: str, between: str
) -> None:
    for page in ((*WALK, credit), (WALK[0], credit, *WALK[1:])):
        article = _article(between.join(page) + "\n")
        assert (article.byline, article.text) == (names, "\n".join(WALK[1:]))


def test_a_caption_amid_a_story_by_who_wrote_it_is_still_a_photo() -> None:
    caption = "7月3日，孩子们在柳河湿地的木栈道上数白鹭，当天飞来两百多只。"
    page = "\n".join((*WALK, "", caption, "本报记者 甘棠 文/图"))
    _, photo = ArticleSplitter().split(make_issue(page)).articles
    assert (photo.kind, photo.byline, photo.text) == ("photo", "甘棠", caption)

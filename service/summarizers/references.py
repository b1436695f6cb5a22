"""What a sentence, in simplified characters, takes up of those before it: alone it says nothing."""

from __future__ import annotations

import re

from service.names import begins_with_surname

# What takes up the sentence before: alone it says something else, or nothing.
_CONNECTS = (
    "其中|那么|对此|为此|因此|因而|所以|于是|由此|但是|但|然而|不过|可是|而且|并且|况且|何况|"
    "例如|比如|同样|相反|反之|否则|可见|果然|当然|也就是说|换句话说|换言之|相比之下|一来|二来|"
    "[一二三四五六七八九十]是(?!一)|[二三四五六七八九十]+[，、,](?=[\u4e00-\u9fff])|"
    "(?:第[二三四五六七八九]|其[一二三四五])(?:[，,、：:]|是)|首先|其次|再次|再者|"
    "具体(?:来说|来看|而言)|(?:尽管|即便|即使|虽然|正因|正是)?如此|不只是?|不止|"
    "结果(?:[被却就还又没]|不料)|可(?:就在|谁知|没想到|偏偏|惜)|谁(?:知|料)|不料|岂料|殊不知|没想到|"
    "也(?!门)|还(?![款债贷清原建])|更(?![正名换新改衣替])|均(?![价衡线])|并(?![购网轨州])|标志着|意味着"
)
# This event and these days are the reader's own; 这项, 该市, 他 want the sentence before.
_REFERS = (
    "这(?!次|场|里|(?:几|些|两|段|个)(?:天|日|年|时间|春|夏|秋|冬|周末|假期|月))|"
    # … behind who says so, too: 据统计，这一成绩….
    "(?:据|根据|[^，。“”]{2,20}(?:显示|指出|认为|介绍|表示))[^，。“”]{0,30}，这一|"
    "该(?!不该)|此[举项类时事]|上述|以上(?!海)|[前后两二]者|据[他她]|在[他她]们?看来|"
    "[他她它]们?(?![人乡国山方日杀])"
)
_POINTS_BACK = re.compile(f"{_CONNECTS}|{_REFERS}")
_FIRST_POINT = re.compile("一是(?!一)|首先|其一(?:[，,、：:]|是)")

# What goes on with the story: a summary may go on with it, too, and not begin with it.
_GOES_ON = re.compile(
    # A document by the short name that stands for it: 《方案》提出.
    "《[\u4e00-\u9fff]{0,2}(?:方案|意见|通知|办法|规划|计划|条例|规定|公告|报告|细则|措施|指南|清单|通告|协议|决定)》|"
    # … or without its name: 公告指出, 办法8月8日起施行, 视频显示.
    "(?:通知|公告|通报|文章|报道|判决书|视频|画面|监控)(?:称|指出|提出|明确|显示|要求|规定)|"
    "(?:办法|方案|条例|规定|通知)(?:[自从将于]|\\d{1,2}月|实施|施行|提出|明确|要求|指出)|"
    # What a report of a case told before.
    "(?:经(?:查|核实|审[理讯查]|讯问|调查|侦查|鉴定)|到案后|[事案]发后|接报后|接警后|接到(?:报警|举报|投诉|求助)后|"
    "得知(?:情况|消息|此事)后)[^，]{0,4}[，,]|(?:目前|现)，?[^，。]{0,8}(?:嫌疑人|涉案人员|案件|该案)|"
    "此外|另(?:外|据|悉|一)|原来，|届时|先后|累计|与此同时|同时|不仅如此|除此之外|另一方面|还有|总之|随后|接着|紧接着|后来|从此|至此|最后|最终|"
    "下一步|接下来|(?:此次|本次)|(?:活动|会议|仪式|比赛|培训|讲座|现场|当天|当日|当晚|次日|期间)"
    "(?:中|上|前|后|期间|现场|当天|结束后|强调|要求|指出|，|,)|"
    "会议(?:通报|认为|听取|审议|决定|传达|号召)|会上|会前|会后|座谈中|"
    "两人|双方|对方|[^，,“]{0,12}[，,](?:他|她)们?(?![人乡国山方日])|其(?![他它余次中实一二三四五])"
)
# Somebody, something or somewhere without a name of its own.
_UNNAMED = re.compile(
    "(?:男孩|女孩|司机|患者|民警|警方|店家|商家|医生|公司|医院|学校|法院)(?!们)|"
    "(?:项目|工程|展览|赛事|比赛|大赛|论坛)(?![部组])|当地(?!时间)"
)
_NAMES_AS_KNOWN = re.compile("(?<![应活本])该(?P<what>[\u4e00-\u9fff])")
_FROM_WHOM = re.compile("[^从，]{0,20}从(?!该)[^，]{4,20}(?:获悉|了解到?|透露)，")
# A person by the name alone, who was told of before: 周禾介绍，….
_BARE_NAME = re.compile(
    r"[\u4e00-\u9fff]{1,2}[^\W方局部委院家者员长司站网台报会队所处厅办店厂社团校区市县]"
    "(?:介绍|表示|说|称|坦言|回忆|解释|告诉记者|补充)[，,：:]"
)
_EARLY = 25  # characters within which 该市 stands before all it could mean
_EARLY_COUNTRY = 10  # … and 该国, for few countries have that character in their names


def points_back(sentence: str) -> bool:
    """Whether a sentence takes up the one before: 其中, 这项, 他说 …."""
    return _POINTS_BACK.match(sentence) is not None


def begins_points(sentence: str) -> bool:
    """Whether a sentence is the first of several points: 一是, 首先, 其一."""
    return _FIRST_POINT.match(sentence) is not None


def goes_on(sentence: str) -> bool:
    """Whether a sentence takes up what was told before, if not just before: 此外, 会上, 该县 …."""
    if begins_with_surname(sentence) and _BARE_NAME.match(sentence):
        return True
    known = _NAMES_AS_KNOWN.search(sentence, 0, _EARLY)
    if known and known["what"] not in sentence[: known.start()]:
        is_named = known["what"] == "国" and known.start() >= _EARLY_COUNTRY
        return not is_named and not _FROM_WHOM.match(sentence, 0, known.start())
    return _GOES_ON.match(sentence) is not None


def names_nobody(sentence: str) -> bool:
    """Whether a sentence begins with somebody or something as if named before: 民警, 项目 …."""
    return _UNNAMED.match(sentence) is not None

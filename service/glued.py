"""What sites glue to the front of a sentence: a headline, a subhead, a caption, a credit."""

from __future__ import annotations

import re
from itertools import pairwise

LONGEST_GLUED = 90  # characters
_FEWEST_GLUED = 5  # characters before a day; a word of fewer may well be who acted on that day
_LEAST_REST = 8  # characters that a sentence has at least
_REACH = 150  # characters in which a text says its headline again
_ECHO = 1 / 3  # of the pairs of characters of a headline

_HOUR = (
    r"(?:[上下中]午|凌晨|清晨|傍晚|晚上?|夜间)?(?:\d{1,2}(?:[:：]\d\d|[时点](?:\d{1,2}分)?)许?)?"
)
_DAY = (
    r"(?:(?:(?:(?:20\d\d|[今去])年)?\d{1,2}月(?:\d{1,2}日|[上中下]旬)|20\d\d年\d{1,2}月|"
    r"(?<=[图摄络者）)])[ \u3000]?\d{1,2}日|近[日期]|日前|最近|[昨今][天日]|[本上]周[一-日末]?)"
    rf"(?:[至—-]\d{{1,2}}日)?{_HOUR}|"
    r"连日来|近几?年来|近些年|近段时间|今年以来|入[春夏秋冬]以来)，"
)
# A new sentence begins with the day where the words before it neither lead up to it nor act on it.
_BEFORE_DAY = re.compile(rf"(?<=[\u4e00-\u9fff”）》)】])[ \u3000]?(?={_DAY})")
_LEADS_UP = re.compile(
    r"^[为受因据随按根自从当记].*，|"
    r"(?:[在从自于至到止是为据与和、，：的因对由及或将等了就以起比距离待过每逢值年月日他她我们]|"
    r"时间|早在|其中|[昨今明]天|[首次当翌]日|当天|记者|笔者|获悉|了解|发现|"
    r"报道称|表示|显示|预计|通报称|"
    # What has its date behind it: 截稿日期11月30日, 下发通知10月24日.
    r"日期|[时限]期|期限|截止|有效期|开幕|闭幕|预报|预警|[通公快简]报|通知|公[告示])[ \u3000]?$"
)
_ACTS = re.compile(
    r"(?!.*(?:开展|举[办行]|召开|走进|启动|打造|揭牌|开[班赛幕业]|慰问|[破抓查]获|亮相|落[户幕]|上线|发布|迎来|走访|调研))"
    r"[^ \u3000：:“”！？|｜，]{2,16}(?:[局委部厅所站队室院校馆园省市县区镇乡村州某]|(?<!查)处|"
    r"公司|政府|大学|集团|中心|[协商工]会|委员会|[管居村]委会|银行|[支分]行|"
    r"先生|女士|人员|民警|[警校院店厂双]方|网友|市民|村民|家属)$"
)
_OF_PICTURE = re.compile("(?:摄|图|照片|现场|截图)[ \u3000]?$")
_SAYS = re.compile("(?:称|说|道|表示|介绍|显示|通报|消息|公告|指出)[：:，]")
_OF_HEADLINE = re.compile("[“：: \u3000]")
_END = re.compile("[。！？\n]")
_LONGEST_TITLE = 16  # characters in quotes; what is longer, or has a stop, was said
_STOPS = re.compile("[，。！？…]")

# A credit in brackets closes a caption; whatever follows is the text.
_CREDIT = re.compile(
    r"[（(](?:(?:图片?|文|来源|图源|图据|摄影|图片来源|资料图)[ :：/／][^（）()。]{1,25}|"
    r"[^（）()。，]{0,25}(?:供图|摄|摄影|截图|照片|资料图片?|效果图|示意图|[ /／]图)"
    r"(?:[/／][^（）()。，]{1,12})?)[)）][ \u3000]?"
    r"(?=[\u4e00-\u9fff“《\d])(?!显示|中|里|上|来自)"
)
# A headline that is printed twice: 夜市开张 首夜两万人夜市开张 首夜两万人 按照…; the second may be
# where the sentence begins: 东岸立交站东岸立交站是….
_TWICE = re.compile(
    r"(?P<headline>[^。！？\n]{6,60}?)[ \u3000]?"
    r"(?:(?=(?P=headline)[是也位，、])|(?P=headline)[ \u3000]?)"
)
_MARK = re.compile(
    # Behind the advertisement of a site stands the sign to close it.
    r"(?:[^。！？\n×]{2,60} ×|[^。！？，\n]{2,30}(?:[→↓]|>>)|"
    r"[^。！？，\n]{0,40}本(?:平台|站|网)法律服务[^。，\n]{2,20}提供|"
    r"[^。！？，\n]{0,40}图源[：: ]?[\u4e00-\u9fff]{2,6}(?=据)|"
    r"[▲△▼]?(?:资料图片?|效果图|(?:网页|视频|网络)截图)|"
    r"(?:图片|视频)?来源[/／:：](?:网络|受访者|视频|社交平台)(?:截图|提供)?|"
    r"[^。！？\n]{0,60}?(?:记者|通讯员)[ \u3000][\u4e00-\u9fff]{2,4}[ \u3000/／]?(?<!拍)摄"
    r"(?![影像制])|"
    r"[\u4e00-\u9fff ]{2,16}(?<!提)供图)[ \u3000]?"
    r"(?=[\u4e00-\u9fff“《\d])(?![片纸书]|显示|中|里|上|为|来自|可见|说明|由)"
)
_TOLD = re.compile(
    r"[^，,。！？；：:\n]{4,40}?(?<![另又而且但并时外前日天经])[ \u3000]?"
    r"(?=据(?:悉|了解|介绍|透露)，)"
)
_REASON = re.compile(
    r"(?<=[\u4e00-\u9fff”）])"
    r"(?<![成因作以视称认名定化转变者最分较极更尤颇改列誉评选判])"
    r"(?<!行(?=为规范))[ \u3000]?"
    r"(?=为(?:进一步|持续|切实|深入|丰富|增强|营造|推[动进]|加[强快]|提[高升]|弘扬|贯彻|全面|有效|更好|积极|庆祝|帮助|"
    r"普及|助力|让|保障|扎实|落实|打造|引导|迎接|响应|传承|规范|确保|充分|满足|做好|解决|促进|培养|关[爱心]|践行|讲好|缓解|消除|打通|构建|夯实|发挥|厚植|展示|纪念|"
    r"防范|预防|打击|巩固|优化|改善|方便|减轻|化解|遏制))"
    # Who tells it opens the sentence as well: …据某局8月2日消息，…; …记者从某局获悉，….
    r"|(?<=[\u4e00-\u9fff”）])(?<![依根证数占收票论凭单日天时])[ \u3000]?"
    r"(?=据[^，。：:“”]{2,30}(?:消息|通报|报道|介绍|发布|显示|透露)称?，|"
    r"记者[^，。：:“”]{0,30}(?:获悉|了解到)[，：:])"
)


def find_glued(text: str) -> int:
    """Where a sentence starts behind what is glued to its front.

    Headlines, subheads, captions and credits lose the line of their own where the page of a site
    is read as one. The sentence shows where it begins: by a day that the words before do not lead
    up to (夜市开张近日，…), behind a credit in brackets (…（苏禾 摄）…), or by its aim or its
    source, where the text then says again what stood before it (书屋开课为丰富…，书屋…).

    Args:
        text: From the start of a sentence on; what follows it may be there or not.

    Returns:
        An offset into the text; 0 where nothing is glued to it.
    """
    end = _find_end_of_sentence(text)
    mark = _TWICE.match(text) or _MARK.match(text)
    credit = _CREDIT.search(text, 0, min(end, LONGEST_GLUED))
    found = max(mark.end() if mark else 0, credit.end() if credit else 0)
    found = _find_day(text, found, end) or _find_told(text, end) or _find_reason(text, end) or found
    return found if end - found >= _LEAST_REST else 0


def _find_end_of_sentence(text: str) -> int:
    stop = _END.search(text)
    return stop.end() if stop else len(text)


def _find_day(text: str, start: int, end: int) -> int:
    """Where a day opens the sentence anew; 0 where none does."""
    for day in _BEFORE_DAY.finditer(text, start, min(end, LONGEST_GLUED)):
        if _is_glued(text[start : day.start()]) and _is_balanced(text[day.end() : end]):
            return day.end()
    return 0


def _find_told(text: str, end: int) -> int:
    """Where 据悉 opens the sentence anew, behind words without a stop or comma before it."""
    told = _TOLD.match(text, 0, min(end, LONGEST_GLUED))
    return told.end() if told and _is_balanced(text[told.end() : end]) else 0


def _is_glued(before: str) -> bool:
    """Whether words before a day are no part of the sentence that it opens."""
    if _LEADS_UP.search(before) or _SAYS.search(before) or _is_speech(before):
        return False
    if before.startswith(("▲", "△", "▼")) or _OF_PICTURE.search(before):
        return True
    return len(before) >= _FEWEST_GLUED and not _ACTS.match(before.rpartition("，")[2])


def _is_speech(before: str) -> bool:
    """Whether words are one quotation, of what somebody said on the day that follows."""
    said = before.removeprefix("“").removesuffix("”")
    if len(said) != len(before) - 2 or "”" in said:
        return False
    return len(said) > _LONGEST_TITLE or _STOPS.search(said) is not None


def _find_reason(text: str, end: int) -> int:
    """Where an aim or a source opens the sentence, behind a headline that the text says again."""
    for reason in _REASON.finditer(text, _FEWEST_GLUED, min(end, LONGEST_GLUED)):
        headline = text[: reason.start()]
        told = _pairs(headline)
        again = told & _pairs(text[reason.end() : reason.end() + _REACH])
        is_clause = "，" in headline and not _OF_HEADLINE.search(headline)
        if not is_clause and len(again) >= _ECHO * len(told):
            return reason.end() if _is_balanced(text[reason.end() : end]) else 0
    return 0


def _is_balanced(rest: str) -> bool:
    """Whether no quotation runs across the place where the rest begins."""
    return rest.count("“") == rest.count("”")


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring letters, digits and Chinese characters."""
    bare = [character for character in text if character.isalnum()]
    return {one + other for one, other in pairwise(bare)}

"""Leads that sites print late in a line, or glue to the text: behind headline, caption or names."""

from __future__ import annotations

import re

from service.names import begins_with_surname
from service.patterns import late_pattern

# All of this is glued to what stands around it, so days, titles and names are told more narrowly
# than in `service.leads` and `service.names`, which read what opens a line.
_HAN = r"[\u4e00-\u9fff]"
_DAY = r"(?:20\d\d年)?\d{1,2}月\d{1,2}日"
_REPORTER = "(?:记者|通讯员|实习生)"
_NAME = rf"{_HAN}{{2,3}}"
_REPORTERS = rf"(?:{_REPORTER}[ \u3000]{_NAME}(?:[ \u3000、]{_NAME}){{0,5}}[ \u3000、]?){{1,3}}"
_BEGINS = r"近日|日前|昨[天日晚]|今[天日年]|连日来|近年来|\d{1,2}[月日]|20\d\d年|[为在随]"
_BEFORE = r"[^。！？，\n]{0,60}?"
_SENT = r"(?:讯(?![息问号员飞])|综合(?=[ （(])|电(?=[ （(]))"
_INNER = r"[^（）()〔〕【】\n]{0,60}"
_BRACKET = rf"[（(〔【]{_INNER}(?:记者|通讯员|实习生|报道|文/){_INNER}[）)〕】]"
_COLON = r"[\s:：]*"
# A site prints its headline or captions on the same line before the lead of a ready article.
_LATE_LEAD = late_pattern(
    # 座谈会现场。云川网8月2日讯（记者 …）
    rf"[^。！？\n]{{0,60}}(?:[。！？][”）]?[^。！？\n]{{0,40}}){{0,3}}"
    rf"(?:讯|电|消息|报道){_COLON}{_BRACKET}{_COLON}"
    # 江畔集市开张通讯员 周禾近日，…
    rf"|{_BEFORE}{_REPORTERS}(?={_BEGINS})"
    # …记者 周禾摄…
    rf"|{_BEFORE}{_REPORTERS}摄(?![像影制])"
    # 云川网记者周禾8月2日报道：…
    rf"|(?:{_BEFORE}{_REPORTER}[\u4e00-\u9fff、· ]{{2,40}}?)?{_DAY}报道(?:[:：] ?| |(?=据))"
    rf"|[^。，\n]{{0,60}}?[网报社]{_DAY}报道 (?=据)"
    # 渔港休市云川网8月2日电(周禾 苏木林)…
    rf"|[^。！？\n]{{0,60}}?[网报社]{_HAN}{{0,8}}{_DAY}[电讯]{_COLON}"
    rf"[（(][\u4e00-\u9fff 、]{{2,30}}[）)]{_COLON}"
    # 云川网-看云川8月4日讯…; 茶山（图片来源：…）云川网8月2日讯…; 云川时刻8月7日综合（记者 …）
    rf"|(?!据){_BEFORE}[网报社台端刻闻线](?:[-－—·]?{_HAN}{{0,8}}){_DAY}{_SENT}{_COLON}"
    rf"(?:{_BRACKET}{_COLON})?"
    # 云川渔港 资料图8月2日，…
    r"|[^。！？，\n]{0,40}?(?:资料图片?|供图|效果图)[ \u3000]?"
    r"(?=\d{1,2}月\d{1,2}日|近日|日前|昨[天日])"
    # 云川之家 7 月 21 日消息，…
    r"|(?!据)[A-Za-z\u4e00-\u9fff]{2,10} ?\d{1,2} ?月 ?\d{1,2} ?日(?:消息|讯)[，,:：]\s*"
    # 【云川财经消息】8月2日消息，…
    rf"|【{_HAN}{{2,10}}(?:消息|快讯|讯)】[ \u3000]*(?:{_DAY}消息[，,])?"
)

# 夜市开张来源：云川日报网…; 2023-08-02 来源：… ，正文：…
_SOURCE = re.compile(
    r"[^。！？，（(\n]{0,60}?(?<!片)来源[：:] ?[\u4e00-\u9fff·]{2,12}?"
    r"(?:日报网|[日晚早晨商]报(?:客户端)?|网|客户端|融媒体中心|新闻中心)"
    r"(?:[-－—][\u4e00-\u9fff]{2,6}?(?:频道|日报(?:海外版)?))?(?: 原创稿)?[ \u3000]*"
    r"|，?正文[：:] ?"
    # 渔港开市。新华社发综合新华社云川8月8日电…
    r"|[^\n]{0,80}?(?:新华社|中新社)发[ \u3000]?(?=(?:综合|据)?(?:新华社|中新社|本报|本台))"
)

# Whom a letter or notice addresses, who writes it, the column or theme that it stands under.
_ADDRESS = late_pattern(
    r"(?:【[^】\n]{1,30}】|#[^#\n]{2,30}#)[ \u3000]*"
    r"|(?:核心(?:提示|阅读)|导[读语]|(?:内容)?提要|(?:内容)?摘要|阅读提示)[：:][ \u3000]*"
    r"|(?:(?:尊敬的|敬爱的|亲爱的|各位|广大|致)+[\u4e00-\u9fff、]{2,16}|[\u4e00-\u9fff]{0,6}(?:编辑|记者|主编|总编|老师)同志|"
    r"[\u4e00-\u9fff]{1,10}(?:朋友们?|同学们|同志们|[民友客主户长]们))"
    r"[：:][ \u3000]*(?:(?:您|你们?|大家)好[！!。，,]?[ \u3000]*)?"
    r"|(?:读者|市民|网友|居民|村民|业主)[ \u3000]?[\u4e00-\u9fff]{2,4}"
    r"(?:来信|来电|来稿|投书)[：:][ \u3000]*"
    r"|(?:读者|市民)(?:来信|来电|来稿|之声|呼声)(?:[（(][^）)\n]{1,20}[）)])?[：: \u3000]+"
)
# Behind the dispatch of an agency the place that the news is from: 新华社云川8月8日电 柳湾消息：….
_PLACED = re.compile(r"(?!据)[\u4e00-\u9fff·]{2,8}消息[：:][ \u3000]*")

_TITLE = "(?:首席|见习|实习|特约)?(?:记者|通讯员|实习生|评论员)"
# 记者 周禾通讯员 苏木 林舟…, perhaps behind a headline, whose last name may go on in the text.
_LISTED = re.compile(
    r"(?:[^。！？\n]{0,60}?|[^。！？\n]{0,40}[。！？]”?[^。！？\n]{0,60}?)"
    rf"{_TITLE}[ \u3000]++"
    rf"(?:[\u4e00-\u9fff]{{2,4}}?(?:[ \u3000、]++|(?={_TITLE}[ \u3000]))|{_TITLE}[ \u3000]++)*"
)
_UNNAMED = re.compile(rf"{_TITLE}[ \u3000]+$")
_BEHIND_NAMES = re.compile(
    "[】）)]?[ \u3000]*(?:[\u4e00-\u9fff]{2,4}报道(?![，称说指])[:：]?"
    "|[文图]/[\u4e00-\u9fff]{0,6}?(?:供图|提供|摄)"
    "|摄(?![像影制]))?[ \u3000]*"
)
_SENT_FROM = re.compile("[\u4e00-\u9fff]{2,4}报道(?![，称说指])")
_OPENS_TEXT = re.compile(
    "[“《‘「【】\\d]|[文图]/|近|日前|昨|今|凌晨|清晨|上午|下午|傍晚|深夜|连日|随着|为[了推进贯落深加切更全提持]|"
    "[在从由当正靠把让受因经据自有一这现每本]|全[市省国县]|我[国省市们]|如何|眼下|暑|炎|夏|家住|北京|上海|天津|重庆|中国|位于|八一|"
    "盛夏|仲夏|大暑|三伏|入夏|进入|[男女]子|[居市村]民|游客|网友|[两多数几]名|备受"
)

_ENDS_NO_NAME = re.compile("[据在从被将对向因受与和靠把让给]")

_DAY_OF_NEWS = re.compile(r"(?:\d{1,2}月\d{1,2}日|近日|日前|昨[天日]|今[天日])[^。，\n]{0,12}，")
_LEAST_HEADLINE, _MOST_HEADLINE = 6, 80  # characters; the latter with the day
_SAID_AGAIN = 4  # characters: fewer are a word that two sentences may open with


def find_source(line: str) -> int:
    """Where a line goes on behind the outlet it was taken from; 0 where none is named."""
    source = _SOURCE.match(line)
    return source.end() if source else 0


def find_address(line: str) -> int:
    """Where a line goes on behind whom it addresses, or the name of its column; 0 without.

    编辑同志：…, 尊敬的客户：…, 读者周禾来信：…, 【云川视野】….
    """
    address = _ADDRESS.match(line)
    return address.end() if address else 0


def find_place(line: str) -> int:
    """Where the text behind a dispatch goes on after the place of its news; 0 without one."""
    place = _PLACED.match(line)
    return place.end() if place else 0


def find_late_lead(line: str) -> int:
    """Where the text starts behind a lead that does not open its line, or is glued to the text.

    Names glued to the text (记者 周禾东岸渔港…) end where the rest of the line shows it: at what
    opens a text, or at a word that the line has again. Where nothing shows it they stay. A
    headline glued to the text ends where it begins anew behind a day.

    Returns:
        An offset into the line; 0 where there is no such lead.
    """
    late = _LATE_LEAD.match(line)
    return late.end() if late else _find_end_of_names(line) or _find_end_of_headline(line)


def _find_end_of_headline(line: str) -> int:
    """Where a day follows a headline on its line, and behind the day its first words again.

    高新区夜校开课8月3日，高新区夜校迎来首批学员。 A sentence does not begin anew after a day.
    Such a headline is a lead: the story opens behind it. What `service.glued` finds, in any
    sentence and without the words being said again, is a piece of the story.
    """
    day = _DAY_OF_NEWS.search(line, _LEAST_HEADLINE, _MOST_HEADLINE)
    if day is None:
        return 0
    headline, begins = line[: day.start()], line[:_SAID_AGAIN]
    is_headline = re.fullmatch("[\u4e00-\u9fff]+", begins) and not re.search("[。！？，]", headline)
    return day.start() if is_headline and line.startswith(begins, day.end()) else 0


def _find_end_of_names(line: str) -> int:
    listed = _LISTED.match(line)
    if not listed:
        return 0
    at = listed.end()
    is_named = not _UNNAMED.search(listed.group())
    if not (is_named and _SENT_FROM.match(line, at)):
        length = _length_of_name(line, at, is_further=is_named)
        if not length and (not is_named or begins_with_surname(line[at:])):
            return 0
        at += length
    behind = _BEHIND_NAMES.match(line, at)
    return behind.end() if behind else at


def _length_of_name(line: str, at: int, *, is_further: bool) -> int:
    """Characters of a name that the text may follow without a space; 0 where none is told."""
    if not begins_with_surname(line[at:]) or (is_further and line.count(line[at : at + 2]) > 1):
        return 0
    is_short = _ENDS_NO_NAME.match(line, at + 2) is not None
    signs = {length: _signs_of_text(line, at + length) for length in ((2,) if is_short else (3, 2))}
    # A word that the line has again begins behind the name, not within the word: 周禾|渔港….
    best = 2 if set(signs.values()) == {1} else max(signs, key=lambda length: signs[length])
    is_name = re.fullmatch("[\u4e00-\u9fff]+", line[at : at + best]) is not None
    return best if signs[best] and is_name else 0


def _signs_of_text(line: str, at: int) -> int:
    """How much says that a text, and no name, goes on at a place."""
    word = line[at : at + 2]
    is_said_again = re.fullmatch("[\u4e00-\u9fff]{2}", word) is not None and line.count(word) > 1
    return 2 * (_OPENS_TEXT.match(line, at) is not None) + is_said_again

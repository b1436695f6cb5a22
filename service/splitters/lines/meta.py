"""Lines that belong to a story and are not its text: when and where it was printed, by whom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.names import HAN, NAME, OUTLET, ROLE, SEPARATOR, parse_names
from service.splitters.lines.furniture import names_section

_LONGEST = 120
_S = r"[\s\u3000]*+"
_DATE = (
    r"(?:(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}(?!\d)(?:\s*+日)?"
    r"|(?<!\d)[0-3]?\d[/.-][0-3]?\d[/.-](?:19|20)\d\d(?!\d)|(?<!\d)\d\d年[01]?\d月[0-3]?\d日)"
)
_DAY = rf"{_DATE}(?:\s*+(?:星期|周)[一二三四五六日天])?"
_SHORT_DAY = r"\d{1,2}月\d{1,2}日"
_CLOCK = r"(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)|\d{1,2}时\d{1,2}分(?=$|[\s\u3000|丨]))"
_MOMENT = rf"(?:{_DAY}|\d\d-\d\d\s){_S}T?{_CLOCK}(?:Z|[+-]\d\d:?\d\d(?!\d))?"
_PAGE = rf"(?:第{_S})?(?:[A-Z]{_S})?\d{{1,3}}{_S}版"
_OUTLET = (
    r"(?:本[报网站台]|[\u4e00-\u9fff]{2,10}?(?:[日晚早晨时商快新周]报|周刊|都市报|网|客户端|发布|融媒体?(?:中心)?|"
    r"新闻|电视台|广播台|通讯社|在线)(?:客户端|网|频道)?)"
)
_SOURCE = (
    r"(?:信息|文章|稿件|新闻|本文|内容|资料|素材|图文|数据)?来源|稿源|转自|"
    r"素材(?=\s*[:：|/])|供稿(?:单位)?|发布(?:机构|单位|者)|(?:信息|内容|资料|素材|图文|数据)?来自(?=\s*[:：])"
)
_TIME = r"(?:(?:发布|发表|更新|发稿|刊发|录入|成文|刊登|见报)(?:时间|日期))"
_AT = r"(?:发布|发表|更新|刊发)于"
_COUNT = (
    r"(?:浏览|阅读|点击|访问|播放|点赞|评论|转发|分享|收藏|跟帖)(?:次数|人数|量|数|率)?|人气|字数"
)
_WRITER = r"作\s*者|记\s*者|通讯员|撰\s*文|撰\s*稿|文字?|采写|文/图|图/文|图文"
_STAFF = (
    r"责任编辑|责编|(?:新媒体|网络|本版|美术)?编\s*辑|责?校\s*对|审\s*核|[初复终一二三]审|监制|编审|摄影|"
    r"图片?|版面?|制图|值班编[委辑]|主编"
)
_SIZE = r"[\[［]?(?:特大|超大|大|中|小)[\]］]?"
_SIZES = rf"{_SIZE}(?:[\s\u3000|/·]+{_SIZE})+"
_BUTTON = (
    r"[【\[（(]?(?:字号|字体|打印(?:本[页文稿])?|关闭(?:窗口|本页)?|收藏|举报|纠错|分享(?:[到至])?|朗读|听新闻|"
    r"语音播报|原创稿?|微信|微博|朋友圈|QQ(?:空间)?|默认|放大|缩小|复制链接|订阅|我要评论)[】\]）)]?[:：]?"
    rf"|[【\[（(]?{_S}{_SIZES}{_S}[】\]）)]?|(?<![A-Za-z])[AT]\s?[+＋-]{{1,2}}|(?<![A-Za-z])[AT](?![A-Za-z])"
    r"|(?:我有话说|(?:发表|参与|我要)评论|进入论坛)(?:[（(]\d{1,6}[)）])?"
)
_VALUE = r"[^\s|丨:：。，,；;]"
_NUMBER = r"[（(\[【]?[\d.,]*[万千kKwW]?\+?\s?(?:次|人次)?[)）\]】]?"
_LABELS = rf"(?:{_SOURCE}|{_TIME}|{_COUNT}|{_WRITER}|{_STAFF}|供图|时间|日期|字号|字体)"
_NEXT = rf"(?=$|[\s\u3000|丨]|{_LABELS}{_S}[:：/|]|{_DATE})"
_NAME = rf"(?:{HAN}{{5,8}}(?!{HAN})|{NAME})"
_PERSON = rf"(?:{ROLE}{_S})?{_NAME}"
_REPORT = r"[\u4e00-\u9fff]{2,8}报[导道]"  # 柳城报导, behind a name and a stroke
_PEOPLE = rf"{_PERSON}(?:{SEPARATOR}(?!{_LABELS}{_S}[:：/|\d]|{_AT}|{_REPORT}){_PERSON}){{0,9}}"
# In the order they are looked for; those of the first group tell of a story wherever they stand.
_TELLING = {
    "giver": rf"(?:供稿|来稿|投稿)(?:[人者])?{_S}[:：|/]{_S}(?P<names>{_VALUE}{{1,24}}?){_NEXT}",
    "paper": rf"《[^》\n]{{2,14}}》{_S}[（(]?{_S}(?:{_DAY})?{_S}{_PAGE}[^）)\n]{{0,8}}[)）]?",
    "edition": rf"[（(]{_S}(?:《?{_OUTLET}》?{_S})?(?:{_DAY}|{_SHORT_DAY}){_S}{_PAGE}"
    r"[^）)\n]{0,8}[)）]",
    "time": rf"(?:{_TIME}{_S}[:：]{_S}(?:{_DAY}|{_SHORT_DAY})?|{_AT}[:：]?{_S}{_DAY}){_S}"
    rf"(?:{_CLOCK})?",
    "moment": rf"(?:(?:时间|日期){_S}[:：]{_S})?{_MOMENT}",
    "source": rf"(?:{_SOURCE}){_S}(?:[:：|/]|(?={_OUTLET})){_S}{_VALUE}{{1,24}}?{_NEXT}",
    "count": rf"(?:{_COUNT}){_S}(?:[:：]|(?=[（(\[【\d])){_S}{_NUMBER}",
}
_OTHER = {
    "from": rf"(?:{_AT}|来自){_S}[\u4e00-\u9fff]{{2,6}}{_NEXT}",
    "writer": rf"(?:(?:{_WRITER}){_S}[:：/|]|作者(?=\s)){_S}(?P<names>{_PEOPLE}){_NEXT}",
    "picture": rf"供图{_S}[:：/|]{_S}{_VALUE}{{2,16}}?{_NEXT}",
    "staff": rf"(?:{_STAFF}){_S}[:：/|]{_S}{_PEOPLE}{_NEXT}",
    "day": rf"(?:(?:时间|日期){_S}[:：]{_S})?{_DAY}"
    rf"|{_SHORT_DAY}(?:{_S}{_CLOCK})?(?=$|[\s\u3000|丨])",
    "page": rf"{_PAGE}(?:[:：]{_S}[\u4e00-\u9fff·]{{2,8}}?{_NEXT})?|版次[:：]{_S}\S{{1,6}}",
    "button": _BUTTON,
    "titled": rf"(?:{OUTLET}[\s\u3000/]*+)?(?P<names>{ROLE}{_S}{_PEOPLE})"
    rf"(?:{_S}/{_S}{_REPORT})?(?=$|[\s\u3000《（(])",
    "outlet": rf"{_OUTLET}讯?{_NEXT}",
    "person": rf"(?P<person>{NAME})(?=$|[\s\u3000])",
}
_FIELDS = {kind: re.compile(pattern) for kind, pattern in (_TELLING | _OTHER).items()}
# A channel of any name, where when it was printed, and by whom or how often read, follow.
_CHANNEL = re.compile(
    rf"[\u4e00-\u9fffA-Za-z]{{2,6}}(?=[\s\u3000|·]+{_MOMENT}[\s\u3000|·]+(?:{_STAFF}|{_SOURCE}|{_COUNT}|{_WRITER}))"
)
# As accounts head a post: who wrote it, under any name, and the account, above all that is known.
_WORD = r"[^\s\d|丨:：。，,；;！!？?、（）()]{1,16}"
_WHEN_POSTED = rf"(?=(?:{_DAY}|{_SHORT_DAY}{_S}{_CLOCK}|\d\d-\d\d\s{_S}{_CLOCK}))"
_ACCOUNT = re.compile(
    rf"(?:(?:原创|转载)[\s\u3000|·]+(?:{_WORD}[\s\u3000|·]+){{1,3}}|{_WORD}[\s\u3000|·]+{_OUTLET}[\s\u3000|·]+){_WHEN_POSTED}"
)
# How long ago a post is: 江北发布 昨天 16:05, 江北发布 3小时前.
_AGO = re.compile(
    rf"(?:(?:原创[\s\u3000|·]+)?{_WORD}[\s\u3000|·]+){{0,2}}"
    rf"(?:(?:[昨前今]天|星期[一二三四五六日])[\s\u3000]*+{_CLOCK}|\d{{1,2}}(?:分钟|小时|天)前)(?:[\s\u3000|·]+[\u4e00-\u9fff]{{2,6}})?"
    r"(?:[\s\u3000|·]+[\u4e00-\u9fff]{0,10}(?:账号|关注|媒体|创作者)){0,2}"
)
# Several sources side by side: 来源：市气象局 云川交警 江北发布.
_SOURCES = re.compile(
    rf"(?:{_SOURCE}|资料){_S}[:：|｜/](?!.*记者){_S}{_WORD}(?:[\s\u3000、/&＆]++{_WORD}){{1,7}}"
)
_GIVEN = re.compile(r"^[（(]((?:供|来|投)稿[^（）()]+)[)）]$")
# As accounts say when, with where from behind it: 2026年7月6日 18:30 白水.
_POSTED = re.compile(r"月[0-3]?\d日 [0-2]?\d:[0-5]\d $")
_UNBRACKETED = str.maketrans("[]【】［］", "      ")
_GAP = re.compile(r"[\s\u3000|/·•丨,，;；>＞]*+")
_BESIDE_DAY = frozenset({"staff", "button", "titled", "writer", "person"})
_WHEN = frozenset({"day", "moment", "time", "paper", "edition"})
_DATELINE = frozenset({"day", "outlet", "page", "place"})
_IMPRINT = _DATELINE | {"staff"}
# Buttons to set the size stand above a text, those to print or share below it.
_SIZED = re.compile(r"字[号体]|[AT]\s?[+＋-]|大[\s\u3000|/·]+中")
_WHOLE = re.compile(
    r"[▼▽▲△↓⬇👇👆*＊—\-–=_~～·•█▌|\s]{3,80}"  # a rule, arrows
    r"|(?:正文|内容)[:：]"
    # One line each below a post: 图 | 区文化馆, 编辑 | 小满.
    rf"|(?:{_STAFF}|图源?|供图|海报|视频|剪辑|统筹|策划|出品|来源){_S}\|{_S}[^。，：:|]{{2,24}}"
    r"|(?:供图|图源|图据|(?:图片|视频|海报)(?:来源|提供))[\s\u3000]*[:：|/][^。！？]{2,24}"
    r"|(?:(?:以上|本文|文中|本组)?(?:图文|文图|图片|照片|稿件|文稿|视频))[均皆]?[由为][^。，：:]{2,20}?(?:提供|供图|供稿)。?"
    r"|[（(]\s*(?:全文|本文)?完\s*[)）]|(?:[（(]?原标题[:：]|[【\[]原标题[】\]][:：]?)[^\n]{2,60}"
    r"|[（(【\[](?:作者(?:单位|系|为|是)|来源|稿源|资料来源|文章来源|原载|摘自|转自|选自)[^（）()【】\[\]\n]{2,50}[)）】\]]"
    r"|[（(【](?:据|综合|来自)(?:《[^》（）()]{2,16}》(?:报道|消息)?|(?!.*记者)[^，。（）()]{1,30}?(?:社|报|网|客户端|新闻|发布|电视台|消息|报道|公众号))[)）】]"
)


@dataclass(frozen=True, slots=True)
class Meta:
    """What a line tells of its story.

    Attributes:
        names: Its writers, folded, joined by one space; None where it names none.
        is_dated: Whether it says when the story was printed, as lines above a text do.
    """

    names: str | None
    is_dated: bool


def read_meta(line: str) -> Meta | None:
    """Read a line that tells of its story: `2026-05-18 09:12 来源：云岭日报`, `（完）`.

    All of the line must be fields (days, sources, counts, names with their work, buttons) and
    one of them must tell of a story: days, papers and editors alone stand in mastheads too.

    Args:
        line: The folded text of a line.

    Returns:
        What it tells, None where it is another line.
    """
    if len(line) > _LONGEST:
        return None
    if _WHOLE.fullmatch(line):
        return Meta(None, is_dated=False)
    if _AGO.fullmatch(line):
        return Meta(None, is_dated=True)
    line = _GIVEN.sub(r"\1", line)
    fields = _fields(line) or _fields(line.translate(_UNBRACKETED).strip()) or _posted(line)
    kinds = [kind for kind, _ in fields]
    is_dated = "day" in kinds and not _BESIDE_DAY.isdisjoint(kinds)
    # 撰稿：甲 编辑：乙 审核：丙
    is_signed = "writer" in kinds and {"writer"} < set(kinds) <= {"writer", "staff", "picture"}
    are_sizes = set(kinds) == {"button"} and _SIZED.search(line)
    if _TELLING.keys().isdisjoint(kinds) and not (is_dated or is_signed or are_sizes):
        is_sourced = not fields and _SOURCES.fullmatch(line)
        return Meta(None, is_dated=False) if is_sourced else None
    names = " ".join(names for _, names in fields if names)
    is_dated = is_dated or not _WHEN.isdisjoint(kinds)
    return Meta(" ".join(dict.fromkeys(names.split())) or None, is_dated)


def is_dateline(line: str) -> bool:
    """Whether a line names a day and at most who printed what on it, as mastheads do too."""
    kinds = {kind for kind, _ in _fields(line)} if len(line) <= _LONGEST else set()
    return "day" in kinds and kinds <= _DATELINE


def is_controls(line: str) -> bool:
    """Whether a line holds buttons and nothing else: 分享到：, 打印 关闭."""
    return {kind for kind, _ in _fields(line)} == {"button"} if len(line) <= _LONGEST else False


def is_imprint(line: str) -> bool:
    """Whether a line names the day and who edited, as it stands at the foot of a page."""
    kinds = {kind for kind, _ in _fields(line)} if len(line) <= _LONGEST else set()
    return {"day", "staff"} <= kinds <= _IMPRINT


def _posted(line: str) -> list[tuple[str, str | None]]:
    """The fields of a line that heads a post, its account as a source; none for another line."""
    account = _ACCOUNT.match(line)
    fields = _fields(line[account.end() :]) if account else []
    return [("source", None), *fields] if fields else []


def _fields(line: str) -> list[tuple[str, str | None]]:
    """The fields of a line, each with the writers it names; none where something is no field."""
    fields: list[tuple[str, str | None]] = []
    line = line.lstrip("|丨 \u3000")  # where the edge cut what stood before a bar
    at = 0
    while at < len(line):
        matches = ((kind, pattern.match(line, at)) for kind, pattern in _FIELDS.items())
        kind, match = next(((k, m) for k, m in matches if m and m.end() > at), (None, None))
        if not at and (kind is None or kind == "person"):
            channel = _CHANNEL.match(line)
            kind, match = ("outlet", channel) if channel else (kind, match)
        if kind is None or match is None or names_section(match.group()):
            return []
        if kind == "person" and "page" in (known for known, _ in fields):
            return []  # the name of a section: 第7版 田野·人物
        printed = match.groupdict().get("names")
        names = parse_names(printed, trusted=kind != "giver") if printed else None
        if kind == "giver" and not names and not match.group().startswith("供稿"):
            return []  # 来稿：一千字以内
        if kind == "person":
            is_posted = match.end() == len(line) and _POSTED.search(line[:at])
            names = None if is_posted else parse_names(match["person"])
            is_place = bool(fields) and fields[-1][0] in _WHEN
            if not names and not is_place:
                return []
            kind = "person" if names else "place"
        fields.append((kind, names))
        gap = _GAP.match(line, match.end())
        at = gap.end() if gap else match.end()
    return fields

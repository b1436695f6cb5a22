"""What a page prints around its articles: paper, date, page name, editors, weather, contacts."""

from __future__ import annotations

import re

from service.names import NAMES
from service.patterns import late_pattern
from service.splitters.lines.calls import is_call
from service.splitters.lines.imprint import is_imprint_of_paper
from service.splitters.lines.weather import is_weather

CN = "〇零一二三四五六七八九十"
PAPER = (
    r"[\u4e00-\u9fff]{2,8}(?:日报|晚报|早报|晨报|时报|都市报|商报|快报|新报|周报|"
    r"青年报|工人报|农民报|法制报|法治报|经济报|导报|新闻报|大学报|[学师医]院报|[师农财工科医]大报|校报|电视报|教育报|科技报|晨刊|晚刊)"
)
# Print sets a circle for 〇, and 廿 and 卅 for 二十 and 三十.
_CN_DATE = f"{CN}○◯廿卅"
DATE = (
    rf"(?:中华)?(?P<year>(?:19|20)\d\d|民国\s*+1\d\d|二[{_CN_DATE}]{{3}})\s*(?:年|[-./])\s*(?P<month>\d{{1,2}}|[{_CN_DATE}]{{1,3}})\s*(?:月|[-./])\s*"
    rf"(?P<day>\d{{1,2}}|[{_CN_DATE}]{{1,3}})\s*日?"
)
DAY_OF_YEAR = r"(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
WEEKDAY = r"(?:星期|周|礼拜)[一二三四五六日天]"
_DATE_RE = re.compile(DATE)
_PAPER_RE = re.compile(rf"(?<![\u4e00-\u9fff]){PAPER}(?![\u4e00-\u9fff])")
_SPACED = re.compile(r"(?<!\S)(?:[\u4e00-\u9fff]\s){3,9}[\u4e00-\u9fff](?!\S)")
_STAFF = (
    r"(?:本版)?(?:责任编辑|责编|本版责编|主编|副主编|值班主任|值班编委|值班总编|值班副总编|值班编辑|执行主编|编辑(?!同志|老师|部)|美术编辑|美编|"
    r"版式设计|版式策划|版式|版面|排版|视觉|设计|制图|校对|责校|一读|二读|组版|审读|编校|校审|排印|签发|总编辑|值班领导|统筹|策划|监制|图编|编审|检校|"
    r"社长|审核|监审|[一二三初复终]审)"
)
_STAFF_RE = late_pattern(rf"{_STAFF}[\s\u3000]*+(?:[:：/|｜][\s\u3000]*+)?(?:{NAMES})?")
_STAFF_WORD = re.compile(_STAFF)
_ONE_EDITOR = re.compile(
    rf"(?!责|校|值班|审核|[一二三初复终]审){_STAFF}[\s\u3000]*+(?:[:：/|｜][\s\u3000]*+)?"
    rf"(?:{NAMES})?(?:[（(][^（）()]*[)）])?"
)
# Two names and the next office (责编:甲 乙 版式:丙, 编辑 甲 校对 乙) would read as three names.
_BEFORE_STAFF = re.compile(
    rf"(?<![\s\u3000])[\s\u3000]++(?={_STAFF}(?:[\s\u3000]*+[:：]|[\s\u3000]))"
)
SECTIONS = (
    r"要闻|时政|综合新闻|综合|民生新闻|民生|新闻|经济|财经|文化|体育|国际|国内|社会|法治|教育|健康|科技|副刊|广告|专版|专题|"
    r"时事|天下|本地|城事|县区|关注|评论|理论|生活|视点|深度|都市|生态|农业|三农|党建|卫生|旅游|声音|热线|公告|周刊|特刊|头版"
)
_SECTION = re.compile(SECTIONS)
_SECTION_ALONE = re.compile(rf"(?:{SECTIONS}){{1,2}}")
_SECTION_OF_TWO = re.compile(
    rf"(?:{SECTIONS})[\u4e00-\u9fff]{{0,2}}[·•][\u4e00-\u9fff]{{2,4}}|[\u4e00-\u9fff]{{2,4}}[·•](?:{SECTIONS})"
)
_TOKENS = (
    re.compile(
        r"第\s*+\d{1,4}\s*+页(?:\s*+[,，/]?\s*+[共总]\s*+\d{1,4}\s*+页)?|[共总]\s*+\d{1,4}\s*+页"
    ),
    re.compile(
        r"国内统一(?:连续出版物|刊)号|邮发代号|代号|ISSN|CN\s*\d\d\s*[-—]\s*\d{4}|\d{2}\s*[-—]\s*\d{1,4}"
    ),
    _DATE_RE,
    re.compile(rf"{DAY_OF_YEAR}(?=\s*+{WEEKDAY})"),
    re.compile(WEEKDAY),
    re.compile(r"(?:19|20)\d\d\s?年(?:\s?\d{1,2}\s?月)?(?=\s?第\s?\d{1,4}\s?期)"),
    re.compile(
        r"农历[\u4e00-\u9fff]{2,14}|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年[闰正冬腊〇一二三四五六七八九十初廿卅月]{2,8}"
    ),
    re.compile(
        rf"(?:第\s*+)?(?:[A-Z]\s*+)?[\d{CN}]{{1,3}}\s*+版|今日\s*+[\d{CN}]{{1,3}}\s*+版|(?<![.．])\bA?B?C?\d{{1,2}}\b(?![.．]\d)"
    ),
    re.compile(
        rf"第\s*+[\d{CN}]{{1,5}}\s*+期[\s\u3000]*+(?:19|20)\d\d\s?年\s?\d{{1,2}}\s?月(?!\s?\d)"
        rf"|第\s*+[\d{CN}]\s*+期"
    ),
    re.compile(rf"(?:(?:[总新]第?|第)\s*+)?[\d{CN}]{{2,6}}\s*+(?:期|号)"),
    re.compile(
        rf"{PAPER}(?:官网|网|数字报|电子版|客户端|官方微[博信]|微信公众号|公众号|微信|微博)"
    ),
    re.compile(rf"(?<![\u4e00-\u9fff]){PAPER}\s*+{DAY_OF_YEAR}"),
    _PAPER_RE,
    re.compile(r"(?:中共)?[\u4e00-\u9fff]{2,10}委(?:员会)?机关报"),
    re.compile(
        r"(?:中共[\u4e00-\u9fff]{2,10}委(?:员会)?(?:宣传部)?|[\u4e00-\u9fff]{2,12}(?:融媒体中心|报社|传媒集团))[\s\u3000]*"
        r"(?:主管|主办|承办|出版|编辑|[\s\u3000、])+(?![\u4e00-\u9fff])"
    ),
    re.compile(rf"{PAPER}社\s*(?:主办|主管|出版|编辑出版)(?![\u4e00-\u9fff])"),
    re.compile(
        r"\b[A-Z]+(?:\s+[A-Z]+)?\s+(?:RIBAO|WANBAO|CHENBAO|SHIBAO|DAILY|NEWS|TIMES)\b", re.I
    ),
    _STAFF_RE,
    re.compile(r"(?:零售|每份|定)价?[:：]?\s*\d+(?:\.\d+)?\s*元"),
    re.compile(
        r"(?:[\u4e00-\u9fff]{2,8}网[\s\u3000:：]*)?(?:(?:https?://)?www\.[\w./-]+|https?://[\w./-]+)"
    ),
    re.compile(r"(?:(?:E-?mail|电子邮箱|邮箱|信箱)[\s:：]++)?(?<![\w.-])[\w.-]++@[\w.-]++", re.I),
    re.compile(r"(?:讲文明[\s\u3000]*树新风[\s\u3000]*)?公益广告|^广[\s\u3000]*告$"),
    re.compile(
        r"[【\[]?(?:打印(?:本[页文稿])?|关闭(?:窗口|本页)?|附件下载|收藏|分享|朗读|放大|缩小|默认|返回目录|返回首页|[上下]一[篇版期])[】\]]?"
    ),
    re.compile(r"(?:扫一扫|扫码|扫描二维码)[\s\u3000]*(?:关注|阅读|观看|看视频|下载)?"),
    re.compile(r"(?:印刷|承印)[:：]?[\u4e00-\u9fff]{2,16}?(?:印务|印刷)(?:中心|有限公司|公司|厂)?"),
    re.compile(
        r"版权所有|未经[\u4e00-\u9fff]{0,6}(?:许可|授权|同意)[,，]?(?:不得|禁止|请勿|严禁)转载"
    ),
)
_WHOLE = re.compile(
    r"(?:本报)?(?:常年)?法律顾问[:：].{2,30}|公益广告[\s\u3000]*[:：｜|][^。]{2,30}|本版(?:图片|照片|稿件|文图)[^。]{2,30}"
    r"|[^。]{0,24}未经[^。]{0,12}(?:许可|授权|同意)[^。]{0,4}(?:不得|禁止|请勿|严禁)[^。]{0,4}(?:转载|使用)[^。]{0,12}"
    rf"|(?:{SECTIONS})(?:[\s\u3000]*+[·|/｜、][\s\u3000]*+(?:{SECTIONS}))+"
    rf"|[\u4e00-\u9fff]{{2,8}}(?:周刊|周末|专刊|特刊)[\s\u3000]*+[·•|｜][\s\u3000]*+(?:{SECTIONS})"
    r"|(?:国[内际]|综合|本地|本市|民生|时政|社会|经济|文体|县区)(?:综合)?新闻"
    r"|[\u4e00-\u9fff]{2,16}[\s\u3000]*主管[\s\u3000、]*[\u4e00-\u9fff]{2,16}[\s\u3000]*主办"
    r"|[A-Z]{4,}(?:\s+[A-Z]{4,}){1,3}"  # the paper's name in Latin letters
    r"|[-—–·]\s*\d{1,3}\s*[-—–·]|\d{1,3}\s*/\s*\d{1,3}|Page\s*\d{1,3}(?:\s*of\s*\d{1,3})?"
    # What an editor asks of those who write: 编者按：来信请写明姓名，本报为您保密。
    r"|(?:(?:编者按?|编辑部?|本报)[：:\s]*)?(?:欢迎[^。]{0,14})?(?:来信|来稿|投稿)[^。，]{0,6}请[^。，]{0,6}(?:写明|注明|留下|附上|寄)"
    r"[^。]{2,40}(?:保密|恕不退稿|自留底稿|奉寄样报)[^。]{0,10}。?"
    r"|[今明]日(?:机动车)?限行(?:尾号)?[:：]?[\d和、,，/\s]{1,9}"
)
# What sites disclaim and claim, in the words of which no story is told.
_CLAIM = (
    r"(?:转载|版权|著作权|本[网站报刊文台]|本平台|以上|仅供|仅代表|不代表|不构成|与.{0,10}无关|侵权|"
    r"自媒体|删除|投资|出处|来源)"
)
# What a reader may do with an article of a channel, and how many did: 阅读原文 阅读 1204 在看 35.
_FOLLOWING = (
    r"(?:阅读原文|写留言|精选留言|(?:点亮|欢迎|点个?)?[“‘]?(?:在看|点赞|转发|分享|收藏)[”’]?(?:给更多人)?(?![\u4e00-\u9fff])|(?:阅读|在看|点赞|赞|喜欢|留言|转发|分享|收藏)"
    r"[\s\u3000:：]*\d[\d.,]*[万wW]?\+?)"
)
# What sites print below their articles.
_SITE = re.compile(
    r"[（(\[【]?(?:责任编辑|责编|值班编辑|责任校对|校对|审核|[一二三初复终]审)[^。！？]{0,40}[)）\]】]?"
    rf"|(?:特别|免责|郑重|版权|转载|侵权|风险)(?:声明|提示)[:：](?=.*{_CLAIM}).{{4,}}"
    r"|[上下]一[篇条页则章][\s\u3000]*+[:：].{2,50}"
    r"|(?:分享|转发)[到至]?+[:：]?+(?:(?:新浪|腾讯)?+微[博信](?:好友)?+|朋友圈|QQ(?:空间|好友)?+|人人网|豆瓣|更多|[\s\u3000、|])*+"
    r"|声明[:：].{0,40}(?:转载|版权|本[网站报]|观点|自媒体|删除).*"
    r"|(?:欢迎)?转载(?:时)?[,，]?(?:请|须|需|务必|应)注明(?:出处|来源|作者)[^。]{0,10}"
    r"|凡(?:本[网站报刊]|注明|未?注明|来源).{4,}|本文(?:系|为).{0,20}(?:转载|作者个人|原创|自媒体).*"
    r"|(?:点击|戳)?[^。，]{0,6}(?:下载|打开)[^。，]{0,10}(?:客户端|APP|App)[^。]{0,10}"
    r"|[<＜«←\s【\[]*返回(?:首页|顶部|列表|目录|上一?页|搜狐|头条|网站|频道|本版)?[^。，]{0,8}[>＞»\s】\]]*"
    r"|(?:相关|延伸|推荐|更多|热门|精彩|编辑|猜你)(?:推荐|阅读|链接|新闻|文章|报道|喜欢|内容|稿件)[:：]?"
    r"|(?:阅读|查看)(?:原文|全文|更多)|我要(?:评论|纠错|爆料)|(?:网友)?(?:评论|跟帖)[(（]?\d*[)）]?|举报(?:/反馈|电话[:：].*)?"
    rf"|(?:{_FOLLOWING}[\s\u3000·|｜/、，]*+)+|[-—=*·\s]*(?:THE\s)?END[-—=*·\s]*"
    r"|(?:喜欢此内容的人|大家)还(?:喜欢|看了|在看).*|[^。]{0,6}滑动看下一个|预览时标签不可点"
    r"|(?:Copyright|©|版权所有(?![的权人者])).{0,80}|.{0,20}ICP备.{0,40}|.{0,12}公网安备.{0,30}",
    re.I,
)
_LONGEST_NOTE = 400
# A row of a table: numbers drawn in a lottery stand in columns, as no page number does.
_ROW = re.compile(r"期\D{0,12}\d{1,2}(?:[\s,，]+\d{1,2}){2,}")
_COLUMNS = re.compile(r"(?:(?<=\s)\d+(?:\.\d+)?(?:\s+|$)){3}")
_OWN_CONTACT = re.compile(
    r"新闻|广告|发行|订[阅报]|投递|读者|爆料|报料|零售|印刷|征订|投稿|本报|本版|值班|总编|编辑部|法律顾问|社址|邮编|邮政|QQ|微信|邮箱|信箱|网址|[Ee]-?mail"
)
_SAYING = re.compile(r"(?:另?据(?!悉本报)|记者(?![站部])|预计|受访)")
_FINAL_STOPS = tuple("。！？!?")
# A line that only points to a story elsewhere: 春耕正当时（3版）, ▶详见第2版.
_TEASER = re.compile(
    rf"[^。]{{0,40}}(?:[（(【]\s*+(?:(?:[详全][见文]|见)\s*+)?(?:(?:今日|本报)\s*+)?(?:第\s*+)?[A-Z]?[\d{CN}]{{1,3}}\s*+版\s*+[)）】]"
    rf"|(?:[▶►>＞→]++|详见|见今日|见本报)\s*+(?:第\s*+)?[A-Z]?[\d{CN}]{{1,3}}\s*+版)[▶►>＞→\s]*+"
)
# The same on a line of its own below a story: （相关报道见4版）.
_SEE_PAGE = re.compile(
    r"[▶►>＞→★\s]*+[（(【]?[\s*]*+(?:另有|更多|相关|有关|详细|后续|配套)?(?:报[道导]|新闻|内容|稿件|图片|评论|解读|图文|全文|消息)+"
    rf"[请另]?(?:详?见|刊于?)(?:今[日天]|本[报期])?\s*+(?:第\s*+)?[A-Z]?[\d{CN}]{{1,3}}(?:\s*+[、，,—至-]\s*+[A-Z]?[\d{CN}]{{1,3}})*+\s*+版[\s*]*+[)）】]?"
)
_NUMBERED_PAGE = re.compile(rf"(?<![A-Za-z\d])[A-D]\d{{1,2}}(?!\d)|第\s*[\d{CN}]{{1,3}}\s*版")
_LONGEST_NAMES = 8  # of a paper and a section of any name
_TEASERS = re.compile(r"(?:今日|本期|本报|要闻|新闻)?(?:导读|看点|提要|速览)")
# The tail of a sentence, a date in brackets below a speech, a number cut in two.
_NEVER_PAGE_LINE = re.compile(r"[。；;%℃]$|^[（(].*[)）]$|^\d+[.．]\d*$")
_CONTACT = re.compile(
    r"(?:新闻|广告|发行|订阅|订报|投递|读者|爆料|服务|投诉|报料|咨询|报名|监督|举报|便民|客服|征订|投稿|联系|值班|24小时|零售|印刷){0,6}"
    r"(?:热线|电话|投稿|来稿|Tel|TEL|E-?mail|邮箱|信箱|传真|QQ群?|微信(?:号|公众号)?|官方微博|网址|社址|地址|邮编|邮政编码|印刷|广告部|发行部|办公室|总编室|法律顾问)"
    r"(?:\s*[:：]|\s*[(（]?\d{3,})"
)
_NUMBERISH = re.compile(r"\d{3,4}\s*[-—]\s*\d{7,8}|\d{7,11}|\d{5,6}|@|www\.")
_LONGEST = 160
# What is shown when: 19:40 云川新闻, 《春耕》 10:00 13:20.
_PROGRAMME = re.compile(
    r"[0-2]?\d[:：][0-5]\d[\s\u3000]++(?!.{0,60}(?:版|星期|编辑|责编|校对|来源))[《\u4e00-\u9fff].{1,40}"
    r"|《[^》]{1,20}》(?:[\s\u3000]*+[0-2]?\d[:：][0-5]\d)++"
)


def is_furniture(line: str) -> bool:
    """Whether a line without signposts certainly is page furniture.

    A line is furniture when next to nothing of it is left after all tokens of
    furniture (dates, page numbers, papers, editors…) are taken away, when it is a line
    of contacts or made of weather words, or when it only points to a story on another page.

    Args:
        line: The folded text of a line.
    """
    if _is_of_site(line):
        return True
    if len(line) > _LONGEST or _ROW.search(line) or _PROGRAMME.fullmatch(line):
        return False
    is_known = bool(
        _WHOLE.fullmatch(line)
        or _TEASER.fullmatch(line)
        or _TEASERS.fullmatch(line)
        or _SEE_PAGE.fullmatch(line)
    )
    is_known = is_known or is_imprint_of_paper(line)
    return is_known or is_page_line(line) or _is_contact(line) or is_weather(line)


def is_day(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    return _DATE_RE.fullmatch(line) is not None


def is_section(text: str) -> bool:
    """Whether a line is the name of a section and nothing else: 综合, 民生新闻."""
    return _SECTION_ALONE.fullmatch(text) is not None


def names_section(text: str) -> bool:
    """Whether what looks like a name with a dot in it is the name of a section: 体育·健身."""
    return _SECTION_OF_TWO.fullmatch(text) is not None


def is_editor(line: str) -> bool:
    """Whether a line names one who edited or proof-read and nothing else."""
    is_one = len(_STAFF_WORD.findall(line)) == 1
    return is_one and _ONE_EDITOR.fullmatch(_BEFORE_STAFF.sub("|", line)) is not None


def may_be_text(line: str) -> bool:
    """Whether a line of furniture may as well be of a story.

    So may a bare date and one editor's name below it, a number to call that is not the paper's
    own or is that of the story's column, and a sentence that tells who says so.
    """
    is_signature = is_day(line) or is_editor(line)
    is_of_others = _is_contact(line) and ("栏目" in line or not _OWN_CONTACT.search(line))
    is_told = is_sentence(line) and _SAYING.match(line)
    return bool(is_signature or is_told) or is_of_others


def is_sentence(line: str) -> bool:
    """Whether a line is a whole sentence, and not of what sites print below their articles."""
    return line.endswith(_FINAL_STOPS) and not _is_of_site(line)


def close_spaced(line: str) -> str:
    """A line with what is set wide in it, such as `云 川 日 报`, closed up."""
    return _SPACED.sub(lambda spaced: "".join(spaced.group().split()), line)


def is_page_line(line: str) -> bool:
    """Whether a line holds what heads a page and little else: paper, day, number, section."""
    if _COLUMNS.search(line):
        return False
    rest, n_found = _beside_tokens(line)
    if not n_found or _NEVER_PAGE_LINE.search(line):
        return False
    most = 4 if n_found > 1 or len(line) < 16 else 2
    if _DATE_RE.search(line) and _NUMBERED_PAGE.search(line):
        most = _LONGEST_NAMES
    return len(rest) <= most and len(rest) * 3 <= len(line)


def completes_page_line(above: str, line: str) -> bool:
    """Whether the edge of the page cut what heads a page between two lines: …20日 五 | 版."""
    joined = above + line
    return is_page_line(joined) and len(_beside_tokens(joined)[0]) < len(_beside_tokens(above)[0])


def _beside_tokens(line: str) -> tuple[str, int]:
    """What is left of a line without all that heads a page, and how many things were found."""
    rest, n_found = _BEFORE_STAFF.sub("|", close_spaced(line)), 0
    for token in _TOKENS:
        rest, n = token.subn(" ", rest)
        n_found += n
    rest = _SECTION.sub("", rest)
    return re.sub(r"[\W_]+|[记者出版社主办主管]", "", rest), n_found


def _is_of_site(line: str) -> bool:
    """Whether a line is what sites and accounts print below their articles."""
    return is_call(line) or (len(line) <= _LONGEST_NOTE and bool(_SITE.fullmatch(line)))


def _is_contact(line: str) -> bool:
    found = _CONTACT.findall(line)
    if not found or not _NUMBERISH.search(line):
        return False
    if line.endswith(_FINAL_STOPS) and not _CONTACT.match(line):
        return False  # a whole sentence, which a story may hold
    return len(line) <= 60 * len(found) and line.count("。") <= 1

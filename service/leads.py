"""Leads: where a report says at its head who sends it, from where and when.

One grammar for the whole product. A lead opens a paragraph; it is a dispatch (本报讯,
云川日报讯, 央视网消息, 中新网云川8月8日电), plain or in brackets (【环球网报道】), the reporters
in brackets (（记者 …）, 〔記者…／…報導〕) or in words (记者…报道：), or a dispatch and then its
reporters. Any outlet and any bracket will do. Read in folded text (`service.folding`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.folding import fold
from service.names import TITLE, strip_titles
from service.patterns import late_pattern
from service.reporters import (
    AGENCY,
    DAY,
    DID_WORD,
    FROM_ABROAD,
    SENDER,
    SPACE,
    find_names_apart,
    find_tellers,
    parse_reporters,
)

LONGEST_LEAD = 120
_PLACE = r"[\u4e00-\u9fff·/]{0,12}?"
# What follows shows that a word goes on: 电话, 讯息, 消息称, 报道说.
_WIRED = r"(?:专?电(?![影视话脑力网价商池子动器梯站缆线压信台])|(?:综合|专|快)?讯(?![息问号员飞]))"
_TOLD = r"(?:消息(?![称人员面传灵])|报[道导](?![，,称说指认援]))"
_NEWS = r"(?<![通资喜音简电短捷腾视])讯(?![息问号员飞])"
_DISPATCH = (
    rf"(?:据|综合)?+{SPACE}{SENDER}(?:{SPACE}[、/]{SPACE}{SENDER}){{0,2}}{SPACE}(?:综合)?{SPACE}{_PLACE}{SPACE}{DAY}{SPACE}(?:{_WIRED}|{_TOLD})"
    rf"|(?:据|综合)?+{SPACE}{AGENCY}{SPACE}{_PLACE}{_WIRED}"
    # 中新网云川8月8日(周禾 苏木): the reporters show what it is.
    rf"|{AGENCY}{SPACE}{_PLACE}{SPACE}{DAY}(?={SPACE}[（(](?!星期|周[一二三四五六日])"
    r"[\u4e00-\u9fff \u3000]{2,20}[）)])"
    rf"|{SENDER}{SPACE}(?:综合|最新)?+(?:讯(?![息问号员飞])|消息(?![称人员面传灵]))"
    rf"|本报{SPACE}[\u4e00-\u9fff]{{2,6}}?讯(?![息问号员飞])"
    rf"|{DAY}{SPACE}(?:综合)?(?:讯|消息|专?电)(?=[\s:：（(【〔])"
    r"|\d{1,2}月\d{1,2}日讯(?![息问号员飞])"
    r"|据[^，。：:\s（(]{2,20}?消息(?=[\s，,:：（(])"
    # 云川日报青石讯, 云都讯 with a space behind it
    rf"|[\u4e00-\u9fff]{{2,8}}?(?:[日晚早晨商时]报|都市报|青年报){SPACE}[\u4e00-\u9fff]{{2,4}}?{_NEWS}"
    rf"|[\u4e00-\u9fff]{{2,3}}{_NEWS}(?=[ \u3000]+[^ \u3000（(])"
    # A place alone sends where its reporters follow in brackets: 云川讯（记者 …）.
    rf"|[\u4e00-\u9fff]{{2,6}}?{SPACE}(?:专?电|讯)(?={SPACE}[（(【〔][^）)】〕\n]{{0,8}}(?:记者|通讯员))"
    r"|综合(?:本报)?(?:消息|讯)(?=[\s:：（(])|[专快又另续]?讯(?=[\s:：（(])"
)
_OPEN, _CLOSE = r"[（(【〔［\[〖〈<]", r"[)）】〕］\]〗〉>]"
_INNER = r"[^（(【〔［\[〖〈<)）】〕］\]〗〉>\n]"
_PLAIN = late_pattern(rf"{SPACE}(?P<dispatch>{_DISPATCH})")
_BRACKET = late_pattern(rf"{SPACE}{_OPEN}(?P<inner>{_INNER}{{1,70}}){_CLOSE}")
_BARS = late_pattern(rf"{SPACE}\|(?P<inner>[^|，。\n]{{3,20}}\|[^|，。\n]{{2,8}}报[道导])\|")
_SENT = late_pattern(
    rf"{SPACE}(?:{_DISPATCH}|(?:{SENDER}{SPACE}{_PLACE}{SPACE}(?:{DAY})?{SPACE})?{FROM_ABROAD}|{SENDER}{SPACE}(?:综合)?(?:报[道导]|播报)){SPACE}"
)
# What names glued to their text are followed by.
_WHEN = r"据|近日|日前|昨[天日晚]|今[天日]|连日来|[“\d]"
_WORDS = late_pattern(
    rf"{SPACE}(?P<inner>[\u4e00-\u9fff·•、，,/\s\u3000]{{2,48}}?)"
    rf"(?:(?P<doing>{DID_WORD})(?=[:：\s\u3000])|(?=[:：])|(?P<half>[)）])|(?P<glued>(?={_WHEN})))"
)
_PUNCTUATION = late_pattern(r"[\s\u3000]*+(?:[:：，,][\s\u3000]*+)?+")
_UNSENT = late_pattern(rf"[\u4e00-\u9fff]{{0,3}}{TITLE}")  # 记者, 特约记者, no outlet
_TITLED = late_pattern(
    rf"{TITLE}|^{SPACE}[\u4e00-\u9fff]{{3}}/[\u4e00-\u9fff]{{2,6}}(?<!综合)报[道导]{SPACE}$"
)
_FEWEST_GLUED = 2
_HINT = late_pattern(r"讯|电|消息|报[道导]|记者|通讯员|评论员|实习生|日[ \u3000]?[（(]")
_COLONS, _COMMAS = ("：", ":"), ("，", ",")


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead at the head of a paragraph, in code points of the paragraph.

    Attributes:
        end: One past the lead, what parts it from the text included.
        names: Its reporters, folded, joined by one space; None where it names none.
        byline: Where the reporters stand, brackets included; None where it names none, and
            empty where their names are words of the first sentence.
        opens: Whether an article starts there: not where the dispatch is a clause of its
            sentence (据……消息，).
    """

    end: int
    names: str | None
    byline: tuple[int, int] | None
    opens: bool


def find_lead(paragraph: str) -> Lead | None:
    """Find the lead that opens a paragraph.

    Only its first 120 characters are looked at.

    Args:
        paragraph: Any text, as printed or folded.

    Returns:
        The lead, or None where the paragraph begins with its text.
    """
    head = fold(paragraph[:LONGEST_LEAD])
    if not _HINT.search(head.text):
        return None
    lead = _read(head.text)
    if lead is None:
        return None
    place = (*head.places, len(head.printed))
    byline = None
    if lead.byline:
        first, end = lead.byline
        byline = (place[first], place[end - 1] + 1 if end > first else place[first])
    return Lead(place[lead.end - 1] + 1, lead.names, byline, lead.opens)


def without_lead(paragraph: str) -> str:
    """A paragraph without the lead that opens it."""
    lead = find_lead(paragraph)
    return paragraph[lead.end :] if lead else paragraph


def _read(text: str) -> Lead | None:
    """The lead of a folded text."""
    dispatch = _dispatch(text)
    end, opens = dispatch or (0, True)
    names: list[str] = []
    byline: tuple[int, int] | None = None
    while True:
        at = _after(text, end)
        bracket = _BRACKET.match(text, at) or _BARS.match(text, at)
        if bracket and end and _SENT.fullmatch(bracket["inner"]):
            end = bracket.end()
            continue
        found = _reporters_at(text, at, bracket, is_first=not end)
        if not found:
            break
        end = found[1]
        names.append(found[0])
        byline = (byline[0] if byline else at, _after(text, end))
    at = _after(text, end)
    if dispatch and not byline and "记者" in text[:end] and (sent := parse_reporters(text[:end])):
        names, byline = [sent], (at, at)  # 中央社记者周禾/云岭5日电
    elif dispatch and not byline and (tellers := find_tellers(text, at)):
        names, byline = [tellers], (at, at)
    if bracket and dispatch and not byline and text[bracket.end() :].startswith(_COLONS):
        end = bracket.end()
    if not end or (not dispatch and _after(text, end) == len(text)):
        return None
    return Lead(_after(text, end), " ".join(names) or None, byline, opens)


def _dispatch(text: str) -> tuple[int, bool] | None:
    """Where the dispatch at the head of a text ends, and whether an article starts there."""
    plain = _PLAIN.match(text)
    if plain:
        dispatch = plain["dispatch"]
        is_dated = dispatch.endswith("消息") and re.search(rf"{DAY}{SPACE}消息$", dispatch)
        is_told = dispatch.startswith("据") or (dispatch.endswith("消息") and not is_dated)
        is_clause = is_told and text[plain.end() :].startswith(_COMMAS)
        return plain.end(), not is_clause
    bracket = _BRACKET.match(text)
    if bracket and _SENT.fullmatch(bracket["inner"]) and not _TITLED.search(bracket["inner"]):
        return bracket.end(), True
    return None


def _reporters_at(
    text: str, at: int, bracket: re.Match[str] | None, *, is_first: bool
) -> tuple[str, int] | None:
    """Names in the bracket or the words that stand at a place, and where these end.

    With nothing before them they must be titled, and in words have reported something.
    """
    if bracket:
        is_said = not is_first or _TITLED.search(bracket["inner"])
        names = parse_reporters(bracket["inner"].replace("|", "/")) if is_said else None
        return (names, bracket.end()) if names else None
    return _in_words(text, at, is_first=is_first) or (
        None if is_first else find_names_apart(text, at)
    )


def _in_words(text: str, at: int, *, is_first: bool) -> tuple[str, int] | None:
    """Names without a bracket at a place, with what they did or a colon behind them."""
    words = _WORDS.match(text, at)
    if not words:
        return None
    inner, did = words["inner"], words["doing"] or ""
    names = parse_reporters(inner + did if did else strip_titles(inner))
    is_doubtful = is_first or words["glued"] is not None
    if not names or (is_doubtful and not _is_said(words, names, is_first=is_first)):
        return None
    return names, words.end()


def _is_said(words: re.Match[str], names: str, *, is_first: bool) -> bool:
    """Whether words with no dispatch before them, or none behind them, name reporters.

    记者张三近日在…看到 is a sentence; 云川日报记者 张三近日，… and 记者 张三 李四近日，… are not.
    """
    inner = words["inner"].lstrip()
    if not _TITLED.search(inner):
        return False
    if words["doing"] or words["half"]:
        return True
    is_sent = _UNSENT.match(inner) is None
    is_spaced = not is_first or re.search(rf"{TITLE}[\s\u3000]", inner) is not None
    return is_spaced and (is_sent or len(names.split()) >= _FEWEST_GLUED)


def _after(text: str, end: int) -> int:
    """Where the text goes on behind a part of its lead."""
    spaces = _PUNCTUATION.match(text, end)
    return spaces.end() if spaces and end else 0

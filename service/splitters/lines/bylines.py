"""Who wrote it: bylines in leads, at ends, on lines of their own, and photo credits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from service.names import HAN, NAME, NAMES, OUTLET, ROLE, TITLE, parse_names
from service.patterns import late_pattern
from service.reporters import parse_reporters

Where = Literal["lead", "tail", "line", "photo"]

_S = r"[\s\u3000]*+"
_SIGNS = "□■●◎◆▲○☆★△◇"
_MARK = late_pattern(rf"[{_SIGNS}\s\u3000]*+")
_PICTURE = (
    r"(?:摄影报[道导]|文并[摄图]|摄影|摄|供图|文/图|图/文|图文|文图|图片报[道导]|图片|制图|图)"
)
_ROLES = rf"{ROLE}[\s\u3000:：]*+"
_TITLED = rf"{_ROLES}{HAN}(?:{HAN}|[·•.．、，,;；/\s\u3000]){{1,48}}?"
_PEOPLE = rf"(?:{_TITLED}|{NAMES}|{HAN}{{5,8}})"
_LONG_NAME = rf"{HAN}{{5,8}}(?!{HAN})"  # as some peoples have
_WITH_ROLE = rf"(?:{_ROLES})?{NAMES}(?:[\s\u3000、，,;；/]*+{_ROLES}{NAMES}){{0,4}}"
_FROM_WIRE = late_pattern(
    rf"(?<![\s\u3000]){_S}据?(?:新华社|本报|中新社)[^，。（）()\s]{{0,16}}电[\s\u3000,，]*+"
)
_POINT = late_pattern(r"(?<=[\u4e00-\u9fff])[.．]$")  # for 。
# Where who signs works: （科研处 刘洋）.
_OFFICE = late_pattern(
    r"^[\s\u3000]*[\u4e00-\u9fff]{1,14}(?:[部局委处馆院校社队站办会系室厅村镇乡厂巷路街里苑区县市]|公司|中心|街道|社区|医院|[大中小]学|[一二三四五六七八九十][中小])[\s\u3000]+"
)
_SAYS_WHO = late_pattern(r"^[\s\u3000]*作者[\s\u3000:：]+")
_TAIL = late_pattern(
    rf"[（(【〔]{_S}(?P<inner>[^（）()【】〔〕\n]{{2,60}})[)）】〕](?P<stop>[。\s]*+)$"
)
_DID = late_pattern(
    r"(?:(?:综合|参与|摄影|采访)?(?:报[道导]|采写)|整理|撰文|文并摄|文/摄|文/图|图/文|图文|[\s\u3000/](?:文|图|摄))$"
)
# Who did what, the work named before the names (口述：甲 整理：乙) or behind (甲/文 乙/图).
_WRITING = r"图文|文图|文字?|撰文|采写|撰稿|作者|口述|整理|编辑整理|图/文|文[/、]图"
_WORK = rf"(?:{_WRITING}|图片?|摄影|摄像|航拍|拍摄|视频|剪辑)"
# Who is no person: 图/受访者提供.
_NOBODY = late_pattern(
    r"(?<![\s\u3000])[\s\u3000]++(?:图片?|摄影|视频)[\s\u3000]*+[/:：|][\s\u3000]*+"
    r"(?:(?:受访|网络|资料|本报|主办|通讯员提供|单位|采访)[^\s）)]{0,8}"
    r"|[\u4e00-\u9fff]{1,14}(?:提供|供图|[部局委处馆院校社队站办会]|公司|中心))(?=[)）]?$)"
)
# An office alone: ■ 本报评论员.
_NO_NAME = late_pattern(
    rf"[（(]?{OUTLET}[\s\u3000]*+(?:特约|首席|特派|见习|全媒体)*(?:评论员|记者|通讯员)[)）]?"
)
_AND_WORK = rf"[\s\u3000，,；;]*+{_WORK}(?:{_S}[/:：|]|[\s\u3000]){_S}{_WITH_ROLE}"
_LABELLED_LINE = late_pattern(
    rf"[（(]?(?P<names>(?:{_WRITING}){_S}(?:[/:：|]|(?<=[\s\u3000])){_S}(?:{_LONG_NAME}|{_WITH_ROLE})(?:{_AND_WORK}){{0,3}})[)）]?$"
)
_LONG_LABELLED = late_pattern(rf"^(?:{_WRITING}){_S}(?:[/:：|]|(?<=[\s\u3000])){_S}{_LONG_NAME}")
# A pen name, which only its label tells: 文｜小溪, 撰文：小溪.
_TRUSTED = late_pattern(
    rf"{_LONG_LABELLED.pattern}|^(?:图文|文图|文字?|撰文){_S}[/|]|^(?:撰[文稿]|采写|作者){_S}[:：|]{_S}{HAN}{{2,3}}$"
)
_DONE = rf"(?:{_ROLES})?{NAME}/(?:文|图|摄|整理)"
_DONE_APART = rf"(?:{_ROLES})?{NAME}[\s\u3000]++(?:文|图|摄影?|整理)"
# Who somebody is who told what is printed: 口述：周禾（摆渡人） 整理：….
_REMARK = late_pattern(r"(?<=[\u4e00-\u9fff])[（(][^（）()]{1,14}[)）](?=[\s\u3000])")
_WORKS_LINE = late_pattern(
    rf"[（(]?(?P<names>{_DONE}(?:[\s\u3000]++{_DONE}){{0,3}}|{_DONE_APART}(?:[\s\u3000]++{_DONE_APART}){{1,3}})[)）]?$"
)
_WORK_MARK = late_pattern(
    rf"(?:文/图|图/文)(?:{_S}[:：]|(?=[\s\u3000]))|文、图{_S}[/:：|]|(?:/|(?<=[\s\u3000]))(?:文|图|摄影?|整理)(?=[\s\u3000)）]|$)|{_WORK}{_S}[/:：|]|(?:^|(?<=[\s\u3000（(])){_WORK}(?=[\s\u3000])"
)
_AFTER_STOP = (
    r"(?:^|(?<=[。！？!?”)）\s\u3000]))"
    r"(?:(?:以上|上述|本组|本文|本版|文中)?(?:图片|照片|配图|图[①-⑳\d、，]*)?均?[为由系])?"
)
_PHOTO = late_pattern(
    rf"{_AFTER_STOP}(?:图/)?(?P<names>{_PEOPLE})(?P<gap>{_S}){_PICTURE}"
    r"[\s\u3000]*+(?:[（(][^（）()]{1,14}[)）]|/[\s\u3000]*+[^\s/]{1,8})?[。\s]*+$"
)
_LABELLED_PHOTO = late_pattern(
    rf"{_AFTER_STOP}[（(]?(?:图片?|摄影|供图|图源){_S}[:：/]{_S}(?P<names>{_WITH_ROLE}|{_LONG_NAME})[)）]?$"
)
_SOURCE = (
    r"(?:新华社发|新华社照片|影像中国|人民视觉|视觉中国|资料图片?|(?<![\s\u3000,，]))"
    r"[\s\u3000,，]*+"
)
_BRACKETED_PHOTO = late_pattern(
    rf"{_SOURCE}[（(]{_S}(?:图/{_S})?(?P<names>{_PEOPLE})(?P<gap>{_S})(?:摄影|摄|供图){_S}[)）][。\s]*+$"
)
_LONGEST_CREDIT = 70
_ROLE = late_pattern(ROLE)
# A title and, with no space, what may be no name.
_GLUED = late_pattern(rf"[^\s]*?{TITLE}(?=[^\s\u3000:：]{{4}})")
_DEPICTS = late_pattern(r"摄|图|影像")
_SHOT = late_pattern("摄|供图")
_STOPS = "。！？!?…”’』」)）"


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline within a line.

    Attributes:
        names: The names, joined by one space; empty where only an office is printed.
        where: How it is printed.
        start: First code point within the line that is no body text.
        end: One past the last.
    """

    names: str
    where: Where
    start: int
    end: int

    def fills(self, line: str) -> bool:
        """Whether the line holds nothing else."""
        return not (line[: self.start] + line[self.end :]).strip()


def find_byline(line: str) -> Byline | None:
    """Find the byline of a line that is not empty, but for that of its lead.

    Looked for in this order: names with their work, photo credit, line of its own, end.
    Only the first and last 70 characters are looked at, so the time a line
    takes does not grow with its length.

    Args:
        line: The folded text of a line, without signposts.

    Returns:
        The byline, or None where the line has none.
    """
    return _works(line) or _photo_credit(line) or _own_line(line) or _tail(line)


def _works(line: str) -> Byline | None:
    """Names with their work, as all of a line or in the bracket that ends it."""
    last = line[-_LONGEST_CREDIT:]
    if not _WORK_MARK.search(last):
        return None
    opening = len(line) - len(last) + max(last.rfind("（"), last.rfind("("), 0)
    for start in (0, opening):
        names = _workers(line[start:])
        if names:
            return Byline(names, "tail" if start else "line", start, len(line))
    return None


def _workers(printed: str) -> str | None:
    if len(printed) > _LONGEST_CREDIT:
        return None
    bare = _REMARK.sub("", _NOBODY.sub("", _MARK.sub("", printed, count=1)))
    labelled = _LABELLED_LINE.match(bare)
    match = labelled or _WORKS_LINE.match(bare)
    is_long = labelled is not None and _TRUSTED.search(labelled["names"]) is not None
    return parse_names(_WORK_MARK.sub(" ", match["names"]), trusted=is_long) if match else None


def _photo_credit(line: str) -> Byline | None:
    bare = _MARK.sub("", line, count=1)
    end = bare[-_LONGEST_CREDIT:]
    offset = len(line) - len(end)
    if not _DEPICTS.search(end):
        return None
    for pattern in (_BRACKETED_PHOTO, _PHOTO, _LABELLED_PHOTO):
        match = pattern.search(end)
        while match:
            # Names set apart from the word for the work need no title.
            is_apart = match.groupdict().get("gap") != "" and _SHOT.search(match.group())
            is_trusted = bool(is_apart) or pattern is _BRACKETED_PHOTO
            names = parse_names(match["names"], trusted=is_trusted)
            if names:
                start = offset + match.start()
                is_signed = start == len(line) - len(bare)  # by the sign alone
                return Byline(names, "photo", 0 if is_signed else start, offset + match.end())
            match = pattern.search(end, match.start() + 1)
    return None


def _own_line(line: str) -> Byline | None:
    """The byline of a line that is nothing else, with a title, what was done, or a sign."""
    if len(line) > _LONGEST_CREDIT:
        return None
    bare = _MARK.sub("", line, count=1)
    if _NO_NAME.fullmatch(bare):
        return Byline("", "line", 0, len(line))
    is_said = bare[:1] and (_ROLE.search(bare) or _DID.search(bare) or line[0] in _SIGNS)
    names = parse_reporters(bare) if is_said else None
    if not names or (_GLUED.match(bare) and parse_names(names) is None):
        return None  # 通讯员培训班开班
    return Byline(names, "line", 0, len(line))


def _tail(line: str) -> Byline | None:
    """The names in the bracket that ends a line.

    Without a title or a word of what they did they must stand behind a stop. A stop behind
    the bracket is that of the sentence where none stands before.
    """
    opening = max(line.rfind(bracket, max(len(line) - _LONGEST_CREDIT, 0)) for bracket in "（(【〔")
    match = _TAIL.match(line, opening) if opening >= 0 else None
    if not match:
        return None
    inner = _SAYS_WHO.sub("", _FROM_WIRE.sub("", match["inner"], count=1))
    before = line[:opening].rstrip()
    is_behind_stop = before[-1:] in ("", *_STOPS) or _POINT.search(before) is not None
    # The name of a column: 【关注】; of several words all are names.
    is_label = not before and line[opening] in "【〔" and len(inner.split()) == 1
    is_doubtful = is_label or not is_behind_stop
    if is_doubtful and not _ROLE.search(inner) and not _DID.search(inner):
        return None
    names = parse_reporters(inner) or parse_reporters(_OFFICE.sub("", inner, count=1))
    end = match.end() if is_behind_stop else match.start("stop")
    return Byline(names, "tail", opening, end) if names else None

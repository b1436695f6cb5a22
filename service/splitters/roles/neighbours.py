"""What the lines above and below a line tell of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.splitters.lines.edges import SIGNS, ends_sentence
from service.splitters.lines.line import Line
from service.splitters.roles.line_scorer import LineScores
from service.splitters.roles.looks import BOX_LABEL, MOST_COMMAS, NOTE, ORDINAL, is_short, n_commas

_COLUMN = re.compile(
    rf"[【\[{SIGNS}]*[\u4e00-\u9fff]{{2}}(?:走笔|关注|观察|视点|聚焦|故事|在线|风采|纪事|热线|论坛|广角|新风|漫谈|速递|生活|天地|茶座|大观|人生|百态|万象|园地|驿站|视窗|之声|之窗|来信)[】\]{SIGNS}]*"
)
_WORD = re.compile(rf"[【\[〔{SIGNS}]*[\u4e00-\u9fff]{{2,6}}[】\]〕{SIGNS}]*")
# A pen name, or who wrote it with the word for that: 晓风残月, 顾青石 著.
_WRITER = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[\s\u3000]+[著文作撰译绘])?")
_INSTALMENT = re.compile(r"[^。！？；：]{4,24}[①-⑳]")
_AD_HEAD = re.compile(r"[●■◆★▲【\[]?[\u4e00-\u9fff]{2,6}[】\]]?")
_AD = re.compile(r".{6}(?<!\d)(?:\d{3,4}[-—]?)?\d{7,8}(?!\d)|.{6}(?<!\d)1[3-9]\d{9}(?!\d)")
_STOP = re.compile(r"[。，、；：！？…,;:!?]")
LONG = 30
_MOST_FURNITURE = 4
_BOTH = 2  # lines, that above and that below
_MOST_BETWEEN = 8  # lines between two leads of neighbouring stories


def heads_text(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line without a stop stands right above a text."""
    line, below = lines[index], lines[index + 1 : index + 2]
    is_head = is_short(line.text) and not ends_sentence(line.text) and not line.is_byline
    return is_head and any(ends_sentence(other.bare) for other in below)


def heads_continuation(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line that ends with 上接 stands above a text: 渡口改道（上接第1版）."""
    line, below = lines[index], lines[index + 1 : index + 2]
    last = line.markers[-1] if line.markers else None
    if last is None or last.direction == "on" or last.end < len(line.text):
        return False
    is_head = line.bare != "" and is_short(line.bare) and not ends_sentence(line.bare)
    return is_head and any(len(other.text) > len(line.text) for other in below)


def ends_headline(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands between another and a text, as the last line of a headline."""
    line, above = lines[index], lines[index - 1]
    is_other = line.author or line.n_blank or line.text[-1] in ":：" or ORDINAL.match(line.text)
    is_below = is_short(above.text) and not (above.is_furniture or above.is_byline)
    return (
        heads_text(lines, index) and is_below and not (is_other or BOX_LABEL.fullmatch(line.text))
    )


def stands_below_word(lines: Sequence[Line], index: int) -> bool:
    """Whether a headline stands no further from the word above it than from its text: 以案说法."""
    line, above, below = lines[index], lines[index - 1], lines[index + 1 : index + 2]
    if not _WORD.fullmatch(above.text) or len(above.text) >= len(line.text):
        return False
    is_label = above.author or BOX_LABEL.fullmatch(above.text) or above.is_furniture
    is_numbered, is_writer = ORDINAL.match(line.text), _WRITER.fullmatch(line.text)
    is_other = line.author or line.starts_page or is_numbered or is_writer
    is_beside = any(line.n_blank == other.n_blank for other in below)
    return is_beside and heads_text(lines, index) and not (is_label or is_other)


def is_of_box(lines: Sequence[Line], index: int) -> bool:
    """Whether a line heads a box of the story above, by its label or as the title below that.

    Above a dispatch the title is a headline and the label the name of a column.
    """
    above, line = lines[index - 1 : index + 1]
    is_label = BOX_LABEL.fullmatch(line.text) is not None
    is_title = BOX_LABEL.fullmatch(above.text) and is_short(line.text) and not line.n_blank
    title = index + is_label
    is_headed = title < len(lines) and stands_above_lead(lines, title)
    return bool(is_title or is_label) and not (line.starts_page or is_headed)


def opens_below_text(lines: Sequence[Line], scores: LineScores, index: int) -> bool:
    """Whether a line opens with a lead (本报讯) below text, and is not the rest of it."""
    line, above = lines[index], lines[index - 1]
    is_text = len(above.text) > LONG or above.text.endswith("。")
    is_text = is_text and not (above.is_byline or above.author)
    opens = _opens_story(line) and not scores.is_cut(index)
    return opens and is_text and not stands_below_abstract(lines, index)


def _opens_story(line: Line) -> bool:
    """Whether a line begins with a lead, and more than that stands in it."""
    lead = line.lead
    return lead is not None and lead.opens and lead.end < len(line.bare)


def is_sent_again(lines: Sequence[Line], index: int) -> bool:
    """Whether a line begins with the same sender, place and day as the lead above it."""
    near = reversed(lines[max(index - _MOST_BETWEEN, 0) : index])
    above = next((line for line in near if line.lead), None)
    sent = _sender(lines[index])
    return above is not None and bool(sent) and _sender(above) == sent


def _sender(line: Line) -> str:
    """What a lead says before its reporters; nothing where it names none."""
    lead = line.lead
    return line.bare[: lead.byline[0]] if lead and lead.byline else ""


def stands_below_abstract(lines: Sequence[Line], index: int) -> bool:
    """Whether what stands above a lead may be a pull quote or an abstract below a headline."""
    lead = lines[index].lead
    if lead is None or not lead.opens or index < 2:
        return False
    above = lines[index - 1]
    if above.lead is not None and above.lead.opens:
        return False  # who begins with a lead is a story, no abstract
    has_sign = above.text[0] in SIGNS
    heads = lines[max(0, index - 2 - has_sign) : index - 1]
    # Below who wrote it or when stands the text itself.
    return any(is_short(line.text) and not line.has_meta_below for line in heads)


def resumes(lines: Sequence[Line], index: int) -> bool:
    """Whether furniture stands between a line and one above that was cut off."""
    above = index - 1
    while above >= 0 and index - above <= _MOST_FURNITURE and lines[above].is_furniture:
        above -= 1
    if above in (index - 1, -1):
        return False
    text = lines[above].text
    return len(text) > LONG and not ends_sentence(text) and not lines[above].markers


def stands_as_headline(lines: Sequence[Line], index: int) -> bool:
    """Whether a line stands where or as only headlines do."""
    is_by_words = stands_above_lead(lines, index) or _stands_below_column(lines, index)
    return is_by_words or _calls_apart(lines, index) or _is_instalment(lines, index)


def _is_instalment(lines: Sequence[Line], index: int) -> bool:
    """Whether a line names a series and its number right above a title: 走进百年老校②."""
    below = lines[index + 1 : index + 2]
    is_numbered = _INSTALMENT.fullmatch(lines[index].text) is not None
    return is_numbered and any(is_short(line.text) and not line.n_blank for line in below)


def _calls_apart(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line that asks or calls stands right above a text and apart from the rest."""
    line, below = lines[index], lines[index + 1 : index + 2]
    is_call = is_short(line.text) and line.text.rstrip('”’」』"')[-1:] in ("？", "！", "?", "!")
    is_apart = any(line.n_blank > following.n_blank for following in below)
    return is_call and is_apart and ends_sentence(below[0].text) and len(below[0].text) > LONG / 2


def stands_above_lead(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands right above 本报讯, as headlines do and subheads do not."""
    line = lines[index]
    below = lines[index + 1].lead if index + 1 < len(lines) else None
    if below is None or not below.opens:
        return False
    is_headline = is_short(line.text) and line.text[-1] not in ":：)）"
    is_abstract = n_commas(line.text) >= MOST_COMMAS
    return is_headline and not (line.byline or line.author or line.markers or is_abstract)


def _stands_below_column(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands right below the name of a column, as headlines do."""
    line = lines[index]
    is_headline = index > 0 and is_short(line.text) and line.text[-1] not in ":：)）"
    return is_headline and bool(_COLUMN.fullmatch(lines[index - 1].text)) and not line.byline


def stands_amid_speech(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands between two long ones without any stop, as speech is written.

    There no stop above says that a sentence ended, so the line would be taken for its rest.
    """
    neighbours = (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
    is_amid = len(neighbours) > 1 and all(map(_is_speech, neighbours))
    return is_amid and is_short(lines[index].text) and not lines[index].byline


def stands_above_list(lines: Sequence[Line], index: int) -> bool:
    """Whether what a story begins with is a short line without a stop above marked items."""
    line, below = lines[index], lines[index + 1 : index + 2]
    is_list = any(other.text[0] in SIGNS and ends_sentence(other.text) for other in below)
    is_other = line.is_furniture or line.is_byline or line.is_row or line.markers
    return is_list and is_short(line.text) and not is_other and not ends_sentence(line.text)


def stands_above_number(lines: Sequence[Line], index: int) -> bool:
    """Whether a word or two stand above a sentence with a number to call, as small ads have it."""
    line, below = lines[index], lines[index + 1 : index + 2]
    is_word = _AD_HEAD.fullmatch(line.text) is not None
    return is_word and any(
        _AD.search(other.text) and (ends_sentence(other.text) or other.text[-1].isdigit())
        for other in below
    )


def introduces_story(lines: Sequence[Line], index: int) -> bool:
    """Whether an editor's note stands below a text and right above a headline."""
    line, above, below = lines[index], lines[max(index - 1, 0)], lines[index + 1 : index + 2]
    if not index or not NOTE.fullmatch(line.text) or above.is_byline or is_short(above.text):
        return False
    return any(
        is_short(head.text)
        and not (ends_sentence(head.text) or head.is_byline or head.is_furniture)
        for head in below
        if head.n_blank <= line.n_blank
    )


def stands_below_dated_headline(lines: Sequence[Line], index: int) -> bool:
    """Whether at most furniture stands between a line and a headline with its day below it."""
    near = reversed(lines[max(index - _MOST_FURNITURE, 0) : index])
    above = next((line for line in near if not line.is_furniture), None)
    if above is None or lines[index].starts_page or not is_short(above.text):
        return False
    is_dated = any(
        meta.start > above.start and meta.tells is not None and meta.tells.is_dated
        for meta in above.meta
    )
    return is_dated and not lines[index].is_furniture


def heads_rows(lines: Sequence[Line], index: int) -> bool:
    """Whether a line names the columns of the table below it: 品种 今日 上周."""
    line, below = lines[index], lines[index + 1 : index + 2]
    n_columns = len(line.text.split())
    are_names = not any(map(str.isdigit, line.text))
    return n_columns > _BOTH and any(
        len(other.text.split()) == n_columns
        and (other.is_row or (are_names and any(map(str.isdigit, other.text))))
        for other in below
    )


def stands_in_table(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is of a table by its columns: as many as those above, which are named."""
    n_columns = len(lines[index].text.split())
    first = index
    while first and n_columns > _BOTH and len(lines[first - 1].text.split()) == n_columns:
        first -= 1
    return heads_rows(lines, first)


def _is_speech(line: Line) -> bool:
    return len(line.text) > LONG and not _STOP.search(line.text)

"""The roles of all lines of a page, chosen together."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.splitters.cohesion import Cohesion
from service.splitters.lines.furniture import is_day, is_editor, is_sentence, may_be_text
from service.splitters.lines.line import Line, closes_bracket, ends_sentence
from service.splitters.roles.boxes import find_forecasts, find_linked, find_teasers
from service.splitters.roles.line_scorer import LineScores
from service.splitters.roles.looks import BOX, SIGNS, is_short
from service.splitters.roles.photos import AGENCY, RUBRIC, Photos
from service.splitters.roles.unmarked import Unmarked
from service.splitters.stories import Role

_NEVER = -1e9
_UNLIKELY, _LIKELY = -6.0, 6.0
_CERTAIN = 10.0
_HEADED_PHOTO = -1.0
_NOTICE = re.compile(
    r"(?:遗失|寻人|招聘|征文|征订|招标|拍卖|注销|减资|认领|道歉|更正|挂失|停[水电气]|施工|中标|吸收合并|清算|迁[址坟])"
    r"(?:声明|启事|公告|通告|通知)|(?:\d{1,2}月\d{1,2}日)?(?:计划)?停[水电气](?:预告|安排|信息|计划|公示)|鸣[\s\u3000]*谢|答谢|讣[\s\u3000]*[告闻]|更[\s\u3000]*正|勘[\s\u3000]*误|致[\s\u3000]*歉|"
    r"(?:来信|读者)(?:照登|来信|之声|来论)|(?:本地|民生|时政)?[简短快][\s\u3000]*讯|一句话新闻|新闻(?:简报|集装箱|速递|快递)"
)
_COLUMN = re.compile(
    r"[【\[■●◆]?[\u4e00-\u9fff]{2}(?:走笔|关注|观察|视点|聚焦|故事|在线|风采|纪事|热线|论坛|广角|新风|漫谈|速递)[】\]]?"
)
# When a decree was passed and by whom, its number; a photo that nobody signed.
_BELOW_TITLE = re.compile(
    r"[（(〔][^（）()〔〕]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日[^（）()〔〕]*"
    r"(?:通过|批准|修[订正改]|公布|发布|印发|施行|讲话|讨论|会议)[^（）()〔〕]*[)）〕]"
    r"|[\u4e00-\u9fff]{1,6}[〔\[（(](?:19|20)\d\d[〕\]）)]第?\d{1,4}号"
)
_CAPTION = re.compile(
    r"[（(](?:资料图片?|图片来源[^（）()]*|效果图|示意图|视频截图|网络截图)[)）]$"
)
_ANNOUNCES = re.compile(r"(?:如下|见下[表图])[:：]?$")
_REGARDS = re.compile(r"(?:此致)?[\s\u3000]*(?:敬[\s\u3000]*礼)?[！!]?|(?:祝好|顺颂时祺)[！!]?")
_ASKS = re.compile(r"(?:[问答問]|[QA]\d{0,2})\s?[:：]")
# Titles set side by side: 表决通过……法　决定任命……　……主持会议.
_TITLES = re.compile(r"(?:[^。！？；\s\u3000]++(?:\s{2,}+|\u3000++|$)){2,}")
_INSTALMENT = re.compile(r"[^。！？；：]{4,24}[①-⑳]")
_ATTACHED = re.compile(r"附[件表录]|名单|一览表|[:：]$")
_AD_HEAD = re.compile(r"[●■◆★▲【\[]?[\u4e00-\u9fff]{2,6}[】\]]?")
_AD = re.compile(r".{6}(?<!\d)(?:\d{3,4}[-—]?)?\d{7,8}(?!\d)|.{6}(?<!\d)1[3-9]\d{9}(?!\d)")
_STOP = re.compile(r"[。，、；：！？…,;:!?]")
_LONG = 30
_MOST_FURNITURE = 4
_FEWEST_MARKED = 2
_LONGEST_PAPER = 8
_BOTH = 2  # lines, that above and that below
_MOST_BETWEEN = 8  # lines between two leads of neighbouring stories
_LONGEST_HEADLINE = 90
_MOST_COMMAS = 3
_ARROWS = "▲▼△▽◀▶↑↓←→"
_HEADS = (Role.HEADLINE, Role.HEADLINE_MORE)


def best_roles(lines: Sequence[Line], scores: LineScores, cohesion: Cohesion) -> tuple[Role, ...]:
    """Find the roles that together are most likely and possible.

    A Viterbi search. Impossible are a further headline line without a first,
    a story without text under its headline, a story that begins in its
    middle at the top of the issue or below nothing but furniture, and a 上接
    line that begins nothing. Ties go to the role that comes first in `Role`.

    Args:
        lines: The lines of an issue, at least one.
        scores: What is known of each line by itself.
        cohesion: Nearness of passages.

    Returns:
        One role per line.

    References:
        Viterbi, IEEE Transactions on Information Theory 1967.
    """
    moves = _moves()
    opening_moves = [_opening_moves(moves, weight) for weight in (_UNLIKELY, 2 * _UNLIKELY)]
    table = _table(lines, scores, cohesion)
    total = table[0].copy()
    total[[Role.HEADLINE_MORE, Role.BODY]] += _NEVER
    back = np.zeros(table.shape, dtype=np.int64)
    below_furniture = np.zeros_like(moves)
    below_furniture[Role.FURNITURE, Role.BODY] = _NEVER
    above_all = True  # nothing but furniture stands above
    for index in range(1, len(lines)):
        step_moves = moves
        if _begins_with_marker(lines[index]):
            step_moves = _marked_moves(moves)
        elif _opens_below_text(lines, scores, index):
            step_moves = opening_moves[_is_sent_again(lines, index)]
        above_all = above_all and table[index - 1].argmax() == Role.FURNITURE
        if above_all:
            step_moves = step_moves + below_furniture
        reached = total[:, None] + step_moves
        back[index] = reached.argmax(axis=0)
        total = reached.max(axis=0) + table[index]
    total[list(_HEADS)] += _UNLIKELY / 3
    path = [int(total.argmax())]
    for index in range(len(lines) - 1, 0, -1):
        path.append(int(back[index, path[-1]]))
    return tuple(Role(role) for role in reversed(path))


def _table(lines: Sequence[Line], scores: LineScores, cohesion: Cohesion) -> NDArray[np.float64]:
    """How likely each role of each line is, once the rules have spoken, shape (n, 6)."""
    table = scores.roles.copy()
    _apply_box_rules(lines, table)
    _apply_sign_rules(lines, table)
    photos, unmarked = Photos(lines, scores), Unmarked(lines, cohesion)
    for index, line in enumerate(lines):
        _apply_rules(lines, index, table[index])
        if photos.is_resumed(index, cohesion):
            # A trained scorer that never saw a photo inside a story takes the rest for a new one.
            _read_as(Role.BODY, Role.START, table[index])
        table[index, Role.START] += _against_start(lines, index)
        if index and all(_ASKS.match(each.text) for each in (lines[index - 1], line)):
            table[index, Role.START] += _UNLIKELY
        if index and closes_bracket(lines[index - 1].text, line.text):
            table[index, [*_HEADS, Role.START]] += _NEVER
        if _stands_as_headline(lines, index):
            table[index, Role.BODY] += _UNLIKELY
        _apply_unmarked_rules(lines, index, unmarked, table[index])
        _apply_meta_rules(lines, index, table[index])
        if index and _is_carried_on(lines[index - 1]):
            table[index, Role.BODY] += _UNLIKELY
        if line.is_credit:
            _apply_caption_rules(lines, photos, index, table)
    return table


def _apply_box_rules(lines: Sequence[Line], table: NDArray[np.float64]) -> None:
    """Let what announces a story be furniture, in place, and what may be a link be either."""
    for index in find_teasers(lines):
        table[index, Role.FURNITURE] += 2 * _CERTAIN
    for index in find_linked(lines):
        table[index, Role.FURNITURE] -= _UNLIKELY
    for first, *rows in find_forecasts(lines):
        table[[first, *rows], Role.FURNITURE] += _NEVER
        table[first, Role.HEADLINE] += 2 * _CERTAIN
        table[rows, Role.BODY] += 2 * _CERTAIN


def _apply_sign_rules(lines: Sequence[Line], table: NDArray[np.float64]) -> None:
    """Let short lines with one sign, each above a text, be headlines all or none, in place."""
    for sign in {line.text[0] for line in lines}.intersection(SIGNS):
        marked = [index for index, line in enumerate(lines) if line.text[0] == sign]
        if len(marked) < _FEWEST_MARKED or not all(_heads_text(lines, index) for index in marked):
            continue
        if table[marked, Role.HEADLINE].sum() > table[marked, Role.BODY].sum():
            table[marked, Role.BODY] += _UNLIKELY


def _heads_text(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line without a stop stands right above a text."""
    line, below = lines[index], lines[index + 1 : index + 2]
    is_head = is_short(line.text) and not ends_sentence(line.text) and not line.is_byline
    return is_head and any(ends_sentence(other.bare) for other in below)


def _apply_caption_rules(
    lines: Sequence[Line], photos: Photos, credit: int, table: NDArray[np.float64]
) -> None:
    """Let a caption end with its credit, in place, and begin right below a rubric."""
    first = photos.caption_start(credit)
    if lines[first].text[0] in _ARROWS:
        table[first, Role.CAPTION] += _LIKELY
    if first < credit:
        table[first, Role.CAPTION] += 2 * _LIKELY
        table[first + 1 : credit + 1, Role.CAPTION] += _NEVER
    goes_on = credit + 1 < len(lines) and len(lines[credit + 1].text) > _LONG
    if first and goes_on and RUBRIC.fullmatch(lines[first - 1].text):
        _read_as(Role.CAPTION, Role.BODY, table[first])


def _read_as(role: Role, other: Role, row: NDArray[np.float64]) -> None:
    """Let all that speaks for another role speak for this one, in place."""
    row[role] = np.logaddexp(row[role], row[other])
    row[other] += _UNLIKELY


def _moves() -> NDArray[np.float64]:
    """What may follow what, as log weights, shape (6, 6)."""
    moves = np.zeros((len(Role), len(Role)))
    for role in Role:
        if role not in _HEADS:
            moves[role, Role.HEADLINE_MORE] = _NEVER
    for head in _HEADS:
        moves[head, Role.HEADLINE] = _NEVER
        moves[head, Role.START] = _NEVER
        moves[head, Role.CAPTION] = _HEADED_PHOTO
        moves[head, Role.FURNITURE] = _UNLIKELY
    # A story without headline or signpost that begins below a photo is the one above it.
    moves[Role.CAPTION, Role.START] = _UNLIKELY / 2
    return moves


def _marked_moves(moves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Moves into a line that opens with 上接: it goes below a headline or begins a piece."""
    marked = moves.copy()
    for role in Role:
        if role not in _HEADS:
            marked[role, Role.BODY] += _NEVER
    marked[Role.CAPTION, Role.START] = 0
    return marked


def _opening_moves(moves: NDArray[np.float64], weight: float) -> NDArray[np.float64]:
    """Moves into a line with a lead: it hardly goes on in a story that has text already."""
    opening = moves.copy()
    opening[[role for role in Role if role not in _HEADS], Role.BODY] += weight
    return opening


def _opens_below_text(lines: Sequence[Line], scores: LineScores, index: int) -> bool:
    """Whether a line opens with a lead (本报讯) below text, and is not the rest of it."""
    line, above = lines[index], lines[index - 1]
    is_text = len(above.text) > _LONG or above.text.endswith("。")
    is_text = is_text and not (above.is_byline or above.author)
    opens = _opens_story(line) and not scores.is_cut(index)
    return opens and is_text and not _stands_below_abstract(lines, index)


def _opens_story(line: Line) -> bool:
    """Whether a line begins with a lead, and more than that stands in it."""
    lead = line.lead
    return lead is not None and lead.opens and lead.end < len(line.bare)


def _is_sent_again(lines: Sequence[Line], index: int) -> bool:
    """Whether a line begins with the same sender, place and day as the lead above it."""
    near = reversed(lines[max(index - _MOST_BETWEEN, 0) : index])
    above = next((line for line in near if line.lead), None)
    sent = _sender(lines[index])
    return above is not None and bool(sent) and _sender(above) == sent


def _sender(line: Line) -> str:
    """What a lead says before its reporters; nothing where it names none."""
    lead = line.lead
    return line.bare[: lead.byline[0]] if lead and lead.byline else ""


def _against_start(lines: Sequence[Line], index: int) -> float:
    """What speaks against a story that begins without a headline."""
    if _resumes(lines, index):
        return _UNLIKELY
    return _UNLIKELY / 3 if _stands_below_abstract(lines, index) else 0.0


def _stands_below_abstract(lines: Sequence[Line], index: int) -> bool:
    """Whether what stands above a lead may be a pull quote or an abstract below a headline."""
    lead = lines[index].lead
    if lead is None or not lead.opens or index < 2:
        return False
    above = lines[index - 1]
    if above.lead is not None and above.lead.opens:
        return False  # who begins with a lead is a story, no abstract
    has_sign = above.text[0] in SIGNS
    return any(is_short(line.text) for line in lines[max(0, index - 2 - has_sign) : index - 1])


def _resumes(lines: Sequence[Line], index: int) -> bool:
    """Whether furniture stands between a line and one above that was cut off."""
    above = index - 1
    while above >= 0 and index - above <= _MOST_FURNITURE and lines[above].is_furniture:
        above -= 1
    if above in (index - 1, -1):
        return False
    text = lines[above].text
    return len(text) > _LONG and not ends_sentence(text) and not lines[above].markers


def _stands_as_headline(lines: Sequence[Line], index: int) -> bool:
    is_by_words = _stands_above_lead(lines, index) or _stands_below_column(lines, index)
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
    return is_call and is_apart and ends_sentence(below[0].text) and len(below[0].text) > _LONG / 2


def _stands_above_lead(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands right above 本报讯, as headlines do and subheads do not."""
    line = lines[index]
    below = lines[index + 1].lead if index + 1 < len(lines) else None
    if below is None or not below.opens:
        return False
    is_headline = is_short(line.text) and line.text[-1] not in ":：)）"
    is_abstract = _n_commas(line.text) >= _MOST_COMMAS
    return is_headline and not (line.byline or line.author or line.markers or is_abstract)


def _n_commas(text: str) -> int:
    return text.count("，") + text.count(",")


def _stands_below_column(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands right below the name of a column, as headlines do."""
    line = lines[index]
    is_headline = index > 0 and is_short(line.text) and line.text[-1] not in ":：)）"
    return is_headline and bool(_COLUMN.fullmatch(lines[index - 1].text)) and not line.byline


def _apply_unmarked_rules(
    lines: Sequence[Line], index: int, unmarked: Unmarked, row: NDArray[np.float64]
) -> None:
    """Let what has no mark of a beginning begin a story, in place, where other things tell it."""
    if _stands_amid_speech(lines, index):
        _read_as(Role.HEADLINE, Role.BODY, row)
    elif unmarked.begins(index):
        _read_as(Role.START, Role.BODY, row)
    elif _stands_above_list(lines, index):
        _read_as(Role.HEADLINE, Role.START, row)
    elif _stands_above_number(lines, index):
        _read_as(Role.HEADLINE, Role.BODY, row)
    elif _stands_below_signature(lines, index):
        row[Role.BODY] += _UNLIKELY / 3
    elif _stands_below_end(lines, index):
        row[Role.BODY] += _UNLIKELY / 2


def _stands_amid_speech(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands between two long ones without any stop, as speech is written.

    There no stop above says that a sentence ended, so the line would be taken for its rest.
    """
    neighbours = (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
    is_amid = len(neighbours) > 1 and all(map(_is_speech, neighbours))
    return is_amid and is_short(lines[index].text) and not lines[index].byline


def _stands_above_list(lines: Sequence[Line], index: int) -> bool:
    """Whether what a story begins with is a short line without a stop above marked items."""
    line, below = lines[index], lines[index + 1 : index + 2]
    is_list = any(other.text[0] in SIGNS and ends_sentence(other.text) for other in below)
    is_other = line.is_furniture or line.is_byline or line.is_row or line.markers
    return is_list and is_short(line.text) and not is_other and not ends_sentence(line.text)


def _stands_above_number(lines: Sequence[Line], index: int) -> bool:
    """Whether a word or two stand above a sentence with a number to call, as small ads have it."""
    line, below = lines[index], lines[index + 1 : index + 2]
    is_word = _AD_HEAD.fullmatch(line.text) is not None
    return is_word and any(_AD.search(other.text) and ends_sentence(other.text) for other in below)


def _stands_below_signature(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands below the day that signs a notice, and is no list of it."""
    line, above = lines[index], lines[max(index - 2, 0) : index]
    is_signed = len(above) > 1 and is_day(above[1].text) and not above[0].is_furniture
    return is_signed and is_short(line.text) and not _ATTACHED.search(line.text)


def _stands_below_end(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands between the end of something and a text.

    A paragraph that is signed ends a story; rows of figures end a table.
    """
    line, neighbours = (
        lines[index],
        (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]),
    )
    if len(neighbours) < _BOTH or not _heads_text(lines, index):
        return False
    above, below = neighbours
    is_signed = above.byline is not None and above.byline.where == "tail"
    is_table = above.is_row and not (line.is_row or below.is_row)
    is_other = line.is_furniture or line.markers or line.author or BOX.search(line.text)
    return (is_signed or is_table) and len(below.text) >= _LONG / 2 and not is_other


def _is_speech(line: Line) -> bool:
    return len(line.text) > _LONG and not _STOP.search(line.text)


def _apply_meta_rules(lines: Sequence[Line], index: int, scores: NDArray[np.float64]) -> None:
    """Let a short line above a date or byline be a headline, and a story begin below them."""
    line = lines[index]
    # A byline or day that tells nothing by itself is held only by a headline.
    dated = [meta for meta in line.meta if meta.tells is None or meta.tells.is_dated]
    if any(meta.start < line.start for meta in dated):
        scores[[Role.BODY, Role.HEADLINE_MORE]] += _UNLIKELY
    elif dated and len(line.text) <= _LONGEST_HEADLINE and not line.text.endswith("。"):
        scores[[Role.BODY, Role.START, Role.CAPTION]] += _NEVER / 2
    if index and lines[index - 1].has_meta_below and len(line.text) > _LONG:
        scores[Role.HEADLINE_MORE] += _UNLIKELY


def _is_carried_on(line: Line) -> bool:
    """Whether a line ends with 下转, so that nothing of its story can follow."""
    last = line.markers[-1] if line.markers else None
    return last is not None and last.direction == "on" and last.end == len(line.text)


def _begins_with_marker(line: Line) -> bool:
    return any(m.direction == "from" and m.start <= 2 for m in line.markers)


def _apply_rules(lines: Sequence[Line], index: int, scores: NDArray[np.float64]) -> None:
    """Rule out, in place, the roles a line cannot have."""
    line = lines[index]
    if line.is_row:
        scores[[Role.HEADLINE, Role.START]] += _UNLIKELY
    if not line.is_furniture or _is_told_inside(lines, index):
        scores[Role.FURNITURE] += _UNLIKELY
    else:
        may_be = may_be_text(line.text) and not _is_of_masthead(lines, index)
        scores[Role.FURNITURE] += _UNLIKELY / 2 if may_be else _CERTAIN
    if _names_paper(lines, index):
        scores[Role.FURNITURE] += 2 * _CERTAIN
    _apply_headline_rules(line, scores)
    if line.markers:
        scores[[Role.FURNITURE, Role.CAPTION]] += _NEVER
        if _begins_with_marker(line):
            scores[list(_HEADS)] += _NEVER


def _names_paper(lines: Sequence[Line], index: int) -> bool:
    """Whether a few characters head a page above nothing but its masthead: 今日云川."""
    line, below = lines[index], lines[index + 1 : index + 1 + _BOTH]
    first = index
    while not lines[first].starts_page and lines[first - 1].is_furniture:
        first -= 1
    is_name = lines[first].starts_page and is_short(line.text) and len(line.text) <= _LONGEST_PAPER
    is_above = len(below) == _BOTH and all(other.is_furniture for other in below)
    return is_name and is_above and any(other.heads_page for other in below)


def _is_told_inside(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a whole sentence between two paragraphs, as a story tells the weather."""
    if not is_sentence(lines[index].text) or not 0 < index < len(lines) - 1:
        return False
    above, below = lines[index - 1], lines[index + 1]
    are_text = min(len(above.text), len(below.text)) > _LONG and ends_sentence(above.text)
    is_signed = above.byline is not None and above.byline.where != "lead"
    begins = is_signed or below.starts_page or below.lead is not None
    return are_text and not begins


def _is_of_masthead(lines: Sequence[Line], index: int) -> bool:
    """Whether a line of furniture stands in the midst of others, as a day does in a masthead.

    For one who edited a single one beside it will do, of whatever kind, or where it is from.
    """
    above, below = lines[max(index - 1, 0)], lines[min(index + 1, len(lines) - 1)]
    if is_editor(lines[index].text):
        others = [line for line in (above, below) if line is not lines[index]]
        return above.has_meta_below or any(line.is_furniture for line in others)
    return is_day(lines[index].text) and above.is_furniture and below.is_furniture


def _apply_headline_rules(line: Line, scores: NDArray[np.float64]) -> None:
    text = line.text
    if _ASKS.match(text) or _is_signed_sentence(line):
        scores[list(_HEADS)] += _NEVER
    is_long = len(text) > _LONGEST_HEADLINE and not _TITLES.fullmatch(text)
    if is_long or (len(text) > 50 and ends_sentence(text) and "。" in text):
        scores[list(_HEADS)] += _NEVER
    if _n_commas(text) >= _MOST_COMMAS:
        scores[list(_HEADS)] += _UNLIKELY if text[0] in SIGNS else _UNLIKELY / 6
    if RUBRIC.fullmatch(text) or _NOTICE.fullmatch(text):
        scores[Role.HEADLINE] += _LIKELY
        scores[Role.BODY] += _UNLIKELY / 2
    if line.is_byline or AGENCY.fullmatch(text) or _REGARDS.fullmatch(text):
        scores[list(_HEADS)] += _NEVER
    if _BELOW_TITLE.fullmatch(text) or _CAPTION.search(text) or _ANNOUNCES.search(text):
        scores[list(_HEADS)] += _UNLIKELY
    if line.author:
        scores[Role.HEADLINE_MORE] += _UNLIKELY


def _is_signed_sentence(line: Line) -> bool:
    """Whether a line is a sentence and, in brackets behind its stop, who wrote it."""
    byline = line.byline
    is_signed = byline is not None and byline.where == "tail" and byline.start > 0
    return is_signed and byline is not None and ends_sentence(line.bare[: byline.start])

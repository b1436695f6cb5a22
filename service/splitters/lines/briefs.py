"""Pieces of news that share a line with their headlines: ◆夜校开课　昨晚，…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from service.splitters.cohesion import Cohesion
from service.splitters.lines.columns import column_width
from service.splitters.lines.edges import SIGNS, ends_sentence
from service.splitters.lines.line import Line

_SIGNS = SIGNS + "△•"
_SIGN = re.compile(rf"[{_SIGNS}]+\s*")
_BRACKETED = re.compile(r"[【\[](?P<head>[^【】\[\]。]{3,30})[】\]]\s*")
_PARTED = re.compile(r"(?P<head>[^。；：:“”]{4,24}?)(?:[：:]|——)\s*(?=\S)")
_GAP = re.compile(r"\s+")
_WIDE = re.compile(r"\u3000|\s\s")  # without a sign a single blank may as well part two clauses
_COUNTED = re.compile(r"(?P<number>\d{1,2})[.．、](?!\d)\s*[^。；：:]{4,36}")
_COUNT = re.compile(r"0?(?P<number>\d{1,2})")
_SAYS = re.compile(r"(?:说|道|表示|认为|介绍|告诉|提醒|建议|问|答|写|[\d:：])$")
# What heads briefs of one form, and what a box of one story is called by the same word.
_RUBRIC = re.compile(
    rf"[{_SIGNS}【\[\s]*[\u4e00-\u9fff·]{{0,6}}?(?:[简短快微][\s\u3000]*讯|简明新闻|一句话(?:新闻)?|一周[\u4e00-\u9fff]{{0,4}}"
    r"|要闻|速览|速递|快报|简报|集锦|集装箱|短波|动态|扫描)"
    rf"(?:[（(]?[两二三四五六七八九十\d]{{1,2}}则[）)]?)?[】\]\s{_SIGNS}]*"
)
_OF_STORY = re.compile(r"政策|知识|数字|数据|看点|亮点|措施|观点|提示|行情")
_DAY = re.compile(
    r"[昨今前明][天日晚晨早年]|近日|日前|最近|首次|[本上]周|[\d一二三四五六七八九十][日月周]"
)
_LATEST = 45  # characters of a headline and the sign before it
_SHORTEST_TEXT, _SHORTEST_CUT = 12, 2  # characters behind a headline, of wrapped text too
_SHORTEST_HEADLINE = 6
_MOST_BETWEEN = 12  # lines of one brief
_FEWEST_NAMED, _FEWEST = 2, 3
_N_COMPARED = 8  # lines above
_SAID_AGAIN = 10.0  # weight of the rare pairs of characters of two words or three
_LITTLE_IN_COMMON = 0.06


@dataclass(frozen=True, slots=True)
class _Brief:
    """Where a brief begins, what form it has, and where on the line its text stands."""

    index: int
    form: str
    head: str
    text_at: int
    number: int = 0


def part_briefs(lines: Sequence[Line], cohesion: Cohesion) -> tuple[Line, ...]:
    """Part the headlines of briefs from the texts behind them on their lines.

    One such line may be an item of a list. So several of one form must stand one below the
    other, and under what names briefs (简讯, 一周要闻), or else where no story stands above or
    it shares nothing with them, and most say the words of their headlines again.

    Args:
        lines: The printed lines of an issue, in order.
        cohesion: Nearness of passages.

    Returns:
        The lines, each headline and text of a brief by itself, `brief` told of both.
    """
    known: dict[int, _Brief] = {}
    rubrics: set[int] = set()
    for run in _runs(lines):
        first = run[0].index
        is_named = first > 0 and not lines[first].starts_page and _is_rubric(lines[first - 1])
        if len(run) < (_FEWEST_NAMED if is_named else _FEWEST):
            continue
        if is_named or _are_news(lines, run, cohesion):
            known.update((brief.index, brief) for brief in run)
            rubrics.update([first - 1] if is_named else [])
    return tuple(_written(lines, known, rubrics))


def _written(lines: Sequence[Line], known: dict[int, _Brief], rubrics: set[int]) -> Iterator[Line]:
    number: Line | None = None
    for index, line in enumerate(lines):
        brief = known.get(index)
        if number is not None:
            yield replace(
                line,
                brief="headline",
                meta=(number,),
                n_blank=number.n_blank,
                starts_page=number.starts_page,
            )
            number = None
        elif brief is None:
            yield replace(line, brief="rubric") if index in rubrics else line
        elif brief.form == "count":
            number = line
        else:
            head, *text = line.parted([brief.text_at] if brief.text_at else [])
            yield replace(head, brief="headline")
            yield from (replace(part, brief="text") for part in text)


def _runs(lines: Sequence[Line]) -> Iterator[list[_Brief]]:
    """Lines of one form, with nothing but their own text between them."""
    is_wrapped = column_width(lines) is not None
    run: list[_Brief] = []
    for index in range(len(lines)):
        brief = _read(lines, index, is_wrapped)
        if run and not _goes_on(run[-1], brief, lines, index, is_wrapped):
            yield run
            run = []
        if brief and (run or brief.number <= 1):
            run.append(brief)
    if run:
        yield run


def _goes_on(
    last: _Brief, brief: _Brief | None, lines: Sequence[Line], index: int, is_wrapped: bool
) -> bool:
    """Whether a line is the next brief of a run or may be of the text of the last one."""
    line = lines[index]
    if line.starts_page or index - last.index > _MOST_BETWEEN:
        return False
    if brief:
        return brief.form == last.form and brief.number in (0, last.number + 1)
    return is_wrapped or index == last.index + 1 or not _is_head(line)


def _is_head(line: Line) -> bool:
    return len(line.text) <= _LATEST and not ends_sentence(line.text)


def _read(lines: Sequence[Line], index: int, is_wrapped: bool) -> _Brief | None:
    """The brief that begins with a line; None where it has no such form."""
    line, text = lines[index], lines[index].text
    below = lines[index + 1 : index + 3]
    count = _COUNT.fullmatch(text)
    if count and len(below) > 1 and _is_head(below[0]) and not _is_head(below[1]):
        return _Brief(index, "count", below[0].text, 0, int(count["number"]))
    if line.is_furniture or line.markers or line.is_row or line.lead:
        return None
    counted = _COUNTED.fullmatch(text)
    if counted and below and not _is_head(below[0]):
        return _Brief(index, "counted", text, 0, int(counted["number"]))
    return _read_one_line(index, text, is_wrapped)


def _read_one_line(index: int, text: str, is_wrapped: bool) -> _Brief | None:
    sign = _SIGN.match(text)
    first = sign.end() if sign else 0
    form = text[0] if sign else ""
    bracketed = _BRACKETED.match(text, first)
    at = bracketed.end() if bracketed else _gap(text, first, bool(sign))
    kind = "【" if bracketed else "_"
    if at is None and (sign or not is_wrapped):
        parted = _PARTED.match(text, first)
        at, kind = (parted.end(), "：") if parted else (None, "")
    if at is None or not _may_be_headline(text[first:at]):
        return None
    rest = len(text) - at
    if rest < _SHORTEST_CUT if is_wrapped else rest < _SHORTEST_TEXT or not ends_sentence(text):
        return None
    return _Brief(index, form + kind, text[first:at], at)


def _gap(text: str, first: int, has_sign: bool) -> int | None:
    """Where the text begins behind a gap: the widest, else the last before the first comma."""
    stop = text.find("。", first)
    end = min(_LATEST, stop if stop > 0 else len(text))
    gaps = [gap for gap in _GAP.finditer(text, first, end) if gap.start() >= first + 4]
    if not has_sign:
        gaps = [gap for gap in gaps if _WIDE.match(gap.group())]
    if not gaps:
        return None
    widest = max(len(gap.group()) + gap.group().count("\u3000") for gap in gaps)
    wide = [g for g in gaps if len(g.group()) + g.group().count("\u3000") == widest]
    comma = text.find("，", first)
    early = [gap for gap in wide if gap.end() <= comma] if comma > 0 else []
    return (early[-1] if early else wide[0]).end()


def _may_be_headline(head: str) -> bool:
    bare = head.strip("【】[]：:— \u3000")
    return not _SAYS.search(bare) and "。" not in bare


def _is_rubric(line: Line) -> bool:
    is_name = _RUBRIC.fullmatch(line.text) is not None
    return is_name and not _OF_STORY.search(line.text)


def _are_news(lines: Sequence[Line], run: Sequence[_Brief], cohesion: Cohesion) -> bool:
    """Whether lines of one form are pieces of news rather than a list of one story."""
    lengths = sorted(len(brief.head.strip("【】[]：:— \u3000")) for brief in run)
    if lengths[len(lengths) // 2] < _SHORTEST_HEADLINE:
        return False
    ends = [brief.index for brief in run[1:]]
    ends.append(min(run[-1].index + 2 + (run[-1].form == "count"), len(lines)))
    texts, said_again = [], 0
    for brief, end in zip(run, ends, strict=True):
        text = lines[brief.index].text[brief.text_at :] if brief.text_at else ""
        first = brief.index + 1 + (brief.form == "count")
        below = cohesion.pairs_of([text, *(line.text for line in lines[first:end])])
        head = cohesion.pairs(brief.head)
        said_again += cohesion.weight(head & below) > _SAID_AGAIN
        texts.append(head | below)
    if 2 * said_again <= len(run) or not _stands_alone(lines, run, texts, cohesion):
        return False
    shared = [cohesion.overlap(one, other) for one, other in pairwise(texts)]
    return sum(shared) / len(shared) < _LITTLE_IN_COMMON


def _stands_alone(
    lines: Sequence[Line],
    run: Sequence[_Brief],
    texts: Sequence[frozenset[int]],
    cohesion: Cohesion,
) -> bool:
    """Whether the line above is no story's, or is the end of one that has nothing in common."""
    first = run[0].index
    if lines[first].starts_page or not first or lines[first - 1].is_furniture:
        return True
    above = lines[first - 1]
    if run[0].number or _is_head(above) or above.text[-1] in "：:":
        return False
    n_dated = sum(_DAY.search(lines[brief.index].text) is not None for brief in run)
    near = cohesion.pairs_of(line.text for line in lines[max(first - _N_COMPARED, 0) : first])
    is_other = cohesion.overlap(near, frozenset().union(*texts)) < _LITTLE_IN_COMMON
    return is_other and 2 * n_dated > len(run)

"""A story written down as an article of the contract, sections 2 and 3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from service.datamodels import Article, Flag, Kind
from service.folding import strip_unseen
from service.splitters.articles.clean_text import CleanText, clean_story
from service.splitters.lines.edges import ends_sentence, is_pausing, printed_width
from service.splitters.lines.line import Line
from service.splitters.roles.line_scorer import LineScores
from service.splitters.roles.looks import BOX_LABEL
from service.splitters.roles.photos import is_counted
from service.splitters.stitching.pairs import marker_of, text_lines
from service.splitters.stories import Story

_MAY_BE_CUT = 0.08
_SURELY_TORN = 4.0
_RAGGED_EDGE, _INDENT = 3, 4  # in half-width characters
_NEVER_FIRST = tuple("，、。；：！？）》”,;:)")
# Who says something is a beginning, whatever may have stood before the name (医院院长…说).
_SPEAKER = re.compile(
    r"[\u4e00-\u9fff·]{2,18}?(?:说|提醒|介绍|指出|表示|强调|认为|建议|要求|统计|通报|透露|告诉记者)[，,：:]"
)
# An office without the name of its place: 市第一人民医院, 省教育厅, 县图书馆.
_OFFICE = re.compile(
    r"[全我]?[省市县区](?:第[一二三四五六七八九十]{1,2}|[\u4e00-\u9fff]{0,10}?(?:局|厅|委|办|院|校|[小中大]学|馆|所|会|队|站|中心|"
    r"公司|集团|支行|社|银行))(?![，,。])"
)
# Not 「…」 or a number in a circle, which say something.
_SIGN = re.compile(r"[■●◆▲□☆★▶►▼◎○◇△※•✦❖♦♠➤➢★✪◼◾▪▌▍▎❚\s\u3000]+(?=[^■●◆▲□☆★▶►▼◎○◇△※•\s])")
_CLOSING_SIGN = re.compile(r"(?<=[^■●◆▲□☆★▶►▼◇])[■●◆▲□☆★▶►▼◇]+$")  # ◇城乡广角◇
_FIELD = re.compile(r"(?:[大主副]?标题|引题|肩题|副题)[:：][\s\u3000]*(?=\S)")
_COLUMN = re.compile(r"^([【〖［\[][^【】〖〗［］\[\]\n]{1,10}[】〗］\]])[\s\u3000]*(?=\S)")
# What parts the headline of a brief from the text behind it on its line.
_OF_BRIEF = re.compile(r"[【\[](?P<bracketed>[^【】\[\]]+)[】\]]|(?P<head>.+?)\s?(?:[：:]|——)")
# No subhead is as long, few hold a comma, and none stands where a line was cut off by other matter.
_VERSE = re.compile(r"[^。，、；：！？,;:!?()（）]{2,18}[，；。！？]?")
_FEWEST_VERSES = 4
# An hour or a number to call, with which a row of a list ends.
_HOUR = re.compile(r"\d{1,2}[:：]\d\d")
_WHOLE_NUMBER = re.compile(r"\d[:：∶]\d\d$|(?<!\d)1\d{10}$|\d[-—]\d{7,8}$")
# Whose words a quotation is: “……。”——某某.
_QUOTED = re.compile(r"[。！？!?…][”’」』]?——[^。，、；：]{2,12}$")
_SHORTEST_CUT = 22
_SHORTEST_APART = 18


@dataclass(frozen=True, slots=True)
class Seams:
    """What is known about the breaks between the lines of an issue.

    Attributes:
        lines: Its lines.
        scores: What is known of each by itself.
        column: How wide its columns are where each line stands as it was set, else None.
    """

    lines: Sequence[Line]
    scores: LineScores
    column: int | None = None

    def is_cut(self, above: int, index: int) -> bool:
        """Whether a line goes on in mid-sentence in another, next to it or far below."""
        before = self.lines[above].bare
        if ends_sentence(before) or self._stand_alone(above, index):
            return False
        if is_pausing(before) or before.count("“") > before.count("”"):
            return True
        after = self.lines[index].bare
        if before[-1:].isdigit() and after[:1].isdigit():
            return _WHOLE_NUMBER.search(before) is None
        if index != above + 1:
            return len(before) >= _SHORTEST_APART
        if self._fills_column(above):
            return True
        may_be_cut = len(before) >= _SHORTEST_CUT or "，" in before
        goes_on = self.scores.goes_on[index] > _MAY_BE_CUT or self.scores.odds[index] > _SURELY_TORN
        return self.scores.is_cut(index) or bool(may_be_cut and goes_on)

    def _stand_alone(self, above: int, index: int) -> bool:
        """Whether two lines are rows of a table or verse, or the first a label or hour."""
        bare = self.lines[above].bare
        alone = BOX_LABEL.fullmatch(bare) or _HOUR.fullmatch(bare) or _QUOTED.search(bare)
        if index == above + 1 and alone:
            return True
        is_table = self.lines[above].is_row or self.lines[index].is_row
        return is_table or (index == above + 1 and self._is_verse(index))

    def _is_verse(self, index: int) -> bool:
        """Whether a line and the one above it are of a verse: short, one below the other."""
        first, end = index, index
        while index - first < _FEWEST_VERSES and first and _VERSE.fullmatch(self.lines[first].bare):
            first -= 1
        while (
            end - index < _FEWEST_VERSES
            and end < len(self.lines)
            and _VERSE.fullmatch(self.lines[end].bare)
        ):
            end += 1
        return first < index - 1 and index < end and end - first - 1 >= _FEWEST_VERSES

    def _fills_column(self, index: int) -> bool:
        """Whether a line is as long as its column is wide, the indent of a paragraph counted."""
        if self.column is None:
            return False
        is_first = not index or ends_sentence(self.lines[index - 1].text)
        missing = self.column - printed_width(self.lines[index].text)
        return 0 <= missing <= _RAGGED_EDGE + is_first * _INDENT

    def is_torn(self, index: int) -> bool:
        """Whether the beginning of a line is missing."""
        text = self.lines[index].bare
        if text[:1] in _NEVER_FIRST:
            return True
        is_whole = _SPEAKER.match(text) or _OFFICE.match(text)
        return self.scores.is_torn(index) and not is_whole


def write_article(story: Story, seams: Seams, article_id: str) -> Article:
    """Write a story down.

    Args:
        story: Which lines are the story's.
        seams: The lines of the issue, and what is known about the breaks between them.
        article_id: Its id.

    Returns:
        The unscored article.
    """
    lines = seams.lines
    clean = clean_story(lines, story, seams.is_cut)
    headline = (printed for i in story.headline if (printed := printed_headline(lines[i])))
    return Article(
        id=article_id,
        headline=" ".join(headline) or None,
        kind=_kind(lines, story, clean),
        byline=clean.names,
        flags=_flags(lines, story, clean, seams),
        spans=tuple(span for i in story.lines for span in lines[i].spans),
        text=clean.text,
    )


def printed_headline(line: Line) -> str:
    """A headline line without signs and signposts; the name of its column is a kicker."""
    bare = line.unmarked
    sign = _SIGN.match(bare.text) or _FIELD.match(bare.text)
    start = bare.span(0, sign.end())[1] if sign else 0
    closing = _CLOSING_SIGN.search(bare.text) if sign else None
    end = bare.span(closing.start(), closing.end())[0] if closing else len(bare.printed)
    printed = strip_unseen(bare.printed[start:end])
    if line.brief:
        whole = _OF_BRIEF.fullmatch(printed)
        return whole["head"] or whole["bracketed"] if whole else printed
    return _COLUMN.sub(r"\1 ", printed)


def _flags(lines: Sequence[Line], story: Story, clean: CleanText, seams: Seams) -> tuple[Flag, ...]:
    comes_from = _comes_from(lines, story)
    n_on = sum(marker.direction == "on" for marker in clean.markers)
    n_from = sum(marker.direction == "from" for marker in clean.markers)
    body = text_lines(lines, story)
    first = body[:1]
    stitched = frozenset(story.seams)
    lost = [
        i
        for above, i in pairwise(body)
        if i not in stitched and seams.is_torn(i) and not seams.is_cut(above, i)
    ]
    found: list[tuple[Flag, bool]] = [
        ("continued_from", n_from > 0),
        ("continues_on", n_on > 0),
        ("stitched", bool(story.seams)),
        ("unmatched", comes_from or n_on > len(story.seams)),
        ("starts_mid_sentence", any(seams.is_torn(i) for i in first)),
        ("text_missing", bool(lost)),
        ("no_headline", not any(printed_headline(lines[i]) for i in story.headline)),
        ("unmarked_start", _is_unmarked(lines, story, clean, seams)),
    ]
    return tuple(flag for flag, holds in found if holds)


def _is_unmarked(lines: Sequence[Line], story: Story, clean: CleanText, seams: Seams) -> bool:
    """Whether nothing printed says that a piece with a whole first sentence begins a story."""
    first = story.lines[0]
    is_apart = lines[first].starts_page or lines[first - 1].has_marker("on")
    is_whole = not any(seams.is_torn(i) for i in text_lines(lines, story)[:1])
    return is_whole and not is_apart and _kind(lines, story, clean) == "fragment"


def _comes_from(lines: Sequence[Line], story: Story) -> bool:
    """Whether a story began elsewhere; the signposts of stitched pieces do not count."""
    end = story.body.index(story.seams[0]) if story.seams else len(story.body)
    while story.seams and end and not lines[story.body[end - 1]].bare:
        end -= 1
    return marker_of(lines, replace(story, body=story.body[:end]), "from") is not None


def _kind(lines: Sequence[Line], story: Story, clean: CleanText) -> Kind:
    if _comes_from(lines, story):
        return "continuation"
    is_caption = any(byline.where == "photo" for byline in clean.bylines)
    if is_caption and (len(clean.paragraphs) <= 1 or all(map(is_counted, clean.paragraphs))):
        return "photo"
    if not story.headline and not _opens_with_lead(lines, story):
        return "fragment"
    return "story"


def _opens_with_lead(lines: Sequence[Line], story: Story) -> bool:
    lead = lines[story.body[0]].lead if story.body else None
    return lead is not None and lead.opens

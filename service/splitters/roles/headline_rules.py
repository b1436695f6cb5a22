"""Whether a line may be a headline, by its own words."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from service.notices import is_notice
from service.splitters.lines.edges import SIGNS, ends_sentence
from service.splitters.lines.line import Line
from service.splitters.roles.looks import BRIEFS, MOST_COMMAS, n_commas
from service.splitters.roles.odds import HEADS, LIKELY, NEVER, UNLIKELY
from service.splitters.roles.photos import AGENCY, RUBRIC
from service.splitters.stories import Role

LONGEST_HEADLINE = 90
# When a decree was passed and by whom, its number; a photo that nobody signed.
_BELOW_TITLE = re.compile(
    r"[（(〔][^（）()〔〕]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日[^（）()〔〕]*"
    r"(?:通过|批准|修[订正改]|公布|发布|印发|施行|讲话|讨论|会议)[^（）()〔〕]*[)）〕]"
    r"|[\u4e00-\u9fff]{1,6}[〔\[（(](?:19|20)\d\d[〕\]）)]第?\d{1,4}号"
)
_CAPTION = re.compile(
    r"[（(](?:资料图片?|图片来源[^（）()]*|效果图|示意图|视频截图|网络截图)[)）]$"
    r"|[。\s\u3000](?:图[/／]|图源[:：/]|图据[:：/]?)[\u4e00-\u9fffA-Za-z]{2,10}$"
)
_ANNOUNCES = re.compile(r"(?:如下|见下[表图])[:：]?$")
_REGARDS = re.compile(r"(?:此致)?[\s\u3000]*(?:敬[\s\u3000]*礼)?[！!]?|(?:祝好|顺颂时祺)[！!]?")
ASKS = re.compile(r"(?:[问答問]|[QA]\d{0,2})\s?[:：]")
# Titles set side by side: 表决通过……法　决定任命……　……主持会议.
_TITLES = re.compile(r"(?:[^。！？；\s\u3000]++(?:\s{2,}+|\u3000++|$)){2,}")


def apply_headline_rules(line: Line, scores: NDArray[np.float64]) -> None:
    """Let a line be a headline, or none, in place, by its own words.

    Args:
        line: The line.
        scores: Log-odds of its roles, shape (6,).
    """
    text = line.text
    if ASKS.match(text) or _is_signed_sentence(line):
        scores[list(HEADS)] += NEVER
    is_long = len(text) > LONGEST_HEADLINE and not _TITLES.fullmatch(text)
    if is_long or (len(text) > 50 and ends_sentence(text) and "。" in text):
        scores[list(HEADS)] += NEVER
    if n_commas(text) >= MOST_COMMAS:
        scores[list(HEADS)] += UNLIKELY if text[0] in SIGNS else UNLIKELY / 6
    if RUBRIC.fullmatch(text) or BRIEFS.fullmatch(text) or is_notice(text):
        scores[Role.HEADLINE] += LIKELY
        scores[Role.BODY] += UNLIKELY / 2
    if (
        line.is_byline
        or line.is_lead
        or _opens_report(line)
        or AGENCY.fullmatch(text)
        or _REGARDS.fullmatch(text)
    ):
        scores[list(HEADS)] += NEVER
    if _BELOW_TITLE.fullmatch(text) or _ANNOUNCES.search(text):
        scores[list(HEADS)] += UNLIKELY
    scores[list(HEADS)] += 2 * UNLIKELY * bool(_CAPTION.search(text))
    if line.author:
        scores[Role.HEADLINE_MORE] += UNLIKELY


def _opens_report(line: Line) -> bool:
    """Whether a line begins with a lead that no headline has: 本报讯, or one with reporters."""
    lead = line.lead
    return lead is not None and lead.opens and bool(lead.names or line.bare.startswith("本报"))


def _is_signed_sentence(line: Line) -> bool:
    """Whether a line is a sentence and, in brackets behind its stop, who wrote it."""
    byline = line.byline
    is_signed = byline is not None and byline.where == "tail" and byline.start > 0
    return is_signed and byline is not None and ends_sentence(line.bare[: byline.start])

"""What a picture amid a story shows or who gave it, where nobody is named who took it."""

from __future__ import annotations

import re

_LONGEST = 45
_LONGEST_MARKED = 32
_S = r"\s{0,3}+"
_GIVEN = (
    rf"(?:资料图片?|图片资料|(?:视频|网络)?截图|效果图|示意图"
    rf"|(?:图片来源|图源|图据|图片?|供图){_S}[:：/|丨]{_S}[^。：:]{{2,18}}"
    r"|(?:(?:以上|文中|本文|本版)?(?:图片|照片))?(?:均?[由为])?[^。，：:（）()]{2,14}(?:供图|提供图片)"
    r"|(?:图片|照片)均?[由为][^。，：:（）()]{2,14}提供)"
)
_CREDIT = re.compile(
    rf"[▲△▼]?{_S}(?:[（(【\[]{_S}{_GIVEN}{_S}[)）】\]]|(?:图片来源|图源|图){_S}[:：/|丨]{_S}[^。：:，]{{2,16}})"
)
_SHOWS = re.compile(
    r"[▲△▼▽↑↓←→\s]*(?:图为|(?:图说|图注|图片说明)\s*[:：]|[左右上下]图\s*[:：为]|图片?[①-⑩\d一二三四]\s*[:：为])\s*\S[^。]*。?"
)
_COUNTED = re.compile(r"[▲△▼▽\s]*图片?[①-⑩\d一二三四]")
_ARROW = re.compile(r"[↑↓←→⬆⬇]\s*[^。↑↓←→⬆⬇]{4,}。?")
_ENDS = re.compile(rf"(?:[（(【\[]{_S}{_GIVEN}{_S}[)）】\]]|[\s\u3000]{_GIVEN})$")
_MARKED = re.compile(r"△(?!.*(?:链接|阅读|背景|提[示醒]))\s*[^。△]{2,}")


def is_caption(line: str) -> bool:
    """Whether a line says what a picture shows, by its words and signs, or who gave it.

    Args:
        line: The folded text of a line.
    """
    if len(line) > _LONGEST:
        return False
    is_marked = len(line) <= _LONGEST_MARKED and (_is_signed(line) or _MARKED.fullmatch(line))
    return bool(is_marked or _is_told(line))


def is_by_sign(line: str) -> bool:
    """Whether a caption is told from a headline or an item of a list by its sign alone."""
    return not (_is_told(line) or _is_signed(line))


def is_counted_caption(line: str) -> bool:
    """Whether a caption is one of several by its number: 图②：渡船靠岸."""
    return _COUNTED.match(line) is not None


def _is_told(line: str) -> bool:
    return bool(_CREDIT.fullmatch(line) or _SHOWS.fullmatch(line) or _ARROW.fullmatch(line))


def _is_signed(line: str) -> bool:
    """Whether a line behind an arrow is one sentence, or ends with who gave the picture."""
    is_one = line.startswith(("▲", "△", "▼", "▽")) and "。" not in line[:-1]
    return is_one and (line.endswith("。") or _ENDS.search(line) is not None)

"""Text in the one form it is matched in, with the way back to what was printed.

Print, PDF and web write the same thing in many ways: Kangxi radicals and compatibility
ideographs for characters, full-width letters and digits, small and vertical forms of
punctuation, characters that are not seen at all (zero-width spaces, soft hyphens, marks of
direction), traditional characters. Patterns are written for one of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from service.traditional import to_simplified

# Control and format characters, fillers and variation selectors: print nothing, no white space.
_UNSEEN = (
    r"\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000e0001-\U000e01ef"
)
_UNSEEN_RE = re.compile(f"[{_UNSEEN}]")
_UNSEEN_AT_ENDS = re.compile(rf"\A[\s{_UNSEEN}]+|(?<![\s{_UNSEEN}])[\s{_UNSEEN}]+\Z")
# Unicode 16.0, Kangxi Radicals, CJK Radicals Supplement and both blocks of compatibility
# ideographs, full-width digits and letters: NFKC, where that is one character.
_NFKC = (
    (0x2E80, 0x2FDF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
    (0xFF10, 0xFF19),
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
)
# NFKC leaves these radicals alone; Unicode's EquivalentUnifiedIdeograph.txt names their equals.
_RADICALS = (
    "⺀⺁⺄⺅⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺖⺘⺙⺛⺝⺟⺡⺣⺤⺥⺦⺨⺪⺫⺭⺮⺯⺰⺲⺶⺷⺸⺹⺺⺼⺽⺾⺿⻀⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳",
    "冫厂乙亻几刀刂卜㔾小小兀尣尣尢巳幺彑忄扌攵旡月母氵灬爫爫丬犭疋罒礻竹糸纟罒羊羊羊耂肀肉臼艹艹艹衤覀西见角角讠贝足车辶阝钅镸镸长门阝雨青韦页风飞食食饣饣首马骨鬼鱼鸟卤麦黄黾齐齿龙龟龟",
)
_FORMS = (
    "丨┃│∣ǀ❘┆┊¦∕⁄╱︐︑︒︓︔︕︖︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹙﹚﹛﹜﹝﹞﹐﹑﹒﹔﹕﹖﹗﹘︙︱︲︳｡｢｣､･・‧∙⋅／｜＠",
    (
        "|||||||||///"
        "，、。：；！？（）{}〔〕【】《》〈〉“”‘’（）{}〔〕，、。；：？！—…——_。“”、····"
        "·/|@"
    ),
)
_FEWEST_WIDE, _SHARE_WIDE = 5, 0.7  # words of one character in a line set wide


def _table() -> dict[int, str]:
    """What each character is folded into, where that is another one."""
    pairs = (zip(*forms, strict=True) for forms in (_RADICALS, _FORMS))
    table = {ord(printed): read for printed, read in chain.from_iterable(pairs)}
    for code in (code for first, last in _NFKC for code in range(first, last + 1)):
        normal = unicodedata.normalize("NFKC", chr(code))
        if normal != chr(code) and len(normal) == 1:
            table[code] = normal
    return {code: to_simplified(read) for code, read in table.items()}


_FOLDS = _table()


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text and its folded form.

    Attributes:
        printed: The text as it came.
        text: Its folded form, no longer than `printed`.
        places: Where in `printed` each character of `text` stands, ascending.
    """

    printed: str
    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in `printed` the characters of `text` from `start` up to `end` stand.

        Args:
            start: First character, before `end`.
            end: One past the last, at most the length of `text`.
        """
        return self.places[start], self.places[end - 1] + 1

    def as_printed(self, read: str, start: int, end: int) -> str:
        """What was read in a part of `text` in the characters of `printed`.

        Compatibility forms such as radicals are written as the characters they stand for.
        """
        places = range(start, end)
        printed = {self.text[at]: self.printed[self.places[at]] for at in places}
        return unicodedata.normalize("NFKC", "".join(printed.get(c, c) for c in read))

    def stripped(self) -> FoldedText:
        """The same without white space at the ends of `text`."""
        first = len(self.text) - len(self.text.lstrip())
        bare = self.text.strip()
        return FoldedText(self.printed, bare, self.places[first : first + len(bare)])

    def closed_up(self) -> FoldedText:
        """The same without the spaces of a line set wide (三 伏 天 怎 样 过)."""
        words = self.text.split()
        n_single = sum(len(word) == 1 and "\u4e00" <= word <= "\u9fff" for word in words)
        if n_single < max(_FEWEST_WIDE, _SHARE_WIDE * len(words)):
            return self
        kept = [place for place, character in enumerate(self.text) if not character.isspace()]
        text = "".join(self.text[place] for place in kept)
        return FoldedText(self.printed, text, tuple(self.places[place] for place in kept))


def fold(printed: str) -> FoldedText:
    """Fold a text.

    Characters that are not seen are gone from the folded form; each other one becomes exactly
    one: radicals and compatibility forms the character they stand for, full-width letters and
    digits half-width ones, small, vertical and half-width punctuation that of the line,
    traditional characters simplified ones. The common punctuation （），。 stays full-width.

    Args:
        printed: Any text.

    Returns:
        The text and its folded form, with the place of each character.
    """
    text = to_simplified(printed).translate(_FOLDS)
    if not _UNSEEN_RE.search(text):
        return FoldedText(printed, text, range(len(text)))
    places = tuple(place for place, character in enumerate(text) if not _UNSEEN_RE.match(character))
    return FoldedText(printed, "".join(text[place] for place in places), places)


def strip_unseen(printed: str) -> str:
    """The text without white space and characters that are not seen at its ends."""
    return _UNSEEN_AT_ENDS.sub("", printed)

"""The cells of a row as values with types; what does not fit is a complaint."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeGuard

from service.characters import content_characters, is_han, is_unicode
from service.datamodels import Span
from service.folding import strip_unseen
from service.readers.tables import COLUMN_NAMES, Row
from service.traditional import to_simplified
from training.articles.problems import Problems

_TRUTHS = {
    **dict.fromkeys(("true", "1", "1.0", "yes", "是"), True),
    **dict.fromkeys(("false", "0", "0.0", "no", "否"), False),
}
# Of soft labels that were rounded before they were written.
_SUM_TOLERANCE = 0.01
_LONGEST_SHOWN = 40
_LIKE, _LIKE_OF_HAN = 0.8, 0.5  # how like a name must be, see `get_close_matches`
_BETWEEN_TOPICS = re.compile(r"[\s/／、,，;；|+＋&和]+")


class Cells:
    """One row of a file of articles.

    Attributes:
        place: File and line, as messages name them.
        called: What messages call a column, see `Row.name_of`.
    """

    def __init__(self, row: Row, problems: Problems) -> None:
        self.place = row.place
        self._found, self.called = row.cells, row.name_of
        self._problems = problems
        self._n_before = len(problems.found)

    @property
    def is_faultless(self) -> bool:
        """Whether nothing was wrong so far."""
        return len(self._problems.found) == self._n_before

    def complain(self, what: str) -> None:
        """Note what is wrong; it goes on from file and line."""
        self._problems.add(f"{self.place}{what}")

    def check_names(self, known: Sequence[str]) -> None:
        """Complain of columns whose names are nearly, but not quite, those that are read."""
        for name in self._found:
            if name not in COLUMN_NAMES:
                meant = _nearest(
                    name.casefold(), tuple(sorted(set(known) - set(self._found))), _LIKE
                )
                if meant:
                    self.complain(f"有一列叫 {name}；是否想写 {meant}？(no known column)")

    def id(self) -> str:
        """The id; a number is one, too."""
        value = self._found.get("id")
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.complain(f"没有 {self.called('id')} (no id)")
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # a table of numbers has 7.0 for 7
        if not is_unicode(str(value)):
            self.complain(f"的 {self.called('id')} 是 {_shown(value)}，不是文字 (id is no text)")
        return str(value).strip()

    def text(self, column: str) -> str:
        """A text that must be there."""
        value = self.text_if_any(column)
        if value is not None and not strip_unseen(value):
            self.complain(f"的 {self.called(column)} 只有看不见的字符 ({column} shows nothing)")
        if value is None and column not in self._found:
            there = "、".join(map(self.called, self._found)) or "无"
            self.complain(
                f"没有 {self.called(column)}，现有 {there}；请补上，或删去这一行 "
                f"({column} is missing or blank: fill it in, or delete the row)"
            )
        return value or ""

    def text_if_any(self, column: str) -> str | None:
        """A text, None where there is none."""
        value = self._found.get(column)
        if value is None or (isinstance(value, str) and is_unicode(value)):
            return value
        self.complain(
            f"的 {self.called(column)} 是 {_shown(value)}，不是文字 ({column} is no text)"
        )
        return None

    def truth_if_any(self, column: str) -> bool | None:
        """True or false, None where neither is said."""
        value = self._found.get(column)
        if value is None or isinstance(value, bool):
            return value
        truth = _TRUTHS.get(str(value).strip().casefold())
        if truth is None:
            self.complain(
                f"的 {self.called(column)} 是 {_shown(value)}，应是 true 或 false "
                "(not a truth value)"
            )
        return truth

    def label_if_any(self, column: str, names: Mapping[str, str]) -> str | None:
        """A label of the topic set, None where none is given.

        Args:
            column: Where it stands.
            names: Each label, by itself and by what else it may be called.
        """
        value = self._found.get(column)
        found = _label_of(value, names) if isinstance(value, str) else None
        if value is not None and found is None:
            self.complain(
                f"的 {self.called(column)} 是 {_shown(value)}，应是 {_titles(names)} "
                f"之一{_way_out(str(value), names)} ({column} is not in the topic set)"
            )
        return found

    def probabilities_if_any(self, names: Mapping[str, str]) -> dict[str, float] | None:
        """A soft label over the whole topic set, None where none is given."""
        value = self._found.get("probabilities")
        if value is None:
            return None
        given, name = _parse(value), self.called("probabilities")
        if not isinstance(given, Mapping):
            self.complain(f"的 {name} 是 {_shown(value)}，应是“主题: 概率” (no object)")
            return None
        shares = {names.get(name, name): share for name, share in given.items()}
        labels = tuple(dict.fromkeys(names.values()))
        return self._whole_distribution(shares, labels)

    def _whole_distribution(
        self, shares: Mapping[str, object], labels: Sequence[str]
    ) -> dict[str, float] | None:
        name = self.called("probabilities")
        missing, unknown = set(labels) - set(shares), set(shares) - set(labels)
        if missing or unknown:
            lacks = f"缺 {'、'.join(sorted(missing))}" if missing else ""
            extra = f"多 {'、'.join(sorted(unknown))}" if unknown else ""
            self.complain(
                f"的 {name} {'，'.join(filter(None, (lacks, extra)))}；"
                f"每个主题要有一个概率：{'、'.join(labels)} (one probability for each topic)"
            )
            return None
        found: dict[str, float] = {}
        for label in labels:
            share = shares[label]
            if not _is_share(share):
                self.complain(
                    f"的 {name} 中 {label} 是 {_shown(share)}，应在 0 与 1 之间 "
                    "(not between 0 and 1)"
                )
                return None
            found[label] = share
        if abs(sum(found.values()) - 1) > _SUM_TOLERANCE:
            self.complain(
                f"的 {name} 之和是 {sum(found.values()):.4g}，应是 1 (they do not sum to 1)"
            )
        return found

    def spans(self, column: str, text: str) -> tuple[Span, ...]:
        """Places in a text, in order; none where none are given."""
        given = _parse(self._found.get(column, []))
        pairs: list[object] = given if isinstance(given, list) else [given]
        spans: list[Span] = []
        for pair in pairs:
            last = spans[-1].end if spans else 0
            if not _is_span(pair) or not last <= pair[0] < pair[1] <= len(text):
                self.complain(
                    f"的 {self.called(column)} 中 {_shown(pair)} 不是正文里的一段：应是 [起, 止]，"
                    f"依次排列，不超过正文的 {len(text)} 字 (no span of the text)"
                )
                return ()
            spans.append(Span(*pair))
        return tuple(spans)


def _label_of(given: str, names: Mapping[str, str]) -> str | None:
    """The label that is meant, whatever white space, width, case or quotes are about its name."""
    if (found := names.get(given.strip())) is not None:
        return found
    bare = _bare(given)
    meant = {label for name, label in names.items() if bare and _bare(name) == bare}
    return meant.pop() if len(meant) == 1 else None


def _bare(name: str) -> str:
    return to_simplified(content_characters(name))


def _way_out(given: str, names: Mapping[str, str]) -> str:
    """What to write instead of a name that is none."""
    parts = [part for part in _BETWEEN_TOPICS.split(given) if part.strip()]
    if len(parts) > 1 and all(_label_of(part, names) for part in parts):
        return "；一格只写一个主题，第二个写进“副主题”一列"
    # One of two characters is enough to be asked: 其它, 时政.
    cutoff = _LIKE_OF_HAN if any(map(is_han, given)) else _LIKE
    meant = _nearest(given.casefold(), tuple(names), cutoff)
    asked = f"；是否想写 {meant}？" if meant else "；请写名称或标签，"
    return f"{asked}拿不准就空着，新主题先加进主题表 topics.yaml，改了名的在那里写 was"


def _titles(names: Mapping[str, str]) -> str:
    """Each label once, with the first other name that it has."""
    others = {label: name for name, label in reversed(list(names.items())) if name != label}
    labels = dict.fromkeys(names.values())
    return "、".join(f"{others[each]} {each}" if each in others else each for each in labels)


def _parse(value: object) -> object:
    """A value, or what it says as JSON where a table could only hold text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _is_share(value: object) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and 0 <= value <= 1


def _is_span(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and [type(n) for n in value] == [int, int]


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"


@lru_cache(maxsize=1024)
def _nearest(given: str, allowed: tuple[str, ...], cutoff: float) -> str | None:
    return next(iter(get_close_matches(given, allowed, n=1, cutoff=cutoff)), None)

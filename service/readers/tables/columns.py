"""The names of columns: English ones and those of Chinese desks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from service.errors import ReadError
from service.traditional import to_simplified

COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "稿号", "序号"),
    "title": ("标题", "题目", "headline"),
    "text": ("正文", "内容", "全文", "内文", "正文内容", "content", "body"),
    "topic": ("主题", "分类", "类别", "主题分类"),
    "secondary": ("副主题", "次主题", "第二主题"),
    "sure": ("有把握",),
    "summary": ("摘要",),
    "source": ("来源",),
    "probabilities": ("概率",),
}
"""Each column by its name, with the other names that are understood alike, the surer ones first."""

# What a form says before and behind the name of a column: 新闻标题, 主题（必填）, 正文*, 标题：
_ADDED = re.compile(r"^(?:新闻|文章|稿件|报道)|(?:\([^()]*\)|【[^【】]*】|\[[^\[\]]*\]|[*:])$")
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))


def find_columns(names: Sequence[str], required: Sequence[str], file: str) -> dict[str, int]:
    """Find the place of each column.

    Case, width, white space, invisible and traditional characters of a name do not count, nor a
    note on it.
    A column under its own name, exactly, comes before one under a name that is understood alike,
    and those in the order of `COLUMN_NAMES`; names with a note come last.

    Args:
        names: As they stand in the file.
        required: Those of `COLUMN_NAMES` that must be there.
        file: What messages call it.

    Returns:
        Places by name, under those of `COLUMN_NAMES` where a name is known. Columns without a
        name are left out.

    Raises:
        ReadError: If a column is missing, or two have the name by which it is found.
    """
    folded = [_fold(name) for name in names]
    bare = [_without_notes(name) for name in folded]
    found: dict[str, int] = {}
    for column, others in COLUMN_NAMES.items():
        places = _places(names, column)
        for written in (folded, bare):
            for alike in (column, *others):
                places = places or _places(written, alike)
        if len(places) > 1:
            told = "、".join(dict.fromkeys(names[place] for place in places))
            raise ReadError(
                f"{file}: 列 {told} 有 {len(places)} 个，不知该用哪一个；请只留一个 "
                "(two columns have one name: keep one)"
            )
        if places:
            found[column] = places[0]
    if missing := sorted(set(required) - set(found)):
        raise _missing(missing, names, required, file)
    others_found = {name: n for n, name in enumerate(names) if folded[n]}
    unknown = {name: n for name, n in others_found.items() if n not in found.values()}
    return {**unknown, **found}


def names_as_written(columns: Mapping[str, int], names: Sequence[str]) -> dict[str, str]:
    """How the file writes each column that `find_columns` found."""
    return {column: names[place].strip() for column, place in columns.items()}


def count_known(names: Sequence[str]) -> int:
    """How many of `COLUMN_NAMES` are among some names, by themselves or by others for them."""
    return len(_known(names))


def has_columns(names: Sequence[str], required: Sequence[str]) -> bool:
    """Whether some names are the head of a table with certain columns."""
    return set(required) <= _known(names)


def _known(names: Sequence[str]) -> set[str]:
    written = {_without_notes(_fold(name)) for name in names}
    return {name for name, others in COLUMN_NAMES.items() if written & {name, *others}}


def _missing(
    missing: Sequence[str], names: Sequence[str], required: Sequence[str], file: str
) -> ReadError:
    found = ",".join(name for name in names if name.strip()) or "空 (nothing)"
    alike = "，".join(f"{name} 也可写作{'、'.join(COLUMN_NAMES[name])}" for name in missing)
    return ReadError(
        f"{file}: 缺少列 {'、'.join(missing)}，现有 {found}；须有 {','.join(required)}，{alike}"
        f"；{_way_out(missing, names)}"
    )


def _way_out(missing: Sequence[str], names: Sequence[str]) -> str:
    """What to do; another thing where a batch wrote the table."""
    if "text" in missing and {"probability", "uncertain"} <= set(map(_fold, names)):
        return "batch 的表要有正文，请加 --with-text 再做一次 (run batch again, --with-text)"
    if len(only := [name for name in names if name.strip()]) == 1 and set(only[0]) & set("，；"):
        return (
            "各列像是用全角的“，”“；”隔开的；请用 Excel 或 WPS 另存为 csv (columns are parted by "
            "full-width commas: save it as csv anew)"
        )
    meant = {column: _like(column, names) for column in missing}
    guesses = "，".join(
        f"{name} 若就是{COLUMN_NAMES[column][0]}，请改为 {COLUMN_NAMES[column][0]}"
        for column, name in meant.items()
        if name
    )
    return (
        f"请改列名，或加上缺的列{f'：{guesses}' if guesses else ''} "
        "(columns are missing: rename some, or add them)"
    )


def _like(column: str, names: Sequence[str]) -> str | None:
    """The first of some names that may be meant for a column, None if none looks like it."""
    alike = (column, *COLUMN_NAMES[column])
    for name in names:
        bare = _without_notes(_fold(name))
        if any(each in bare for each in alike) or get_close_matches(bare, alike, n=1, cutoff=0.75):
            return name.strip()
    return None


def _places(names: Sequence[str], wanted: str) -> list[int]:
    return [place for place, name in enumerate(names) if name == wanted]


def _fold(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name.translate(_INVISIBLE)).strip().casefold()
    return to_simplified(folded)


def _without_notes(folded: str) -> str:
    return _ADDED.sub("", folded).strip()

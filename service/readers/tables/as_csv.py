"""Tables as csv, with commas, semicolons, tabs or strokes; a fault in one row costs no other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from service.characters import is_unicode
from service.readers.tables.columns import find_columns, names_as_written
from service.readers.tables.csv_grammar import Grammar, Lines, Record
from service.readers.tables.csv_head import Head, find_head
from service.readers.tables.rows import Row, is_missing, place_of

_DELIMITERS = (",", "\t", ";", "|")
# The line with which Excel is told the delimiter.
_TOLD = re.compile(r'"?sep=(.)"?\s*')
# What Excel takes for text whatever it looks like: ="0012".
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
# A paragraph holds a stop, or is longer.
_LIKE_AN_ID = re.compile(r'[^\s，。！？、；：“”《》"]{1,64}')
# Typed where " was meant, and what opens each.
_TYPED_QUOTES = {"”": "“", "’": "‘", "＂": "＂"}

_QUOTES = (
    '起双引号没有正确合上；以 " 开头的一格要以 " 结尾，格内的 " 写两遍 '
    "(a quote that opens here never closes, or closes amid its cell)"
)
_BROKEN = (
    "：正文换了行，却没有放在双引号里；含换行的一格要用双引号括起 "
    "(the text goes on in the next line without quotes around it)"
)
_NO_TEXT = "有不合法的字节，文件在此处损坏 (bytes that are no text)"


def read_csv(text: Iterable[str], name: str, required: Sequence[str]) -> Iterator[Row]:
    """Read the rows below the names of the columns.

    Raises:
        ReadError: If columns are missing or double.
    """
    lines = Lines(text)
    told = _TOLD.fullmatch((lines.get(0) or "").removeprefix("\ufeff"))
    grammars = [Grammar(lines, delimiter) for delimiter in (told[1] if told else _DELIMITERS)]
    head = find_head(grammars, 1 if told else 0, required)
    columns = find_columns(head.names, required, name)
    yield from _Table(head, columns, name, required).rows()


class _Table:
    """The rows of a file.

    The grammar of csv takes what follows a quote that never closes for text, up to the next
    quote, and the second line of a text without quotes for a row. So a row whose quotes go
    wrong, or that is followed by lines which are no rows, is an error, and the next row is
    where a line begins with an id like those before.
    """

    def __init__(
        self, head: Head, columns: dict[str, int], name: str, required: Sequence[str]
    ) -> None:
        self._head, self._columns, self._name = head, columns, name
        self._written = names_as_written(columns, head.names)
        self._grammar, self._lines = head.grammar, head.grammar.lines
        self._n_needed = 1 + max((columns[column] for column in required), default=-1)
        self._ids_are_ascii: bool | None = None

    def rows(self) -> Iterator[Row]:
        """Each row in order."""
        at = self._skip_blank(self._head.end)
        while (record := self._grammar.parse(at)) is not None:
            fault, at = self._judge(record)
            row = self._row(record, fault, at)
            if row is not None:
                yield row
            at = self._skip_blank(at)
            self._lines.let_go(at)

    def _judge(self, record: Record) -> tuple[str | None, int]:
        """What is wrong with a row, and where the next one begins."""
        self._learn_id(record)
        if record.cells is None and record.end > record.start + 1:
            return _QUOTES, self._next_with_id(record.start + 1)
        stray_end = self._skip_strays(record.end)
        inside = self._find_swallowed(record, stray_end)
        if inside is not None:
            return _QUOTES, inside
        if record.cells is None:
            return _QUOTES, stray_end
        if not self._is_whole(record):
            return self._explain_count(len(record.cells)), stray_end
        return (_BROKEN if stray_end > record.end else None), stray_end

    def _row(self, record: Record, fault: str | None, end: int) -> Row | None:
        """The row, or None where it is empty or repeats the names of the columns."""
        cells = record.cells or ()
        if fault is None and tuple(cell.strip() for cell in cells) == self._head.names:
            return None
        found = {column: _bare(cells[n]) for column, n in self._columns.items() if n < len(cells)}
        found = {column: cell for column, cell in found.items() if not is_missing(cell)}
        if fault is None and not all(
            is_unicode(cell) and "\0" not in cell for cell in found.values()
        ):
            fault = _NO_TEXT
        if fault is not None:
            article_id = self._id_at(record.start)
            known = {"id": article_id} if article_id and self._is_like_id(article_id) else {}
            while end > record.start + 1 and self._grammar.is_blank(end - 1):
                end -= 1
            return Row(place_of(self._name, record.start + 1, end), known, fault)
        place = place_of(self._name, record.start + 1)
        return Row(place, found, written=self._written) if found else None

    def _is_whole(self, record: Record) -> bool:
        """Whether a row has its cells and no others; Excel leaves empty ones at the end out."""
        cells = record.cells
        if cells is None:
            return False
        over = cells[len(self._head.names) :]
        return len(cells) >= self._n_needed and not any(cell.strip() for cell in over)

    def _is_row(self, record: Record) -> bool:
        """Whether it has its cells, and its id is no piece of a paragraph with commas."""
        place = self._columns.get("id", -1)
        if not self._is_whole(record) or record.cells is None or place < 0:
            return self._is_whole(record)
        cell = record.cells[place].strip(" \t")
        return cell.isascii() or not self._ids_are_ascii or _LIKE_AN_ID.fullmatch(cell) is not None

    def _find_swallowed(self, record: Record, stray_end: int) -> int | None:
        """The line of a row that lies inside a quoted cell of this one, None if none does.

        It must look like a row; and this one must have too many cells, or it ends where the
        file goes on with no row, or its quote was closed by another sign.
        """
        for line in range(record.start + 1, record.end):
            inner = self._grammar.parse(line) if self._begins_with_id(line) else None
            if inner is None or not self._is_whole(inner):
                continue
            overlaps = stray_end > record.end and inner.end > record.end
            if overlaps or not self._is_whole(record) or self._ends_in_typed_quote(record, line):
                return line
        return None

    def _ends_in_typed_quote(self, record: Record, end: int) -> bool:
        before = "".join(self._lines.get(n) or "" for n in range(record.start, end)).rstrip()
        closer = before[-1:]
        opener = _TYPED_QUOTES.get(closer)
        if opener is None:
            return False
        return (
            before.count(closer) % 2 == 1
            if opener == closer
            else (before.count(closer) > before.count(opener))
        )

    def _next_with_id(self, at: int) -> int:
        while self._lines.get(at) is not None and not self._begins_with_id(at):
            at += 1
        return at

    def _skip_strays(self, end: int) -> int:
        """Behind lines that are neither rows nor begin like one; `end` where there are none."""
        at = self._skip_blank(end)
        found = False
        while self._lines.get(at) is not None:
            record = self._grammar.parse(at)
            if record is None or self._is_row(record) or self._begins_with_id(at):
                break
            found, at = True, self._skip_blank(at + 1)
        return at if found else end

    def _skip_blank(self, at: int) -> int:
        while self._grammar.is_blank(at):
            at += 1
        return at

    def _begins_with_id(self, line: int) -> bool:
        article_id = self._id_at(line)
        return article_id is not None and self._is_like_id(article_id)

    def _id_at(self, line: int) -> str | None:
        """The cell of a line that is its id, None where there is none."""
        cells, place = self._grammar.cut(line), self._columns.get("id", -1)
        n_over = max(0, len(cells) - len(self._head.names))
        if place > self._columns.get("text", place):
            place += n_over  # commas without quotes are in the text before it
        return _bare(cells[place]).strip(" \t") if 0 <= place < len(cells) else None

    def _is_like_id(self, cell: str) -> bool:
        return _LIKE_AN_ID.fullmatch(cell) is not None and (
            cell.isascii() or not self._ids_are_ascii
        )

    def _learn_id(self, record: Record) -> None:
        article_id = self._id_at(record.start)
        if article_id and _LIKE_AN_ID.fullmatch(article_id):
            known = self._ids_are_ascii
            self._ids_are_ascii = article_id.isascii() and known is not False

    def _explain_count(self, found: int) -> str:
        names = self._head.names
        listed = ",".join(names)
        if found > len(names):
            return (
                f"有 {found} 格，表头只有 {len(names)} 列（{listed}）；"
                "含分隔符的一格要用双引号括起 "
                f"({found} cells for {len(names)} columns: quote what holds a delimiter)"
            )
        return (
            f"只有 {found} 格，表头有 {len(names)} 列（{listed}）"
            f"({found} cells for {len(names)} columns)"
        )


def _bare(cell: str) -> str:
    kept = _KEPT_AS_TEXT.fullmatch(cell.strip())
    return kept[1] if kept else cell

"""Cells that spreadsheets show as the text that they are."""

from __future__ import annotations

import re

# The most that a cell of Excel holds, in UTF-16.
CHARS_OF_A_CELL = 32_767
# What Excel and WPS take for the beginning of a formula, and what they pass over before one.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
# What XML 1.0 cannot hold or would change, and what looks like the writing of OOXML for it.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def guarded(text: str) -> str:
    """A cell of a csv file that no spreadsheet runs: an apostrophe stands before a formula.

    `unguarded` gives the original back, whatever it was: `docs/contract.md`, section 8.

    References:
        https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if is_formula(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and is_formula(cell) else cell


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula, apostrophes before it or not."""
    return _FORMULA.match(text) is not None


def escaped(text: str) -> str:
    """A text as a workbook has it: what XML cannot hold is written as OOXML does, `_x001B_`."""
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def fills_cell(text: str) -> bool:
    """Whether a text is as long as a cell of a workbook can be, or longer."""
    return len(escaped(text).encode("utf-16-le")) // 2 >= CHARS_OF_A_CELL

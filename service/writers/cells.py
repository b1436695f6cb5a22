"""Cells that spreadsheets show as the text that they are."""

from __future__ import annotations

import re

# What Excel and WPS take for the beginning of a formula, and what they pass over before one.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


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

"""What is wrong with the files of a run, gathered so that all of it is told at once."""

from __future__ import annotations

from service.errors import DataError

# The rest is likely the same mistake over and over.
_MOST_TOLD = 50


class Problems:
    """A list of complaints.

    Attributes:
        found: One line each: file and row, what is wrong with which value, what is allowed.
    """

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, complaint: str) -> None:
        """Note a complaint."""
        self.found.append(complaint)

    def raise_if_any(self) -> None:
        """Tell everything that was found.

        Raises:
            DataError: If anything was.
        """
        if not self.found:
            return
        n = len(self.found)
        lines = [f"有 {n} 处要改，什么都还没有做 (mend these {n}; nothing was done yet)："]
        lines += [f"  {complaint}" for complaint in self.found[:_MOST_TOLD]]
        if n > _MOST_TOLD:
            lines.append(f"  …… 另有 {n - _MOST_TOLD} 处 ({n - _MOST_TOLD} more)")
        raise DataError("\n".join(lines))

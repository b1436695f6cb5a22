from __future__ import annotations

from service.splitters.lines.columns import column_width
from service.splitters.lines.line import read_lines


def _set(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def test_knows_the_width_of_columns_whose_lines_stand_as_they_were_set() -> None:
    text = "望月桥建成三十二年去年秋天检测时发现两个桥墩有裂缝施工队换掉了全部支座" * 4
    assert column_width(read_lines(f"望月桥通车\n{_set(text, 13)}")) == 26
    assert column_width(read_lines(f"望月桥通车\n{text}\n{text[:80]}\n{text[:90]}")) is None
    assert column_width(()) is None

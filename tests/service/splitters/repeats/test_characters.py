from __future__ import annotations

from service.splitters.lines.line import read_lines
from service.splitters.repeats.characters import read_characters

LINES = ["“云川”开馆，", "（下转第三版）", "孩子们都来了。（苏禾）"]


def test_holds_characters_without_signposts_and_bylines() -> None:
    characters = read_characters(read_lines("\n".join(LINES)))
    assert characters.text == "云川开馆孩子们都来了"
    assert [(characters.start(n), characters.end(n)) for n in range(3)] == [(0, 4), (4, 4), (4, 10)]
    assert LINES[characters.line_at[5]][characters.offset_at[5]] == characters.text[5] == "子"


def test_gives_the_punctuation_around_a_character() -> None:
    characters = read_characters(read_lines("\n".join(LINES)))
    assert characters.punctuation_before(0) == "“"
    assert characters.punctuation_before(2) == "”"
    assert characters.punctuation_before(4) == ""
    assert characters.punctuation_after(1) == "”"
    assert characters.punctuation_after(9) == "。（"


def test_the_stop_of_a_line_may_stand_at_the_head_of_the_next() -> None:
    assert read_characters(read_lines("大家都来了\n。明天还来")).punctuation_after(4) == "。"


def test_no_lines_have_no_characters() -> None:
    assert read_characters([]).text == ""

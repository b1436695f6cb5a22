from __future__ import annotations

from service.splitters.lines.line import read_lines
from service.splitters.repeats.characters import read_letters

LINES = ["“云川”开馆，", "（下转第三版）", "孩子们都来了。（苏禾）"]


def test_holds_letters_without_signposts_and_bylines() -> None:
    letters = read_letters(read_lines("\n".join(LINES)))
    assert letters.text == "云川开馆孩子们都来了"
    assert [(letters.start(n), letters.end(n)) for n in range(3)] == [(0, 4), (4, 4), (4, 10)]
    assert LINES[letters.line_at[5]][letters.offset_at[5]] == letters.text[5] == "子"


def test_gives_the_punctuation_around_a_letter() -> None:
    letters = read_letters(read_lines("\n".join(LINES)))
    assert letters.punctuation_before(0) == "“"
    assert letters.punctuation_before(2) == "”"
    assert letters.punctuation_before(4) == ""
    assert letters.punctuation_after(1) == "”"
    assert letters.punctuation_after(9) == "。（"


def test_the_stop_of_a_line_may_stand_at_the_head_of_the_next() -> None:
    assert read_letters(read_lines("大家都来了\n。明天还来")).punctuation_after(4) == "。"


def test_no_lines_have_no_letters() -> None:
    assert read_letters([]).text == ""

"""What the first characters of a line say about its beginning."""

from __future__ import annotations

import numpy as np
import pytest

from service.splitters.lines.line import read_lines
from service.splitters.roles.beginnings import N_CHARACTERS, character_rows
from service.splitters.roles.line_scorer import LineScorer

CHARACTERS = np.array(sorted(ord(character) for character in "上中下"))


def test_rows_name_known_characters_unknown_ones_and_the_end() -> None:
    rows = character_rows(["下中?", "上" * 40, ""], CHARACTERS)
    assert rows.shape == (3, N_CHARACTERS)
    assert rows[0].tolist() == [3, 4, 1] + [0] * (N_CHARACTERS - 3)
    assert set(rows[1]) == {2}
    assert not rows[2].any()


@pytest.mark.parametrize(
    ("whole", "torn"),
    [
        ("社区党支部书记卫东平介绍，食堂也送餐", "了一支四十六人的跑腿队，队员有村医"),
        ("患者的儿女可以在手机上看到每天的用药记录", "者的儿女可以在手机上看到每天的用药记录"),
        ("护士每周上门两次换药、测血压", "们每周上门两次换药、测血压"),
    ],
)
def test_text_cut_in_a_word_reads_more_torn_than_the_whole(whole: str, torn: str) -> None:
    scorer = LineScorer.from_pretrained()
    odds = scorer.characters.beginnings.torn([whole, torn])
    assert odds[1] > max(odds[0], 0)


def test_a_line_of_any_text_has_odds() -> None:
    lines = read_lines("a\n\u200b\n😀😀")
    odds = LineScorer.from_pretrained().characters.beginnings.torn([line.text for line in lines])
    assert odds.shape == (len(lines),)
    assert np.isfinite(odds).all()

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.folding import fold, strip_unseen


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("⽅⾯", "方面"),
        ("⻚⻋⻄", "页车西"),
        ("\uf9dc\u2f00\uf900", "隆一岂"),
        ("﹁好﹂﹐行﹗", "“好”，行！"),
        ("︵图︶︽报︾", "（图）《报》"),
        ("阿卜杜・热合曼／文", "阿卜杜·热合曼/文"),
        ("第０３版ＡＢ", "第03版AB"),
        ("記者林曉慧", "记者林晓慧"),
        ("好，（对）。：", "好，（对）。："),
        ("云\u200b川\u00ad日\u2060报\ufeff", "云川日报"),
        ("\u202a云川\u202c ▶\ufe0f", "云川 ▶"),
    ],
)
def test_folds_into_one_form(printed: str, text: str) -> None:
    assert fold(printed).text == text


@given(st.text(alphabet="云⽅２ﬃ﹐\u200b\ufeff \n\u3000ａ", max_size=30))
def test_each_character_knows_its_place(printed: str) -> None:
    for folded in (fold(printed), fold(printed).stripped()):
        assert len(folded.places) == len(folded.text)
        for at, character in enumerate(folded.text):
            start, end = folded.span(at, at + 1)
            assert fold(printed[start:end]).text == character
    assert strip_unseen(printed) == strip_unseen(strip_unseen(printed))
    assert fold(strip_unseen(printed)).text == fold(printed).text.strip()

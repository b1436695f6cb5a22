"""Traditional characters are read as simplified ones."""

from __future__ import annotations

from service.text import split_sentences
from service.traditional import to_simplified


def test_each_character_is_read_for_itself() -> None:
    printed = "雲川市第二人民醫院開設家庭病床，後來於三月徵求意見"
    assert to_simplified(printed) == "云川市第二人民医院开设家庭病床，后来于三月征求意见"


def test_simplified_text_stays_as_it_is() -> None:
    gb2312 = bytes(
        b for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for b in (high, low)
    )
    characters = set(gb2312.decode("gb2312", errors="ignore")) - set("徵後於麽")
    text = "".join(sorted(characters))
    assert len(text) > 6700
    assert to_simplified(text) == text


def test_sentences_are_cut_alike_and_given_as_printed() -> None:
    printed = "「路修好了！」聞立誠說。第二天，車就通了。"
    sentences = split_sentences(printed)
    assert [sentence.text for sentence in sentences] == [
        "「路修好了！」聞立誠說。",
        "第二天，車就通了。",
    ]

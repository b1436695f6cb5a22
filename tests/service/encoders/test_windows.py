from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.encoders.windows import HEADLINE, NOBODY, cut_article
from service.errors import ArtifactError
from tests.factories import make_article
from tests.tiny_model import SETTINGS, make_tokenizer

TOKENIZER = make_tokenizer()


def test_every_window_is_led_by_the_headline() -> None:
    cut = cut_article(make_article("社区食堂开张。" * 20, "新药进医保"), TOKENIZER, SETTINGS)
    assert len(cut.windows) > 1
    for window in cut.windows:
        assert list(window.owners[:8]) == [NOBODY, NOBODY, *[HEADLINE] * 5, NOBODY]


STANDING_IN = SETTINGS.model_copy(update={"stand_in_chars": 6})


def test_the_opening_behind_the_lead_stands_in_for_a_missing_headline() -> None:
    text = "本报讯（记者闻立诚）社区食堂\n开张了。居民都说方便。新药进医保。"
    cut = cut_article(make_article(text, None), TOKENIZER, STANDING_IN)
    as_headline = cut_article(make_article(text, "社区食堂 开"), TOKENIZER, SETTINGS)
    assert [w.input_ids.tolist() for w in cut.windows] == [
        w.input_ids.tolist() for w in as_headline.windows
    ]
    assert [cut.sentences[place].text for place in cut.stand_in] == ["社区食堂", "开张了。"]
    assert as_headline.stand_in == range(0)


def test_nothing_stands_in_for_a_printed_headline_or_where_the_model_learned_none() -> None:
    text = "社区食堂开张。" * 3
    printed = cut_article(make_article(text, "新药进医保"), TOKENIZER, STANDING_IN)
    assert (printed.windows[0].owners == HEADLINE).sum() == 5
    of_old = cut_article(make_article(text, None), TOKENIZER, SETTINGS)
    assert not (of_old.windows[0].owners == HEADLINE).any()


def test_a_text_that_is_all_lead_stands_in_for_its_headline() -> None:
    cut = cut_article(make_article("本报讯", None), TOKENIZER, STANDING_IN)
    assert (cut.windows[0].owners == HEADLINE).any()


def test_windows_end_where_sentences_end() -> None:
    cut = cut_article(make_article("社区食堂开张。" * 20), TOKENIZER, SETTINGS)
    owners = [set(window.owners[window.owners >= 0]) for window in cut.windows]
    for earlier, later in pairwise(owners):
        assert not earlier & later


def test_no_window_is_longer_than_allowed() -> None:
    cut = cut_article(make_article("社区食堂" * 100 + "。"), TOKENIZER, SETTINGS)
    assert max(len(window.input_ids) for window in cut.windows) == SETTINGS.max_length


@pytest.mark.parametrize("headline", [None, "标题", "标题" * 40], ids=["none", "short", "long"])
@given(text=st.text(alphabet="社区食堂开张。！\n ", max_size=300))
def test_no_token_of_the_text_is_dropped_or_read_twice(text: str, headline: str | None) -> None:
    cut = cut_article(make_article(text, headline), TOKENIZER, SETTINGS)
    read = [i for w in cut.windows for i, o in zip(w.input_ids, w.owners, strict=True) if o >= 0]
    assert read == TOKENIZER.encode(text, add_special_tokens=False).ids


def test_a_headline_longer_than_the_lead_is_read_in_full() -> None:
    headline = "社区食堂昨天开张" * 4
    cut = cut_article(make_article("居民都说方便。", headline), TOKENIZER, SETTINGS)
    read = sum(int((window.owners == HEADLINE).sum()) for window in cut.windows)
    assert read >= len(headline)


def test_blank_text_gives_one_window() -> None:
    cut = cut_article(make_article("", None), TOKENIZER, SETTINGS)
    assert cut.sentences == ()
    assert len(cut.windows) == 1


def test_a_tokenizer_of_another_model_is_refused() -> None:
    settings = SETTINGS.model_copy(update={"first_token": "[CLS]"})
    with pytest.raises(ArtifactError, match=r"没有词元 '\[CLS\]'"):
        cut_article(make_article("社区。"), TOKENIZER, settings)


def test_windows_without_room_for_text_are_an_error_of_the_model() -> None:
    narrow = SETTINGS.model_copy(update={"max_length": 10})
    with pytest.raises(ArtifactError, match="更长的窗口"):
        cut_article(make_article("社区食堂昨天开张。", "新药进医保社区食堂"), TOKENIZER, narrow)

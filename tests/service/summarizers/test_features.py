from __future__ import annotations

import numpy as np

from service.summarizers.features import FEATURE_NAMES, sentence_features
from service.text import split_sentences

TEXT = (
    "云川市社区食堂昨天开张。老人用餐半价。\n"
    "菜价便宜\n"
    "“一顿饭才八块。”苏禾说，她天天来！\n"
    "社区食堂今年还要开五家？"
)


def column(name: str, headline: str | None = "社区食堂开张（民生）") -> list[float]:
    features = sentence_features(TEXT, split_sentences(TEXT), headline)
    return [round(float(value), 3) for value in features[:, FEATURE_NAMES.index(name)]]


def test_each_sentence_has_its_row_and_each_feature_its_column() -> None:
    features = sentence_features(TEXT, split_sentences(TEXT), "食堂")
    assert features.shape == (5, len(FEATURE_NAMES))
    assert len(set(FEATURE_NAMES)) == len(FEATURE_NAMES)
    assert sentence_features("", (), None).shape == (0, len(FEATURE_NAMES))


def test_the_place_in_paragraphs_is_told() -> None:
    assert column("opens_paragraph") == [1, 0, 1, 1, 1]
    assert column("closes_paragraph") == [0, 1, 1, 1, 1]
    assert column("in_first_paragraph") == [1, 1, 0, 0, 0]
    assert column("in_last_paragraph") == [0, 0, 0, 0, 1]
    assert column("relative_paragraph") == [0, 0, 0.25, 0.5, 0.75]


def test_a_short_line_without_a_stop_is_a_subhead() -> None:
    assert column("is_subhead") == [0, 0, 1, 0, 0]
    assert column("follows_subhead") == [0, 0, 0, 1, 0]
    assert set(column("has_subheads")) == {1}


def test_form_and_words_are_told() -> None:
    assert column("is_whole") == [1, 1, 0, 1, 1]
    assert column("is_question") == [0, 0, 0, 0, 1]
    assert column("is_exclamation") == [0, 0, 0, 1, 0]
    assert column("opens_quote") == [0, 0, 0, 1, 0]
    assert column("quotes_someone") == [0, 0, 0, 1, 0]
    assert column("tells_time") == [0, 0, 0, 0, 1]


def test_the_column_behind_a_title_does_not_count_for_the_title() -> None:
    assert column("title_covered")[0] == 0.8
    assert column("headline_covered")[0] == round(4 / 7, 3)
    assert set(column("headline_covered", None)) == {0}


def test_neighbours_are_told_and_nobody_stands_beyond_the_ends() -> None:
    own = column("headline_covered")
    assert column("headline_covered_before") == [0, *own[:-1]]
    assert column("headline_covered_after") == [*own[1:], 0]


def test_all_is_finite_and_of_like_size() -> None:
    features = sentence_features(TEXT, split_sentences(TEXT), "社区食堂")
    assert np.isfinite(features).all()
    assert features.min() >= 0
    assert features.max() <= 10


def test_wording_and_the_story_around_are_told_of_neighbours_too() -> None:
    assert column("reports_speech") == [0, 0, 0, 1, 0]
    assert column("looks_ahead") == [0, 0, 0, 0, 0]
    assert column("opens_with_pronoun_before") == [0, 0, 0, 0, 0]
    assert column("opens_story") == [1, 0, 0, 0, 0]
    assert column("share_new")[0] == 1 > column("share_new")[4]
    assert column("follows_quote") == [0, 0, 0, 0, 1]
    assert column("follows_quote_after") == [0, 0, 0, 1, 0]


def test_the_story_opens_behind_its_lead() -> None:
    text = "本报讯 云川市社区食堂昨天开张。老人用餐半价。"
    sentences = split_sentences(text)
    opens = FEATURE_NAMES.index("opens_story")
    before = FEATURE_NAMES.index("characters_before")
    features = sentence_features(text, sentences, None)
    assert features[:, opens].tolist() == [0, 1, 0]
    assert np.allclose(features[:, before], [0, 0, 12 / 150])

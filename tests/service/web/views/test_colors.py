from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.config import TopicSet, load_config
from service.web.views.colors import contrast, mix, readable, topic_class, topic_rules

AA = 4.5


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(st.integers(0, 0xFFFFFF))
def test_any_color_can_be_read_on_its_tint_in_light_and_dark(value: int) -> None:
    color = f"#{value:06x}"
    for ground in ("#ffffff", "#1f1c1a"):
        tint = mix(ground, color, 0.1)
        assert contrast(readable(color, tint), tint) >= AA


def test_a_label_that_nobody_knows_names_no_class_of_its_own() -> None:
    topics = load_config("configs/topics.yaml", TopicSet)
    assert topic_class("medicine", topics) == "topic-medicine"
    assert topic_class('x" onload="y', topics) == "topic-unknown"
    assert topic_rules(topics).count(".topic-unknown") == 2

"""Names of columns above headlines, and boxes with a headline of their own."""

from __future__ import annotations

import pytest

from tests.service.splitters.reading import headlines

FERRY = (
    "西渡口恢复夜航",
    "本报讯 西渡口从今晚起恢复夜航，末班船二十二点开，比夏天早半小时。船票不变，六十五岁以上免票。",
)
PARCEL = (
    "快递放错柜谁赔",
    "窦女士买的一台料理机被放进别人的柜子，三天后不见了，驿站说短信已经发过，不肯赔。",
    "调解员查了监控，认定驿站投错柜格，由驿站赔偿二百六十元。双方当场签字。",
)
LIGHTS = (
    "码头换上感应灯",
    "本报讯 四个码头的六十盏路灯上周换成感应灯，人走近才亮，一年省电三万度。",
)


def _headlines(*blocks: tuple[str, ...], within: str, between: str) -> list[str | None]:
    return headlines(*(within.join(block) for block in blocks), between=between)


@pytest.mark.parametrize("column", ["以案说法", "短评", "一线调查", "【灯下漫笔】", "新春走基层"])
@pytest.mark.parametrize(("within", "between"), [("\n", "\n\n"), ("\n", "\n"), ("\n\n", "\n\n")])
def test_the_name_of_a_column_is_a_kicker(column: str, within: str, between: str) -> None:
    read = _headlines(FERRY, (column, *PARCEL), LIGHTS, within=within, between=between)
    assert read == [FERRY[0], f"{column} {PARCEL[0]}", LIGHTS[0]]


@pytest.mark.parametrize("label", ["记者手记", "新闻链接", "相关链接", "延伸阅读", "相关新闻"])
@pytest.mark.parametrize(("within", "between"), [("\n", "\n\n"), ("\n\n", "\n\n")])
def test_a_dispatch_below_the_label_of_a_box_is_a_story(
    label: str, within: str, between: str
) -> None:
    first, other = _headlines(FERRY, (label, *LIGHTS), within=within, between=between)
    assert first == FERRY[0]
    assert other in (LIGHTS[0], f"{label} {LIGHTS[0]}")


@pytest.mark.parametrize("label", ["记者手记", "新闻链接", "名词解释"])
def test_a_box_without_a_dispatch_is_of_the_story_above(label: str) -> None:
    box = (label, "等船的人", "候船室里坐着七个人，都是下夜班的。船工说，有一个人他也开。")
    read = _headlines(FERRY, box, PARCEL, within="\n", between="\n\n")
    assert read == [FERRY[0], PARCEL[0]]


@pytest.mark.parametrize("writer", ["晓风残月", "顾青石 著"])
def test_who_wrote_an_essay_is_no_line_of_its_headline(writer: str) -> None:
    essay = ("渔火", writer, "夜色中的江面，点点渔火。渔人撒网的姿势，在月光里像一尊雕像。")
    read = _headlines(FERRY, essay, within="\n\n", between="\n\n")
    assert read == [FERRY[0], "渔火"]


def test_a_story_may_say_that_it_corrects() -> None:
    story = (
        "更正录的故事",
        "本报讯 老编辑吴先生有一本更正录，记着三十年来报纸上印过的每一个字。",
        "更正：这两个字，他写了上千遍。",
        "他说，认下来不丢人，不认才丢人。",
    )
    assert _headlines(story, FERRY, within="\n", between="\n\n") == [story[0], FERRY[0]]

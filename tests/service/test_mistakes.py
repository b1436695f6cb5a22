from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from service.mistakes import words_of


class Inner(BaseModel):
    n: int


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")

    word: str = Field("", min_length=2, max_length=4, pattern="^[^x]*$")
    number: int = Field(0, ge=1, lt=9)
    share: float = 0.5
    day: date | None = None
    kind: Literal["a", "b"] = "a"
    items: Annotated[list[str], Field(min_length=1, max_length=2)] = ["a"]
    yes: bool = True
    inner: Inner | None = None

    @field_validator("word")
    @classmethod
    def check(cls, word: str) -> str:
        if word == "no":
            raise ValueError("不要 no (not no)")
        return word


def told(values: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        Model.model_validate(values)
    return "；".join(words_of(mistake) for mistake in caught.value.errors())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"word": "a"}, "至少 2 字 ("),
        ({"word": "abcde"}, "至多 4 字 ("),
        ({"word": "axb"}, "不合格式 ^[^x]*$ ("),
        ({"word": 3}, "须是文字 ("),
        ({"word": "a\ud800"}, "不是合格的文字 ("),
        ({"number": 0}, "不能小于 1 ("),
        ({"number": 9}, "须小于 9 ("),
        ({"number": "many"}, "须是整数 ("),
        ({"number": 1.5}, "须是整数 ("),
        ({"share": "half"}, "须是数 ("),
        ({"day": "tomorrow"}, "须是日期，如 2026-03-18 ("),
        ({"kind": "c"}, "只能是 'a' or 'b' ("),
        ({"items": []}, "至少 1 项 ("),
        ({"items": ["a"] * 3}, "至多 2 项 ("),
        ({"items": "a"}, "须是列表 […] ("),
        ({"yes": "perhaps"}, "须是 true 或 false ("),
        ({"inner": {}}, "缺这一项 ("),
        ({"inner": 3}, "须是对象 {…} ("),
        ({"wrod": "a"}, "没有这一项，请去掉或改正写法 ("),
        ([], "须是对象 {…} ("),
    ],
    ids=str,
)
def test_a_mistake_is_told_in_chinese_with_the_english_beside_it(values: Any, words: str) -> None:
    assert told(values).startswith(words)
    assert told(values).endswith(")")


def test_what_our_own_checks_say_is_told_as_it_is() -> None:
    assert told({"word": "no"}) == "不要 no (not no)"


def test_what_nobody_thought_of_is_told_in_english() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(UUID).validate_python("x")
    assert words_of(caught.value.errors()[0]).startswith("Input should be a valid UUID")

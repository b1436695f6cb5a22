"""What pydantic finds wrong with a value, in Chinese with its own English beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Of pydantic_core.core_schema.ErrorType; in braces what its `ctx` tells.
_WORDS: Mapping[str, str] = {
    "missing": "缺这一项",
    "extra_forbidden": "没有这一项，请去掉或改正写法",
    "string_type": "须是文字",
    "string_unicode": "不是合格的文字",
    "string_too_short": "至少 {min_length} 字",
    "string_too_long": "至多 {max_length} 字",
    "string_pattern_mismatch": "不合格式 {pattern}",
    "int_type": "须是整数",
    "int_parsing": "须是整数",
    "int_parsing_size": "数太大",
    "int_from_float": "须是整数",
    "float_type": "须是数",
    "float_parsing": "须是数",
    "finite_number": "须是有限的数",
    "bool_type": "须是 true 或 false",
    "bool_parsing": "须是 true 或 false",
    "greater_than": "须大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "须小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "list_type": "须是列表 […]",
    "tuple_type": "须是列表 […]",
    "too_short": "至少 {min_length} 项",
    "too_long": "至多 {max_length} 项",
    "dict_type": "须是对象 {{…}}",
    "model_type": "须是对象 {{…}}",
    "model_attributes_type": "须是对象 {{…}}",
    "literal_error": "只能是 {expected}",
    "enum": "只能是 {expected}",
    "date_type": "须是日期，如 2026-03-18",
    "date_parsing": "须是日期，如 2026-03-18",
    "date_from_datetime_parsing": "须是日期，如 2026-03-18",
    "date_from_datetime_inexact": "须是日期，不带时间",
    "bytes_type": "须是文件",
    "json_invalid": "不是 JSON",
}


def words_of(mistake: Mapping[str, Any]) -> str:
    """Say what is wrong, and what is allowed.

    Args:
        mistake: One of `ValidationError.errors()`; the value that was given is not told again.

    Returns:
        Chinese, and pydantic's English in brackets; that alone for what a validator of our own
        says, which has both in it.
    """
    english = str(mistake["msg"])
    chinese = _WORDS.get(str(mistake["type"]))
    if chinese is None:
        return english.removeprefix("Value error, ")
    return f"{chinese.format_map(mistake.get('ctx', {}))} ({english})"

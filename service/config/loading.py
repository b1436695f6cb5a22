"""Reading a file of settings; every mistake in it is told with file, key, value and rule."""

from __future__ import annotations

import errno
import reprlib
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from service.config.places import locate
from service.config.settings import Schema
from service.errors import ConfigError
from service.mistakes import words_of

_LONGEST_FILE = 1 << 20  # in characters; a device may have no end

AnySchema = TypeVar("AnySchema", bound=Schema)


def load_config(path: str | Path, schema: type[AnySchema]) -> AnySchema:
    """Read a YAML file into its schema.

    Args:
        path: The file; a relative path is looked up as `locate` says.
        schema: The class that says which keys and values are allowed.

    Returns:
        The settings, frozen.

    Raises:
        ConfigError: If the file is missing, is no YAML mapping, or a key or
            value is not allowed; the message names file, key, value and rule.
    """
    settings = read_yaml(path)
    try:
        return schema.model_validate({} if settings is None else settings)
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(path, error, schema))) from error


def read_yaml(path: str | Path) -> object:
    """What a YAML file holds, whatever it is.

    Raises:
        ConfigError: If there is no such file, or it is no YAML.
    """
    try:
        return yaml.safe_load(_text_of(locate(path)))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(
            f"{path}: 读不了这个设置文件，请检查{_what_to_check(error)} "
            f"(cannot be read as YAML: {reason})"
        ) from error


def _what_to_check(error: Exception) -> str:
    if isinstance(error, OSError):
        return "路径和权限"
    if isinstance(error, UnicodeError):
        return "编码：不是 UTF-8，请在记事本里“另存为”，编码选 UTF-8"
    return "写法：冒号是半角的“:”，后面空一格；缩进用空格，不用制表符"


def _text_of(file: Path) -> str:
    if not file.is_file():  # a pipe that nobody writes would never open
        raise OSError(errno.EINVAL, "a folder, a pipe or a device, and no file")
    with file.open(encoding="utf-8") as stream:
        text = stream.read(_LONGEST_FILE)
        if stream.read(1):
            raise ValueError(f"it is longer than {_LONGEST_FILE} characters")
    return text


def _explain(path: str | Path, error: ValidationError, schema: type[Schema]) -> Iterator[str]:
    """One line per mistake: file, key, value, rule."""
    for mistake in error.errors(include_url=False):
        if not mistake["loc"] and mistake["type"] in ("model_type", "dict_type"):
            yield (
                f"{path}: 里面不是“键: 值”；请照 configs/ 里的文件写 "
                f"(no `key: value` in it, but {reprlib.repr(mistake['input'])}: write it as "
                "those in configs/)"
            )
            continue
        key = ".".join(str(part) for part in mistake["loc"]) or "(file)"
        if mistake["type"] == "extra_forbidden":
            known = _keys_at(schema, mistake["loc"][:-1])
            near = get_close_matches(str(mistake["loc"][-1]), known, n=1)
            meant = f"，是不是 {near[0]}" if near else ""
            yield (
                f"{path}: {key} 不是设置项{meant}；可用的有 {'、'.join(known)} "
                f"({key} is not a known key; these are)"
            )
        elif mistake["type"] == "missing":
            yield f"{path}: {key} {words_of(mistake)}；请补上"
        elif mistake["type"] == "value_error":  # our own words name the value
            yield f"{path}: {key} {words_of(mistake)}"
        else:
            value, english = reprlib.repr(mistake["input"]), mistake["msg"]
            words = words_of(mistake).removesuffix(f" ({english})")
            yield f"{path}: {key} 是 {value}：{words} ({key} is {value}; {english})"


def _keys_at(schema: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """The keys of the block at a place of the settings."""
    for part in place:
        if isinstance(part, str) and part in schema.model_fields:
            schema = _block_in(schema.model_fields[part].annotation) or schema
    return list(schema.model_fields)


def _block_in(annotation: object) -> type[BaseModel] | None:
    """The block that a field holds, one of several, or one among other things."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_block_in, get_args(annotation))), None)

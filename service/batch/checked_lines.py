"""Lines of a file of which each shows whether it was cut off or changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

_CHECK_DIGITS = 16


def json_line(content: Mapping[str, Any]) -> bytes:
    """An object as a line of JSON, without a checksum."""
    return json.dumps(content, ensure_ascii=False).encode("utf-8") + b"\n"


def checked_line(content: Mapping[str, Any]) -> bytes:
    """The same behind its checksum."""
    line = json_line(content)
    return f"{_check(line)} ".encode() + line


def content_of(line: bytes) -> dict[str, Any] | None:
    """What a checked line holds; None for one that was cut off or damaged."""
    check, _, content = line.partition(b" ")
    if not line.endswith(b"\n") or check.decode("latin-1") != _check(content):
        return None
    return dict(json.loads(content))


def _check(content: bytes) -> str:
    return sha256(content).hexdigest()[:_CHECK_DIGITS]

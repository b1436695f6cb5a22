"""JSON files as people read them."""

from __future__ import annotations

import json
from pathlib import Path


def write_json(file: Path, content: object) -> None:
    """Write JSON as a person reads it, Chinese as it is."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")

"""What the tiny model of the tests reads, and the topics it tells; needs no torch."""

from __future__ import annotations

from service.artifacts import WindowSettings

LABELS = ("politics", "livelihood", "medicine", "logistics", "other")
SETTINGS = WindowSettings(
    max_length=32, max_headline_tokens=8, prefix="问", first_token="<s>", last_token="</s>"
)

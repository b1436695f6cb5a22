"""Colours of topics that can be read on light and on dark ground, as rules of a style sheet."""

from __future__ import annotations

from service.config import UNKNOWN_COLOR, TopicSet

# WCAG 2.2, 1.4.3: text below 18 points.
_READABLE = 4.5
_LIGHT_GROUND, _DARK_GROUND = "#ffffff", "#1f1c1a"
_TINT = 0.1
_STEP = 0.02
UNKNOWN_TOPIC = "topic-unknown"

Rgb = tuple[float, float, float]


def topic_class(label: str, topics: TopicSet) -> str:
    """The class of a topic in the style sheet; labels that the set does not know share one."""
    return f"topic-{label}" if label in topics.labels else UNKNOWN_TOPIC


def topic_rules(topics: TopicSet) -> str:
    """Write the style sheet of the topics.

    Each class sets `--topic` (the colour as given), `--topic-ink` (the same, as far towards
    black or white as it takes to be read) and `--topic-ground` (a tint of it).
    """
    colors = {topic_class(topic.id, topics): topic.color for topic in topics.topics}
    colors[UNKNOWN_TOPIC] = UNKNOWN_COLOR
    light = "".join(_rule(name, color, _LIGHT_GROUND) for name, color in colors.items())
    dark = "".join(_rule(name, color, _DARK_GROUND) for name, color in colors.items())
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def contrast(color: str, ground: str) -> float:
    """The ratio of two colours' luminance, from 1 (none) to 21.

    References:
        WCAG 2.2, definition of contrast ratio.
    """
    first, second = sorted((_luminance(color), _luminance(ground)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def readable(color: str, ground: str) -> str:
    """The colour nearest to the one given that can be read on the ground."""
    goal = "#000000" if _luminance(ground) > 0.5 else "#ffffff"
    share = 0.0
    mixed = color
    while contrast(mixed, ground) < _READABLE and share < 1:
        share += _STEP
        mixed = mix(color, goal, share)
    return mixed


def mix(color: str, other: str, share: float) -> str:
    """The colour that has `share` of the other one, channel by channel."""
    channels = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * min(share, 1)):02x}" for a, b in channels)


def _rule(name: str, color: str, ground: str) -> str:
    tint = mix(ground, color, _TINT)
    ink = readable(color, tint)
    return f".{name} {{ --topic: {color}; --topic-ink: {ink}; --topic-ground: {tint}; }}\n"


def _channels(color: str) -> Rgb:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return (red, green, blue)


def _luminance(color: str) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

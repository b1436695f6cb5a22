"""Pictures of figures as inline SVG; they need no script and no file beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from training.metrics.bootstrap import Estimate
from training.metrics.confidence import CoveragePoint, ReliabilityBin

_SIZE = 260
_LEFT, _TOP = 44, 12
_INK, _SOFT = "#175cd3", "#d0d5dd"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name and its figure in percent, with interval."""

    name: str
    estimate: Estimate


def reliability_chart(bins: Sequence[ReliabilityBin]) -> str:
    """Accuracy against confidence; on the diagonal, probabilities can be believed."""
    marks = [_line((0, 0), (1, 1), _SOFT)]
    for found in bins:
        if found.n:
            x, y = _place(found.mean_probability, found.accuracy)
            radius = 2 + found.n**0.5 / 2
            label = f"{found.n} 篇，置信 {found.mean_probability:.2f}，正确 {found.accuracy:.2f}"
            marks.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_INK}" '
                f'fill-opacity=".6"><title>{label}</title></circle>'
            )
    return _square("可靠性 Reliability", "置信 confidence", "正确率 accuracy", marks, 0, 1)


def coverage_chart(points: Sequence[CoveragePoint]) -> str:
    """Accuracy among the surest share of the articles, from 70 % up."""
    floor = 0.7
    path = " ".join(
        "{:.1f},{:.1f}".format(*_place(p.coverage, max(0.0, (p.accuracy - floor) / (1 - floor))))
        for p in points
    )
    marks = [f'<polyline points="{path}" fill="none" stroke="{_INK}" stroke-width="2"/>']
    return _square("风险与覆盖 Risk–coverage", "覆盖 coverage", "正确率 accuracy", marks, floor, 1)


def bar_chart(title: str, bars: Sequence[Bar]) -> str:
    """Horizontal bars with 95 % intervals, from 0 to the highest end of an interval."""
    top = max(bar.estimate.high for bar in bars) or 1
    rows = []
    for place, bar in enumerate(bars):
        y = 30 + 26 * place
        width, low, high = (
            360 * value / top for value in (bar.estimate.value, bar.estimate.low, bar.estimate.high)
        )
        color = _INK if place == 0 else "#98a2b3"
        rows.append(
            f'<text x="136" y="{y + 13}" text-anchor="end">{escape(bar.name)}</text>'
            f'<rect x="144" y="{y}" width="{width:.1f}" height="18" fill="{color}"/>'
            f'<path d="M{144 + low:.1f} {y + 9}H{144 + high:.1f}" stroke="#101828"/>'
            f'<text x="{150 + high:.1f}" y="{y + 13}">{100 * bar.estimate.value:.1f}</text>'
        )
    height = 40 + 26 * len(bars)
    return (
        f'<svg viewBox="0 0 560 {height}" width="560" role="img" aria-label="{escape(title)}">'
        f'<text x="8" y="18" font-weight="600">{escape(title)}</text>{"".join(rows)}</svg>'
    )


def _square(
    title: str, x_label: str, y_label: str, marks: Sequence[str], low: float, high: float
) -> str:
    bottom, right = _TOP + _SIZE, _LEFT + _SIZE
    middle = _LEFT + _SIZE / 2
    return (
        f'<figure><svg viewBox="0 0 {right + 16} {bottom + 40}" width="{right + 16}" role="img" '
        f'aria-label="{title}"><rect x="{_LEFT}" y="{_TOP}" width="{_SIZE}" height="{_SIZE}" '
        f'fill="none" stroke="{_SOFT}"/>{"".join(marks)}'
        f'<text x="{_LEFT - 6}" y="{bottom}" text-anchor="end">{low:g}</text>'
        f'<text x="{_LEFT - 6}" y="{_TOP + 10}" text-anchor="end">{high:g}</text>'
        f'<text x="{right}" y="{bottom + 16}" text-anchor="end">1</text>'
        f'<text x="{middle}" y="{bottom + 32}" text-anchor="middle">{x_label}</text>'
        f'<text transform="translate(14 {_TOP + _SIZE / 2}) rotate(-90)" '
        f'text-anchor="middle">{y_label}</text></svg><figcaption>{title}</figcaption></figure>'
    )


def _line(start: tuple[float, float], end: tuple[float, float], color: str) -> str:
    (x1, y1), (x2, y2) = _place(*start), _place(*end)
    return f'<path d="M{x1} {y1}L{x2} {y2}" stroke="{color}" stroke-dasharray="4"/>'


def _place(x: float, y: float) -> tuple[float, float]:
    """From [0, 1] in both directions to the picture."""
    return _LEFT + x * _SIZE, _TOP + (1 - y) * _SIZE

"""Pictures of figures as inline SVG; they need no script and no file beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from training.metrics.bootstrap import Estimate
from training.metrics.confidence import CoveragePoint, ReliabilityBin, SureShare

_SIZE = 260
_LEFT, _TOP = 52, 12
_WIDE_LEFT = 80  # room for names of topics
_BAR_LEFT, _BAR = 176, 400  # room for names of systems; the longest bar
_INK, _SOFT, _ALERT = "#175cd3", "#d0d5dd", "#b42318"
_DARK = 0.5  # share from which figures on a cell are white
_RISK_SCALES = (0.05, 0.1, 0.2, 0.5, 1.0)
_N_TICKS = 5


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
    return _square("可靠性 Reliability", "置信 confidence", "正确率 accuracy", marks)


def coverage_chart(points: Sequence[CoveragePoint], served: SureShare | None = None) -> str:
    """Share of errors among the surest share of the articles, on a scale that just holds it.

    Args:
        points: The curve.
        served: What the model itself calls sure, if it says so.
    """
    top = next(top for top in _RISK_SCALES if top >= max(1 - p.accuracy for p in points))
    path = " ".join(
        "{:.1f},{:.1f}".format(*_place(p.coverage, (1 - p.accuracy) / top)) for p in points
    )
    marks = [f'<polyline points="{path}" fill="none" stroke="{_INK}" stroke-width="2"/>']
    if served:
        x, y = _place(served.coverage, served.risk / top)
        marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{_ALERT}"/>')
        # In the corner where the curve seldom is: beside its point it may have no room.
        marks.append(
            f'<text x="{_LEFT + 8}" y="{_TOP + 18}" fill="{_ALERT}">● 有把握 sure '
            f"{served.coverage:.0%}，其中有误 {served.risk:.1%}</text>"
        )
    return _square("风险与覆盖 Risk–coverage", "覆盖 coverage", "错误率 risk", marks, top)


def confusion_chart(labels: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """Articles by true (rows) and given topic (columns), shaded by their share of the row."""
    size = _SIZE / len(labels)
    cells = []
    for row, (label, found) in enumerate(zip(labels, counts, strict=True)):
        y = _TOP + row * size
        cells.append(
            f'<text x="{_WIDE_LEFT - 6}" y="{y + size / 2 + 4:.1f}" text-anchor="end">'
            f"{escape(label)}</text>"
        )
        for column, count in enumerate(found):
            share = count / max(sum(found), 1)
            x = _WIDE_LEFT + column * size
            ink = "#ffffff" if share > _DARK else "#101828"
            cells.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{size:.1f}" height="{size:.1f}" '
                f'fill="{_INK}" fill-opacity="{share:.3f}" stroke="{_SOFT}">'
                f"<title>{escape(label)} → {escape(labels[column])}：{count}（{share:.1%}）</title>"
                f'</rect><text x="{x + size / 2:.1f}" y="{y + size / 2 + 4:.1f}" '
                f'text-anchor="middle" fill="{ink}" pointer-events="none">{count}</text>'
            )
    below = _TOP + _SIZE + 16
    names = "".join(
        f'<text x="{_WIDE_LEFT + (place + 0.5) * size:.1f}" y="{below}" text-anchor="middle">'
        f"{escape(label)}</text>"
        for place, label in enumerate(labels)
    )
    width = _WIDE_LEFT + _SIZE + 16
    return (
        f'<figure><svg viewBox="0 0 {width} {below + 24}" width="{width}" role="img" '
        f'aria-label="混淆矩阵 Confusion matrix">{"".join(cells)}{names}</svg>'
        "<figcaption>混淆矩阵 Confusion：行应是 true，列判为 given</figcaption></figure>"
    )


def bar_chart(title: str, bars: Sequence[Bar]) -> str:
    """Horizontal bars with 95 % intervals, from 0 to the highest end of an interval."""
    top = max(bar.estimate.high for bar in bars) or 1
    rows = []
    for place, bar in enumerate(bars):
        y = 30 + 26 * place
        length, low, high = (
            _BAR * value / top
            for value in (bar.estimate.value, bar.estimate.low, bar.estimate.high)
        )
        color = _INK if place == 0 else "#98a2b3"
        rows.append(
            f'<text x="{_BAR_LEFT - 8}" y="{y + 13}" text-anchor="end">{escape(bar.name)}</text>'
            f'<rect x="{_BAR_LEFT}" y="{y}" width="{length:.1f}" height="18" fill="{color}"/>'
            f'<path d="M{_BAR_LEFT + low:.1f} {y + 9}H{_BAR_LEFT + high:.1f}" stroke="#101828"/>'
            f'<text x="{_BAR_LEFT + 6 + high:.1f}" y="{y + 13}">'
            f"{100 * bar.estimate.value:.1f}</text>"
        )
    width, height = _BAR_LEFT + _BAR + 56, 40 + 26 * len(bars)
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'aria-label="{escape(title)}">'
        f'<text x="8" y="18" font-weight="600">{escape(title)}</text>{"".join(rows)}</svg>'
    )


def _square(title: str, x_label: str, y_label: str, marks: Sequence[str], top: float = 1.0) -> str:
    """A square picture; across it goes [0, 1], upwards [0, top]."""
    bottom, right = _TOP + _SIZE, _LEFT + _SIZE
    middle = _LEFT + _SIZE / 2
    return (
        f'<figure><svg viewBox="0 0 {right + 16} {bottom + 40}" width="{right + 16}" role="img" '
        f'aria-label="{title}">{_ticks(top)}<rect x="{_LEFT}" y="{_TOP}" width="{_SIZE}" '
        f'height="{_SIZE}" fill="none" stroke="{_SOFT}"/>{"".join(marks)}'
        f'<text x="{middle}" y="{bottom + 34}" text-anchor="middle">{x_label}</text>'
        f'<text transform="translate(11 {_TOP + _SIZE / 2}) rotate(-90)" '
        f'text-anchor="middle">{y_label}</text></svg><figcaption>{title}</figcaption></figure>'
    )


def _ticks(top: float) -> str:
    """Grid lines with their values."""
    drawn = []
    for step in range(_N_TICKS + 1):
        x, y = _place(step / _N_TICKS, step / _N_TICKS)
        drawn.append(
            f'<path d="M{x:.1f} {_TOP}V{_TOP + _SIZE}M{_LEFT} {y:.1f}H{_LEFT + _SIZE}" '
            'stroke="#f2f4f7"/>'
            f'<text x="{x:.1f}" y="{_TOP + _SIZE + 16}" text-anchor="middle">'
            f"{step / _N_TICKS:g}</text>"
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">'
            f"{top * step / _N_TICKS:g}</text>"
        )
    return "".join(drawn)


def _line(start: tuple[float, float], end: tuple[float, float], color: str) -> str:
    (x1, y1), (x2, y2) = _place(*start), _place(*end)
    return f'<path d="M{x1} {y1}L{x2} {y2}" stroke="{color}" stroke-dasharray="4"/>'


def _place(x: float, y: float) -> tuple[float, float]:
    """From [0, 1] in both directions to the picture."""
    return _LEFT + x * _SIZE, _TOP + (1 - y) * _SIZE

"""The card of an adapted model."""

from __future__ import annotations

from service.registry import VersionRecord

_DONE = {
    "adapt": ("主题头重新拟合过", "the topic head was fitted to"),
    "calibrate": (
        "主题头也一样，只校准了把握",
        "so is the topic head; its certainty was fitted to",
    ),
}


def make_card(record: VersionRecord) -> str:
    """Write the card of a version: what it learned from, and what was measured."""
    files = "\n".join(f"| {name} | `{digest[:16]}` |" for name, digest in record.data.items())
    counts = sorted(record.figures["per_topic"].items(), key=lambda pair: -pair[1])
    topics = "、".join(f"{label} {n}" for label, n in counts)
    verdict = "可以启用 may be promoted" if record.passed else "；".join(record.reasons)
    n_train, n_test = record.figures["n_train"], record.figures["n_test"]
    zh, en = _DONE[record.way]
    return f"""# {record.model}

由 `baozhai adapt` 生成，不手工修改。Generated from the run; do not edit.

编码器与 {record.base} 的一样，{zh}：本报 {n_train} 篇文章（{topics}），检验 {n_test} 篇；
{record.by} 于 {record.made} 运行。The encoder is that of {record.base};
{en} {n_train} articles of the desk's own, and judged on {n_test} others.

| 文件 file | SHA-256 |
|---|---|
{files}

{verdict}

文本归各出版者所有，不随模型分发。Figures are in `metrics.json`.
"""

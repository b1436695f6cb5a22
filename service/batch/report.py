"""How a batch went, in numbers and in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from service.config import TopicSet

# The rest of the failures are in the table.
_MOST_FAILURES_TOLD = 20


@dataclass(frozen=True, slots=True)
class BatchReport:
    """How a batch went.

    Attributes:
        n_inputs: Inputs worked through, failed ones included.
        n_resumed: How many of them an earlier run had done.
        failures: Name and reason of each failed input, in order.
        topics: Number of articles by label.
        elapsed_s: Seconds this run took.
        n_scored: Articles this run scored.
        n_from_cache: How many of them had been rated before and were taken from the cache.
    """

    n_inputs: int
    n_resumed: int
    failures: tuple[tuple[str, str], ...]
    topics: Counter[str]
    elapsed_s: float
    n_scored: int
    n_from_cache: int = 0

    @property
    def n_done(self) -> int:
        """Inputs that did not fail."""
        return self.n_inputs - len(self.failures)

    @property
    def n_articles(self) -> int:
        """Articles in the table."""
        return self.topics.total()

    @property
    def articles_per_s(self) -> float:
        """How fast this run was; 0 where there was nothing to do."""
        return self.n_scored / self.elapsed_s if self.elapsed_s else 0.0

    def in_words(self, topics: TopicSet) -> str:
        """What was done, by topic and how fast, and what failed and why; several lines."""
        resumed = f"，其中 {self.n_resumed} 个是上次做的" if self.n_resumed else ""
        n_failed = len(self.failures)
        counted = f"({self.n_done} inputs done, {n_failed} failed)"
        lines = [f"完成 {self.n_done} 个输入{resumed}，失败 {n_failed} 个 {counted}"]
        lines += [f"  {name}: {reason}" for name, reason in self.failures[:_MOST_FAILURES_TOLD]]
        if n_failed > _MOST_FAILURES_TOLD:
            lines.append(f"  其余 {n_failed - _MOST_FAILURES_TOLD} 个见表中 error 一列")
        if n_failed and self.n_done:
            lines.append("  补好后加 --resume，只重做这些 (--resume does these alone)")
        elif n_failed:
            lines.append("  补好后加 --overwrite 再做 (mend them, then run again with --overwrite)")
        counts = [
            f"{topics[label].zh} {self.topics[label]}"
            for label in dict.fromkeys([*topics.labels, *sorted(self.topics)])
            if self.topics[label]
        ]
        by_topic = f"：{'，'.join(counts)}" if counts else ""
        lines.append(f"文章 {self.n_articles} 篇{by_topic} (articles by topic)")
        if self.n_from_cache:
            lines.append(f"其中 {self.n_from_cache} 篇取自缓存 (taken from the cache)")
        speed = (
            f"，每秒 {self.articles_per_s:.1f} 篇 (articles/s)" if self.n_scored else " (seconds)"
        )
        lines.append(f"用时 {self.elapsed_s:.1f} 秒{speed}")
        return "\n".join(lines)

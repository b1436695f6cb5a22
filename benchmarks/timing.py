"""Seconds of repeated runs, and the machine they were taken on."""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Seconds:
    """Wall-clock seconds of `n` runs, the warm-up not among them."""

    n: int
    minimum: float
    median: float
    maximum: float


def time_runs(run: Callable[[], object], n: int, *, n_warm_up: int = 1) -> Seconds:
    """Time a call `n` times after `n_warm_up` runs that do not count."""
    for _ in range(n_warm_up):
        run()
    taken = []
    for _ in range(n):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return summarize_seconds(taken)


def summarize_seconds(taken: list[float]) -> Seconds:
    """Minimum, median and maximum, rounded to milliseconds."""
    low, middle, high = (round(f(taken), 3) for f in (min, statistics.median, max))
    return Seconds(len(taken), low, middle, high)


def peak_mebibytes(*, of_children: bool = False) -> float:
    """Highest resident memory of this process so far, or of its largest ended child."""
    who = resource.RUSAGE_CHILDREN if of_children else resource.RUSAGE_SELF
    peak = resource.getrusage(who).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024
    return round(peak * unit / 2**20, 1)


def write_results(path: Path, figures: dict[str, Any]) -> None:
    """Write figures with the machine, its load, the date and the command."""
    record = {
        "command": f"python -m {Path(sys.argv[0]).parent.name}.{Path(sys.argv[0]).stem} "
        + " ".join(sys.argv[1:]),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": {
            "system": platform.platform(),
            "processor": _processor(),
            "cores": os.cpu_count(),
            "load_at_end": round(os.getloadavg()[0], 1),
            "python": platform.python_version(),
        },
    }
    plain = {key: asdict(v) if isinstance(v, Seconds) else v for key, v in figures.items()}
    text = json.dumps(record | plain, ensure_ascii=False, indent=2) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _processor() -> str:
    """The processor's name, where the system tells it."""
    names = Path("/proc/cpuinfo")
    if names.exists():
        for line in names.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()

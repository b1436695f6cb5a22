"""Kill -9 at random moments, and see what is left: `python -m benchmarks.run_kills --times 200`.

Promotions, trained models taking their place, corrections and migrations of a store; nothing
acknowledged may be lost, and no moment may be without a model. Kills of batches:
`tests/service/batch/test_processes.py`.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from tests.kills import SCENARIOS, kill_often


def main() -> None:
    """Kill, and print one line for each scenario."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run_kills", description=__doc__)
    parser.add_argument("--times", type=int, default=200, help="kills of each (default 200)")
    parser.add_argument("--seed", type=int, default=13, help="of the moments")
    parser.add_argument("--awaited", type=int, default=3, help="done first, at most (default 3)")
    arguments = parser.parse_args()
    console = Console()
    for name in SCENARIOS:
        with TemporaryDirectory() as folder:
            begun = time.monotonic()
            n_done = kill_often(
                name, Path(folder), arguments.times, arguments.seed, most_awaited=arguments.awaited
            )
            seconds = time.monotonic() - begun
        console.print(
            f"{name}: {arguments.times} kills, {n_done} done, nothing lost, {seconds:.0f} s"
        )


if __name__ == "__main__":
    main()

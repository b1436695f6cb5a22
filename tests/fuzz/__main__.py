"""Try wrong inputs for as long as is asked; what is found stands at the end, counted by kind."""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

from rich.console import Console

from service.apart import Bounds, Worker
from service.errors import ReadError
from tests.fuzz.trials import ROOMS, Finding, input_of, try_one

# One request starts a process; a file or text takes some milliseconds.
_SHARES = {"read": 55, "split": 30, "table": 14, "api": 1}
# Seconds of the wall, of a machine that may be busy; a trial counts those of the processor.
_BOUNDS = Bounds(seconds=120, mebibytes=2048)


def main() -> int:
    """Exit code 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0, help="another seed tries other inputs")
    parser.add_argument("--rooms", nargs="+", choices=list(ROOMS), default=list(ROOMS))
    parser.add_argument("-o", "--output", type=Path, default=Path("runs/fuzz"))
    arguments = parser.parse_args()
    chance, last = random.Random(arguments.seed), time.monotonic() + 60 * arguments.minutes
    tried: Counter[str] = Counter()
    found: dict[str, list[tuple[str, int, Finding]]] = defaultdict(list)
    worker = Worker(_BOUNDS)
    while time.monotonic() < last:
        weights = [_SHARES[room] for room in arguments.rooms]
        (room,), number = chance.choices(arguments.rooms, weights), chance.getrandbits(40)
        tried[room] += 1
        if finding := _finding(worker, room, number):
            found[finding.kind].append((room, number, finding))
            if len(found[finding.kind]) == 1:
                _keep(arguments.output, room, number, finding)
    console = Console()
    console.print(f"{tried.total()} inputs", dict(tried))
    for kind, cases in sorted(found.items(), key=lambda item: -len(item[1])):
        room, number, finding = cases[0]
        console.print(f"{len(cases)} × {kind} (first: {room} {number})", markup=False)
    return 1 if found else 0


def _finding(worker: Worker, room: str, number: int) -> Finding | None:
    if room == "api":  # which starts processes itself, as no process may that ends with another
        return try_one((room, number))
    ended: ReadError | None = None
    for _ in range(2):  # a busy machine may keep one from being tried in time
        try:
            return worker.run(try_one, (room, number), f"{room} {number}")
        except ReadError as error:  # of the worker: it took too long, or it died
            ended = error
    return Finding("ended: " + str(ended).partition(": ")[2][:30], str(ended))


def _keep(folder: Path, room: str, number: int, finding: Finding) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{room}-{number}.txt").write_text(f"{finding.kind}\n\n{finding.detail}", "utf-8")
    (folder / f"{room}-{number}.input").write_bytes(input_of(room, number))


if __name__ == "__main__":
    raise SystemExit(main())

"""Mixed traffic at twice what the server can do: `python -m benchmarks.run_traffic --minutes 2`.

Issues are given at twice the pace at which they are digested, while others read, search,
correct and export. No answer may be an error but 429, memory must not go on growing, and
afterwards all is as it was. Exits with 1 where that is not so. What was counted is told every
minute, and with `--results` written as a line of JSON, so that a run that is cut short leaves
its figures.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
from rich.console import Console

from service.config import locate
from tests.service.web.wire import API, Server, Visitor, started

_PAGE = "examples/yunchuan_0318.txt"
_READERS = 4
_PAUSE_S = 0.1
_TOO_MANY = 429
# A machine that others are busy on answers late; that is told by the seconds, not an error.
_PATIENCE_S = 600
# What memory may grow by in the second half, in MiB: caches fill, kept issues are listed.
_MOST_GROWTH = 60
_LOOKS_A_MINUTE = 12
_MOST_TOLD = 3
_ARENA = 64 << 20
_NAME = 5  # the place of a name in the head of a mapping


class Traffic:
    """Clients that go on until they are told to stop, and what they were answered."""

    def __init__(self, url: str, pace_s: float) -> None:
        self.url = url
        self.pace_s = pace_s
        self.answers: Counter[tuple[str, int]] = Counter()
        self.wrong: list[str] = []
        self.over = threading.Event()
        self._text = locate(_PAGE).read_text(encoding="utf-8")

    def start(self) -> list[threading.Thread]:
        """Start all clients."""
        works = [self._give, *[self._read] * _READERS]
        threads = [threading.Thread(target=self._ask, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        return threads

    def counted(self) -> dict[str, int]:
        """How often what was answered how, so far."""
        return {f"{what} {status}": n for (what, status), n in sorted(dict(self.answers).items())}

    def _ask(self, work: Callable[[httpx.Client], Iterator[tuple[str, httpx.Response]]]) -> None:
        with Visitor(self.url) as visitor:
            visitor.http.timeout = _PATIENCE_S
            asked = work(visitor.http)
            while not self.over.is_set():
                try:
                    what, answer = next(asked)
                except httpx.HTTPError as error:
                    self.wrong.append(f"{type(error).__name__}: {error}")
                    asked = work(visitor.http)
                    continue
                self.answers[what, answer.status_code] += 1
                if not answer.is_success and answer.status_code != _TOO_MANY:
                    self.wrong.append(f"{what}: {answer.status_code} {answer.text[:200]}")

    def _give(self, http: httpx.Client) -> Iterator[tuple[str, httpx.Response]]:
        number = 0
        while True:
            number += 1
            body = {"text": f"{self._text}\n\n第{number}次交来\n本报讯 这是第{number}次交来的。\n"}
            yield "digest", http.post(f"{API}/digest?keep=true", json=body)
            self.over.wait(self.pace_s)

    def _read(self, http: httpx.Client) -> Iterator[tuple[str, httpx.Response]]:
        star = {"if-match": "*"}
        while True:
            for path in ("/", "/issues", "/review", "/issues?q=企业"):
                yield "page", http.get(path)
            listed = http.get(f"{API}/issues?limit=5")
            yield "list", listed
            for issue in listed.json()["items"] if listed.is_success else ():
                key = issue["id"]
                found = http.get(f"{API}/issues/{key}")
                yield "issue", found
                yield "page", http.get(f"/issues/{key}")
                if found.is_success:
                    address = found.json()["articles"][0]["address"]
                    patch = {"headline": f"改于 {time.monotonic():.3f}"}
                    path = f"{API}/articles/{address}"
                    yield "correct", http.patch(path, json=patch, headers=star)
                for kind in ("md", "json", "docx"):
                    yield "export", http.get(f"{API}/exports/{key}.{kind}")
            self.over.wait(_PAUSE_S)


def main() -> int:
    """Measure, and print what happened."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run_traffic", description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0, help="of traffic (default 2)")
    parser.add_argument("--results", type=Path, metavar="FILE", help="lines of JSON, added to")
    options = parser.parse_args()
    minutes: float = options.minutes
    log = Log(Console(soft_wrap=True), options.results)
    with started() as server:
        before = _seconds_of_one(server.url)
        traffic = Traffic(server.url, before / 2)
        threads = traffic.start()
        log.write(seconds_of_one=round(before, 2), one_is_given_every_s=round(before / 2, 2))
        memory = _watch(server, traffic, minutes, log)
        traffic.over.set()
        for thread in threads:
            thread.join()
        half = memory[len(memory) // 2 :]
        growth = statistics.mean(half[-3:]) - half[0]
        log.write(answers=traffic.counted(), wrong=traffic.wrong)
        log.write(growth_in_the_second_half_mib=round(growth))
        _let_end(server.url)
        after = _seconds_of_one(server.url)
        log.write(
            seconds_of_one=round(after, 2), before=round(before, 2), mib=memory_of(server.pid)
        )
        ending = time.monotonic()
    log.write(seconds_to_end=round(time.monotonic() - ending, 1))
    return 1 if traffic.wrong or growth > _MOST_GROWTH else 0


class Log:
    """What is told, and kept where a file is named."""

    def __init__(self, console: Console, file: Path | None) -> None:
        self._console = console
        self._file = file

    def write(self, **figures: object) -> None:
        """Tell some figures."""
        line = json.dumps({"at": time.strftime("%H:%M:%S"), **figures}, ensure_ascii=False)
        self._console.print(line, markup=False, highlight=False)
        if self._file:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")


def _watch(server: Server, traffic: Traffic, minutes: float, log: Log) -> list[float]:
    """Memory every five seconds, in MiB; every minute it and all answers so far are told."""
    memory: list[float] = []
    for number in range(1, max(int(minutes * _LOOKS_A_MINUTE), 4) + 1):
        traffic.over.wait(60 / _LOOKS_A_MINUTE)
        memory.append(_resident(server.pid))
        if number % _LOOKS_A_MINUTE == 0:
            log.write(
                minute=number // _LOOKS_A_MINUTE,
                mib=memory_of(server.pid),
                highest=round(max(memory[-_LOOKS_A_MINUTE:])),
                answers=traffic.counted(),
                wrong=traffic.wrong[-_MOST_TOLD:],
            )
    return memory


def memory_of(pid: int) -> dict[str, int]:
    """The memory of a process by who took it, in MiB.

    `heap` is the main one of the C library, `arenas` are those of its threads, which it puts at
    multiples of 64 MiB; `other` is what Python, OpenVINO and large pieces take by themselves.
    """
    kinds = dict.fromkeys(("heap", "arenas", "other", "files"), 0)
    kind = "other"
    for line in (
        Path(f"/proc/{pid}/smaps").read_text(encoding="ascii", errors="replace").splitlines()
    ):
        head = line.split()
        if not head[0].endswith(":"):
            begins = int(head[0].partition("-")[0], 16)
            name = head[5] if len(head) > _NAME else ""
            kind = "files" if name.startswith("/") else "heap" if name == "[heap]" else "other"
            if not name and begins % _ARENA == 0:
                kind = "arenas"
        elif head[0] == "Rss:":
            kinds[kind] += int(head[1])
    return {kind: round(kibibytes / 1024) for kind, kibibytes in kinds.items()}


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii").split("VmRSS:")[1]
    return int(status.split()[0]) / 1024


def _seconds_of_one(url: str) -> float:
    """Of digesting the sample, the second time; nothing else is asked meanwhile."""
    text = locate(_PAGE).read_text(encoding="utf-8")
    seconds = []
    with Visitor(url) as visitor:
        visitor.http.timeout = _PATIENCE_S
        for number in range(2):
            begun = time.monotonic()
            body = {"text": f"{text}\n\n{time.time()}\n{number}。\n"}
            visitor.http.post(f"{API}/digest?wait=true", json=body).raise_for_status()
            seconds.append(time.monotonic() - begun)
    return seconds[-1]


def _let_end(url: str) -> None:
    """Wait until no job is open."""
    with Visitor(url) as visitor:
        while any(
            job["state"] in ("waiting", "running") for job in visitor.http.get(f"{API}/jobs").json()
        ):
            time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())

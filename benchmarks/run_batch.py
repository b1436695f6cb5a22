"""Peak memory and articles per second of `baozhai batch`, over few issues and over many."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from benchmarks.timing import write_results
from service import ArticleSplitter
from service.errors import WriteError
from service.readers import read_issue
from service.text import split_sentences

RESULTS = Path(__file__).parent / "results" / "batch.json"
EXAMPLES = Path("examples")

_ISSUE_CHARS = (300, 600)
_SENTENCES_PER_PARAGRAPH = 3
_LOOK_EVERY_S = 0.2


def main() -> int:
    """Run the batches and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run_batch", description=__doc__)
    parser.add_argument("-n", type=int, nargs="+", default=[100, 5000], help="issues of each run")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="processes")
    parser.add_argument("--articles", action="store_true", help="ready articles, not issues")
    parser.add_argument("--model", default="default")
    parser.add_argument("--engine", default="local", help="what shares the work out: local, ray")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    options = ["--model", arguments.model, *(["--articles"] if arguments.articles else [])]
    options += ["--engine", arguments.engine] if arguments.engine != "local" else []
    runs = []
    with TemporaryDirectory() as folder:
        for workers in arguments.workers:
            for n_inputs in arguments.n:
                archive = Path(folder) / f"{n_inputs}{'.jsonl' if arguments.articles else ''}"
                (write_articles if arguments.articles else write_archive)(archive, n_inputs)
                runs.append(_measure(archive, n_inputs, [*options, "--workers", str(workers)]))
                Console().print(runs[-1])
                write_results(arguments.output, {"runs": runs})
    return 0


def write_archive(folder: Path, n_issues: int, *, seed: int = 0) -> None:
    """Write small issues, one file each, made by shuffling the sentences of the examples.

    Args:
        folder: Made where it is missing; holds `00000.txt` and so on.
        n_issues: How many. The first issues of a large archive are those of a small one.
        seed: The same seed gives the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number, (headline, paragraphs) in enumerate(_shuffled(n_issues, seed)):
        text = "\n\n".join([headline, *paragraphs]) + "\n"
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")


def write_articles(file: Path, n_articles: int, *, seed: int = 0) -> None:
    """Write ready articles, made as `write_archive` makes issues, as one table of JSON lines."""
    with file.open("w", encoding="utf-8") as stream:
        for number, (title, paragraphs) in enumerate(_shuffled(n_articles, seed)):
            article = {"id": str(number), "title": title, "text": "\n".join(paragraphs)}
            stream.write(f"{json.dumps(article, ensure_ascii=False)}\n")


def _shuffled(n: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """Headlines and paragraphs of so many articles."""
    headlines, sentences = read_material()
    chance = random.Random(seed)
    for _ in range(n):
        yield chance.choice(headlines), list(_paragraphs(sentences, chance))


def read_material() -> tuple[list[str], list[str]]:
    """Headlines and whole sentences of the examples, in their order."""
    splitter = ArticleSplitter()
    issues = (read_issue([path]) for path in sorted(EXAMPLES.glob("*.txt")))
    articles = [article for issue in issues for article in splitter.split(issue).articles]
    headlines = [article.headline for article in articles if article.headline]
    pieces = [piece for article in articles for piece in split_sentences(article.text)]
    return headlines, [piece.text for piece in pieces if piece.is_whole]


def _paragraphs(sentences: list[str], chance: random.Random) -> Iterator[str]:
    """Paragraphs of sentences drawn by chance, until the issue has the length drawn for it."""
    missing = chance.randint(*_ISSUE_CHARS)
    while missing > 0:
        paragraph = "".join(chance.sample(sentences, _SENTENCES_PER_PARAGRAPH))[:missing]
        missing -= len(paragraph)
        yield paragraph


def _measure(archive: Path, n_inputs: int, options: list[str]) -> dict[str, Any]:
    """Run one batch in a process of its own and watch it."""
    table = archive.with_name(f"{archive.name}.{'_'.join(options)}.jsonl")
    command = [
        sys.executable,
        "-m",
        "service.cli",
        "batch",
        "--no-cache",
        str(archive),
        "-o",
        str(table),
        *options,
    ]
    start = time.perf_counter()
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    peaks: dict[int, float] = {}
    while run.poll() is None:
        peaks |= {pid: peak for pid in _family(run.pid) if (peak := _peak_mebibytes(pid))}
        time.sleep(_LOOK_EVERY_S)
    seconds = time.perf_counter() - start
    assert run.stderr is not None
    told = run.stderr.read()
    if run.returncode:
        raise WriteError(f"the batch ended with {run.returncode}, not 0: {told}")
    n_articles = sum(1 for line in table.open(encoding="utf-8") if json.loads(line)["topic"])
    main_peak = peaks.pop(run.pid)
    return {
        "inputs": n_inputs,
        "options": options,
        "articles": n_articles,
        "seconds": round(seconds, 1),
        "articles_per_second": round(n_articles / seconds, 2),
        "peak_mebibytes": main_peak,
        "peak_mebibytes_of_children": sorted(peaks.values(), reverse=True),
    }


def _family(pid: int) -> list[int]:
    """A process, its children and theirs, where Linux lists them."""
    try:
        lists = Path(f"/proc/{pid}/task").glob("*/children")
        children = [int(child) for each in lists for child in each.read_text().split()]
    except OSError:  # it has ended meanwhile
        return [pid]
    return [pid, *chain.from_iterable(map(_family, children))]


def _peak_mebibytes(pid: int) -> float | None:
    """Highest resident memory of a living process so far, None for one that has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    peak = next((line for line in lines if line.startswith("VmHWM:")), None)
    return round(int(peak.split()[1]) / 1024, 1) if peak else None


if __name__ == "__main__":
    raise SystemExit(main())

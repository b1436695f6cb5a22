"""Articles a second of today's pieces beside ours, on the same articles, in turn.

Today's pieces: a BERT of the shape of bert-base-chinese in torch, fp32, that reads the first
512 tokens, one a character, for the topic; and TextRank of the library sumy for the summary.
The weights are random, which takes as long as any. Ours gives both from one pass over the
whole article. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.text_rank import TextRankSummarizer
from transformers import BertConfig, BertForSequenceClassification

from benchmarks.shuffled import make_articles
from benchmarks.timing import write_results
from service.characters import content_characters
from service.config import ServiceConfig, load_config, locate
from service.datamodels import Article
from service.pipeline import DigestPipeline
from service.text import split_sentences
from training.articles.reading import read_plain

RESULTS = Path(__file__).parent / "results" / "compare_today.json"
_SUMMARY_SENTENCES = 3
_BERT_TOKENS = 512
_VERSIONS = ("torch", "transformers", "sumy", "openvino", "numpy")


def main() -> int:
    """Time both and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare_today", description=__doc__)
    parser.add_argument("articles", nargs="?", help="ready articles; default: shuffled examples")
    parser.add_argument("-n", type=int, default=30, help="articles")
    parser.add_argument("--rounds", type=int, default=2, help="times each pair is run")
    parser.add_argument("--config", default="configs/service.yaml", help="settings of ours")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    articles = _read(arguments.articles, arguments.n)
    ours = DigestPipeline.from_config(load_config(arguments.config, ServiceConfig))
    theirs = TodaysPieces(n_threads=os.cpu_count() or 1)
    figures: dict[str, object] = {
        "articles": len(articles),
        "mean_chars": round(statistics.mean(len(article.text) for article in articles)),
        "model": ours.model,
        "newest_instructions": os.environ.get("ONEDNN_MAX_CPU_ISA", "all"),
        "versions": {name: metadata.version(name) for name in _VERSIONS},
        **compare(articles, theirs.read, ours, arguments.rounds),
    }
    write_results(arguments.output, figures)
    for name, value in figures.items():
        Console().print(f"{name}: {value}")
    return 0


class TodaysPieces:
    """A topic by BERT, a summary by TextRank, each from its own reading of the article."""

    def __init__(self, n_threads: int) -> None:
        """Build the BERT; `n_threads` are torch's."""
        torch.set_num_threads(n_threads)
        torch.manual_seed(0)
        self._vocabulary = 21128
        self._bert = BertForSequenceClassification(BertConfig(vocab_size=self._vocabulary))
        self._bert.train(mode=False)

    def read(self, article: Article) -> None:
        """Tell the topic, then the summary."""
        self._classify(f"{article.headline or ''}{article.text}")
        _summarize(article.text)

    def _classify(self, text: str) -> int:
        ids = [ord(character) % self._vocabulary for character in "".join(text.split())]
        tokens = torch.tensor([ids[:_BERT_TOKENS]])
        with torch.inference_mode():
            return int(self._bert(input_ids=tokens).logits.argmax())


class _BigramTokenizer:
    """Character pairs stand for words: sumy's own Chinese words need a word list."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        characters = content_characters(sentence)
        return tuple(characters[i : i + 2] for i in range(len(characters) - 1))


def _summarize(text: str) -> str:
    tokenizer = _BigramTokenizer()
    sentences = [Sentence(sentence.text, tokenizer) for sentence in split_sentences(text)]
    document = ObjectDocumentModel([Paragraph(sentences)])
    return "".join(map(str, TextRankSummarizer()(document, _SUMMARY_SENTENCES)))


def compare(
    articles: Sequence[Article], theirs: Callable[[Article], None], ours: DigestPipeline, n: int
) -> dict[str, Any]:
    """Read each article with both, one after the other, then all at once with ours.

    Args:
        articles: What is read; the first is read once before and does not count.
        theirs: Today's pieces.
        ours: The pipeline.
        n: Rounds over all articles.

    Returns:
        How many times as long theirs takes, by the clock on the wall and by what the processors
        worked, which other work on the machine changes less: the median of the pairs, the sums,
        and the sums where ours is given all articles together.
    """
    theirs(articles[0])
    ours.score(articles[0])
    pairs: list[tuple[_Taken, _Taken]] = []
    together: list[_Taken] = []
    for _ in range(n):
        pairs += [
            (_take(partial(theirs, article)), _take(partial(ours.score, article)))
            for article in articles
        ]
        together.append(_take(lambda: [*ours.rate_many(articles)]))
    per_article = n * len(articles)
    figures: dict[str, Any] = {}
    for place, clock in enumerate(("wall", "processor")):
        old, new = ([pair[who][place] for pair in pairs] for who in (0, 1))
        at_once = sum(each[place] for each in together)
        ratios = [a / b for a, b in zip(old, new, strict=True)]
        figures[f"times_faster_by_{clock}"] = {
            "median_of_pairs": round(statistics.median(ratios), 2),
            "of_sums": round(sum(old) / sum(new), 2),
            "of_sums_ours_together": round(sum(old) / at_once, 2),
        }
        figures[f"{clock}_seconds_per_article"] = {
            "today": round(sum(old) / per_article, 4),
            "ours": round(sum(new) / per_article, 4),
            "ours_together": round(at_once / per_article, 4),
        }
    return figures


_Taken = tuple[float, float]
"""Seconds on the wall, and of all processors together."""


def _take(run: Callable[[], object]) -> _Taken:
    wall, processor = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - wall, time.process_time() - processor


def _read(path: str | None, n: int) -> list[Article]:
    if path is None:
        return make_articles(n)
    return [row.to_article() for row in read_plain(locate(path))][:n]


if __name__ == "__main__":
    raise SystemExit(main())

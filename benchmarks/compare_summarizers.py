"""Seconds per article of our summarizer and baselines beside sumy's, on the same articles."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console

from benchmarks.timing import Seconds, time_runs, write_results
from service.config import ServiceConfig, load_config, locate
from service.datamodels import Article, Summary
from service.encoders.base import EncodedArticle
from service.stages import Summarizer
from training.articles.reading import read_plain
from training.baselines.lead import LeadSummarizer
from training.baselines.lex_rank import SumyLexRank
from training.baselines.text_rank import TextRankSummarizer
from training.evaluation.served_model import ServedModel, sentences_only

RESULTS = Path(__file__).parent / "results" / "summarizers.json"


def main() -> int:
    """Time every summarizer over the articles and write the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.compare_summarizers", description=__doc__
    )
    parser.add_argument(
        "articles", nargs="?", default="examples/articles/summaries_validation.jsonl"
    )
    parser.add_argument("-n", type=int, default=3, help="runs that count")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    articles = [article.to_article() for article in read_plain(locate(arguments.articles))]
    figures: dict[str, object] = {
        "articles": len(articles),
        "mean_chars": round(sum(len(article.text) for article in articles) / len(articles)),
    }
    for name, summarize in _summarizers().items():
        seconds = time_runs(partial(_run_all, summarize, articles), arguments.n)
        figures[f"{name}_seconds_for_all"] = seconds
        Console().print(f"{name}: {_per_article(seconds, len(articles))} s per article")
    write_results(arguments.output, figures)
    return 0


def _summarizers() -> dict[str, Callable[[Article], Summary]]:
    baselines: dict[str, Summarizer] = {
        "lead": LeadSummarizer(),
        "text_rank": TextRankSummarizer(),
        "sumy_lex_rank": SumyLexRank(),
    }
    folder = locate(load_config("configs/service.yaml", ServiceConfig).model)
    model = ServedModel.from_pretrained(folder)
    found = {
        name: partial(_summarize, sentences_only, summarizer)
        for name, summarizer in baselines.items()
    }
    return {"model": partial(_summarize, model.encoder.encode, model.summarizer), **found}


def _summarize(
    encode: Callable[[Article], EncodedArticle], summarizer: Summarizer, article: Article
) -> Summary:
    return summarizer.summarize(article, encode(article), max_chars=150)


def _run_all(summarize: Callable[[Article], Summary], articles: list[Article]) -> None:
    for article in articles:
        summarize(article)


def _per_article(seconds: Seconds, n_articles: int) -> float:
    return round(seconds.median / n_articles, 4)


if __name__ == "__main__":
    raise SystemExit(main())

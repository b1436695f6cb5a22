"""What readers said of articles that are not ours to keep: joined with their texts.

The readings lie in the repository by id, without any text: topic, and the sentences that belong
in a digest by their places. This puts the texts of the data beside them, for a training:

    python -m training.articles.readings OUT.jsonl --readings FILE --texts FILE…
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, NonNegativeInt

from service.config import Schema
from training.articles.datamodels import PlainArticle
from training.articles.problems import Problems
from training.articles.reading import read_plain


class ArticleReading(Schema):
    """What a reader said of one article.

    Attributes:
        id: The article, in one of the files of texts.
        n_chars: How long its text was when it was read, so that no place means another text.
        topic: As the codebook of the data has it.
        secondary: A second topic that is nearly as strong.
        sure: Whether another careful reader could hardly choose otherwise.
        picks: The sentences of a digest of about 150 characters: start and end in the text.
    """

    id: str
    n_chars: NonNegativeInt
    topic: str
    secondary: str | None
    sure: bool
    picks: Annotated[tuple[tuple[NonNegativeInt, NonNegativeInt], ...], Field(min_length=1)]


def join_readings(readings: Path, texts: Sequence[Path]) -> Iterator[dict[str, object]]:
    """Rows that `read_topics` and `read_summarized` read.

    Args:
        readings: JSON lines of `ArticleReading`.
        texts: Files of articles; of one that stands in several the first counts.

    Raises:
        DataError: With all readings whose article is missing or has another length.
    """
    lines = readings.read_text(encoding="utf-8").splitlines()
    read = {reading.id: reading for reading in map(ArticleReading.model_validate_json, lines)}
    found: dict[str, PlainArticle] = {}
    for file in texts:
        for article in read_plain(file):
            if article.id in read:
                found.setdefault(article.id, article)
    problems = Problems()
    for reading in read.values():
        known = found.get(reading.id)
        if known is None or len(known.text) != reading.n_chars:
            problems.add(
                f"{readings}: {reading.id} 在 {'、'.join(map(str, texts))} 里没有，或字数不同，"
                "不是当时读的那篇 (no such article among the texts, or another than the one read)"
            )
            continue
        yield {
            **reading.model_dump(exclude={"n_chars"}),
            "title": known.title,
            "text": known.text,
            "summary": "".join(known.text[start:end] for start, end in reading.picks),
        }
    problems.raise_if_any()


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the joined rows; see the docstring of the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--readings", type=Path, required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    options = parser.parse_args(arguments)
    rows = list(join_readings(options.readings, options.texts))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()

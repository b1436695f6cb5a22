"""A pipeline without a model: split at blank lines, four words for four topics, first sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from service.config import TopicSet, load_config
from service.datamodels import (
    Article,
    Digest,
    Flag,
    Issue,
    Sentence,
    Span,
    Summary,
    SummaryNote,
    SummarySentence,
    TopicScores,
)
from service.encoders.base import EncodedArticle
from service.pipeline import DigestPipeline
from service.text import split_sentences

KEYWORDS = {"市委": "politics", "社区": "livelihood", "医院": "medicine", "快递": "logistics"}
_BLOCK = re.compile(r"[^\n\f]+(?:\n[^\n\f]+)*")
_DIMENSIONS = 4


class FakeSplitter:
    """One article per block of lines; the first of several is the headline."""

    name = "blocks@1"

    @classmethod
    def from_pretrained(cls, path: str) -> FakeSplitter:  # noqa: ARG003 - it has no folder
        return cls()

    def split(self, issue: Issue) -> Digest:
        blocks = [block for block in _BLOCK.finditer(issue.text) if block.group().strip()]
        articles = tuple(
            _article(f"a{number}", block.group(), block.start())
            for number, block in enumerate(blocks, start=1)
        )
        pages = issue.pages
        return Digest(
            issue.issue_id, None, None, None, issue.text, pages, articles, (), splitter=self.name
        )


class FakeEncoder:
    """Every sentence has the same vector."""

    def encode(self, article: Article) -> EncodedArticle:
        sentences = split_sentences(article.text)
        return EncodedArticle(
            sentences,
            np.ones(_DIMENSIONS, np.float32),
            np.ones((len(sentences), _DIMENSIONS), np.float32),
            np.array([len(sentence.text) for sentence in sentences], np.int64),
        )

    def start(self, article: Article) -> Callable[[], EncodedArticle]:
        return partial(self.encode, article)


class CountingEncoder(FakeEncoder):
    """Counts the articles that it reads."""

    def __init__(self) -> None:
        self.n_read = 0

    def encode(self, article: Article) -> EncodedArticle:
        self.n_read += 1
        return super().encode(article)


class FakeClassifier:
    """Four words name the four topics; without any of them it is `other`, and uncertain."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self.labels = labels

    def classify(self, article: Article, encoded: EncodedArticle) -> TopicScores:
        printed = f"{article.headline or ''}{article.text}"
        found = next((label for word, label in KEYWORDS.items() if word in printed), None)
        label, probability = (found, 0.92) if found else ("other", 0.44)
        rest = round((1 - probability) / (len(self.labels) - 1), 4)
        probabilities = {name: probability if name == label else rest for name in self.labels}
        evidence = tuple(Span(s.start, s.end) for s in encoded.sentences[:1])
        return TopicScores(label, probability, found is None, probabilities, evidence)


class FakeSummarizer:
    """The first whole sentence within the budget, with the notes of the contract."""

    def summarize(self, article: Article, encoded: EncodedArticle, *, max_chars: int) -> Summary:
        scores = self.rate(article, encoded)
        return self.select(article, encoded.sentences, scores, max_chars=max_chars)

    def rate(self, article: Article, encoded: EncodedArticle) -> ArrayLike:  # noqa: ARG002
        return np.full(len(encoded.sentences), 0.5)

    def select(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        scores: ArrayLike,  # noqa: ARG002 - the first is always the best here
        *,
        max_chars: int,
    ) -> Summary:
        whole = [sentence for sentence in sentences if sentence.is_whole]
        if not whole:
            return Summary(None, "no_sentence", ())
        if len(article.text) <= max_chars:
            return _summary(article.text, "whole_text", [(s.start, s.end) for s in whole])
        fitting = next((s for s in whole if len(s.text) <= max_chars), None)
        if fitting is None:
            return _summary(whole[0].text, "over_length", [(whole[0].start, whole[0].end)])
        return _summary(fitting.text, None, [(fitting.start, fitting.end)])


def make_pipeline(max_chars: int = 150) -> DigestPipeline:
    """A whole pipeline with the label set that ships; it needs no model and no time."""
    topics = load_config("configs/topics.yaml", TopicSet)
    return DigestPipeline(
        splitter=FakeSplitter(),
        encoder=FakeEncoder(),
        classifier=FakeClassifier(topics.labels),
        summarizer=FakeSummarizer(),
        model="fake@1",
        topics=topics,
        max_chars=max_chars,
    )


def _article(article_id: str, block: str, at: int) -> Article:
    spans: list[Span] = []
    lines: list[str] = []
    start = at
    for line in block.split("\n"):
        stripped = line.strip()
        if stripped:
            first = start + line.index(stripped)
            spans.append(Span(first, first + len(stripped)))
            lines.append(stripped)
        start += len(line) + 1
    headline, body = (lines[0], lines[1:]) if len(lines) > 1 else (None, lines)
    flags: tuple[Flag, ...] = () if headline else ("no_headline",)
    text = "\n".join(body)
    return Article(article_id, headline, "story", None, flags, tuple(spans), text)


def _summary(text: str, note: SummaryNote | None, places: list[tuple[int, int]]) -> Summary:
    return Summary(text, note, tuple(SummarySentence(a, b, 0.5) for a, b in places))

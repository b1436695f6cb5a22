"""Four times the input takes about four times the work, whatever the input is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from benchmarks.growth_inputs import INPUTS
from service import ArticleSplitter
from service.config import locate
from service.datamodels import Article
from service.encoders.base import EncodedArticle
from service.readers import issue_from_files
from service.splitters.stitching.continuations import choose_pairs, stitch
from service.splitters.stitching.pairs import Pair
from service.splitters.stories import Story
from service.summarizers.salience import SalienceSummarizer
from service.text import split_sentences
from service.web.views.places import PlacesTold
from service.web.views.source import source_of
from service.web.views.text import paragraphs_of
from service.web.wording import CHINESE

# A straight line gives 4, a square 16; what is measured of a busy machine lies between.
MOST = 7.0
SHORTEST_S = 0.02
SIZES = {
    "short lines with commas": 400,
    "short lines without stops": 500,
    "stories with 下转 and 上接": 60,
    "photo lines": 200,
    "… repeated": 20_000,
    "（ repeated": 20_000,
    "“甲”。 repeated": 1_000,
    "one line of sentences": 20_000,
    "one line without stops": 20_000,
    "page of articles": 40,
    "signposts": 250,
    "signs of a page": 40,
    "repeats": 400,
    "scattered glyphs in a PDF": 400,
    "PDF of many pages": 40,
}


def test_each_kind_is_measured() -> None:
    assert SIZES.keys() == INPUTS.keys()


@pytest.mark.parametrize("kind", SIZES)
def test_work_grows_as_the_input_does(
    kind: str, splitter: ArticleSplitter, summarizer: SalienceSummarizer
) -> None:
    n = SIZES[kind]
    for is_last_try in (False, False, True):
        small, large = (_work(kind, size, splitter, summarizer) for size in (n, 4 * n))
        growth = {
            stage: large[stage] / small[stage] for stage in large if small[stage] > SHORTEST_S
        }
        if is_last_try or max(growth.values(), default=0) < MOST:
            break
    assert max(growth.values(), default=0) < MOST, growth


def test_a_chain_of_pieces_is_stitched_in_one_pass() -> None:
    n = 3_000
    stories = [Story((), (index,)) for index in range(n)]
    pairs = [Pair(index, index + 1, 0.9) for index in range(n - 1)]
    lines = [_Line()] * n
    start = time.process_time()
    stitched = stitch(lines, stories, choose_pairs(pairs))  # type: ignore[arg-type]
    assert [len(story.body) for story in stitched] == [n]
    assert time.process_time() - start < 1


def test_a_text_of_many_lines_is_shown_in_one_pass() -> None:
    def shown_s(n: int) -> float:
        article = Article("a1", None, "story", None, (), (), "云川开通便民路线十条\n" * n)
        start = time.process_time()
        assert len(paragraphs_of(article)) == n
        return time.process_time() - start

    shown_s(100)
    # One pass takes four times as long, and one for each line sixteen times.
    assert min(shown_s(16_000) / shown_s(4_000) for _ in range(3)) < 9


class _Line:
    bare = "字"


@pytest.fixture(scope="module")
def splitter() -> ArticleSplitter:
    return ArticleSplitter()


@pytest.fixture(scope="module")
def summarizer() -> SalienceSummarizer:
    return SalienceSummarizer.from_pretrained(locate("models/default"))


def _work(
    kind: str, n: int, splitter: ArticleSplitter, summarizer: SalienceSummarizer
) -> dict[str, float]:
    """Seconds of the processor by stage; the encoder gives zeros."""
    content = INPUTS[kind][0](n)
    raw = content.encode() if isinstance(content, str) else content
    seconds: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        start = time.process_time()
        yield
        seconds[name] = time.process_time() - start

    with stage("read"):
        issue = issue_from_files([(kind, raw)])
    with stage("split"):
        digest = splitter.split(issue)
    with stage("score"):
        for article in sorted(digest.articles, key=lambda article: -len(article.text))[:1]:
            summarizer.summarize(article, _encoded(article), max_chars=150)
    with stage("show"):
        places = PlacesTold(digest)
        told = [places.tell(article.spans, CHINESE) for article in digest.articles]
        assert len(told) <= len(list(source_of(digest))) * (1 + len(digest.articles))
    return seconds


def _encoded(article: Article) -> EncodedArticle:
    sentences = split_sentences(article.text)
    n = len(sentences)
    headline, vectors = np.zeros(384, np.float32), np.zeros((n, 384), np.float32)
    return EncodedArticle(sentences, headline, vectors, np.ones(n, np.int64))

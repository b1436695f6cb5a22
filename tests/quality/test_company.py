"""What an article yields does not depend on what is read before it, beside it or with it."""

from __future__ import annotations

from benchmarks.shuffled import make_articles
from service import DigestPipeline, ServiceConfig


def test_the_same_alone_in_a_batch_and_on_one_core() -> None:
    articles = make_articles(10, mean_chars=240)
    shared = DigestPipeline.from_config(ServiceConfig())
    together = list(shared.rate_many(articles))
    assert [shared.rate(article) for article in articles[::-1]] == together[::-1]
    one_core = DigestPipeline.from_config(ServiceConfig(n_threads=1))
    assert list(one_core.rate_many(articles)) == together

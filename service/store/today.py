"""The digest of today: what the machine made, the log replayed over it, all of it scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from service.corrections import Corrected, Correction, replay
from service.datamodels import Article, Digest, RatedArticle, Summary
from service.store.machine import MachineDigest
from service.store.records import Scorer
from service.store.scores import content_of, load_scores
from service.summarizers.selection import AS_EDITORS, select_sentences
from service.text import split_sentences


class Rescorer:
    """Scores articles once: what was scored before is looked up.

    Attributes:
        new: What was scored and is not kept yet.
    """

    def __init__(
        self, connection: Connection, model: str, max_chars: int, scorer: Scorer | None = None
    ) -> None:
        self._connection = connection
        self._model = scorer.model if scorer else model
        self._max_chars = max_chars
        self._scorer = scorer
        self.new: list[RatedArticle] = []

    @property
    def model(self) -> str:
        """The model whose scores they are."""
        return self._model

    def __call__(self, article: Article) -> Article:
        """The article with topic and summary; as it is where nobody can score it."""
        found = load_scores(self._connection, [article], self._model).get(content_of(article))
        if found is None and self._scorer is None:
            return article
        if found is None and self._scorer is not None:
            found = self._scorer.rate(article, max_chars=self._max_chars)
            self.new.append(found)
            return found.article
        return replace(found.article, summary=self.cut(found)) if found else article

    def cut(self, rated: RatedArticle) -> Summary:
        """Cut a summary from kept salience."""
        if self._scorer is not None:
            return self._scorer.recut(rated, max_chars=self._max_chars)
        sentences = split_sentences(rated.article.text)
        return select_sentences(
            rated.article, sentences, rated.salience, max_chars=self._max_chars, rule=AS_EDITORS
        )

    def recut(self, digest: Digest) -> Digest:
        """The digest with its summaries cut at the budget; scored again where nothing is kept."""
        kept = load_scores(self._connection, digest.articles, digest.model or "")
        articles = (
            self._recut(article, kept.get(content_of(article))) for article in digest.articles
        )
        return replace(digest, articles=tuple(articles))

    def _recut(self, article: Article, kept: RatedArticle | None) -> Article:
        if article.summary is None:
            return article
        if kept is not None:
            return replace(article, summary=self.cut(RatedArticle(article, kept.salience)))
        return replace(article, summary=self(article).summary or article.summary)


def replay_today(
    machine: MachineDigest, log: Iterable[Correction], rescorer: Rescorer, max_chars: int
) -> Corrected:
    """Replay a log over the machine's digest, summaries cut at a budget."""
    digest = machine.digest
    if max_chars != machine.max_chars:
        digest = rescorer.recut(digest)
    return replay(digest, tuple(log), rescore=rescorer)

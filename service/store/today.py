"""The digest of today: what the machine made, the log replayed over it, all of it scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from service.corrections import Corrected, Correction, replay
from service.datamodels import Article, Digest, RatedArticle, Summary
from service.store.machine import MachineDigest
from service.store.records import Scorer
from service.store.scores import content_of, load_scores
from service.summarizers.picking import AS_EDITORS
from service.summarizers.selection import select_sentences
from service.text import split_sentences


class Rescorer:
    """Scores articles once: what was scored before is looked up.

    Attributes:
        model: The model whose scores they are.
        max_chars: The budget of the summaries.
        new: What was scored and is not kept yet.
    """

    def __init__(
        self,
        connection: Connection,
        machine: MachineDigest,
        *,
        max_chars: int | None = None,
        scorer: Scorer | None = None,
        may_score: bool = True,
    ) -> None:
        """Take what scores; with `may_score` false it only cuts summaries of what is kept."""
        self.model = scorer.model if scorer else machine.digest.model or ""
        self.max_chars = max_chars or machine.max_chars
        self.new: list[RatedArticle] = []
        self._connection = connection
        self._scorer = scorer
        self._rates = scorer.rate if scorer and may_score else None

    def __call__(self, article: Article) -> Article:
        """The article with topic and summary; as it is where nobody can score it."""
        found = load_scores(self._connection, [article], self.model).get(content_of(article))
        if found is not None:
            return replace(found.article, summary=self.cut(found))
        if self._rates is None:
            return article
        rated = self._rates(article, max_chars=self.max_chars)
        self.new.append(rated)
        return rated.article

    def cut(self, rated: RatedArticle) -> Summary:
        """Cut a summary from kept salience."""
        if self._scorer is not None:
            return self._scorer.recut(rated, max_chars=self.max_chars)
        sentences = split_sentences(rated.article.text)
        return select_sentences(
            rated.article, sentences, rated.salience, max_chars=self.max_chars, rule=AS_EDITORS
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
    machine: MachineDigest,
    log: Sequence[Correction],
    rescorer: Rescorer,
    before: Corrected | None = None,
) -> Corrected:
    """Replay a log over the machine's digest, summaries cut at the budget of the scorer.

    Args:
        machine: The machine's digest.
        log: The log of its issue.
        rescorer: Scores what was changed.
        before: The same for a log that this one goes on, to save time.
    """
    digest = machine.digest
    if rescorer.max_chars != machine.max_chars:
        digest = rescorer.recut(digest)
    return replay(digest, log, rescore=rescorer, before=before)

"""The main job: an issue in, its digest out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from service.artifacts import ModelFolder, refuse_unfinished
from service.cache import Rating, RatingCache
from service.classifiers.topics import TopicClassifier
from service.config import LimitsConfig, ServiceConfig, TopicSet, load_config
from service.datamodels import Article, Digest, Issue, RatedArticle, Sentence, Summary
from service.encoders.ahead import finish_in_order
from service.encoders.base import AheadEncoder, EncodedArticle
from service.encoders.openvino_runtime import OpenVinoEncoder
from service.registry import current_model
from service.splitters import ArticleSplitter
from service.stages import Classifier, SentenceRater, Splitter
from service.summarizers.salience import SalienceSummarizer
from service.text import split_sentences


@dataclass(frozen=True, slots=True)
class DigestPipeline:
    """Split, encode, classify and summarize.

    Attributes:
        model: `name@version` of the model that scores.
        topics: The label set, with what a reader sees of each label.
        max_chars: Summary budget where a call names none.
        identity: Checksum of the model's files; empty where it came from no folder.
        limits: What one input may take.
        cache: Where ratings are kept; None computes each anew.
    """

    splitter: Splitter
    encoder: AheadEncoder
    classifier: Classifier
    summarizer: SentenceRater
    model: str
    topics: TopicSet
    max_chars: int = 150
    identity: str = ""
    limits: LimitsConfig = field(default_factory=LimitsConfig)
    cache: RatingCache | None = None

    @classmethod
    def from_config(
        cls, config: ServiceConfig, *, cached: bool = False, encoder: AheadEncoder | None = None
    ) -> Self:
        """Build the product: the line scorer and the model that the configuration names.

        Args:
            config: The settings.
            cached: Whether articles that were rated before and the compiled encoder are taken
                from the user's cache, which gives the same digests; the settings say how
                many ratings it may hold.
            encoder: Stands in for the model's own, which is then checked and not loaded; what
                it gives is not taken from the cache.

        Raises:
            ConfigError: If a folder is missing, or the model's labels are not those of the
                topics file.
            ArtifactError: If a folder is incomplete or damaged.
        """
        current = current_model(config)
        topics, path = load_config(current.topics, TopicSet), current.path
        refuse_unfinished(path)
        refuse_unfinished(config.line_scorer)
        folder = ModelFolder(path)
        folder.require_labels(topics.labels, current.topics)
        record = folder.read_inference()
        identity = folder.identity()
        cache = None
        if encoder is not None:
            folder.checked(folder.onnx.name)
        else:
            encoder = own = OpenVinoEncoder.from_pretrained(
                path, n_threads=config.n_threads, device=config.device, keeps_compiled=cached
            )
            if cached and config.cache_mebibytes:
                cache = RatingCache(f"{identity} {own.runtime}", config.cache_mebibytes)
        return cls(
            splitter=ArticleSplitter.from_pretrained(config.line_scorer),
            encoder=encoder,
            classifier=TopicClassifier.from_pretrained(path),
            summarizer=SalienceSummarizer.from_pretrained(path),
            model=f"{record.name}@{record.version}",
            topics=topics,
            max_chars=config.max_chars,
            limits=config.limits,
            identity=identity,
            cache=cache,
        )

    @property
    def n_from_cache(self) -> int:
        """Articles so far whose rating was taken from the cache."""
        return self.cache.n_found if self.cache else 0

    def run(self, issue: Issue, *, max_chars: int | None = None) -> Digest:
        """Turn one issue into its digest.

        Args:
            issue: The raw issue; blank text gives a digest without articles.
            max_chars: Budget of each summary in code points; None takes the
                pipeline's own.

        Returns:
            The digest, every article scored. Same issue, model and settings
            give the same digest, whatever was run before or beside it.
        """
        return self.start_run(issue, max_chars=max_chars)()

    def start_run(self, issue: Issue, *, max_chars: int | None = None) -> Callable[[], Digest]:
        """Split an issue and have its articles read; the call that comes back gives the digest.

        Issues started together are done faster than one after the other.
        """
        digest = self.splitter.split(issue)
        rated = self.rate_many(digest.articles, max_chars=max_chars)
        return lambda: replace(
            digest, model=self.model, articles=tuple(each.article for each in rated)
        )

    def score(self, article: Article, *, max_chars: int | None = None) -> Article:
        """Give one article, split by us or by others, its topic and summary."""
        return self.rate(article, max_chars=max_chars).article

    def rate(self, article: Article, *, max_chars: int | None = None) -> RatedArticle:
        """Score an article as `score` does, and keep what each of its sentences was given."""
        return self.start(article, max_chars=max_chars)()

    def rate_many(
        self, articles: Iterable[Article], *, max_chars: int | None = None
    ) -> Iterator[RatedArticle]:
        """Score articles as `rate` does, in order; the first ones are begun at once."""
        return finish_in_order(self.start(each, max_chars=max_chars) for each in articles)

    def start(
        self, article: Article, *, max_chars: int | None = None
    ) -> Callable[[], RatedArticle]:
        """Have an article read; the call that comes back waits, and gives what `rate` does."""
        kept = self.cache.get(article) if self.cache else None
        if kept is not None:
            return lambda: self._rated(article, kept, split_sentences(article.text), max_chars)
        read = self.encoder.start(article)

        def finish() -> RatedArticle:
            encoded = read()
            rating = self._rating(article, encoded)
            return self._rated(article, rating, encoded.sentences, max_chars)

        return finish

    def _rating(self, article: Article, encoded: EncodedArticle) -> Rating:
        """What the model gives to an article, kept for the next time."""
        rates = np.asarray(self.summarizer.rate(article, encoded), np.float64)
        topic = self.classifier.classify(article, encoded)
        rating = Rating(topic, tuple(float(rate) for rate in rates))
        if self.cache:
            self.cache.put(article, rating)
        return rating

    def _rated(
        self,
        article: Article,
        rating: Rating,
        sentences: Sequence[Sentence],
        max_chars: int | None,
    ) -> RatedArticle:
        rated = RatedArticle(replace(article, topic=rating.topic), rating.salience)
        summary = self._cut(rated, sentences, max_chars)
        return replace(rated, article=replace(rated.article, summary=summary))

    def recut(self, rated: RatedArticle, *, max_chars: int | None = None) -> Summary:
        """Give the summary that `score` gives at another budget, without the encoder."""
        return self._cut(rated, split_sentences(rated.article.text), max_chars)

    def _cut(
        self, rated: RatedArticle, sentences: Sequence[Sentence], max_chars: int | None
    ) -> Summary:
        return self.summarizer.select(
            rated.article,
            sentences,
            rated.salience,
            max_chars=self.max_chars if max_chars is None else max_chars,
        )

"""The linear model the topic head must beat: characters in runs of one to three."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from service.errors import ReadError
from training.articles.datamodels import LabelledArticle, PlainArticle
from training.metrics.calibration import deal_folds

_N_FOLDS = 5


class LinearTopicBaseline:
    """TF-IDF of character 1-3-grams, a linear SVM, and probabilities for its margins.

    The probabilities come from a multinomial logistic regression on margins of
    articles the SVM did not see (five folds): so they are honest without a
    validation set.

    References:
        Platt, Probabilistic outputs for support vector machines, 1999; here one
        regression over the margins of all classes instead of one sigmoid each.
    """

    def __init__(self, labels: tuple[str, ...], *, c: float = 1.0, seed: int = 13) -> None:
        """Prepare a model that `fit` trains.

        Args:
            labels: The label set, in the order of the probabilities.
            c: Inverse strength of the SVM's regularisation, above 0.
            seed: Of the folds and the SVM's solver.
        """
        self._labels = labels
        self._seed = seed
        self._c = c
        self._vectorizer = TfidfVectorizer(
            analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2, dtype=np.float32
        )

    def fit(self, rows: Sequence[LabelledArticle]) -> Self:
        """Train on labelled articles.

        `cross_fitted` then holds what it says of these rows by margins of an SVM that did not
        see them, shape (n, labels).

        Raises:
            ReadError: If a label has fewer rows than there are folds.
        """
        topics = np.array([self._labels.index(row.topic) for row in rows], np.intp)
        self._check(topics)
        features = self._vectorizer.fit_transform([_document(row) for row in rows])
        self._svm = self._new_svm().fit(features, topics)
        folds = deal_folds(topics, _N_FOLDS, self._seed)
        margins = _margins(self._svm, features)
        for fold in range(_N_FOLDS):
            inside = folds == fold
            unseeing = self._new_svm().fit(features[~inside], topics[~inside])
            margins[inside] = _margins(unseeing, features[inside])
        self._calibrator = LogisticRegression(max_iter=1000).fit(margins, topics)
        self.cross_fitted = np.asarray(self._calibrator.predict_proba(margins), np.float64)
        return self

    def predict_proba(self, rows: Sequence[PlainArticle]) -> NDArray[np.float64]:
        """Probabilities in the order of the labels, shape (n, labels), rows sum to 1."""
        features = self._vectorizer.transform([_document(row) for row in rows])
        probs = self._calibrator.predict_proba(_margins(self._svm, features))
        return np.asarray(probs, np.float64)

    def _new_svm(self) -> LinearSVC:
        return LinearSVC(C=self._c, random_state=self._seed)

    def _check(self, topics: NDArray[np.intp]) -> None:
        counts = np.bincount(topics, minlength=len(self._labels))
        if counts.min() < _N_FOLDS:
            scarce = self._labels[int(counts.argmin())]
            raise ReadError(
                f"线性模型要学的文章里 {scarce} 只有 {counts.min()} 篇，"
                f"每个主题至少要 {_N_FOLDS} 篇；请多给些标好的 "
                "(too few articles of a topic: give more labelled ones)"
            )


def _margins(svm: LinearSVC, features: Any) -> NDArray[np.float64]:  # noqa: ANN401 - a sparse matrix
    """Distances to the planes, shape (n, classes), or (n, 1) for two classes."""
    margins = np.asarray(svm.decision_function(features), np.float64)
    return margins.reshape(features.shape[0], -1)


def _document(row: PlainArticle) -> str:
    """The article with its title twice, for the title weighs more than a line of text."""
    title = row.title or ""
    return f"{title}\n{title}\n{row.text}"

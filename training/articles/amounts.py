"""How many articles are enough for what is done with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from training.articles.datamodels import LabelledArticle
from training.articles.problems import Problems

# Temperature and threshold are fitted on four fifths and judged on the fifth that is left; the
# probabilities of the linear baseline are made the same way.
FEWEST_CASES = 5


def check_validation(
    articles: Sequence[LabelledArticle], name: str, problems: Problems, *, n_faulty: int = 0
) -> None:
    """Complain of too few articles to calibrate with.

    Args:
        articles: What there is.
        name: What the file is called.
        problems: Where the complaint goes.
        n_faulty: Rows that are complained of already, and may be articles once they are mended.
    """
    n = len(articles)
    if n + n_faulty < FEWEST_CASES:
        problems.add(
            f"{name} 只有 {n} 篇，至少要 {FEWEST_CASES} 篇：温度和阈值在五分之四上定，"
            f"在其余五分之一上检验；要靠得住，请给一百篇以上 ({n} articles to calibrate with; "
            f"five folds need at least {FEWEST_CASES}, a threshold to rely on needs a hundred)"
        )


def check_labels(
    articles: Sequence[LabelledArticle],
    labels: Sequence[str],
    name: str,
    problems: Problems,
    *,
    n_faulty: int = 0,
) -> None:
    """Complain of too few articles of a topic for a linear baseline that is asked for.

    Args:
        articles: What there is.
        labels: The topic set.
        name: What the files are called.
        problems: Where the complaint goes.
        n_faulty: Rows that are complained of already, and may be of any topic once mended.
    """
    counts = Counter(article.topic for article in articles)
    scarce = [label for label in labels if counts[label] + n_faulty < FEWEST_CASES]
    if scarce:
        told = "、".join(f"{label} {counts[label]} 篇" for label in scarce)
        problems.add(
            f"{name} 里 {told}，每个主题至少要 {FEWEST_CASES} 篇：作对照的线性模型分五份训练和检验 "
            f"(the linear baseline needs {FEWEST_CASES} articles of each topic)"
        )

"""Whether a text was written for a paper."""

from __future__ import annotations

from collections.abc import Sequence

from service.datamodels import Article, Sentence
from service.summarizers.formulas import is_byline
from service.text import find_opening


def is_report(article: Article, sentences: Sequence[Sentence]) -> bool:
    """Whether a lead or a byline shows that an article is a report of a paper or an agency.

    Editors of papers digest in some 115 characters what those of broadcasts, whose items have
    neither, tell in one sentence below the headline.

    Args:
        article: The article.
        sentences: All sentences of `article.text`, in order.
    """
    if article.byline or any(is_byline(sentence.text) for sentence in sentences):
        return True
    behind_lead, _ = find_opening(article.text, 0)
    lead = article.text[:behind_lead].rstrip("：:，, \n\u3000")
    # 本台消息, 央视网消息 are what broadcasters print.
    return bool(lead) and not lead.endswith("消息")

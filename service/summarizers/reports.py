"""Whether a text was written for a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.datamodels import Article, Sentence
from service.summarizers.formulas import is_byline
from service.text import find_opening

_BROADCAST = re.compile("[\\s\u3000]*本台")


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
    return behind_lead > 0 and _BROADCAST.match(article.text) is None

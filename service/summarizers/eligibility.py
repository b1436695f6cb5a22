"""Which sentences may stand in a summary, and which only with the one before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.datamodels import Article, Sentence
from service.text import CLOSERS, OPENERS, closes_line, opens_line
from service.traditional import to_simplified

# Bylines, credits and markers that stand as sentences in articles split by others.
_NOT_NEWS = re.compile(
    r"^.{0,25}(?:(?<!拍)摄影?|供图|摄影报道)[）)]?[。.]?$"
    r"|^[（(]?(?:本报|本台|新华社)?(?:首席|实习|见习)?(?:记者|通讯员).{0,25}报道[）)]?[。.]?$"
    r"|^[（(]?(?:责编|责任编辑|编辑|校对|版式)[:：\s]"
    r"|[（(](?:紧接|上接|下转)第?[^）)]{1,6}版"
)

_CONNECTS = (
    "其中|那么|对此|为此|因此|因而|所以|于是|由此|与此同时|同时|此外|另外|不仅如此|除此之外|"
    "但是|但|然而|不过|可是|而且|并且|况且|何况|随后|接着|后来|从此|至此|其次|再者|例如|比如|"
    "还有|同样|相反|反之|否则|可见|总之|果然|当然|也就是说|换句话说|换言之|另一方面|相比之下|"
    "具体(?:来说|来看|而言)|(?:尽管|即便|即使|虽然|正因|正是)?如此|不只是?|不止"
)
# This event and these days are the reader's own; 这项, 该市, 他 want the sentence before.
_REFERS = (
    "这(?!次|场|里|(?:几|些|两|段|个)(?:天|日|年|时间|春|夏|秋|冬|周末|假期|月))|"
    "该(?!不该)|此[举项类时事]|上述|以上(?!海)|[前后两二]者|据[他她]|在[他她]们?看来|"
    "[他她它]们?(?![人乡国山方日杀])"
)
_POINTS_BACK = re.compile(f"{_CONNECTS}|{_REFERS}")

_BARE_QUOTATION = re.compile("“[^”]*”$|「[^」]*」$")

_LONGEST_SUBHEAD = 25


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Indices of sentences by what they are fit for, each in document order.

    Attributes:
        usable: Whole sentences that are no byline, credit or marker.
        good: The usable ones without unbalanced quotes that are no question subhead and
            no quotation without its speaker.
        pointing: The good ones that need the sentence before them (其中, 这项, 他说 …).
    """

    usable: tuple[int, ...]
    good: tuple[int, ...]
    pointing: frozenset[int]


def judge_sentences(article: Article, sentences: Sequence[Sentence]) -> Eligibility:
    """Tell which sentences of an article may stand in its summary.

    Args:
        article: The article; one that `starts_mid_sentence` has a first
            sentence that is not whole.
        sentences: All sentences of `article.text`, in order.
    """
    first = 1 if "starts_mid_sentence" in article.flags else 0
    usable = tuple(
        i
        for i, sentence in enumerate(sentences)
        if i >= first and sentence.is_whole and not _NOT_NEWS.search(to_simplified(sentence.text))
    )
    good = tuple(
        i
        for i in usable
        if _has_balanced_quotes(sentences[i].text)
        and not _is_question_subhead(article.text, sentences[i])
        and not _BARE_QUOTATION.match(sentences[i].text)
    )
    pointing = frozenset(i for i in good if _POINTS_BACK.match(to_simplified(sentences[i].text)))
    return Eligibility(usable, good, pointing)


def _has_balanced_quotes(text: str) -> bool:
    pairs = zip(OPENERS, CLOSERS, strict=True)
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in pairs)


def _is_question_subhead(text: str, sentence: Sentence) -> bool:
    """Whether a short question has a line of its own."""
    is_line = opens_line(text, sentence.start) and closes_line(text, sentence.end)
    is_question = sentence.text.endswith(("？", "?"))
    return is_line and is_question and len(sentence.text) <= _LONGEST_SUBHEAD

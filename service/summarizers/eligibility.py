"""Which sentences may stand in a summary, and which only with the one before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.datamodels import Article, Sentence
from service.summarizers.formulas import is_contact, is_no_news
from service.summarizers.knapsack import Ties
from service.summarizers.references import begins_points, goes_on, names_nobody, points_back
from service.text import CLOSERS, OPENERS, closes_line, find_opening
from service.traditional import to_simplified

# Who spoke, where what was said stands in another sentence.
_BARE_SPEAKER = re.compile(
    "(?:(?:[近日前昨今当]日|[昨今]天|日前|对此|随后|\\d[^，]{0,8})，)?"
    "(?:[^。：:“”]{2,60}(?:地|如是|这样|如此)(?:[对向][^，。]{1,10})?(?:说|说道|表示|感慨)。$|"
    "[^，。：:“”]{2,40}(?:(?:感叹|感慨|介绍|回忆|解释|坦言|说|笑|问|答)道|(?<![小传听据学解])说)。$)"
)
# Names of reporters of which nothing shows where they end: 记者 周禾 苏木偌大的仓库里….
_REPORTERS = re.compile(
    "[^，。：:“”]{0,40}?(?:记者|通讯员|实习生|评论员)[ \u3000][\u4e00-\u9fff]{2}"
)
_BARE_QUOTATION = re.compile("“[^”]*”$|「[^」]*」$")
_QUESTION = re.compile(f'[？?][！!…]*[{re.escape(CLOSERS)}"]*$')
# Promises what it does not tell: 本报记者为您逐条解读。
_TEASER = re.compile(
    "^[^，。]{0,20}(?:逐[条一]|一一|为[您你]|带[您你]|为大家|带大家)[^，。]{0,12}(?:解[读答析]|梳理|盘点|了解|揭秘)。$"
    "|(?:一起来?看看?|来看看?|请看|且看|敬请关注|拭目以待)[^。]{0,12}。$"
    "|^(?:先|再|下面|接下来)?来(?:看|关注|了解)[^，。]{0,12}。$"
    "|^[^。，]{0,12}(?:怎么一?回事|为什么|何去何从)[呢儿]?。$|^(?:跟[随着]|随着?|带[您你]|让我们)[^。]{0,16}(?:看看|了解|走进|感受|探访|究竟)。$"
    "|^[^。]{0,10}(?:答案(?:就?在|是肯定)|一探究竟|一睹为快)[^。，]{0,6}。$|^且听[^。]{0,14}。$"
)

# Sets a scene or the times; of 70 such sentences readers took none into a digest.
_SCENE = re.compile(
    "^“?(?:[^，。“”]{0,16}，)?(?:一|刚|刚一)?(?:走进|步入|漫步|踏入|置身|站在|推开)"
    "|只见|映入眼帘|热火朝天|络绎不绝|人头攒动|人来人往|熙熙攘攘|忙得不可开交"
    "|[飘弥][出来着散][^，。]{0,8}(?:香|气息|味道?)|(?:香味|香气|饭香|清香)(?:扑鼻|四溢|阵阵)"
    "|^随着[^。]*(?:成为|迅速|越来越|日益|不断)"
)

_CAPTION = re.compile(
    "合影(?:留念)?。$|^[▽◀▶↑↓←→]|[▲△▼]|^(?:图为|这是.{0,40}(?:拍摄的|合影))"
    "|^[（(]?(?:[上下左右大小题主配组]图|图[①-⑳\\d一二三四五六]{1,2})(?:[：:、为系 ]|\u3000)"
    "|^[（(]?图片?(?:说明?)?[：:]"
    "|[（(](?:资料|效果|示意)图[）)]|[（(](?:图源|图片来源|图据|图片由|供图|摄影)[^（）()]{0,20}[）)]。?$"
    "|[（(][^（）()。]{0,24}(?:(?<!拍)摄|供图|制图)[）)]。?$"
    "|^(?:来源|图源|供图)[：:]|^(?:广告|(?:视频|网络)截图)|进入直播间|本(?:平台|站|网|报)法律(?:服务|顾问)"
    "|^…|^(?:相关|延伸)(?:报道|阅读|链接|新闻)[：:]|^[【（(]?(?:编者按|编者的话|开栏的话|按语)"
)
# Behind a caption stands who took the picture; what names a picture is no sentence of the story.
_CREDIT = re.compile(
    "^(?:(?:[\u4e00-\u9fff·]{0,12}(?:记者|通讯员|摄影师)[ \u3000]?)?"
    "[\u4e00-\u9fff]{2,3}(?:[ \u3000、][\u4e00-\u9fff]{2,3}){0,2}[ \u3000]?(?<!拍)摄"
    "|[\u4e00-\u9fff·]{2,16}供图)[。.]?$"
)
_LONGEST_CAPTION = 30  # characters


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Indices of sentences by what they are fit for, each in document order.

    Attributes:
        usable: Whole sentences that are no byline, credit or marker.
        good: The usable ones without unbalanced quotes that are no question, no promise of
            what follows, no caption, source or advertisement, no scene before the news, and no
            quotation or speaker without the other.
        ties: The good ones that need the sentence before them (其中, 这项, 他说 …), and those
            that may go on but not begin (此外, 会上, 记者从该局获悉 …).
    """

    usable: tuple[int, ...]
    good: tuple[int, ...]
    ties: Ties


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
        if i >= first and sentence.is_whole and not is_no_news(sentence.text)
    )
    read = {i: to_simplified(sentences[i].text) for i in usable}
    good = tuple(
        i
        for i in usable
        if _has_balanced_quotes(sentences[i].text)
        and not _QUESTION.search(read[i])
        and not _TEASER.search(read[i])
        and not _CAPTION.search(read[i])
        and not _SCENE.search(read[i])
        and not _REPORTERS.match(read[i])
        and not _BARE_QUOTATION.match(read[i])
        and not _BARE_SPEAKER.match(read[i])
        and not _is_caption(sentences, i)
    )
    # The first of several points is told without a sentence before it that cannot be.
    to_previous = frozenset(
        i for i in good if points_back(read[i]) and (i - 1 in good or not begins_points(read[i]))
    )
    # In the sentence that opens a story they are whom it is about.
    unnamed = {i for i in good if i != usable[0] and names_nobody(read[i])}
    to_any = unnamed.union(i for i in good if goes_on(read[i])) - to_previous
    return Eligibility(usable, good, Ties(to_previous, frozenset(to_any)))


def find_story(text: str, sentences: Sequence[Sentence], *, with_contacts: bool = False) -> range:
    """The run of sentences from behind the lead, without bylines and credits at its ends.

    Args:
        text: The clean text.
        sentences: All its sentences, in order.
        with_contacts: Whether whom to call or write to is told too, as notices do.

    Returns:
        Their indices; empty where nothing else is there.
    """
    behind_lead, _ = find_opening(text, 0)
    told = [
        i
        for i, sentence in enumerate(sentences)
        if sentence.start >= behind_lead
        and (not is_no_news(sentence.text) or (with_contacts and is_contact(sentence.text)))
    ]
    while told and _is_glued(text, sentences[told[0]]):
        del told[0]
    return range(told[0], told[-1] + 1) if told else range(0)


def _is_glued(text: str, sentence: Sentence) -> bool:
    """Whether a piece is no sentence and another goes on behind it in its line."""
    return not sentence.is_whole and not closes_line(text, sentence.end)


def _is_caption(sentences: Sequence[Sentence], i: int) -> bool:
    """Whether a short sentence stands before nothing but the credit of a picture."""
    is_short = i < len(sentences) - 2 and len(sentences[i].text) <= _LONGEST_CAPTION
    return is_short and _CREDIT.match(to_simplified(sentences[i + 1].text)) is not None


def _has_balanced_quotes(text: str) -> bool:
    pairs = zip(OPENERS, CLOSERS, strict=True)
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in pairs)

"""Headlines of notices: what a paper or an office announces, corrects or looks for."""

from __future__ import annotations

import re

_OF_NOTICE = (
    r"(?:遗失|寻[人物]|招聘|征[文稿订]|招标|拍卖|注销|减资|认领|道歉|更正|挂失|停[水电气]|施工|中标|吸收合并|清算|迁[址坟])"
    r"(?:声明|启事|公告|通告|通知)|(?:\d{1,2}月\d{1,2}日)?(?:计划)?停[水电气](?:预告|安排|信息|计划|公示)|鸣[\s\u3000]*谢|答谢|讣[\s\u3000]*[告闻]|更[\s\u3000]*正|勘[\s\u3000]*误|致[\s\u3000]*歉|"
    r"(?:来信|读者)(?:照登|来信|之声|来论)"
)
_NOTICE = re.compile(_OF_NOTICE)
# Of those the ones whose few words are of anything: whom a paper corrects, what somebody lost.
_OF_ANYTHING = re.compile(
    r"(?:遗失|寻[人物]|征[文稿订]|拍卖|注销|减资|认领|道歉|更正|挂失|致歉|吸收合并|清算)?(?:声明|启事|公告)"
    r"|鸣谢|答谢|更正|勘误|致歉|致读者"
)
# A paper corrects itself: 更正：…, 本报……应为……，特此更正。
_HEADS_CORRECTION = re.compile(r"(?:更正|勘误|致歉)(?:启事|声明|说明)?[】\]：:\s\u3000]")
_PAPER, _WRONG = re.compile("本[报刊]"), re.compile("应为|误[为写排刊作植]|有误|错误|失误|疏忽")
_CORRECTS = re.compile(
    r"(?:特此?(?:更正|说明|致歉)|(?:读者|作者)[^。]{0,8}(?:致歉|歉意))[^。]{0,12}。?$"
)
LONGEST_CORRECTION = 200
_AROUND = "【】[]〔〕■●◆▲★□◎ \u3000：:"


def is_notice(headline: str) -> bool:
    """Whether a headline says nothing but what kind of notice stands below it.

    Args:
        headline: A folded headline.
    """
    return _NOTICE.fullmatch(headline) is not None


def is_correction(paragraph: str) -> bool:
    """Whether a paragraph says what a paper got wrong, and nothing else.

    Args:
        paragraph: Its folded text.
    """
    if len(paragraph) > LONGEST_CORRECTION:
        return False
    told = [pattern.search(paragraph) for pattern in (_PAPER, _WRONG, _CORRECTS)]
    is_headed = _HEADS_CORRECTION.match(paragraph.lstrip(_AROUND)) is not None
    return any(told) if is_headed else all(told)


def is_of_anything(headline: str) -> bool:
    """Whether a headline names a notice that tells of no topic: 更正, 遗失声明.

    Args:
        headline: A headline as printed.
    """
    words = "".join(headline.strip(_AROUND).split())
    return _OF_ANYTHING.fullmatch(words) is not None

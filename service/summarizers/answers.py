"""Accusations, and what the other side says to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.traditional import to_simplified

_ACCUSES = re.compile(
    "(?:网友|网民|消费者|业主|家长|学生|游客|乘客|顾客|旅客|车主|租客|居民|村民|市民|读者|知情人士?|有人|"
    "[\u4e00-\u9fff]某|女士|先生)[^。；]{0,30}"
    "(?:发(?:布|文|帖|视频|微博)[^。，]{0,6}称|[爆报]料|投诉|举报|反映|质疑|曝光|控诉|吐槽)"
    "|网传|(?:视频|帖文|帖子|消息)[^。，]{0,10}(?:流传|热传|引发(?:关注|热议|质疑))"
)
# Who is accused, or whose task it is, speaks.
_ANSWERS = re.compile(
    "(?:官方|工作人员|负责人|当事|涉事|客服|老板|店[家主方员]|商家|物业|平台|公司|集团|学校|医院|景区|机场|车站|"
    "[校院园景厂警资]方|派出所|公安|政府|街道|[局委办]|管理[处所])[^。，]{0,16}"
    "(?:回应|答复|回复|通报|声明|致歉|道歉|表示|否认|辟谣|解释|称)"
    "|(?:回应|答复|回复|致歉|辟谣)(?:称|说|：|，)|已?(?:介入|立案)(?:调查|侦查|处理|处罚)|正在(?:调查|核实)|[为系属](?:谣言|不实)|不实[信消]息"
    "|(?:依法|依规|依据)[^。；]{0,40}(?:处罚|罚款|查处|拘留)|已?被(?:依法)?(?:查处|处罚|拘留|刑拘|行拘)"
)


def wants_answer(said: Sequence[str]) -> bool:
    """Whether sentences accuse somebody, and none of them says what the other side does."""
    return any(_ACCUSES.search(to_simplified(sentence)) for sentence in said) and not any(
        is_answer(sentence) for sentence in said
    )


def is_answer(sentence: str) -> bool:
    """Whether a sentence tells what is said to an accusation, or done about it."""
    return _ANSWERS.search(to_simplified(sentence)) is not None

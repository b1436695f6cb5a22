"""What a story leaves open where it is cut short: an accusation, a trial, somebody in danger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.traditional import to_simplified

_ACCUSES = re.compile(
    "(?:网友|网民|消费者|业主|家长|学生|游客|乘客|顾客|旅客|车主|租客|居民|村民|市民|读者|知情人士?|有人|"
    "[\u4e00-\u9fff]某|女士|先生)[^。；]{0,30}"
    "(?:发(?:布|文|帖|视频|微博)[^。，]{0,6}称|[爆报]料|投诉|举报|反映|质疑|曝光|控诉|吐槽)"
    "|网传|(?:视频|帖文|帖子|消息)[^。，]{0,10}(?:流传|热传|引发(?:关注|热议|质疑))"
)
# Who is accused, or whose task it is, speaks.
_ANSWERS = re.compile(
    "(?:官方|工作人员|负责人|当事|涉事|客服|老板|店[家主方员]|商家|物业|(?<!社交)(?<!视频)(?<!网络)平台(?!发)|公司|集团|学校|医院|景区|机场|车站|"
    "[校院园景厂警资]方|派出所|公安|政府|街道|[局委办]|管理[处所])[^。，]{0,16}"
    "(?:回应|答复|回复|通报|声明|致歉|道歉|表示|否认|辟谣|解释|称)"
    "|(?:回应|答复|回复|致歉|辟谣)(?:称|说|：|，)|已?(?:介入|立案)(?:调查|侦查|处理|处罚)|正在(?:调查|核实)|[为系属](?:谣言|不实)|不实[信消]息"
    "|(?:依法|依规|依据)[^。；]{0,40}(?:处罚|罚款|查处|拘留)|已?被(?:依法)?(?:查处|处罚|拘留|刑拘|行拘)"
)
_TRIED = re.compile(
    "(?:审理|受理|办理|审结|宣判)了?(?:一|这|该)[起宗件]|提起(?:公诉|诉讼)|公诉机关指控|开庭审理|"
    "(?:诉|告)[至到上][^，。]{0,12}法院"
)
_JUDGED = re.compile(
    "判决|判处|判令|被?判(?:有期|无期|死刑|赔)|驳回|裁定|胜诉|获刑|撤诉|(?:择期|另行)宣判|"
    "(?:达成|签订)[^，。]{0,8}(?:调解|和解|协议)"
)
_IN_DANGER = re.compile(
    "被困|失联|落水|溺水|走失|坠(?:落|楼|崖|[河江湖海桥])|相撞|撞[上向到]|追尾|侧翻|起火|着火|火灾|"
    "坍塌|倒塌|中毒|爆炸|晕倒|昏迷|心脏骤停|迷路"
)
_OUT_OF_DANGER = re.compile(
    "[获得]救|救(?:出|下|上|起|回|醒)|脱[险困离]|死亡|遇难|身亡|丧生|去世|不治|伤亡|受伤|[轻重]伤|"
    "大碍|无恙|扑灭|生命危险|好转|转危为安|苏醒|(?:安全|成功)(?:转移|撤离|返回|上岸)|找到"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What some sentences raise and others settle.

    Attributes:
        raised: Found in a sentence that raises it.
        settled: Found in one that settles it.
        least: Share that the latter must have.
        likely: Share from which it may displace what follows the former.
    """

    raised: re.Pattern[str]
    settled: re.Pattern[str]
    least: float = 0.0
    likely: float = 0.2

    def is_raised_by(self, sentence: str) -> bool:
        """Whether a sentence raises it and says nothing of how it ends."""
        return self.raised.search(to_simplified(sentence)) is not None and not self.is_settled_by(
            sentence
        )

    def is_settled_by(self, sentence: str) -> bool:
        """Whether a sentence tells the other side, the judgement or the outcome."""
        return self.settled.search(to_simplified(sentence)) is not None


ACCUSATION = Question(_ACCUSES, _ANSWERS)
TRIAL = Question(_TRIED, _JUDGED, 0.05)
DANGER = Question(_IN_DANGER, _OUT_OF_DANGER, 0.05, likely=1.0)
QUESTIONS = (ACCUSATION, TRIAL, DANGER)


def open_question(said: Sequence[str]) -> Question | None:
    """The first question that sentences raise and none settles; None where there is none."""
    for question in QUESTIONS:
        raised = any(question.is_raised_by(sentence) for sentence in said)
        if raised and not any(question.is_settled_by(sentence) for sentence in said):
            return question
    return None

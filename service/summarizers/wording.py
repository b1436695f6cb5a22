"""What the words of a sentence say of its part in a news story, pattern by pattern."""

from __future__ import annotations

import re

# Chosen by hand from what digests take and leave; which of them count, and for how much, the
# salience head learns. A pattern is looked for anywhere in the sentence unless it says ^.
_PATTERNS = {
    "opens_with_pronoun": "^“?(?:他|她|它|其|该|此|这|那|本次|上述|以上)",
    "opens_with_connective": "^(?:此外|另外|同时|与此同时|其中|因此|随后|接着|之后|但|而|不过|可是|"
    "然而|对此|为此|于是|最后|最终|据悉|据了解|据介绍)",
    "tells_state_reached": "最终|最后|目前|截至|已有|累计|共计|共有",
    "tells_background": "据了解|据悉|据介绍|近年来|一直以来|多年来|是指|位于|成立于|始建于|历史",
    "looks_ahead": "下一步|接下来|今后|未来|将继续|将进一步|以此为契机",
    "tells_meaning": "标志着|意味着|旨在|不仅|进一步(?:提升|增强|提高|推动|促进)|奠定|"
    "夯实|营造|氛围",
    "has_any_quote": "[“”]",
    "reports_speech": "(?:说|表示|介绍|告诉|称|道|指出|强调|认为|坦言)[，：:。]",
    "tells_public_act": "举行|召开|开展|举办|启动|揭牌|开幕|签约|发布|印发|公布|通报|获悉|"
    "宣布|完成|通过|投入|开通|竣工|查处|抓获|破获|判处|审查",
    "names_day": r"\d{1,2}日|近日|日前|今天|昨天|昨日|当天|当日",
    "opens_with_day": r"^(?:(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|近日|日前|今天|昨天|昨日|连日来)",
    "counts": r"\d(?:万|亿|%|个|人|名|家|件|公里|米|元|吨|台|辆|余|多|场|次|项|户|亩)",
    "asks": r"？|\?",
    "exclaims": "！",
    "says_we_or_you": "我|你|咱",
    "names_body": "局|委|政府|公司|医院|学校|法院|检察|公安|社区|街道|中心|集团|协会|部门",
    "sets_scene": "走进|来到|映入眼帘|只见|飘|阵阵|香|笑容|忙碌|正在|一大早|清晨|烈日|炎炎|现场",
    "is_of_the_desk": "编者按|原标题|来源|责任编辑|编辑|校对|版权|未经授权|更多|点击|关注",
    "names_reporting": "记者|通讯员",
    "is_numbered": r"^(?:[一二三四五六七八九十]+[、是，]|第[一二三四五六七八九十]|\d+[、.．]|首先|"
    "其次|再次|（[一二三])",
    "has_colon": "[：:]",
    "has_semicolon": "[；;]",
    "opens_with_aim": "^(?:为|随着|围绕|按照|根据|在.{2,12}(?:之际|下))",
    "gives_example": "例如|比如|以.{1,10}为例|举例",
    "names_place": "省|市|县|区|镇|乡|村|街道",
    "tells_result": "成功|获得|荣获|获评|夺|完成|达到|实现|增长|下降|突破|抓获|"
    "救|恢复|追回|出院|死亡|受伤",
    "advises": "提醒|建议|呼吁|提示|注意|请",
}
_COMPILED = tuple(re.compile(pattern) for pattern in _PATTERNS.values())

WORDING_NAMES = tuple(_PATTERNS)


def wording(sentence: str) -> tuple[bool, ...]:
    """Which of `WORDING_NAMES` hold of a sentence, in their order."""
    return tuple(pattern.search(sentence) is not None for pattern in _COMPILED)

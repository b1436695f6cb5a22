"""The baseline for topics: a short list of words for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from service.datamodels import Article, Span, TopicScores
from service.encoders.base import EncodedArticle

KEYWORDS: Mapping[str, re.Pattern[str]] = {
    "politics": re.compile(
        "党委|市委|省委|县委|总书记|主席|总理|书记|政协|人大|常委会|纪委|监委|党组织|党建|党员干部|"
        "党中央|全会|代表大会|会见|调研|部署|外交部|大使|访华|会谈|国防|军队|部队|解放军|条例|"
        "立法|任免|巡视|反腐|主题教育|议会|总统|首相|选举|制裁"
    ),
    "livelihood": re.compile(
        "居民|社区|小区|物业|养老|老人|教育|学校|学生|幼儿园|就业|招聘|工资|社保|低保|住房|供暖|"
        "供水|用水|菜价|消费者|志愿者|残疾人|退役军人|公交|地铁|乘客|春运|停车|食堂|脱贫|搬迁|"
        "贫困户|乡亲|消防|演练|好人|便民|受灾|天气|气温|降雨"
    ),
    "medicine": re.compile(
        "医院|医生|医护|护士|患者|病人|病例|疫情|疫苗|病毒|感染|确诊|核酸|防控|药品|药物|中医|中药|"
        "医保|医疗|诊疗|手术|门诊|卫健委|疾病|糖尿病|高血压|癌症|肿瘤|健康|接种|血压|急救|献血"
    ),
    "logistics": re.compile(
        "物流|快递|快件|包裹|邮政|货运|货物|货车|仓储|仓库|分拣|配送|冷链|港口|集装箱|吞吐量|班列|"
        "码头|铁路|高速公路|机场|航线|供应链|运输|卡车|货轮|寄递|驿站|网点|通车|枢纽|运力|物资"
    ),
}

_HEADLINE_WEIGHT = 3
_OTHER_PER_CHARS = 1 / 150
_FLOOR = 0.5
_SURE = 0.6


@dataclass(frozen=True, slots=True)
class KeywordClassifier:
    """Counts the words of each topic; what says little of all four is `other`.

    Its probabilities are shares of the counts, not calibrated: it is there to be
    beaten.

    Attributes:
        labels: The label set, in the order in which results name it; labels
            without words of their own stay at the floor, `other` aside.
    """

    labels: tuple[str, ...]

    def classify(self, article: Article, encoded: EncodedArticle) -> TopicScores:
        """Tell the topic by words; equal counts go to the label that comes first.

        Returns:
            Scores whose evidence is the sentence that holds most of the label's words.
        """
        counts = {label: self._count(label, article) for label in self.labels}
        total = sum(counts.values())
        probabilities = {label: round(count / total, 4) for label, count in counts.items()}
        label = max(self.labels, key=lambda name: counts[name])
        return TopicScores(
            label=label,
            probability=probabilities[label],
            uncertain=probabilities[label] < _SURE,
            probabilities=probabilities,
            evidence=_evidence(label, encoded),
        )

    def _count(self, label: str, article: Article) -> float:
        if label == "other":
            return _FLOOR + 1 + _OTHER_PER_CHARS * len(article.text)
        headline = _occurrences(label, article.headline or "")
        return _FLOOR + _HEADLINE_WEIGHT * headline + _occurrences(label, article.text)


def _occurrences(label: str, text: str) -> int:
    return len(KEYWORDS[label].findall(text)) if label in KEYWORDS else 0


def _evidence(label: str, encoded: EncodedArticle) -> tuple[Span, ...]:
    counts = [_occurrences(label, sentence.text) for sentence in encoded.sentences]
    if not any(counts):
        return ()
    best = encoded.sentences[counts.index(max(counts))]
    return (Span(best.start, best.end),)

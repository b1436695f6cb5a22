"""The weather, as pages print it in lines of its own."""

from __future__ import annotations

import re

_STRONG = re.compile(r"天气预报|天气[:：]|气象|气温|[~～至到—-]\s*-?\d+\s*(?:℃|度)")
_WORD = re.compile(
    r"今[天日夜晚]|明[天日晚]|后天|白天|夜间|到|转|间|阵雨|小雨|中雨|大雨|暴雨|雷雨|雨夹雪|小雪|雪|雨|晴|阴|多云|少云|局部|有|雾|霾|"
    r"(?:偏)?[东南西北]{1,3}(?:到[东南西北]{1,3})?风|微风|风力|风向|风|\d+(?:[—~～至到-]\d+)?\s*级|-?\d+\s*(?:[—~～至到-]\s*-?\d+\s*)?(?:℃|度|°C)|"
    r"最高|最低|气温|温度|天气|预报|市区|城区|空气质量|优|良|相对湿度|湿度|紫外线|\d+%|降水概率|PM2\.5|PM10|AQI|指数|周[一二三四五六日]|星期[一二三四五六日天]|今明|两天|\d+|[:：,，、;；。.|｜\s\u3000~～—-]"
)
_SKY = re.compile(r"[晴阴云雨雪雾霾风]|天气|空气质量|PM")
_SHORTEST_SKY = 4
_HEAD = re.compile(
    r"[■●◆▲□☆★【\[〔]?[\s\u3000]*(?:[\u4e00-\u9fff]{1,6}?[省市县區区州旗])?(?:\d{1,2}月\d{1,2}日)?(?:[今明]日|今天|明天|今明(?:两天)?|未来[\u4e00-\u9fff\d]{1,3}天|一周|本周|周末|双休日|假期|节日|"
    r"[\u4e00-\u9fff]{0,6}?(?:城市|县区|市区|各县|各地|全市|全县|本地))?(?:天[气氣]|[气氣]象)"
    r"(?:[预預][报報]|[信訊]息|提示|[实實][况況]|快[报報]|早知道|播[报報]|概[况況]|趋势|展望)?"
    r"(?:[（(][^（）()]{2,16}[)）])?[：:]?[\s\u3000]*[】\]〕]?"
)
_LONGEST = 160


def is_weather_head(line: str) -> bool:
    """Whether a line says that the weather follows, and not what it is."""
    return _HEAD.fullmatch(line) is not None


def is_weather(line: str) -> bool:
    """Whether a line is made of weather words, such as 云岭县 阴 4℃～11℃."""
    if len(line) > _LONGEST:
        return False
    rest = _WORD.sub("", line)
    if _HEAD.fullmatch(line):
        return True
    if not _STRONG.search(line) or len(rest) == len(line):
        return not rest and len(line) >= _SHORTEST_SKY and bool(_SKY.search(line))
    return len(rest) <= max(8, len(line) // 4)

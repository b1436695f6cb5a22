from __future__ import annotations

import pytest

from service.splitters.furniture import is_furniture, read_masthead
from service.splitters.lines import read_lines


@pytest.mark.parametrize(
    "line",
    [
        "云川日报",
        "2024年3月18日 星期一 第3版 综合新闻",
        "云川晚报 2024年3月18日 星期一 农历二月初九 A03版 民生",
        "责任编辑:杜若楠 版式:程一帆 校对:季秋",
        "责任编辑:杜若楠 陆星河 版式:程一帆",
        "YUNCHUAN RIBAO",
        "中共云川市委机关报 云川日报社出版 总第9127期 今日8版",
        "责编 杜若楠 美编 程一帆 校对 季秋",
        "第3版",
        "03版 要闻",
        "今日8版",
        "国内统一连续出版物号 CN 14-0012 第8123期",
        "新闻热线：0355-2020202",
        "广告热线:2020202 发行热线:2020209",
        "社址：云川市人民路12号 邮编：046000 电话：2020202",
        "今日天气：多云转晴，偏北风3到4级，气温-3～9℃",
    ],
)
def test_knows_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "云川日报社举行开放日活动",
        "云川日报社出版新书",
        "市委机关报改版座谈会召开",
        "要闻",
        "大桥昨天通车",
        "云川3月5日起封闭道路",
        "2024年经济工作会议召开",
        "(上接第一版)",
        "市民可拨打12345热线反映问题，工作人员会在两个工作日内回复，并把结果登记在册。",
        "明天有大风，请市民注意防范，尽量少去山区，出门带好衣服。",
    ],
)
def test_leaves_text_alone(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("text", "paper", "date"),
    [
        ("云川日报\n2024年3月8日 星期五", "云川日报", "2024-03-08"),
        ("云川晚报 二〇二四年三月十八日 第3版", "云川晚报", "2024-03-18"),
        ("2024-12-31 云川日报", None, "2024-12-31"),
        ("第3版", None, None),
    ],
)
def test_reads_the_masthead(text: str, paper: str | None, date: str | None) -> None:
    masthead = read_masthead(text, read_lines(text))
    assert (masthead.paper, masthead.date) == (paper, date)

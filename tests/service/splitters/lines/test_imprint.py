"""Who publishes, prints and sends a paper."""

from __future__ import annotations

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter
from service.splitters.lines.imprint import is_imprint_of_paper

IMPRINTS = (
    "主办：云川市总工会　承办：云川工运编辑部",
    "主办单位：云川市教育局 承办单位：云川晚报社",
    "主管：云川市文联 主办：云川市作家协会 出版：《柳河》杂志社",
    "内部资料 免费交流 准印证号：云内资字2026-011 编印：健康云川编辑部 印数：3000份",
    "发行：云川市邮政局 定价：1元 承印：云川印刷厂",
    "国内统一刊号：CN41-0000 邮发代号：35-1 广告经营许可证：4105004000001",
)


@pytest.mark.parametrize("line", IMPRINTS)
def test_an_imprint_is_left_out(line: str) -> None:
    story = "城西货站改成书市\n本报讯 城西老货站昨天开出第一场旧书市，四十个摊位一早就坐满了人。"
    digest = ArticleSplitter().split(Issue("page", f"{story}\n\n{line}\n"))
    assert [entry.reason for entry in digest.left_out] == ["furniture"]
    assert line not in digest.articles[0].text


@pytest.mark.parametrize(
    "line",
    [
        "主办单位：云川市文旅局 承办单位：云川市图书馆",
        "时间：8月2日 地点：柳河广场 主办：云川市舞蹈家协会",
        "电话：6660000 地址：柳河街12号",
        "主办：云川日报社",
        "主办：市群艺馆 承办：古渡画坊 印刷：观众现场手工印刷",
        "书名：《渡口》 出版：云川文艺出版社 定价：39元",
        "出版：这本书由三家出版社合作出版。发行：首印五千册。",
    ],
)
def test_who_holds_an_event_is_no_imprint(line: str) -> None:
    assert not is_imprint_of_paper(line)

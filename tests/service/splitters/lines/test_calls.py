from __future__ import annotations

import pytest

from service.splitters.lines.calls import is_call


@pytest.mark.parametrize(
    "line",
    [
        "👇点下面的名片，关注我们",
        "戳→→查看停电范围",
        "轻触这里，查询报名结果",
        "点击阅读原文报名",
        "长按下方二维码，加入拼车群",
        "扫码查看详情",
        "有帮助吗？转给身边的老人看看！",
        "赶紧分享给有需要的人～",
        "看完记得点个“在看”",
        "动动手指点个赞",
        "觉得不错，就给小编点个赞吧",
        "点赞、在看、转发",
        "你家门口有吗？评论区见",
        "欢迎留言互动",
        "关注本号，后台回复“夜校”获取课表",
        "您的每一次转发都是对我们的支持",
        "别忘了设为星标",
        "点图放大看路线",
        "喜欢就分享到朋友圈吧",
        "有话要说？留言告诉我们",
        "图片",
        "▼",
    ],
)
def test_what_an_account_asks_for_is_a_call(line: str) -> None:
    assert is_call(line)


@pytest.mark.parametrize(
    "line",
    [
        "为环卫工人点个赞",
        "给这位司机点个赞！",
        "点赞！云川好人榜来了",
        "转发！明天有暴雨",
        "快转给家人！这些食品不合格",
        "转给身边老人的存款被冒领",
        "点赞之后被套取个人信息",
        "“评论区”成了议事厅",
        "患者在评论区晒病历 引来真医生",
        "公众号后台回复“1”就中奖？骗局",
        "点开链接 老人被骗五万元",
        "长按二维码支付暗藏风险",
        "戳破“以房养老”骗局",
        "关注我们的未来",
        "在看守所里的一堂课",
        "居民扫描二维码即可预约，当天就能用上。",
        "图片新闻",
        "图书馆",
    ],
)
def test_headlines_and_sentences_are_none(line: str) -> None:
    assert not is_call(line)

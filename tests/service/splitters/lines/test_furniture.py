from __future__ import annotations

import pytest

from service.splitters.lines.furniture import is_furniture, may_be_text, names_section


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
        "本版编辑 杜若楠 美编 程一帆 校对 季秋",
        "社会·民生",
        "本版投稿：tg@liuhe.example 文责自负",
        "柳河周刊·文化",
        "江州周末 | 健康",
        "云川日报 3月18日要闻",
        "上一篇：渡口添了新趸船",
        "分享到：微信 朋友圈",
        "第3版",
        "03版 要闻",
        "今日8版",
        "国内统一连续出版物号 CN 14-0012 第8123期",
        "新闻热线：0355-2020202",
        "广告热线:2020202 发行热线:2020209",
        "社址：云川市人民路12号 邮编：046000 电话：2020202",
        "今日天气：多云转晴，偏北风3到4级，气温-3～9℃",
        "今日天气",
        "晴转多云",
        "东南风3～4级",
        "空气质量：良",
        "PM2.5：35",
        "今日限行尾号：1和6",
        "云川新闻网 www.yunchuan.example",
        "云川日报微信公众号",
        "扫一扫 看视频",
        "讲文明 树新风 公益广告",
        "广 告",
        "责任编辑：杜若楠　E-mail：yc@yunchuan.example",
        "一审：杜若楠 二审：季秋 三审：程一帆",
        "Tel：0000-2020202",
        "第 1 页 共 2 页",
        "第3页/共12页",
        "— 4 —",
        "阅读原文阅读 1204 · 在看 35",
        "阅读 10万+　点赞 300　在看 20",
        "分享 收藏 点赞 在看",
        "点亮“在看” 分享给更多人",
        "喜欢此内容的人还喜欢",
        "- END -",
        "印刷：云川日报印务中心",
        "本报法律顾问：云川律师事务所 杜若楠",
        "版权所有 未经许可不得转载",
        "版权声明：本报所有内容未经许可不得转载",
        "【打印】 【关闭】",
        "放大 缩小 默认 朗读",
        "本版图片均为资料图片",
        "综合新闻",
        "今日导读",
        "春耕备耕正当时（3版）",
        "家门口的好医院 ▶4版",
        "详见第2版",
        "云岭周末　2026年11月6日　B4 口碑",
        "2026年11月6日　第5版　田野·人物",
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
        "晴天里的守望",
        "小院里的新气象",
        "古镇新气象",
        "风雨同舟",
        "我市今起降温",
        "社区新闻发布会召开",
        "广告公司年检",
        "云川新闻网上线三年",
        "新版教材",
        "10%左右。",
        "34.3",
        "（2024年3月18日，云川）",
        "（讲话全文见第二版）",
        "会议强调，要讲好云川故事。（全文见第二版）",
        "2026年11月6日 第3版教材换成彩色印刷",
        "2026年11月6日起B4路公交改走江滩路",
    ],
)
def test_leaves_text_alone(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("line", "may_be"),
    [
        ("2024年3月18日", True),
        ("版式设计：程一帆", True),
        ("责编：杜若楠 版式：程一帆", False),
        ("美编 校对 杜若楠", False),
    ],
)
def test_a_date_or_one_editor_may_close_a_story(line: str, may_be: bool) -> None:
    assert is_furniture(line)
    assert may_be_text(line) is may_be


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：宋娜",
        "【责任编辑：宋娜 校对：苏禾】",
        "特别声明：以上内容由自媒体上传，本平台只提供存储。",
        "版权声明：未经本网许可不得转载，违者必究，转载请注明出处。",
        "凡本网注明“来源：柳城网”的作品，版权均属柳城网。",
        "相关阅读",
        "扫码关注柳城发布",
        "长按识别二维码，了解更多",
        "打开客户端查看更多",
        "<<返回首页",
        "阅读原文",
        "柳ICP备12345678号",
    ],
)
def test_what_sites_print_below_is_furniture(line: str) -> None:
    assert is_furniture(line)
    assert not may_be_text(line)


@pytest.mark.parametrize(
    "line",
    [
        "有意者可拨打咨询电话：0000-2318318 报名。",
        "市民如发现渗漏，请拨打热线电话0000-2318318反映，专人二十四小时接听。",
        "快乐8第2025302期　3 9 12 18",
        "返回舱在草原着陆，航天员出舱。",
        "扫码支付在早市普及，摊主换上了新的收款牌，老人也学会了。",
        "相关部门已经介入调查。",
    ],
)
def test_a_sentence_or_a_row_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("line", "may_be"),
    [("报名电话：0000-2318318", True), ("新闻热线：0000-2318318", False)],
)
def test_a_number_to_call_may_be_of_a_story(line: str, may_be: bool) -> None:
    assert is_furniture(line)
    assert may_be_text(line) is may_be


@pytest.mark.parametrize(
    "line",
    [
        "江北师大报　2026年3月9日　第二版　校园",
        "编校：老秦",
        "转载时请注明出处",
        "打印本页　关闭窗口",
        "公益广告：一粒米 千滴汗",
        "编者按：来信请写明真实姓名和电话，本报为您保密。",
        "欢迎广大读者来稿，来稿请注明地址，文责自负，恕不退稿。",
    ],
)
def test_what_else_stands_around_stories_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["扫码点餐不得强制关注公众号", "识别假钞 早市摊主有更多法子", "扫一扫就能点餐，老人不会怎么办"],
)
def test_news_of_scanning_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_what_an_editor_says_of_a_letter_is_no_furniture() -> None:
    assert not is_furniture("编者按：这封来信说出了许多老人的心里话，请有关部门写明答复的期限。")


@pytest.mark.parametrize("name", ["民生访谈·文体", "文旅·体育", "社会·法治"])
def test_a_section_of_two_is_no_name(name: str) -> None:
    assert names_section(name)


def test_a_number_of_a_month_is_of_a_masthead() -> None:
    assert is_furniture("江北周报2026年9月第37期第1版")
    assert not is_furniture("2026年9月第一批补贴发放到户")

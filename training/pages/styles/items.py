"""Small items of a page: notices, tables, obituaries, verses, letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.splitters.stories import Role
from training.pages.noise.press import Block, Printed
from training.pages.styles.house import House

_SHOPS = (
    "顺达货运",
    "鑫源超市",
    "春晖幼儿园",
    "利民药房",
    "宏图建材",
    "百味餐饮",
    "金穗农资",
    "启航培训",
)
_LOST = (
    "公章一枚",
    "营业执照副本",
    "税务登记证正本",
    "法人名章一枚",
    "食品经营许可证",
    "开户许可证",
    "财务专用章",
)
_CARDS = (
    "身份证",
    "退休证",
    "军官证",
    "出生医学证明",
    "残疾证",
    "购房收据",
    "士兵证",
    "从业资格证",
)
_SKIES = ("晴", "多云", "阴", "小雨", "阵雨", "多云转晴", "雨夹雪", "晴间多云", "中到大雨")
_TOWNS = ("市区", "河口镇", "城关镇", "石桥乡", "高新区", "云岭县", "南塘镇", "白塔区", "北湾街道")
_GAMES = ("双色球", "大乐透", "七乐彩", "排列三", "排列五", "七星彩", "快乐8", "福彩3D", "22选5")
_VERSE_HEADS = (
    "一江春水",
    "半山云雾",
    "满街灯火",
    "几声蛙鼓",
    "千亩稻浪",
    "旧巷炊烟",
    "村头老树",
    "渡口斜阳",
)
_VERSE_TAILS = (
    "漫过石桥",
    "挂在檐角",
    "轻轻落在肩头",
    "等你归来",
    "照见归人",
    "把名字唤醒",
    "又绿了田埂",
    "收进行囊",
)


def small_items(house: House) -> Iterator[Block]:
    """The small items of a page, as the house prints them."""
    makers = {
        "notices": notice,
        "tables": table,
        "obituaries": obituary,
        "verses": verse,
        "letters": letter,
    }
    for style, make in makers.items():
        for _ in range(2):
            if house.shows(style, seldom=0.02, often=0.5):
                yield _item(house, *make(house))


def notice(house: House) -> tuple[str, Sequence[str]]:
    """Things lost, meetings called, tenders, corrections."""
    rng, number = house.rng, house.rng.randint(10**9, 10**10)
    lost = [
        rng.choice(
            (
                house.pick("{city}市")
                + f"{rng.choice(_SHOPS)}有限公司遗失{rng.choice(_LOST)}，编号{number}，声明作废。",
                house.pick("{one}") + f"遗失{rng.choice(_CARDS)}，证号{number}，特此声明。",
                house.pick("{one}不慎将") + f"{rng.choice(_CARDS)}丢失，号码：{number}，声明作废",
            )
        )
        for _ in range(rng.randint(1, 5))
    ]
    repair = [
        house.pick(
            "本报{m}月{d}日第{m}版《{city}夜市开街》一文中，“{one}”应为“{one}”。特此更正，并向读者致歉。",
            "因编辑疏忽，{m}月{d}日本报A{m:02d}版图片说明有误，作者应为{one}，特此说明。",
        )
    ]
    call = [
        house.pick(
            "因{city}大道管网改造，自{m}月{d}日起至竣工之日止，该路段实行半幅封闭施工，请过往车辆绕行。",
            "定于{m}月{d}日至{d}日对下列线路停电检修，请广大用户做好准备。",
            "我单位拟对办公用房维修工程公开招标，有意者请于{m}月{d}日前携资质证明前来报名。",
        ),
        house.pick("特此公告。", "联系人：{one}", "不便之处，敬请谅解。"),
        house.pick("{city}市住房和城乡建设局", "{city}供电公司", "{city}市自来水公司"),
        house.pick("2025年{m}月{d}日", "二〇二四年十月八日", "2023年{m}月"),
    ]
    return rng.choice(
        (
            (rng.choice(("遗失声明", "遗失启事", "声明", "遗 失", "挂失声明")), lost),
            (rng.choice(("更正", "更　正", "更正启事", "更正与致歉")), repair),
            (
                rng.choice(("公告", "公　告", "通告", "停电公告", "招标公告", "施工通告")),
                call[: rng.randint(2, 4)],
            ),
        )
    )


def table(house: House) -> tuple[str, Sequence[str]]:
    """Lottery numbers, weather by town, prices."""
    rng = house.rng
    joint = rng.choice((" ", "　", "  "))

    def digits(n: int) -> str:
        return " ".join(f"{rng.randint(1, 35):02d}" for _ in range(n))

    draws = [
        f"{game}第{rng.randint(2023001, 2026150)}期{joint}"
        + rng.choice(
            (
                f"红球：{digits(6)}{joint}蓝球：{digits(1)}",
                digits(7),
                f"{digits(5)} + {digits(2)}",
                " ".join(str(rng.randint(0, 9)) for _ in range(3)),
                f"中奖号码 {digits(5)}",
            )
        )
        for game in rng.sample(_GAMES, rng.randint(2, 5))
    ]
    weather = [
        joint.join(
            (
                town,
                rng.choice(_SKIES),
                f"{(low := rng.randint(-8, 22))}℃～{low + rng.randint(3, 11)}℃",
                rng.choice(("", "东北风3级", "南风2到3级")),
            )
        ).strip()
        for town in rng.sample(_TOWNS, rng.randint(2, 6))
    ]
    prices = [
        joint.join(
            (food, f"{rng.randint(2, 60)}.{rng.randint(0, 9)}元/{rng.choice(('公斤', '斤'))}")
        )
        for food in rng.sample(
            ("白菜", "五花肉", "鸡蛋", "草鱼", "西红柿", "土豆", "大米", "豆油", "苹果", "芹菜"),
            rng.randint(3, 7),
        )
    ]
    return rng.choice(
        (
            (rng.choice(("福利彩票开奖公告", "彩票开奖", "昨日开奖", "体彩福彩开奖信息")), draws),
            (rng.choice(("今日天气", "天气预报", "各县区天气", "未来三天天气")), weather),
            (rng.choice(("今日菜价", "农贸市场参考价", "一周粮油价格")), prices),
        )
    )


def obituary(house: House) -> tuple[str, Sequence[str]]:
    """Who died, and who says so."""
    age = house.rng.choice(("七十八", "八十二", "九十一", "八十六", "九十五", "六十九"))
    lines = [
        house.pick(
            "{city}市原农业局离休干部{one}同志，因病医治无效，于2024年{m}月{d}日在{city}逝世，享年"
        )
        + f"{age}岁。遵照逝者遗愿，丧事从简。",
        house.pick(
            "兹定于{m}月{d}日上午九时在{city}市殡仪馆举行告别仪式，谨此讣告。", "谨此哀告亲友。"
        ),
        house.pick("{one}同志治丧小组", "妻{one}携子{one}泣告", "{city}市农业农村局"),
        house.pick("2024年{m}月{d}日", "二〇二五年三月八日"),
    ]
    return house.rng.choice(("讣告", "讣　告", "讣闻")), lines[: house.rng.randint(2, 4)]


def verse(house: House) -> tuple[str, Sequence[str]]:
    """A poem with its poet."""
    rng = house.rng
    stop = rng.choice(("", "，", "", "。"))
    lines = [
        rng.choice(_VERSE_HEADS) + rng.choice(_VERSE_TAILS) + stop
        for _ in range(rng.choice((4, 8, 12)))
    ]
    title = rng.choice(_VERSE_HEADS) + house.pick("（外一首）", "", "（组诗）", "")
    return title, [house.pick("{one}", "□{one}", "作者：{one}"), *lines]


def letter(house: House) -> tuple[str, Sequence[str]]:
    """A reader's letter, from greeting to date."""
    rng = house.rng
    lines = [
        rng.choice(("编辑同志：", "尊敬的编辑：", "编辑老师：", "市长您好：")),
        house.pick(
            "我是{city}老城区的一名住户。小区门前的路灯坏了半个多月，晚上出门全靠手电，老人孩子走路都不放心。",
            "我家住在{city}河口镇，去年修的排水渠到现在还没有通水，雨天院子里的积水没过脚面。",
        ),
        rng.choice(
            (
                "我们多次向社区反映，得到的答复都是“正在协调”。希望有关部门尽快解决。",
                "盼望有人来看一看，给个准信。",
            )
        ),
        rng.choice(("此致", "此致敬礼", "盼复。")),
        house.pick("读者 {one}", "{city}市民 {one}", "一位老住户"),
        house.pick("{m}月{d}日", "2024年{m}月{d}日"),
    ]
    return rng.choice(
        ("路灯何时能亮", "盼排水渠早日疏通", "读者来信", "这条巷子能不能修修", "来信照登")
    ), lines[: rng.randint(3, 6)]


def _item(house: House, title: str, lines: Sequence[str]) -> Block:
    house.press.n_made += 1
    owner = f"i{house.press.n_made}"
    printed = [
        Printed(title, owner, Role.HEADLINE),
        *(Printed(text, owner, Role.BODY) for text in lines),
    ]
    return Block(tuple(printed), owner, "item", title)

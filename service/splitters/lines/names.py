"""Personal names as bylines print them."""

from __future__ import annotations

import re

_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严"
    "牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴"
    "席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边净阴闫党木艾蓝商危苑褚娄燕尚亓刁卓晁宫巫仇占古滕臧"
    "郎容奚应宗丰干邬狄戚米池沙连敖冷訾晏相农别丘原巩母仲巴蒲郜雍窦缪胥双寇桑桂胶奉冀但闻佟初宓暴瞿居封虞麻明宦计郁杭"
    "洛诸伊印凤岑符银修练敬楚帅满鹿多次扎旦洪岱尼索才玉尕拉格央德米哈阿买艾吐努拜木库热肖付闰罡令吉"
    "卞骆廉皮伏谈茅昝裘宣贲钮嵇荀惠芮羿储汲邴乌牧郗班钭厉束蓟怀蔺屠莘贡逄姬郦郤璩濮寿扈郏浦茹习庾匡阙殳蔚厍阚饶毋乜蒯竺逯昌穆贝支祖荣井"
    "湛戈勾凡后过先由衣言苟麦来楼栾揭信都慕鞠呼佘云水战宿那东么候开官展步禹介庚豆隗邸矫荆鄢冼戎糜花竹邰鄂智暨粟归操"
)
_DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "夏侯",
        "轩辕",
        "南宫",
        "端木",
        "百里",
        "呼延",
    ]
)
_NOT_NAMES = frozenset(
    [
        "编者",
        "记者",
        "本报",
        "完",
        "图片",
        "资料",
        "节选",
        "摘编",
        "下同",
        "综合",
        "有删节",
        "未完",
        "待续",
        "连载",
        "上",
        "中",
        "下",
        "草案",
    ]
)
# No name holds 摄, which often stands right behind one (孟凡溪摄).
_HAN = r"[\u4e00-\u6443\u6445-\u9fff]"
# One name: two to four characters, a two-character one perhaps printed wide (王 政),
# or a transcribed one with a dot (阿卜杜·热合曼).
NAME = rf"(?:{_HAN}[\s\u3000]{{1,3}}{_HAN}|{_HAN}{{1,6}}·{_HAN}{{1,8}}|{_HAN}{{2,4}})"
SEPARATOR = r"(?:[\s\u3000]*[、,，;；/][\s\u3000]*|[\s\u3000]+)"
NAMES = rf"{NAME}(?:{SEPARATOR}{NAME}){{0,15}}"
ROLE = (
    r"(?:本报|本台|本刊|新华社|人民网|中新社|光明日报|经济日报)?"
    r"(?:首席|特派|驻地|全媒体|融媒体?|见习|实习|特约|通讯)*(?:记者|通讯员|特约记者|实习生|评论员|撰稿)"
)
_ROLE = re.compile(ROLE)
_WIDE = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[\s\u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])"
)
_SEPARATOR = re.compile(SEPARATOR)


def parse_names(printed: str) -> str | None:
    """Read a list of names.

    Titles (记者, 通讯员, 本报…) are dropped and wide-set names closed up. A
    list that holds anything but plausible names is none at all.

    Args:
        printed: What stands where names are expected, such as `记者 高燕、宋娜`.

    Returns:
        The names joined by one space, None where these are no names.
    """
    bare = _ROLE.sub(" ", printed).strip(" \u3000、,，;；:：/")
    bare = _WIDE.sub(r"\1\2", bare)
    names = [name for name in _SEPARATOR.split(bare) if name]
    if not names or not all(_is_name(name) for name in names):
        return None
    return " ".join(dict.fromkeys(names))


def parse_author(line: str) -> str | None:
    """Read a line that holds nothing but names, as essays print it below their headline.

    Without a title before it, a name of four characters counts only with a double surname.
    """
    names = parse_names(line)
    is_plain = names and not re.search(r"[^\u4e00-\u9fff\s]", line) and not _ROLE.search(line)
    if not names or not is_plain:
        return None
    words = names.split()
    return names if all(len(w) <= 3 or w[:2] in _DOUBLE_SURNAMES for w in words) else None


def _is_name(word: str) -> bool:
    if word in _NOT_NAMES or not re.fullmatch(NAME, word):
        return False
    if "·" in word:
        return True
    if word[:2] in _DOUBLE_SURNAMES:
        return len(word) in (3, 4)
    return word[0] in _SURNAMES

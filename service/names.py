"""Personal names as bylines print them, and the titles before them.

Names are read in folded text (`service.folding`).
"""

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
    "仉仝佴佀俎偰厍呙妫姒撖郇苌眭笪禚逄逯郯茆谌缑麴夔邝酆闾粘荥虢訚阚郄镡琚亢谯鞏措"
    "湛戈勾凡后过先由衣言苟麦来楼栾揭信都慕鞠呼佘云水战宿那东么候开官展步禹介庚豆隗邸矫荆鄢冼戎糜花竹邰鄂智暨粟归操"
)
# The hundred most common, which nine of ten bear (Ministry of Public Security, 2020).
_COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范"
    "汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
_ALSO_WORDS = frozenset("多次先由后过来但相都应开展步候计从于同向要那东要言当全有")
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
        *("亓官", "澹台", "公冶", "宗政", "淳于", "太叔", "申屠", "仲孙", "钟离", "鲜于", "闾丘"),
        *("第五", "公羊", "漆雕", "巫马", "叔孙", "东郭"),
        *("赫连", "拓跋", "万俟", "闻人", "独孤", "纳兰", "梁丘", "左丘", "谷梁", "濮阳"),
    ]
)
# What names of Tibetans, Mongols, Uygurs and their neighbours are made of, two or three together.
_PARTS = (
    "扎西|多吉|次仁|次旦|次旺|次珍|卓玛|卓嘎|卓么|达瓦|达娃|尼玛|旺堆|旺姆|旺杰|旺扎|平措|格桑|央金|央宗|拉姆|拉毛|拉措|顿珠|罗布|白玛|"
    "丹增|旦增|索朗|索南|洛桑|罗桑|益西|贡布|贡嘎|桑吉|桑珠|桑布|才让|才旦|才仁|仁青|仁增|曲珍|曲扎|德吉|德庆|普布|普琼|巴桑|边巴|拉巴|米玛|"
    "强巴|土登|阿旺|加措|嘉措|坚赞|坚参|晋美|晋巴|措姆|赤列|朗杰|江村|群培|群宗|欧珠|云丹|泽仁|泽旺|泽郎|尕藏|尕玛|嘎玛|噶玛|噶桑|完玛|项秀|"
    "娘吉|杰布|珠扎|玉珍|曲吉|吉美|班玛|班觉|彭措|尕松|斯塔|贡觉|成列|"
    "娜仁|格日乐|图雅|其其格|其木格|琪琪格|高娃|托娅|萨仁|萨日娜|斯琴|乌云|乌兰|乌日|乌力吉|乌日娜|那顺|那仁|那日苏|敖登|敖日|敖其尔|额尔敦|额尔德|"
    "额尔德尼|吉日嘎拉|吉雅|布和|布仁|巴图|巴特尔|巴雅尔|巴彦|巴音|宝音|宝力|德力格尔|德力格|朝鲁|朝克|朝克图|哈斯|塔娜|孟克|满都|满都拉|青格|青格勒|"
    "恩和|特木尔|铁木尔|帖木尔|斯日古楞|道尔吉|毕力格|毕力|苏和|苏日娜|白音|都仁|阿拉坦|阿古拉|通拉嘎|呼和|呼格吉|勒图|斯楞|温都|温都苏|娜布其|木其尔|达来|达日玛|胡日|"
    "古丽|古力|买买提|麦麦提|买提|艾力|艾合买提|艾则孜|阿卜杜|阿布都|阿不都|热合曼|热依|热娜|吐尔逊|吐尔|努尔|努尔兰|阿依|阿依努尔|阿迪力|帕提|帕提古丽|玉素甫|"
    "木拉提|买合木提|迪丽|迪力|热巴|巴哈尔|夏提|卡德尔|依明|库尔班|塔依尔|肉孜|赛买提|居马|叶尔|叶尔江|哈力|别克|巴合提|吉尔|阿吾|祖丽|米热|米日|孜拉"
)
# Who stands for a group: 徐惠英等十一人, 罗满等.
_AND_OTHERS = re.compile(
    r"(?<=[\u4e00-\u9fff])[\s\u3000]*+等"
    r"(?P<group>[\d一二三四五六七八九十百]{1,4}余?[人户名位][\u4e00-\u9fff]{0,4})?$"
)
# No name holds 摄, which often stands right behind one (孟凡溪摄).
HAN = r"[\u3400-\u6443\u6445-\u9fff\U00020000-\U0003ffff]"
_DOT = r"[·•.．]"
_SPACE = r"[\s\u3000]"
# One name: two to four characters, a two-character one perhaps printed wide (王 政),
# or a transcribed one with dots (阿卜杜·热合曼).
NAME = rf"(?:{HAN}{_SPACE}{{1,3}}{HAN}|{HAN}{{1,8}}(?:{_DOT}{HAN}{{1,8}}){{1,3}}|{HAN}{{2,4}})"
SEPARATOR = rf"(?:{_SPACE}*+[、,，;；/&]{_SPACE}*+|{_SPACE}++)"
NAMES = rf"{NAME}(?:{SEPARATOR}{NAME}){{0,15}}"
# Who sends reporters: 本报, 云川日报, 新京报, 中央社, 人民网, 县融媒体中心, 央视新闻客户端, 总台.
OUTLET = (
    r"(?:本[报台刊网社站端]|(?:中青报·)?[\u4e00-\u9fff]{1,10}?(?:[日晚早晨午时商快新周导]报|报社?|"
    r"通讯社|社|网|电视台|广播电台|台|融媒体?(?:中心)?|客户端|新闻|之声|时刻|广播|发布|在线|视听|杂志|周刊|频道))"
)
_QUALITY = (
    r"(?:首席|特派|学生|校园|小|驻(?:(?!驻)[\u4e00-\u9fff]){0,6}?|全媒体?|融媒体?|见习|实习|特约|通讯|文字|摄影|视频|图片|"
    r"资深|高级|主任|总台|中心|本?站)"
)
TITLE = r"(?:记者|通讯员|实习生|评论员|撰稿人?|报道员|特派员|摄影师|编译|编导|主播|特约撰稿)"
_UNITS = r"委|局|院|校|队|所|办|厅|部|处|站|团|会|中心|公司|街道|社区"
_UNIT_END = tuple(_UNITS.split("|"))
_WORKPLACE_END = ("馆", "系", "室", "厂")
_UNIT = rf"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{1,10}}(?:{_UNITS})"
ROLE = (
    rf"(?:(?:本[报台刊网社站端]|新华社|人民网|中新社|中新网|中央社|总台|{_UNIT}|"
    rf"[\u4e00-\u9fff]{{2,6}}?[日晚早晨时]报|[\u4e00-\u9fff]{{2,4}}?融媒体?(?:中心)?|"
    rf"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{2,4}}(?:新闻|客户端|频道|在线)){_SPACE}*+)?"
    rf"{_QUALITY}{{0,4}}{TITLE}"
)
_ROLE = re.compile(ROLE)
# Any outlet, but only where it begins what is read, else it would be part of a name.
_LEADING_ROLE = re.compile(
    rf"^{_SPACE}*+(?:{OUTLET}{_SPACE}*+(?:[、/]|·(?:[\u4e00-\u9fff]{{2,8}}?)?)?)?(?:{OUTLET}{_SPACE}*+)?"
    rf"(?:[\u4e00-\u9fff]{{0,5}}?记者站|{_QUALITY}{{0,4}}{TITLE})"
)
_WIDE = re.compile(rf"(?<!{HAN}){HAN}(?:{_SPACE}+{HAN})+(?!{HAN})")
_SEPARATOR = re.compile(SEPARATOR)
_DOTTED = re.compile(_DOT)
_LONGEST_PLAIN = 3
_LONGEST_LIST = 80
_NAME = re.compile(NAME)
_ENDS_OF_NAMES = frozenset("江提克尔汗丁洪木孜拜")  # of Uygurs and Kazakhs
_ANY_PART = re.compile(_PARTS)
_OF_PARTS = re.compile(rf"(?=.{{3}})(?:{_PARTS}){{1,3}}")
_UNCOMMON = re.compile(rf"{HAN}{{2,8}}|{HAN}{{1,8}}(?:{_DOT}{HAN}{{1,8}}){{1,3}}")
# What is said of places and offices, and what reporters do: no name holds it.
_SPEAKS_AGAINST = re.compile(
    r"[的了着过这吗呢吧啊哪怎什您你我他她它们没很最被跟给与及或等说讯电据]|(?<!才)让|不[是能会要得]|谢谢|感谢|再见|责编|美编|编审|审核|监制|发布|文旅|融媒|传媒|宣传|文联|妇联|团委|座谈|培训|召开|开班|开幕|举行|启动|获悉|采访|报[道导]|[日晚早晨时]报|要闻|综合|整理|摘编|提醒|提示|发现|了解|注意|手记|"
    r"调查|来到|走进|看到|供[稿图]|提供|发自|现场|连线|观察|评论|专栏|团队|小组|中心|编辑|栏目|新闻|资料|图片|作者|网友|市民|读者|群众|游客|无人机|手机|相机|拍|航拍|实拍|翻拍|截图|"
    r"从[业事]|受访|主办|走访|探访|跑腿|追踪|回访|核实|求证|帮办|体验|探馆|专访|对话|来源|责任|校对|版式|时间|日期|星期|上午|下午|昨[天日]|今[天日]|近日|日前|"
    r"公司|集团|大学|学院|学校|中学|小学|幼儿园|医院|银行|法院|检察|公安|政府|委员|支队|大队|协会|学会|社区|街道|开发|高新|园区|景区|"
    r"第五(?:[届批章节条款项版期名次位场轮组集卷部大空元纵维人代])|东郭[先村镇路街巷]|评$|广场|公园|车站|机场|码头|工业|高铁|大道|大桥|大厦|酒店|宾馆"
)
_PLACE_END = tuple(
    "区县市省镇乡村庄店站厂馆院局部所处厅社组会旗盟街路巷弄沟坪坊寺庙关屯寨堡岭洲湾港岛湖峡"
)
_SHORT_PLACE_END = frozenset("州县市城镇乡村")
# Words, provinces, cities and well-known places that look like names.
_NOT_NAMES = frozenset(
    """
    编者 记者 本报 完 图片 资料 节选 摘编 下同 综合 有删节 未完 待续 连载 上 中 下 草案 作者
    通讯员 单位 计划 党建 农村 修订 试行 全文 附图 见图 题图 左图 右图 上图 下图 终审 和解
    通告 解读 农业 明珠 金秋 时节 文旅 夏粮 秋粮 牛市 高铁 高新 经开 应急 严选 时评 短评 佚名 不详
    北京 上海 天津 重庆 香港 澳门 台北 新北 高雄 台中 台南 桃园 河北 山西 内蒙古 辽宁 吉林
    黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 云南 西藏
    陕西 甘肃 青海 宁夏 新疆 台湾 石家庄 太原 呼和浩特 沈阳 长春 哈尔滨 南京 杭州 合肥 福州
    南昌 济南 郑州 武汉 长沙 广州 南宁 海口 成都 贵阳 昆明 拉萨 西安 兰州 西宁 银川 乌鲁木齐
    热爱 爱好 喜欢 喜爱 酷爱 痴迷 学习 擅长 业余 专业 商业 纪实 人像 风光 航空 婚纱
    户外 水下 艺术 数码 大众 校园 老年 创意
    金融 时尚 文艺 文学 文苑 文萃 文史 史话 高考 常识 方言 江湖 成长 童趣 童话 童谣 童心 游记
    安全 平安 阳光 乐活
    车市 楼市 康养 古韵 明月 夏令 云端 相亲 武术 游戏 石刻 田园 花事 万象 包罗万象 家常
    南投 花莲 台东 屏东 宜兰 新竹 苗栗 彰化 嘉义 基隆 澎湖 金门 板桥 桃园市
    华盛顿 纽约 伦敦 巴黎 东京 首尔 莫斯科 柏林 张家口 张家界 马鞍山 景德镇 连云港 秦皇岛
    白城 白山 白银 黄山 黄石 黄冈 常州 常德 柳州 温州 徐州 苏州 宁波 宁德 安庆 安阳 安康
    安顺 江门 江阴 汤阴 阳江 阳泉 梅州 韶关 茂名 许昌 齐齐哈尔 鲁山 金华 金昌 武威 邢台 唐山
    温岭 万州 万宁 乐山 乐清 吉安 吉首 阎良 临潼 曲靖 曲阜 和田 成华 高陵 周至 钟楼 于洪
    管城 路桥 温泉 房山 向阳 古城 古镇 新区 白鹿原 黄土高原 祁连山 贺兰山 方城 潘家园 司马台
    东方红 黄河
    """.split()  # noqa: SIM905 - a list of words reads better than a column of literals
)


def parse_names(printed: str, *, trusted: bool = False) -> str | None:
    """Read a list of names.

    Titles (记者, 通讯员, 本报…) are dropped and wide-set names closed up. A list that holds
    anything but names is none at all. With a title, any two to eight characters are a name
    that nothing speaks against; without one a name begins with a surname and is no known place.

    Args:
        printed: What stands where names are expected, such as `记者 高燕、宋娜`.
        trusted: Whether the place itself says that these are names, as a title would.

    Returns:
        The names joined by one space, None where these are no names.
    """
    bare = strip_titles(printed)
    has_title = trusted or bare != printed
    others = _AND_OTHERS.search(bare.rstrip())
    if others and (has_title or others["group"]):
        bare = bare[: others.start()]
    bare = _WIDE.sub(_close_up, bare.strip(" \u3000、,，;；:：/|"))
    names = [name for name in _SEPARATOR.split(bare) if name]
    if has_title and len(names) > 1:
        names = [name for name in names if not _is_workplace(name)]
    is_name = _may_be_name if has_title else _is_name
    if not names or not all(is_name(name) for name in names):
        return None
    return " ".join(dict.fromkeys(names))


def _is_workplace(word: str) -> bool:
    """Whether a word among names is where one of them works: 图书馆."""
    return word.endswith(_UNIT_END) or (len(word) > 2 and word.endswith(_WORKPLACE_END))


def strip_titles(printed: str) -> str:
    """A list of names with a space in the place of each title and its outlet."""
    return _ROLE.sub(" ", _LEADING_ROLE.sub(" ", printed, count=1))


def cut_place(word: str) -> str:
    """A name without the place glued to it: 张三北京 is 张三; a word without one is left alone."""
    for length in (3, 2):
        rest = word[length:]
        is_place = rest in _NOT_NAMES or (len(rest) > 1 and rest.endswith(_PLACE_END))
        if is_place and _is_name(word[:length]):
            return word[:length]
    # No Chinese name has five characters: 林晓慧云川 is one of three and where she was.
    is_long = len(word) == _LONGEST_PLAIN + 2 and word[0] in _COMMON_SURNAMES
    is_other = word[-1] in _ENDS_OF_NAMES or _ANY_PART.search(word)
    is_chinese = word[:2] not in _DOUBLE_SURNAMES and not is_other
    return word[:_LONGEST_PLAIN] if is_long and is_chinese else word


def may_be_place(word: str) -> bool:
    """Whether a word where a place or a name may stand is rather a place: 北京, 江州, 云川.

    Of the words of two characters those that are places by their end, or no name by a common
    surname.
    """
    if word in _NOT_NAMES or (len(word) > 2 and word.endswith(_PLACE_END)):
        return True
    return len(word) == 2 and (word[1] in _SHORT_PLACE_END or word[0] not in _COMMON_SURNAMES)


def begins_with_surname(text: str) -> bool:
    """Whether a text begins with a surname that is no usual word (来, 后, 由) too."""
    return text[:1] in _SURNAMES and text[:1] not in _ALSO_WORDS


def begins_like_name(word: str) -> bool:
    """Whether a word that may be a name begins with a surname, or is one of another people."""
    return begins_with_surname(word) or bool(_DOTTED.search(word) or _OF_PARTS.fullmatch(word))


def parse_author(line: str) -> str | None:
    """Read a line that holds nothing but names, as essays print it below their headline."""
    is_plain = 0 < len(line) <= _LONGEST_LIST and re.fullmatch(r"[\u4e00-\u9fff\s·]+", line)
    return parse_names(line) if is_plain and not _ROLE.search(line) else None


def _close_up(wide: re.Match[str]) -> str:
    """Names set wide, closed up: three single characters are one name, else two are."""
    characters = wide.group().split()
    size = len(characters) if len(characters) == _LONGEST_PLAIN else 2
    names = (characters[at : at + size] for at in range(0, len(characters), size))
    return " ".join("".join(name) for name in names)


def _is_name(word: str) -> bool:
    """Whether a word is a name though no title says so."""
    if not _may_be_name(word):
        return False
    if _OF_PARTS.fullmatch(word) or (_DOTTED.search(word) and _NAME.fullmatch(word)):
        return True
    if not _NAME.fullmatch(word):
        return False
    if word.endswith(_PLACE_END):
        return False
    if word[:2] in _DOUBLE_SURNAMES:
        return len(word) in (3, 4)
    return len(word) <= _LONGEST_PLAIN and word[0] in _SURNAMES


def _may_be_name(word: str) -> bool:
    """Whether nothing speaks against a word that a title calls a name."""
    is_unit = len(word) > _LONGEST_PLAIN and word.endswith(_UNIT_END + _PLACE_END)
    is_like = word not in _NOT_NAMES and not is_unit and _UNCOMMON.fullmatch(word)
    return bool(is_like) and not _SPEAKS_AGAINST.search(word)

from __future__ import annotations

import random

from service.splitters.lines.line import read_lines
from service.splitters.stories import Role
from training.pages.noise import KINDS_OF_NOISE, TAUGHT_HABITS, CleanArticle, NoisedPage, make_page

PARAGRAPHS = (
    "望月桥建成三十二年，去年秋天检测时发现两个桥墩有裂缝，施工队换掉了全部支座，重新铺了桥面，还加装了路灯。",
    "杏花里六十岁以上的居民占四成，社区把闲置的自行车棚改成食堂，请来两位退休厨师掌勺，菜单每周一贴在楼道口。",
    "家庭病床由一名医生和两名护士负责，费用按住院标准报销，患者的儿女可以在手机上看到每天的用药记录。",
    "县邮政分公司联合五家快递企业把末端线路合并成一条环线，一辆车、一名司机、一张时刻表，每天跑两趟。",
)


def _make(
    seed: int, faults: frozenset[str] = KINDS_OF_NOISE, emphasis: str | None = None
) -> NoisedPage:
    articles = [
        CleanArticle((f"第{n}件好事", "——写在年末"), tuple(f"{n}月里，{p}" for p in PARAGRAPHS))
        for n in range(1, 6)
    ]
    chance = random.Random(seed)
    return make_page(articles, chance, page_id="m", faults=faults, emphasis=emphasis)


def test_each_visible_character_has_one_owner() -> None:
    for seed in range(60):
        gold = _make(seed).gold
        owned = [place for start, end, _ in gold.segments for place in range(start, end)]
        visible = {place for place, c in enumerate(gold.text) if not c.isspace()}
        assert len(owned) == len(set(owned))
        assert visible <= set(owned)


def test_each_line_has_one_role() -> None:
    for seed in range(60):
        page = _make(seed)
        n = len(read_lines(page.gold.text))
        assert len(page.roles) == len(page.goes_on) == len(page.torn) == n
        assert page.roles[0] is not Role.BODY


def test_same_seed_same_page() -> None:
    assert _make(7) == _make(7)
    assert _make(7) != _make(8)


def test_no_faults_leave_the_articles_alone() -> None:
    page = _make(3, frozenset())
    assert set(page.gold.kinds.values()) == {"plain"}
    assert not any(page.goes_on)
    assert Role.FURNITURE not in page.roles


def test_an_emphasis_makes_a_fault_fall_more_often() -> None:
    def n_pieces(emphasis: str | None) -> int:
        pages = (_make(seed, frozenset(["continuations"]), emphasis) for seed in range(60))
        return sum("cont" in page.gold.kinds.values() for page in pages)

    assert n_pieces("continuations") > n_pieces(None) > 0


def test_taught_habits_show_only_where_they_are_taught() -> None:
    def n_lines(faults: frozenset[str]) -> int:
        return sum(len(_make(seed, faults).roles) for seed in range(40))

    assert n_lines(TAUGHT_HABITS) > n_lines(frozenset())
    assert _make(5) == _make(5, KINDS_OF_NOISE)


def test_a_copy_cut_in_mid_sentence_is_torn() -> None:
    faults = frozenset(["tails_before"])
    owners = {
        page.gold.segments[n][2][:4]
        for page in (_make(seed, faults) for seed in range(80))
        for n, is_torn in enumerate(page.torn)
        if is_torn
    }
    assert owners <= {"dup:"}

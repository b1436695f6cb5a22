"""How sure it is that one piece continues another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from service.splitters import ArticleSplitter
from service.splitters.lines.line import read_lines
from service.splitters.roles.line_scorer import LineScorer
from service.splitters.stitching.continuations import MIN_CONFIDENCE
from service.splitters.stitching.pairs import EVIDENCE, Pair, PairRater
from training.pages.clean_pages import make_pages, read_clean_pages
from training.pages.noise import KINDS_OF_NOISE

BRIDGE = "望月桥大修\n\n望月桥建成三十二年，去年秋天检测时发现两个桥墩有裂缝，施工队换掉了全部支"
CLINIC = "家庭病床开设\n\n市第二人民医院开设了三十张家庭病床，护士每周上门两次换药、测血压，费用按"
BRIDGE_ON = "座，重新铺了桥面，望月桥两侧还加装了路灯和护栏。封闭期间，北环路每天多走八千辆车。"
CLINIC_ON = "住院标准报销。护士把每天的用药记录传到家属手机上，家庭病床的患者不用再为换药排队。"


def _rate(text: str) -> tuple[Pair, ...]:
    scorer = LineScorer.from_pretrained()
    pieces = ArticleSplitter(scorer).take_apart(read_lines(text))
    rater = PairRater(pieces.seams.lines, pieces.stories, scorer.characters)
    return rater.rate(scorer.pair_weights)


def _issue(*pages: Sequence[str]) -> str:
    return "\n\f\n".join("\n\n".join(page) for page in pages)


def test_texts_names_and_cut_tell_two_pairs_apart() -> None:
    first = (f"{BRIDGE}（下转第三版）", f"{CLINIC}（下转第三版）")
    pairs = _rate(_issue(first, (f"（上接第一版）{CLINIC_ON}", f"（上接第一版）{BRIDGE_ON}")))
    confidence = {(pair.story, pair.continuation): pair.confidence for pair in pairs}
    assert set(confidence) == {(0, 2), (0, 3), (1, 2), (1, 3)}
    assert min(confidence[0, 3], confidence[1, 2]) > MIN_CONFIDENCE
    assert max(confidence[0, 2], confidence[1, 3]) < MIN_CONFIDENCE


def test_a_repeated_headline_makes_it_surer() -> None:
    first = (f"{BRIDGE}（下转第三版）",)
    (bare,) = _rate(_issue(first, (f"（上接第一版）{BRIDGE_ON}",)))
    (headed,) = _rate(_issue(first, ("望月桥大修", f"（上接第一版）{BRIDGE_ON}")))
    assert bare.confidence < headed.confidence <= 1


@pytest.mark.parametrize(("page", "is_surer"), [("3", True), ("5", False)])
def test_pages_named_by_the_signposts_count_where_they_are_printed(
    page: str, is_surer: bool
) -> None:
    first = ("云川日报 2024年3月18日 第1版", f"{CLINIC}（下转第3版）")
    rest = f"（上接第1版）{BRIDGE_ON}"
    (printed,) = _rate(_issue(first, (f"云川日报 2024年3月18日 第{page}版", rest)))
    (unknown,) = _rate(_issue(first, (rest,)))
    assert (printed.confidence > unknown.confidence) is is_surer


@pytest.mark.parametrize("marks", [("（下转第三版）", ""), ("", "（上接第一版）")])
def test_the_same_headline_stands_for_a_lost_signpost(marks: tuple[str, str]) -> None:
    on, back = marks
    first = (f"{CLINIC}{on}",)
    (pair,) = _rate(_issue(first, (f"家庭病床开设\n\n{back}{CLINIC_ON}",)))
    assert (pair.story, pair.continuation) == (0, 1)
    assert pair.confidence > MIN_CONFIDENCE
    assert _rate(_issue(first, (f"望月桥大修\n\n{back}{BRIDGE_ON}",))) == ()


def test_a_rival_makes_it_less_sure() -> None:
    first, rest = f"{BRIDGE}（下转第三版）", f"（上接第一版）{BRIDGE_ON}"
    (alone,) = _rate(_issue((first,), (rest,)))
    rival = (
        "（上接第一版）望月桥大修的工人住在桥头，望月桥通车那天他们最后离开，换下的支座也运走了。"
    )
    rivals = _rate(_issue((first,), (rest, rival)))
    assert len(rivals) == 2
    assert rivals[0].confidence < alone.confidence
    assert sum(pair.confidence for pair in rivals) <= 1


def test_an_issue_without_signposts_has_no_candidates() -> None:
    assert _rate(f"{BRIDGE}\n\n{CLINIC}") == ()


def test_the_shipped_weights_fit_the_evidence() -> None:
    assert LineScorer.from_pretrained().pair_weights.shape == (len(EVIDENCE) + 1,)


@pytest.mark.data
def test_confidence_is_a_probability(data_folder: Path) -> None:
    file = data_folder / "pages" / "peoples_daily_2020.jsonl.gz"
    clean = list(read_clean_pages(file, months=("202008", "202009")))[1::2]
    made = make_pages(clean, (), faults=KINDS_OF_NOISE, seed=35, emphasis="jumps")
    scorer = LineScorer.from_pretrained()
    splitter = ArticleSplitter(scorer)
    said, held = [], []
    for page in made:
        owners = {start: owner for start, _, owner in page.gold.segments}
        pieces = splitter.take_apart(read_lines(page.gold.text))
        lines, stories = pieces.seams.lines, pieces.stories
        for pair in PairRater(lines, stories, scorer.characters).rate(scorer.pair_weights):
            ends = lines[stories[pair.story].lines[-1]], lines[stories[pair.continuation].lines[0]]
            said.append(pair.confidence)
            held.append(len({owners.get(line.start) for line in ends}) == 1)
    confidence, holds = np.array(said), np.array(held)
    for low, high in ((0.0, 0.2), (0.2, 0.8), (0.8, 1.01)):
        chosen = (confidence >= low) & (confidence < high)
        said_so = confidence[chosen]
        # Few pairs are uncertain: chance alone moves their share by two standard errors.
        by_chance = 2 * np.sqrt((said_so * (1 - said_so)).sum()) / len(said_so)
        assert abs(said_so.mean() - holds[chosen].mean()) < 0.05 + by_chance

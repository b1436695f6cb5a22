from __future__ import annotations

import time

import pytest

from service.splitters.lines.markers import find_markers, page_number


@pytest.mark.parametrize(
    ("line", "direction", "page"),
    [
        ("(上接第一版)", "from", "1"),
        ("（上接第01版）", "from", "1"),
        ("（上接A2版）", "from", "A2"),
        ("【上接第十二版】", "from", "12"),
        ("上接第一版", "from", "1"),
        ("▲上接第3版", "from", "3"),
        ("(上接第1版·要闻)", "from", "1"),
        ("(上接第一版)办理结果当面回复。", "from", "1"),
        ("办理结果（下转第三版）", "on", "3"),
        ("办理结果下转第三版", "on", "3"),
        ("（紧接第一版）", "from", "1"),
        ("（转第二版）", "on", "2"),
        ("（下转第2、3版）", "on", "2"),
        ("（文转第三版）", "on", "3"),
        ("▶下转3版", "on", "3"),
        ("·下转第三版·", "on", "3"),
        ("下转＞＞2版", "on", "2"),
        ("（下转B1）", "on", "B1"),
        ("接第一版", "from", "1"),
        ("（上接头版）", "from", "1"),
        ("<<上接1版", "from", "1"),
        ("《紧接1版》", "from", "1"),
        ("（未完待续，下转第4版）", "on", "4"),
        ("▶▶转至 A6 版", "on", "A6"),
        ("（全文转入第七版）", "on", "7"),
        ("（下转A2—A3版）", "on", "A2"),
        ("【文接01版】", "from", "1"),
        ("（承接一版）", "from", "1"),
        ("②接1版《渡口改道》一文", "from", "1"),
        ("▲接三版《渡口改道》", "from", "3"),
        ("▶▶上接A1", "from", "A1"),
        ("渡口改道后▶下转B3", "on", "B3"),
        ("渡轮每天多跑下转A3", "on", "A3"),
        ("渡轮每天多跑 下转B2▶", "on", "B2"),
        ("渡轮每天多跑（转A5）", "on", "A5"),
        ("（接B1）两趟，票价不变。", "from", "B1"),
        ("（报道全文转5版）", "on", "5"),
        ("《《上接C2", "from", "C2"),
        ("※ 下转第6版", "on", "6"),
        ("渡口改道（续第2版）", "from", "2"),
        ("渡口改道 紧接一版", "from", "1"),
        ("⑤上接四版《渡口》一文", "from", "4"),
    ],
)
def test_reads_signposts(line: str, direction: str, page: str) -> None:
    (marker,) = find_markers(line)
    assert (marker.direction, marker.page) == (direction, page)


@pytest.mark.parametrize(
    "line",
    [
        "他上接第三版的稿子来改",
        "新版教材（上册）",
        "第三版",
        "下转",
        "接一版的班",
        "（转3路）",
        "接1版《日报》的稿",
        "上接12路",
        "出城后由北环高速下转G5",
        "渡口改道（续）",
        "在渡口站下转3路",
        "（接3路）",
        "他从一线转一版当编辑，上接一版的旧例写稿",
    ],
)
def test_sees_no_signpost_in_plain_words(line: str) -> None:
    assert find_markers(line) == ()


@pytest.mark.parametrize(
    ("printed", "page"),
    [("二十一", "21"), ("十", "10"), ("三", "3"), ("０４", "4"), ("b 03", "B3")],
)
def test_writes_page_numbers_one_way(printed: str, page: str) -> None:
    assert page_number(printed) == page


@pytest.mark.parametrize(
    "unit", ["上接", "下转第", "（上接", "（上接 第 A", "转 ", "接 版", "（ ", "<", "▶ "]
)
@pytest.mark.parametrize("filling", [" ", "\u3000", "一", "A ", "，"])
def test_takes_time_linear_in_the_line(unit: str, filling: str) -> None:
    seconds = []
    for n in (4_000, 16_000):
        line = unit + filling * n + unit * n
        begin = time.process_time()
        find_markers(line)
        seconds.append(time.process_time() - begin)
    assert seconds[1] < max(10 * seconds[0], 0.5)

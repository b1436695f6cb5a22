from __future__ import annotations

import pytest

from service.datamodels import Issue, Page
from service.splitters import ArticleSplitter, part_issues, tell_of_parts

JAM = (
    "草莓酱合作社添了灌装线\n本报讯 草莓酱合作社昨天添了一条灌装线，每天多装两千瓶。（下转第二版）"
)
PUMP = "（上接第一版）水泵厂的机械手每十一秒打磨一只壳体，精度控制在头发丝以内。"
BREAK = "\n\f\n"


def _issue(*pages: str) -> Issue:
    text = ""
    places: list[Page] = []
    for page in pages:
        text += BREAK if text else ""
        places.append(Page(f"p{len(places)}.txt", None, len(text), len(text) + len(page)))
        text += page
    return Issue("柳城", text, tuple(places))


def _page(paper: str, day: str, number: int, text: str) -> str:
    return f"{paper} 2025年11月{day}日 星期一 第{number}版\n\n{text}"


@pytest.mark.parametrize(
    ("head", "other"),
    [(("柳城日报", "3"), ("柳城日报", "10")), (("柳城日报", "3"), ("柳城晚报", "3"))],
    ids=["day", "paper"],
)
def test_pages_of_another_day_or_paper_are_neither_joined_nor_repeats(
    head: tuple[str, str], other: tuple[str, str]
) -> None:
    again = "柳堤街的旧书市每逢周末开张，摊主多是退休教师，最早的一位摆了三十一年，街坊都认得他。"
    issue = _issue(
        _page(*head, 1, f"{JAM}\n\n旧书市开张\n{again}"),
        _page(*other, 2, f"{PUMP}\n\n旧书市又开张\n{again}"),
    )
    digest = ArticleSplitter().split(issue)
    assert not any("stitched" in article.flags for article in digest.articles)
    assert not any(entry.reason == "duplicate" for entry in digest.left_out)
    ids = [article.id for article in digest.articles]
    assert ids == [f"a{n}" for n in range(1, len(ids) + 1)]
    starts = [article.spans[0].start for article in digest.articles]
    assert starts == sorted(starts)
    held = [place for a in digest.articles for span in a.spans for place in range(*span)]
    held += [place for entry in digest.left_out for place in range(entry.start, entry.end)]
    assert sorted(held) == [n for n, c in enumerate(issue.text) if n in set(held)]
    assert set(held) >= {place for place, c in enumerate(issue.text) if not c.isspace()}
    assert len(tell_of_parts(issue).warnings) == 1


def test_pages_of_one_issue_are_joined_though_one_has_no_head() -> None:
    issue = _issue(_page("柳城日报", "3", 1, JAM), PUMP)
    (whole,) = (a for a in ArticleSplitter().split(issue).articles if "stitched" in a.flags)
    assert "机械手" in whole.text
    assert part_issues(issue) == (issue,)
    assert tell_of_parts(issue) == issue


def test_parts_issues_with_their_pages() -> None:
    pages = (
        _page("柳城日报", "3", 1, JAM),
        "旧书市开张\n旧书市周末开张。",
        _page("柳城日报", "10", 1, PUMP),
        _page("柳城日报", "3", 3, "渡口换船\n渡口昨天换船。"),
    )
    first, second = part_issues(_issue(*pages))
    assert (first.issue_id, second.issue_id) == ("柳城-2025-11-03", "柳城-2025-11-10")
    assert first.text == BREAK.join((pages[0], pages[1], pages[3]))
    assert second.text.strip() == pages[2]
    for issue, files in ((first, (0, 1, 3)), (second, (2,))):
        assert [page.file for page in issue.pages] == [f"p{n}.txt" for n in files]
        assert [issue.text[page.start : page.end] for page in issue.pages] == [
            pages[n] for n in files
        ]


def test_the_day_of_a_notice_makes_no_issue() -> None:
    notice = "讣告\n江树人同志在柳城逝世，享年九十一岁。\n2025年11月1日"
    issue = _issue(
        _page("柳城日报", "3", 1, JAM),
        _page("柳城日报", "3", 2, f"旧书市开张\n旧书市周末开张。\n\n街巷\n{notice}"),
    )
    assert part_issues(issue) == (issue,)

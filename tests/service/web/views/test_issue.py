from __future__ import annotations

from datetime import date

from service.config import TopicSet, load_config
from service.web.views.archive import Month, month_of
from service.web.views.day import compared, shares_of
from service.web.views.issue import IssueView
from service.web.views.plain import plain_text
from service.web.views.source import source_of
from tests.factories import make_digest

TOPICS = load_config("configs/topics.yaml", TopicSet)
DIGEST = make_digest()
VIEW = IssueView("k", DIGEST, TOPICS, 150)


def test_an_article_is_found_by_any_place_in_it_and_by_its_id() -> None:
    for article in DIGEST.articles:
        assert VIEW.article_at(article.id) is article
        assert VIEW.article_at(VIEW.at(article)) is article
        for start, end in article.spans:
            assert VIEW.article_at(f"p{start}") is article
            assert VIEW.article_at(f"p{end - 1}") is article


def test_what_is_no_address_is_no_article() -> None:
    for address in ("", "p", "p99999", "px", "p１", "a99", "<script>"):
        assert VIEW.article_at(address) is None


def test_what_is_sent_comes_first_in_the_order_chosen() -> None:
    places = [VIEW.place(article) for article in DIGEST.articles]
    view = IssueView("k", DIGEST, TOPICS, 150, selection=(places[-1], 12345))
    assert [picked for _, picked in view.arranged] == [True] + [False] * (len(places) - 1)
    assert view.arranged[0][0] is DIGEST.articles[-1]
    assert len(view.arranged) == len(places)


def test_the_source_is_shown_whole() -> None:
    shown = "\n".join("".join(p.text for p in line.pieces) for line in source_of(DIGEST))
    assert shown == DIGEST.source_text


def test_shares_of_a_day_add_up() -> None:
    shares = shares_of(DIGEST.articles, TOPICS)
    assert sum(share.n_articles for share in shares) == len(DIGEST.articles)
    assert abs(sum(share.of_chars for share in shares) - 1) < 1e-9
    same = compared(DIGEST.articles, DIGEST.articles, TOPICS)
    assert all(one == other for one, other in same)


def test_articles_as_text_are_numbered_unless_there_is_one() -> None:
    first, *_ = DIGEST.articles
    assert plain_text("云川日报", [first], TOPICS).startswith("【")
    both = plain_text("云川日报", DIGEST.articles, TOPICS)
    assert both.startswith("云川日报\n\n1. 【")
    assert "\n\n2. 【" in both


def test_a_month_has_its_days_once() -> None:
    month = Month.of(date(2024, 2, 9), {"2024-02-29": 2})
    days = [day for week in month.weeks for day in week if day[0]]
    assert [day[0] for day in days] == list(range(1, 30))
    assert days[-1] == (29, "2024-02-29", 2)
    assert (month.shifted(-2), month.shifted(11)) == ("2023-12", "2025-01")


def test_the_month_shown_is_the_one_asked_for_else_that_of_the_latest_issue() -> None:
    days = {"2024-01-05": 1, "2024-03-18": 1}
    assert month_of("2023-07", days) == date(2023, 7, 1)
    assert month_of("2023-99", days) == date(2024, 3, 18)
    assert month_of("<x>", {}) == date.today()

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from service.config import Language
from service.datamodels import Digest, Issue
from service.errors import ReadError
from service.readers import read_issue
from service.web.handlers import PASTED_ID, DigestDesk, find_examples
from service.web.wording import WORDINGS
from service.writers.formats import FORMATS
from tests.fakes import FakeSplitter, make_pipeline
from tests.pdfs import PICTURE, make_pdf

TEXT = "社区食堂开张\n社区食堂昨天开张。居民都说方便。\n\n市委开会\n市委昨天开会。"


@pytest.fixture
def desk() -> DigestDesk:
    return DigestDesk(make_pipeline())


def read(desk: DigestDesk, files: Sequence[Path], language: Language = "zh") -> Issue:
    return asyncio.run(desk.read_files([str(file) for file in files], language))


def test_pasted_text_becomes_a_scored_digest(desk: DigestDesk) -> None:
    digest = desk.digest_text(TEXT, 150, "zh")
    assert digest.issue_id == PASTED_ID
    assert [article.headline for article in digest.articles] == ["社区食堂开张", "市委开会"]
    assert digest.is_scored


def test_budget_of_summaries_is_passed_on(desk: DigestDesk) -> None:
    short, long = (desk.digest_text(TEXT, budget, "zh").articles[0] for budget in (10, 150))
    assert short.summary is not None
    assert short.summary.text == "社区食堂昨天开张。"
    assert long.summary is not None
    assert long.summary.text == "社区食堂昨天开张。居民都说方便。"


def test_files_are_the_pages_of_one_issue(desk: DigestDesk, tmp_path: Path) -> None:
    paths = [tmp_path / "第一版.txt", tmp_path / "第二版.txt"]
    for path, text in zip(paths, TEXT.split("\n\n"), strict=True):
        path.write_text(text, encoding="gb18030")
    (digest,) = desk.digest_issue(read(desk, paths), 150)
    assert digest.issue_id == "第一版"
    assert [page.file for page in digest.pages] == ["第一版.txt", "第二版.txt"]
    assert len(digest.articles) == 2


def test_pages_of_two_days_are_two_issues(desk: DigestDesk, tmp_path: Path) -> None:
    for day in (3, 10):
        head = f"柳城日报 2025年11月{day}日 星期一 第1版"
        (tmp_path / f"p{day:02}.txt").write_text(f"{head}\n\n{TEXT}", encoding="utf-8")
    digests = desk.digest_issue(read(desk, sorted(tmp_path.iterdir())), 150)
    assert [digest.issue_id for digest in digests] == ["p03-2025-11-03", "p03-2025-11-10"]
    assert [page.file for digest in digests for page in digest.pages] == ["p03.txt", "p10.txt"]


@pytest.mark.parametrize("text", ["", " \n\u3000\f"], ids=["empty", "blank"])
@pytest.mark.parametrize("language", WORDINGS)
def test_nothing_pasted_is_said_in_the_visitors_language(
    desk: DigestDesk, text: str, language: Language
) -> None:
    with pytest.raises(ReadError) as caught:
        desk.digest_text(text, 150, language)
    assert str(caught.value) == WORDINGS[language].nothing_pasted


def test_no_file_is_said(desk: DigestDesk) -> None:
    with pytest.raises(ReadError, match="no file yet"):
        read(desk, [], "en")


def test_what_is_no_text_is_said_by_the_reader(desk: DigestDesk, tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    with pytest.raises(ReadError, match=r"scan\.pdf"):
        read(desk, [file])


def test_a_page_that_was_not_read_is_told(desk: DigestDesk, tmp_path: Path) -> None:
    file = tmp_path / "day.pdf"
    file.write_bytes(make_pdf([[(50, 700, 10, "社区食堂开张")], []], drawn={1: PICTURE}))
    warnings: list[str] = []
    assert (
        "社区食堂开张" in asyncio.run(desk.read_files([str(file)], "zh", warn=warnings.append)).text
    )
    assert ["day.pdf: 第 2 页" in warning for warning in warnings] == [True]


def test_a_digest_can_be_shown_again_in_another_language(desk: DigestDesk) -> None:
    digest = desk.digest_text(TEXT, 150, "zh")
    assert "民生" in desk.show(digest, "zh")
    assert "Livelihood" in desk.show(digest, "en")


def test_before_a_digest_there_is_a_welcome(desk: DigestDesk) -> None:
    assert WORDINGS["en"].welcome_title in desk.show(None, "en")


def test_downloads_offer_every_format_under_a_name_of_its_own(desk: DigestDesk) -> None:
    downloads = desk.downloads(desk.digest_text(TEXT, 150, "zh"))
    names = [download.filename for download in downloads]
    assert {"pasted.digest.json", "pasted.digest.md", "pasted.digest.txt"} <= set(names)
    assert len(set(names)) == len(FORMATS)


def test_examples_are_digested_and_pages_of_one_issue_come_together(desk: DigestDesk) -> None:
    examples = find_examples()
    assert len(examples) >= 3
    assert all(desk.digest_issue(read_issue(e.files), 150)[0].articles for e in examples)
    assert any(len(example.files) > 1 for example in examples)
    assert len({example.title for example in examples}) == len(examples)


def test_one_visitor_at_a_time_reaches_the_pipeline() -> None:
    class CountingSplitter(FakeSplitter):
        inside = most = 0

        def split(self, issue: Issue) -> Digest:
            self.inside += 1
            self.most = max(self.most, self.inside)
            digest = super().split(issue)
            threading.Event().wait(0.01)
            self.inside -= 1
            return digest

    splitter = CountingSplitter()
    desk = DigestDesk(replace(make_pipeline(), splitter=splitter))
    visitors = [threading.Thread(target=desk.digest_text, args=(TEXT, 150, "zh")) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert splitter.most == 1

"""An article that was rated before is not computed again, and nothing else changes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.batch import issues_of_files, score_in_parallel, score_in_turn
from service.batch.inputs import ArticleInput, IssueInput
from service.cache import FILE, Rating, RatingCache
from service.cli import main
from service.data_folder import cache_folder
from service.datamodels import Article, Issue, Span, TopicScores
from service.pipeline import DigestPipeline
from service.writers.as_json import to_json
from tests.fakes import CountingEncoder, make_pipeline

TEXT = "医院昨天开诊。市民都说方便。\n床位多了一百张。"
ARTICLE = Article.of_text("a1", "医院扩建", TEXT)
RATING = Rating(
    TopicScores("medicine", 0.9, False, {"medicine": 0.9, "other": 0.1}, (Span(0, 7),)),
    (0.1 + 0.2, 1e-17, 0.5),
)
PAGE = "社区食堂开张\n社区食堂昨天开张。居民都说方便。\n\n球队夺冠\n比赛很精彩。\n"


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[RatingCache]:
    cache = RatingCache("model 1", 1, tmp_path)
    yield cache
    cache.close()


def _pipeline(cache: RatingCache | None) -> tuple[DigestPipeline, CountingEncoder]:
    encoder = CountingEncoder()
    return replace(make_pipeline(), encoder=encoder, cache=cache), encoder


def test_gives_back_what_was_kept_to_the_last_digit(cache: RatingCache) -> None:
    assert cache.get(ARTICLE) is None
    cache.put(ARTICLE, RATING)
    assert cache.get(ARTICLE) == RATING
    assert cache.get(replace(ARTICLE, id="a7", spans=())) == RATING
    assert cache.n_found == 2


@pytest.mark.parametrize(
    "other",
    [
        replace(ARTICLE, text=TEXT[:-1]),
        replace(ARTICLE, headline=None),
        replace(ARTICLE, flags=("starts_mid_sentence",)),
        replace(ARTICLE, headline="医院", text=f"扩建{TEXT}"),
    ],
    ids=["text", "no headline", "flags", "a border moved"],
)
def test_another_article_is_another_entry(cache: RatingCache, other: Article) -> None:
    cache.put(ARTICLE, RATING)
    assert cache.get(other) is None


def test_another_model_or_program_finds_nothing(
    cache: RatingCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put(ARTICLE, RATING)
    assert RatingCache("model 1", 1, tmp_path).get(ARTICLE) == RATING
    assert RatingCache("model 2", 1, tmp_path).get(ARTICLE) is None
    monkeypatch.setattr("service.cache.program", lambda: "another text")
    assert RatingCache("model 1", 1, tmp_path).get(ARTICLE) is None


def test_the_same_digest_without_the_encoder(cache: RatingCache) -> None:
    issue = Issue("p1", PAGE)
    pipeline, encoder = _pipeline(cache)
    plain = to_json(_pipeline(None)[0].run(issue))
    first, again = (to_json(pipeline.run(issue)) for _ in range(2))
    assert first == again == plain
    assert (encoder.n_read, pipeline.n_from_cache) == (2, 2)


def test_another_length_needs_no_encoder(cache: RatingCache) -> None:
    pipeline, encoder = _pipeline(cache)
    pipeline.score(ARTICLE)
    short = pipeline.score(ARTICLE, max_chars=8)
    assert short == _pipeline(None)[0].score(ARTICLE, max_chars=8)
    assert encoder.n_read == 1


@pytest.mark.parametrize("damage", [b"\x00", b""], ids=["changed", "cut off"])
def test_a_damaged_entry_is_computed_anew_and_told(
    cache: RatingCache, damage: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    pipeline, encoder = _pipeline(cache)
    right = pipeline.score(ARTICLE)
    with sqlite3.connect(cache.path) as connection:
        (value,) = connection.execute("SELECT value FROM ratings").fetchone()
        connection.execute("UPDATE ratings SET value = ?", (value[:-1] + damage,))
    connection.close()
    assert pipeline.score(ARTICLE) == right
    assert encoder.n_read == 2
    assert "有记录损坏" in capsys.readouterr().err
    assert pipeline.score(ARTICLE) == right
    assert encoder.n_read == 2


def test_an_entry_in_the_place_of_another_is_not_believed(cache: RatingCache) -> None:
    other = replace(ARTICLE, text="比赛很精彩。")
    cache.put(ARTICLE, RATING)
    cache.put(other, RATING)
    with sqlite3.connect(cache.path) as connection:
        values = [row[0] for row in connection.execute("SELECT value FROM ratings")]
        connection.execute("UPDATE ratings SET value = ?", (values[0],))
    connection.close()
    assert (cache.get(ARTICLE) is None) != (cache.get(other) is None)


@pytest.mark.parametrize("content", ["不是数据库".encode() * 500, b""])
def test_a_file_that_is_no_cache_costs_time_alone(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE).write_bytes(content)
    pipeline, _ = _pipeline(RatingCache("model 1", 1, tmp_path))
    assert pipeline.score(ARTICLE) == _pipeline(None)[0].score(ARTICLE)
    assert ("照常计算" in capsys.readouterr().err) == bool(content)
    anew = RatingCache("model 1", 1, tmp_path)
    anew.put(ARTICLE, RATING)
    assert anew.get(ARTICLE) == RATING


def test_a_folder_that_cannot_be_made_costs_time_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    pipeline, _ = _pipeline(RatingCache("model 1", 1, tmp_path / "file"))
    assert pipeline.score(ARTICLE) == _pipeline(None)[0].score(ARTICLE)
    assert capsys.readouterr().err.count("照常计算") == 1


def test_stays_within_its_bound_and_keeps_what_was_used(
    cache: RatingCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = replace(RATING, salience=tuple(n / 7 for n in range(300)))
    cache.put(ARTICLE, RATING)
    days = iter(range(20_000, 10**6))
    monkeypatch.setattr("service.cache._today", lambda: next(days))
    for number in range(1000):
        cache.put(replace(ARTICLE, text=f"第{number}篇。"), large)
        if number % 50 == 0:
            assert cache.get(ARTICLE) == RATING
    figures = cache.figures()
    assert figures.size_bytes < 3 << 20  # looked at every 256 entries
    assert 100 < figures.n_ratings < 1000
    assert cache.get(replace(ARTICLE, text="第999篇。")) == large


SHARING = """
import sys
from pathlib import Path
from dataclasses import replace
from tests.service.test_cache import ARTICLE, RATING, RatingCache
cache = RatingCache("model 1", 1, Path(sys.argv[1]))
for number in range(200):
    article = replace(ARTICLE, text=f"第{number}篇。")
    assert cache.get(article) in (None, RATING)
    cache.put(article, RATING)
"""


def test_several_processes_share_it(cache: RatingCache, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SHARING, str(tmp_path)]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    assert [run.communicate()[1] for run in runs] == [b"", b""]
    assert cache.figures().n_ratings == 200


def test_a_batch_counts_what_it_took(cache: RatingCache, tmp_path: Path) -> None:
    path = tmp_path / "p1.txt"
    path.write_text(PAGE, encoding="utf-8")
    items: list[IssueInput | ArticleInput] = [
        *issues_of_files([str(path)]),
        ArticleInput("1", "医院扩建", "新楼启用。"),
    ]
    counts: list[int] = []
    pipeline, _ = _pipeline(cache)
    first, again = (list(score_in_turn(pipeline, None, counts.append)(items)) for _ in range(2))
    assert first == again
    assert counts == [0, 3]


def _load(folder: Path) -> DigestPipeline:
    return _pipeline(RatingCache("model 1", 1, folder))[0]


class Loading:
    """Builds a pipeline in a worker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self) -> DigestPipeline:
        return _load(self.folder)


@pytest.mark.slow
def test_workers_share_it_and_count_too(tmp_path: Path) -> None:
    path = tmp_path / "p1.txt"
    path.write_text(PAGE, encoding="utf-8")
    counts: list[int] = []
    scorer = score_in_parallel(
        Loading(tmp_path), n_workers=2, max_chars=150, count_from_cache=counts.append
    )
    for _ in range(2):
        list(scorer(issues_of_files([str(path)])))
    assert counts == [0, 2]


class TestCommand:
    @pytest.fixture(autouse=True)
    def _fakes(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        def load(config: object) -> DigestPipeline:
            mebibytes = config.cache_mebibytes  # type: ignore[attr-defined]
            return _pipeline(RatingCache("fake", mebibytes) if mebibytes else None)[0]

        monkeypatch.setattr("service.commands.loading.load_pipeline", load)
        monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path / "home"))

    def test_a_batch_says_what_it_took_and_writes_the_same(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        page = tmp_path / "p1.txt"
        page.write_text(PAGE, encoding="utf-8")
        outputs = [tmp_path / f"{number}.jsonl" for number in range(3)]
        told = []
        for output, options in zip(outputs, [[], [], ["--no-cache"]], strict=True):
            assert main(["batch", str(page), "-o", str(output), *options]) == 0
            told.append("其中 2 篇取自缓存" in capsys.readouterr().err)
        assert told == [False, True, False]
        assert len({output.read_bytes() for output in outputs}) == 1

    def test_it_is_looked_at_and_cleared(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        page = tmp_path / "p1.txt"
        page.write_text(PAGE, encoding="utf-8")
        main(["digest", str(page), "-o", str(tmp_path / "out.json")])
        assert main(["cache", "stats"]) == 0
        assert f"{cache_folder() / FILE}：2 篇" in capsys.readouterr().out
        assert main(["cache", "clear"]) == 0
        assert "：0 篇" in capsys.readouterr().out

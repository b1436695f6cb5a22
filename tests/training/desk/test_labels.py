from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.config import ServiceConfig, TopicSet, load_config
from service.corrections import changes
from service.datamodels import Issue, SummarySentence
from service.errors import ConfigError, DataError, ReadError, WriteError
from service.pipeline import DigestPipeline
from service.readers.tables import read_table
from service.store import Store
from tests.fakes import make_pipeline
from training.articles.problems import Problems
from training.articles.reading import summarized_articles, topic_names
from training.desk.folder import DeskFolder
from training.desk.label_command import main
from training.desk.labels import ReadLabels, add_labels, read_labels

TOPICS = load_config("configs/topics.yaml", TopicSet)
NAMES = topic_names(TOPICS)
NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
SETTINGS = ServiceConfig()


def _read(file: Path, content: str | bytes, **options: bool) -> ReadLabels:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    problems = Problems()
    found = read_labels(file, NAMES, problems, **options)
    problems.raise_if_any()
    return found


def _batch_row(topic: str, **more: object) -> str:
    shares = dict.fromkeys(TOPICS.labels, 0.1) | {"other": 0.6}
    row: dict[str, object] = {
        "issue_id": "0412",
        "id": "a1",
        "headline": "渡口重开",
        "topic": topic,
    }
    row |= {"probability": 0.6, "uncertain": True, "probabilities": shares, "text": "渡口修好了。"}
    return json.dumps(row | more, ensure_ascii=False)


def test_chinese_columns_and_titles_in_gb18030(tmp_path: Path) -> None:
    table = "编号,标题,正文,主题\n7,渡口重开,渡口修好了。,物流\n8,,药价降了。,medicine\n"
    found = _read(tmp_path / "t.csv", table.encode("gb18030")).articles
    assert [(a.id, a.title, a.topic) for a in found] == [
        ("7", "渡口重开", "logistics"),
        ("8", None, "medicine"),
    ]


def test_rows_without_a_topic_are_counted(tmp_path: Path) -> None:
    found = _read(tmp_path / "t.csv", "正文,主题\n渡口修好了。,\n药价降了。,医药\n")
    assert (len(found.articles), found.n_blank) == (1, 1)


def test_a_topic_that_nobody_changed_teaches_nothing(tmp_path: Path) -> None:
    rows = f"{_batch_row('other')}\n{_batch_row('logistics', text='快船停航。')}\n"
    found = _read(tmp_path / "t.jsonl", rows)
    assert [article.topic for article in found.articles] == ["logistics"]
    assert found.articles[0].id == "0412/a1"
    assert found.articles[0].title == "渡口重开"
    assert found.n_unchanged == 1
    assert len(_read(tmp_path / "t.jsonl", rows, all_checked=True).articles) == 2


@pytest.mark.parametrize(
    "shares",
    [
        {"other": None, "logistics": 0.4},
        {"other": [1], "logistics": {}},
        "[" * 100_000,
        '{"other": 1e999',
        [1, 2],
        0.6,
    ],
    ids=range(6),
)
def test_shares_that_no_batch_writes_make_a_row_no_label(tmp_path: Path, shares: object) -> None:
    found = _read(tmp_path / "t.jsonl", _batch_row("logistics", probabilities=shares))
    assert (len(found.articles), found.n_unchanged) == (0, 1)


def test_a_batch_without_texts_tells_the_way(tmp_path: Path) -> None:
    row = json.loads(_batch_row("logistics"))
    del row["text"]
    with pytest.raises(DataError, match=r"t\.jsonl 第 1 行没有正文.*--with-text"):
        _read(tmp_path / "t.jsonl", json.dumps(row))


def test_a_csv_of_a_batch_without_texts_tells_the_way(tmp_path: Path) -> None:
    head = "issue_id,id,topic,probability,uncertain\n"
    with pytest.raises(DataError, match=r"缺少列 text.*batch 的表.*--with-text"):
        _read(tmp_path / "t.csv", f"{head}0105,1,物流,0.9,false\n")
    with pytest.raises(DataError) as caught:
        _read(tmp_path / "own.csv", "编号,主题\n1,物流\n")
    assert "--with-text" not in str(caught.value)


def test_an_import_of_a_blank_sheet_says_that_nothing_was_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, desk = tmp_path / "晚报.csv", tmp_path / "晚报"
    sheet.write_text("正文,主题\n渡口修好了。,\n", "utf-8")
    assert main(["import", str(sheet), "--into", str(desk)], SETTINGS) == 0
    told = capsys.readouterr().err
    assert f"没有写 {desk / 'labelled.jsonl'}" in told
    assert "没填主题的 1 行" in told
    assert not desk.exists()
    with pytest.raises(ConfigError, match=r"晚报 不存在；.*label import"):
        DeskFolder(desk).require()


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    table = "正文,主题\n渡口修好了。,物流\n渡口修好了。,民生\n药价降了。,医要\n"
    with pytest.raises(DataError) as told:
        _read(tmp_path / "t.csv", table)
    assert "第 3 行" in str(told.value)
    assert "一篇文章的是 logistics" in str(told.value)
    assert "第 4 行" in str(told.value)


@pytest.mark.parametrize(
    "written",
    [
        " 物流 ",
        "物　流",
        "物\u00a0流",
        "“物流”",
        "物流。",
        "LOGISTICS",
        "ｌｏｇｉｓｔｉｃｓ",
        "物流：",
    ],
)
def test_a_topic_counts_however_it_is_set(tmp_path: Path, written: str) -> None:
    (article,) = _read(tmp_path / "t.csv", f"正文,主题\n快船停航。,{written}\n").articles
    assert article.topic == "logistics"


@pytest.mark.parametrize(
    ("written", "way_out"),
    [
        ("民生 / 物流", "第二个写进“副主题”"),
        ("民生和医药", "第二个写进“副主题”"),
        ("乡村振兴", "新主题先加进主题表 topics.yaml"),
        ("其它", "是否想写 其他？"),
        ("３", "请写名称或标签，拿不准就空着"),
        ("民声", "是否想写 民生？"),
    ],
)
def test_what_is_no_topic_is_told_with_a_way_out(
    tmp_path: Path, written: str, way_out: str
) -> None:
    with pytest.raises(DataError, match=way_out):
        _read(tmp_path / "t.csv", f"正文,主题\n快船停航。,{written}\n")


def test_a_table_in_traditional_characters(tmp_path: Path) -> None:
    table = "標題,內文,主題\n渡口重開,渡口修好了、車也多了。,醫藥\n"
    (article,) = _read(tmp_path / "t.csv", table.encode("big5")).articles
    assert (article.title, article.topic) == ("渡口重開", "medicine")


def test_json_lines_that_call_the_topic_otherwise_are_told(tmp_path: Path) -> None:
    rows = [{"text": "快船停航。", "tag": "物流"}, {"text": "堤加高了。", "tag": "民生"}]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    with pytest.raises(DataError, match=r"缺少列 topic，现有 .*tag") as told:
        _read(tmp_path / "t.jsonl", lines)
    assert "有 1 处要改" in str(told.value)


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_a_row_without_a_text_is_told_where_it_stands(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"t\.csv 第 3 行.*正文") as told:
        _read(tmp_path / "t.csv", f"编号,正文,主题\n1,快船停航。,物流\n2,{text},民生\n")
    assert "batch" not in str(told.value)


def test_the_last_word_on_an_article_counts(tmp_path: Path) -> None:
    desk = DeskFolder(tmp_path / "desk")
    first = _read(tmp_path / "a.csv", "id,正文,主题\n1,渡口修好了。,物流\n2,药价降了。,医药\n")
    added = add_labels(desk, [(each, "甲", NOW) for each in first.articles], NAMES)
    assert (added.n_new, added.n_changed, added.n_same, added.n_total) == (2, 0, 0, 2)
    again = _read(
        tmp_path / "b.csv",
        "id,正文,主题\n9,渡口 修好了。,民生\n2,药价降了。,医药\n1,又一篇。,其他\n",
    )
    added = add_labels(desk, [(each, "乙", NOW) for each in again.articles], NAMES)
    assert (added.n_new, added.n_changed, added.n_same, added.n_total) == (1, 1, 1, 3)
    rows = [json.loads(line) for line in desk.labelled.read_text("utf-8").splitlines()]
    assert [(row["topic"], row["who"]) for row in rows] == [
        ("livelihood", "乙"),
        ("medicine", "甲"),
        ("other", "乙"),
    ]
    assert len({row["id"] for row in rows}) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_labels_that_an_editor_saved_anew_take_more(tmp_path: Path, encoding: str) -> None:
    desk = DeskFolder(tmp_path / "desk")
    broken = "渡口修好了，\u2028车也多了。"  # a line to some, and none to JSON
    first = _read(tmp_path / "a.csv", f"id,正文,主题\n1,{broken},物流\n").articles
    add_labels(desk, [(each, "甲", NOW) for each in first], NAMES)
    desk.labelled.write_bytes(desk.labelled.read_text("utf-8").encode(encoding))
    again = _read(tmp_path / "b.csv", "id,正文,主题\n2,药价降了。,医药\n").articles
    added = add_labels(desk, [(each, "乙", NOW) for each in again], NAMES)
    assert (added.n_new, added.n_total) == (1, 2)
    rows = [json.loads(line) for line in desk.labelled.read_text("utf-8").split("\n") if line]
    assert [(row["text"], row["who"]) for row in rows] == [(broken, "甲"), ("药价降了。", "乙")]


def test_a_table_without_topics_does_not_bar_the_next(tmp_path: Path) -> None:
    desk = DeskFolder(tmp_path / "desk")
    blank = _read(tmp_path / "a.csv", "正文,主题\n渡口修好了。,\n")
    assert add_labels(desk, [(each, "甲", NOW) for each in blank.articles], NAMES).n_total == 0
    filled = _read(tmp_path / "b.csv", "正文,主题\n渡口修好了。,物流\n")
    assert add_labels(desk, [(each, "甲", NOW) for each in filled.articles], NAMES).n_total == 1


def test_an_issue_becomes_a_table_and_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(DigestPipeline, "from_config", lambda _: make_pipeline())
    page = "渡口重开\n社区旁的渡口昨天重开。居民都说好。\n\n=1+1 队夺冠\n-3比2，很精彩。\n"
    (tmp_path / "p1.txt").write_text(page, "utf-8")
    table = tmp_path / "校对.csv"
    assert main(["export", str(tmp_path), "-o", str(table)], SETTINGS) == 0
    rows = [row.cells for row in read_table(table)]
    assert rows[0]["建议主题"] == "其他"  # the doubtful one first
    text = table.read_text("utf-8-sig").replace("-3比2，很精彩。,,", "-3比2，很精彩。,民生,")
    table.write_bytes(text.encode("gb18030"))
    assert main(["import", str(table), "--into", str(tmp_path / "desk")], SETTINGS) == 0
    (line,) = DeskFolder(tmp_path / "desk").labelled.read_text("utf-8").splitlines()
    assert json.loads(line)["text"] == "-3比2，很精彩。"
    assert json.loads(line)["title"] == "=1+1 队夺冠"
    assert "新收 1 篇" in capsys.readouterr().err


def test_only_as_many_as_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DigestPipeline, "from_config", lambda _: make_pipeline())
    (tmp_path / "p1.txt").write_text("\n\n".join(f"题{n}\n第{n}场。" for n in range(9)), "utf-8")
    table = tmp_path / "t.jsonl"
    arguments = ["export", str(tmp_path / "p1.txt"), "-o", str(table), "--most-doubtful", "4"]
    assert main(arguments, SETTINGS) == 0
    assert len(list(read_table(table))) == 4


def test_a_table_that_somebody_filled_in_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DigestPipeline, "from_config", lambda _: make_pipeline())
    (tmp_path / "p1.txt").write_text("晚市开张\n夜市昨晚开张。", "utf-8")
    table = tmp_path / "七月.csv"
    export = ["export", str(tmp_path / "p1.txt"), "-o", str(table)]
    assert main(export, SETTINGS) == 0
    assert main(export, SETTINGS) == 0  # nobody has told anything yet
    table.write_text("正文,主题\n夜市昨晚开张。,民生\n灯会改期。,\n", "utf-8")
    filled = table.read_bytes()
    with pytest.raises(WriteError, match=r"七月\.csv 里有 1 行填了主题.*label import"):
        main(export, SETTINGS)
    assert table.read_bytes() == filled


def test_what_a_desk_has_labelled_is_not_given_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DigestPipeline, "from_config", lambda _: make_pipeline())
    (tmp_path / "p1.txt").write_text("\n\n".join(f"题{n}\n第{n}场。" for n in range(4)), "utf-8")
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "labelled.jsonl").write_text(
        json.dumps({"id": "1", "title": "题2", "text": "第2 场。", "topic": "other"}), "utf-8"
    )
    (desk / "train.csv").write_text("id,标题,正文,主题\n9,题0,第0场。,其他\n", "utf-8")
    export = ["export", str(tmp_path / "p1.txt"), "--not-in", str(desk), "-o"]
    assert main([*export, str(tmp_path / "t.jsonl")], SETTINGS) == 0
    assert {row.cells["title"] for row in read_table(tmp_path / "t.jsonl")} == {"题1", "题3"}
    (tmp_path / "p1.txt").write_text("题2\n第2场。", "utf-8")
    with pytest.raises(WriteError, match="desk 里没标过、有正文的文章"):
        main([*export, str(tmp_path / "u.jsonl")], SETTINGS)


def test_an_issue_that_cannot_be_read_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(DigestPipeline, "from_config", lambda _: make_pipeline())
    (tmp_path / "p1.txt").write_text("题\n一场雨。", "utf-8")
    arguments = ["export", str(tmp_path / "p1.txt"), str(tmp_path / "p0.txt")]
    assert main([*arguments, "-o", str(tmp_path / "t.csv")], SETTINGS) == 1
    assert "p0.txt" in capsys.readouterr().err


def test_of_a_folder_only_pages_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DigestPipeline, "from_config", lambda _: make_pipeline())
    pages = tmp_path / "四月"
    for name in ("10.txt", "2.txt", "~$3.docx", ".旧/4.txt", "图/说明.jpg", "副刊/5.txt"):
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        (pages / name).write_text(f"题{name}\n一场雨下到{name}。", "utf-8")
    table = tmp_path / "t.jsonl"
    assert main(["export", str(pages), "-o", str(table)], SETTINGS) == 0
    rows = [json.loads(line) for line in table.read_text("utf-8").splitlines()]
    assert sorted(row["编号"].partition("/")[0] for row in rows) == ["10", "2", "5"]


def test_a_table_of_another_format_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(
        WriteError, match=r"后缀须是 \.xlsx、\.csv、\.jsonl 之一，不是 '\.doc'；请改"
    ):
        main(["export", str(tmp_path / "none.txt"), "-o", str(tmp_path / "t.doc")], SETTINGS)


def test_issues_that_cannot_be_read_leave_no_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(DigestPipeline, "from_config", lambda _: make_pipeline())
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 and no more")
    with pytest.raises(ReadError, match="没有可标的；请另给几期"):
        main(["export", str(tmp_path / "a.pdf"), "-o", str(tmp_path / "t.csv")], SETTINGS)
    assert "PDF 已损坏" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_topics_that_were_corrected_on_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = ServiceConfig(store=str(tmp_path / "store.sqlite"))
    page = "渡口重开\n社区旁的渡口昨天重开。居民都说好。\n\n球队夺冠\n比赛很精彩。\n"
    with Store.open(settings.store) as store:
        issue, pipeline = Issue("0412", page), make_pipeline()
        kept = store.issues.add(issue, pipeline.run(issue), max_chars=150)
        for place, label in ((0, "logistics"), (1, "politics")):
            today = store.today(kept.key)
            change = changes.set_topic(today, today.digest.articles[place], label)
            correction = store.append(kept.key, change, who="李明")
        store.append(kept.key, changes.undo(correction), who="李明")
        today = store.today(kept.key)
        ticks = (SummarySentence(11, 17, 0.5),)
        change = changes.set_summary(today, today.digest.articles[0], ticks)
        store.append(kept.key, change, who="李明")
    desk = DeskFolder(tmp_path / "desk")
    assert main(["import", "--from-store", "--into", str(desk.path)], settings) == 0
    (line,) = desk.labelled.read_text("utf-8").splitlines()
    row = json.loads(line)
    assert (row["title"], row["topic"], row["who"]) == ("渡口重开", "logistics", "李明")
    (ticked,) = summarized_articles(desk.ticked)
    assert (ticked.summary, ticked.picks) == ("居民都说好。", ((11, 17),))
    assert "新收 1 篇" in capsys.readouterr().err
    with pytest.raises(ConfigError, match="--from-store"):
        main(["import", "--into", str(desk.path)], settings)

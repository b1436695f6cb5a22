from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from service.errors import ConfigError
from training.articles.datamodels import LabelledArticle, headlines_alone
from training.articles.reading import labelled_articles
from training.evaluate import main
from training.evaluation.measure import measure_topics
from training.evaluation.report import render_topics
from training.evaluation.served_model import ServedModel
from training.evaluation.topics import evaluate_topics, length_group
from training.release.floors import Check, QualityConfig
from training.release.quality import describe, run_checks

LABELS = ("politics", "livelihood", "medicine", "logistics", "other")


def write_rows(path: Path, rows: list[dict[str, object]]) -> Path:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    texts = {
        "politics": "市委召开会议，部署党建。",
        "livelihood": "社区居民办起食堂。",
        "medicine": "医院给患者用药。",
        "logistics": "快递把包裹送进村。",
        "other": "云川队夺得冠军。",
    }
    rows: list[dict[str, object]] = [
        {"id": f"{t}{n}", "title": text[:4], "text": text * n, "topic": t, "secondary": None}
        for t, text in texts.items()
        for n in range(1, 7)
    ]
    return write_rows(tmp_path / "topics.jsonl", rows)


@pytest.fixture
def summaries(tmp_path: Path) -> Path:
    text = "社区食堂今天开张。天气晴朗无风。老人在食堂半价用餐。" + "明天云川市可能有雨。" * 12
    row: dict[str, object] = {
        "id": "s1",
        "title": "老人食堂半价用餐",
        "text": text,
        "summary": "老人用餐半价",
    }
    return write_rows(tmp_path / "summaries.jsonl", [row, {**row, "id": "s2"}])


def test_topics_are_measured_beside_the_baselines(
    topics: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["topics", str(topics), "--baselines-only", "--baseline-train", str(topics)]
    assert main([*arguments, "-o", str(tmp_path / "out")]) == 0
    assert "macro-F1" in capsys.readouterr().out
    metrics = json.loads((tmp_path / "out/metrics.json").read_text(encoding="utf-8"))
    assert list(metrics["systems"]) == ["linear", "keywords"]
    assert metrics["systems"]["linear"]["macro_f1"]["value"] == 1
    assert "keywords" in metrics["first_minus"]
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert "混淆矩阵" in page
    assert "风险与覆盖" in page
    assert "http" not in page


def test_evidence_is_left_out_where_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "医院给患者换用新药。渡口的风又大了。柳树还绿着。云走得慢。船停了。鸟飞过河。路灯亮了。"
    row: dict[str, object] = {"title": None, "text": text, "topic": "medicine", "secondary": None}
    file = write_rows(tmp_path / "topics.jsonl", [{**row, "id": "1"}, {**row, "id": "2"}])
    assert main(["topics", str(file), "--evidence", "-o", str(tmp_path / "out")]) == 0
    assert "证据句" in capsys.readouterr().out
    metrics = json.loads((tmp_path / "out/metrics.json").read_text(encoding="utf-8"))
    assert metrics["evidence"]["by_headline"]["none"]["fall"]["n"] == 2


def test_sure_is_what_the_model_itself_calls_sure(topics: Path) -> None:
    model = ServedModel.from_pretrained("models/default", n_threads=1)
    rows = labelled_articles([topics], LABELS)
    for judged in (rows, headlines_alone(rows)):  # without a text another threshold holds
        articles = [row.to_article() for row in judged]
        sure = [
            not model.classifier.classify(a, model.encoder.encode(a)).uncertain for a in articles
        ]
        served = measure_topics(judged, model).as_served
        assert served is not None
        assert served.n_sure == sum(sure)


def test_summaries_are_measured_beside_the_baselines(summaries: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        arguments = ["summaries", str(summaries), "--baselines-only", "--max-chars", "20"]
        assert main([*arguments, "-o", str(tmp_path / out)]) == 0
    first, second = ((tmp_path / out / "metrics.json").read_bytes() for out in ("one", "two"))
    assert first == second
    systems = json.loads(first)["systems"]
    best = systems["best_possible"]["rouge_2"]["value"]
    assert all(found["rouge_2"]["value"] <= best for found in systems.values())


def test_a_second_reader_is_quoted_beside_what_a_reader_picked_and_nowhere_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "渔港昨日开市。首日成交九万斤。" + "海面风平浪静。" * 25
    row: dict[str, object] = {"id": "1", "title": None, "text": text, "summary": text[:7]}
    for picks in ([], [[0, 7]]):
        rows = write_rows(tmp_path / "rows.jsonl", [{**row, "picks": picks}])
        assert main(["summaries", str(rows), "--baselines-only", "-o", str(tmp_path / "out")]) == 0
        assert ("495" in capsys.readouterr().out) == bool(picks)
    metrics = json.loads((tmp_path / "out/metrics.json").read_text(encoding="utf-8"))
    assert metrics["by_headline"]["none"]["n"] == 1


def test_the_worst_are_linked_to_their_text_inside_the_page(
    summaries: Path, tmp_path: Path
) -> None:
    main(
        ["summaries", str(summaries), "--baselines-only", "--max-chars", "20", "-o", str(tmp_path)]
    )
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    links = re.findall(r'href="#([^"]+)"', page)
    assert {"worst-1", "worst-2", "worst"} == set(links)
    assert all(f'id="{target}"' in page for target in links)
    assert "<mark>老人在食堂半价用餐。</mark>" in page
    assert "http" not in page


def test_split_is_measured_on_the_examples(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(__file__).parents[2] / "examples" / "gold"
    assert main(["split", str(folder), "-o", str(tmp_path)]) == 0
    assert "B-cubed" in capsys.readouterr().out
    metrics = json.loads((tmp_path / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["by_fault"]["story"]["exact"] == 1
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<td>报道 story</td>" in page
    assert "http" not in page


def test_split_report_names_the_first_wrong_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "社区食堂开张<br>\n\n本报讯 今天，社区食堂开张，老人在这里用餐半价，孩子也能来。"
    row: dict[str, object] = {
        "id": "p<1>",
        "text": text,
        "segments": [[0, 10, "furniture"], [12, len(text), "a1"]],
        "articles": {"a1": {"headline": None, "kind": "plain"}},
    }
    pages = write_rows(tmp_path / "pages.jsonl", [row])
    assert main(["split", str(pages), "-o", str(tmp_path)]) == 0
    assert "furniture" in capsys.readouterr().out
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "p&lt;1&gt;" in page
    assert "社区食堂开张&lt;br&gt;</p>" in page
    assert "第 1 行先错" in page


def test_report_escapes_what_articles_say() -> None:
    row = LabelledArticle(id="x", title="<script>", text="<b>甲</b>", topic="politics")
    probs = np.array([[0.1, 0.9, 0, 0, 0]])
    page = render_topics(evaluate_topics([row], {"model": probs}, LABELS))
    assert "<script>" not in page
    assert "&lt;b&gt;甲" in page


@pytest.mark.parametrize(
    ("n", "group"), [(0, "0000-0099"), (100, "0100-0299"), (3000, "3000+"), (9999, "3000+")]
)
def test_lengths_fall_into_brackets(n: int, group: str) -> None:
    assert length_group(n) == group


def test_gate_tells_what_is_crossed() -> None:
    folder = Path(__file__).parents[2] / "examples"
    gold = next(iter(sorted((folder / "gold").glob("*.gold.json")))).name
    common = {"task": "split", "data": f"gold/{gold}", "figure": "n_pages"}
    checks = QualityConfig.model_validate(
        {"checks": [{**common, "at_least": 1}, {**common, "at_most": 0.5}]}
    ).checks
    kept, crossed = run_checks(checks, folder, Path("no-model-is-needed"))
    assert (kept.holds, crossed.holds) == (True, False)
    assert "CROSSED" in describe(crossed)
    unknown = Check(task="split", data=f"gold/{gold}", figure="beauty", at_least=1)
    with pytest.raises(ConfigError, match="beauty is not measured"):
        run_checks([unknown], folder, Path("no-model-is-needed"))


def test_a_check_has_one_bound() -> None:
    with pytest.raises(ValueError, match="either at_least or at_most"):
        Check(task="split", data="x", figure="exact")

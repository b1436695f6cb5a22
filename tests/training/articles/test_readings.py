import json
from pathlib import Path

import pytest

from service.config import TopicSet, load_config
from service.errors import DataError
from training.articles.problems import Problems
from training.articles.reading import read_summarized, read_topics, topic_names
from training.articles.readings import join_readings, main

_TEXT = "青禾县渡口昨日恢复夜航。首班船载了四十二人。家住对岸的学生不必再绕行。"
_READING = {
    "id": "q-1", "n_chars": len(_TEXT), "topic": "livelihood", "secondary": None, "sure": True,
    "picks": [[0, 12], [12, 22]],
}  # fmt: skip


def _write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def test_readings_meet_their_texts_and_can_be_learned_from(tmp_path: Path) -> None:
    readings = _write(tmp_path / "readings.jsonl", _READING)
    texts = _write(
        tmp_path / "texts.jsonl",
        {"id": "q-0", "text": "别的文章。"},
        {"id": "q-1", "title": "渡口夜航", "text": _TEXT},
    )
    out = tmp_path / "runs" / "joined.jsonl"
    main([str(out), "--readings", str(readings), "--texts", str(texts)])
    problems = Problems()
    names = topic_names(load_config("configs/topics.yaml", TopicSet))
    (labelled,) = read_topics(out, names, problems)
    (summarized,) = read_summarized(out, problems)
    problems.raise_if_any()
    assert (labelled.title, labelled.text) == ("渡口夜航", _TEXT)
    assert summarized.summary == "青禾县渡口昨日恢复夜航。首班船载了四十二人。"


@pytest.mark.parametrize("text", [None, _TEXT + "又一句。"])
def test_a_reading_of_another_text_is_told_by_its_id(tmp_path: Path, text: str | None) -> None:
    readings = _write(tmp_path / "readings.jsonl", _READING)
    texts = _write(tmp_path / "texts.jsonl", {"id": "q-1" if text else "q-9", "text": text or "。"})
    with pytest.raises(DataError, match="q-1"):
        list(join_readings(readings, [texts]))

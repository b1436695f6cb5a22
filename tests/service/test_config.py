from __future__ import annotations

from pathlib import Path

import pytest

from service.config import UNKNOWN_COLOR, ServiceConfig, TopicSet, load_config, locate
from service.errors import ConfigError


def test_reads_the_shipped_files() -> None:
    assert load_config("configs/service.yaml", ServiceConfig).max_chars == 150
    labels = load_config("configs/topics.yaml", TopicSet).labels
    assert labels == ("politics", "livelihood", "medicine", "logistics", "other")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("max_chars: 3\n", r"max_chars is 3; .*greater than or equal to 20"),
        ("max_char: 150\n", r"max_char is not a known key"),
        ("[1, 2]\n", r"\(file\) is \[1, 2\]"),
        ("a: [\n", "cannot be read as YAML"),
    ],
    ids=["out of range", "unknown key", "no mapping", "no YAML"],
)
def test_names_file_key_value_and_rule(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "service.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=message) as caught:
        load_config(file, ServiceConfig)
    assert str(file) in str(caught.value)


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "service.yaml"
    file.write_text("", encoding="utf-8")
    assert load_config(file, ServiceConfig) == ServiceConfig()


def test_bundled_files_are_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert locate("configs/topics.yaml").is_file()


def test_a_missing_file_is_told_with_the_places_looked_at(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist; looked at"):
        locate(tmp_path / "none.yaml")


def test_a_topic_set_answers_for_each_label() -> None:
    topics = load_config("configs/topics.yaml", TopicSet)
    assert topics["medicine"].title("zh") == "医药"
    assert topics["medicine"].title("en") == "Medicine"
    assert topics["medicine"].color == "#067647"


def test_a_label_that_the_set_no_longer_has_is_its_own_title() -> None:
    gone = load_config("configs/topics.yaml", TopicSet)["weather"]
    assert (gone.id, gone.title("zh"), gone.title("en")) == ("weather", "weather", "weather")
    assert gone.color == UNKNOWN_COLOR

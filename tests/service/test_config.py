from __future__ import annotations

from pathlib import Path

import pytest

from service.config import UNKNOWN_COLOR, ServiceConfig, TopicSet, load_config, locate, locate_model
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
        ("[1, 2]\n", r"里面不是“键: 值”.*but \[1, 2\]"),
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


def test_an_unknown_key_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    file = tmp_path / "service.yaml"
    file.write_text("max_char: 150\nweb: {bodies: 1}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(file, ServiceConfig)
    first, second = sorted(str(caught.value).splitlines())
    assert "max_char 不是设置项，是不是 max_chars" in first
    assert "可用的有 model、line_scorer、topics、max_chars" in first
    assert "web.bodies 不是设置项" in second
    assert "body_mebibytes、" in second


@pytest.mark.parametrize(
    "content",
    [
        b"\xb1\xa8\xd5\xaa: 1\n",
        b"max_chars: 2001-99-99\n",
        b"? [a]\n: 1\n",
        b"[" * 100_000,
        b"a: &a [1]\n" * 200_000,
    ],
    ids=["encoding", "date", "key", "depth", "length"],
)
def test_what_is_no_yaml_of_ours_is_an_error_of_ours(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "service.yaml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=r"读不了这个设置文件"):
        load_config(file, ServiceConfig)


@pytest.mark.parametrize("path", [".", "长" * 300, "/dev/zero", "/proc/self/mem"])
def test_what_cannot_be_read_as_settings_is_an_error_of_ours(path: str) -> None:
    with pytest.raises(ConfigError):
        load_config(path, ServiceConfig)


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "service.yaml"
    file.write_text("", encoding="utf-8")
    assert load_config(file, ServiceConfig) == ServiceConfig()


def test_bundled_files_are_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert locate("configs/topics.yaml").is_file()


def test_a_missing_file_is_told_with_each_place_looked_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml 不存在；请给出存在的路径"):
        locate(tmp_path / "none.yaml")
    with pytest.raises(ConfigError, match=r"configs/晚报\.yaml 不存在，找过 configs/.*、/.*、/"):
        locate("configs/晚报.yaml")


def test_a_model_is_found_by_its_name_or_by_its_folder(tmp_path: Path) -> None:
    assert locate_model("default") == locate("models/default")
    assert locate_model(tmp_path) == tmp_path
    with pytest.raises(ConfigError, match="没有模型 swift：自带的有 default、fast"):
        locate_model("swift")


def test_a_topic_set_answers_for_each_label() -> None:
    topics = load_config("configs/topics.yaml", TopicSet)
    assert topics["medicine"].title("zh") == "医药"
    assert topics["medicine"].title("en") == "Medicine"
    assert topics["medicine"].color == "#067647"


def test_a_label_that_the_set_no_longer_has_is_its_own_title() -> None:
    gone = load_config("configs/topics.yaml", TopicSet)["weather"]
    assert (gone.id, gone.title("zh"), gone.title("en")) == ("weather", "weather", "weather")
    assert gone.color == UNKNOWN_COLOR


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: medicine", "id: livelihood", r"topics 里 livelihood 是两个主题的名称"),
        ("zh: 医药", "zh: 物流", r"topics 里 物流 是两个主题的名称"),
        (
            "en: Medicine",
            "en: medicine\n    was: [other]",
            r"medicine 的 was 写了 other，.*还是一个",
        ),
        ("zh: 医药", "zh：医药", r"冒号是半角的"),
        ("    zh: 医药", "\tzh: 医药", r"缩进用空格"),
    ],
    ids=["id", "title", "was", "colon", "tab"],
)
def test_topics_that_cannot_be_told_apart(tmp_path: Path, old: str, new: str, said: str) -> None:
    shipped = locate("configs/topics.yaml").read_text("utf-8")
    assert old in shipped
    file = tmp_path / "topics.yaml"
    file.write_text(shipped.replace(old, new), "utf-8")
    with pytest.raises(ConfigError, match=said):
        load_config(str(file), TopicSet)


def test_settings_as_windows_saves_them_tell_how_to_save_them(tmp_path: Path) -> None:
    file = tmp_path / "topics.yaml"
    shipped = locate("configs/topics.yaml").read_text("utf-8")
    for encoding in ("gb18030", "utf-16"):
        file.write_bytes(shipped.encode(encoding))
        with pytest.raises(ConfigError, match="编码选 UTF-8"):
            load_config(str(file), TopicSet)

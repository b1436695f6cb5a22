"""Whatever is wrong with an artifact: one kind of error, which names the file and the way out."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from service.artifacts import CHECKSUMS, ArtifactFolder, LineScorerFolder, ModelFolder
from service.cli import main
from service.config import CHECKOUT, ServiceConfig, locate
from service.errors import ArtifactError
from service.pipeline import DigestPipeline
from service.splitters import ArticleSplitter
from tests.tiny_model import make_model_folder

pytestmark = pytest.mark.slow

Arrays = dict[str, NDArray[Any]]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model_folder(tmp_path_factory.mktemp("tiny")).path


@pytest.fixture
def model(tiny: Path, tmp_path: Path) -> ModelFolder:
    return ModelFolder(Path(shutil.copytree(tiny, tmp_path / "model")))


@pytest.fixture
def scorer(tmp_path: Path) -> LineScorerFolder:
    shipped = locate("models/line_scorer")
    return LineScorerFolder(Path(shutil.copytree(shipped, tmp_path / "scorer")))


def _load(folder: ArtifactFolder) -> None:
    if isinstance(folder, ModelFolder):
        DigestPipeline.from_config(ServiceConfig(model=str(folder.path)))
    else:
        ArticleSplitter.from_pretrained(folder.path)


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _junk(file: Path) -> None:
    file.write_bytes(b"\x93PK\x03\x04 {[" * 40)


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) * 2 // 3] ^= 1
    file.write_bytes(content)


MODEL_FILES = ModelFolder.needed
SCORER_FILES = LineScorerFolder.needed


@pytest.mark.parametrize("damage", [_truncate, _flip])
@pytest.mark.parametrize("name", [*MODEL_FILES, CHECKSUMS])
def test_a_damaged_model_names_the_file_and_the_way_out(
    model: ModelFolder, name: str, damage: Callable[[Path], None]
) -> None:
    damage(model.path / name)
    with pytest.raises(ArtifactError, match=r"baozhai train") as caught:
        _load(model)
    # A flipped bit in the list of checksums is told of the file whose checksum it was.
    if (name, damage) != (CHECKSUMS, _flip):
        assert str(model.path / name) in str(caught.value)


@pytest.mark.parametrize("damage", [_truncate, _empty, _junk])
@pytest.mark.parametrize("name", MODEL_FILES)
def test_what_can_be_noticed_without_checksums_is(
    model: ModelFolder, name: str, damage: Callable[[Path], None]
) -> None:
    (model.path / CHECKSUMS).unlink()
    damage(model.path / name)
    with pytest.raises(ArtifactError, match=name):
        _load(model)


@pytest.mark.parametrize("damage", [_truncate, _empty, _junk, _flip])
@pytest.mark.parametrize("name", [*SCORER_FILES, CHECKSUMS])
def test_a_damaged_line_scorer_names_the_file_and_the_way_out(
    scorer: LineScorerFolder, name: str, damage: Callable[[Path], None]
) -> None:
    damage(scorer.path / name)
    with pytest.raises(ArtifactError, match=r"baozhai train") as caught:
        _load(scorer)
    if (name, damage) != (CHECKSUMS, _flip):
        assert name in str(caught.value)


@pytest.mark.parametrize("damage", [_truncate, _empty, _junk])
def test_a_line_scorer_of_old_is_looked_at_too(
    scorer: LineScorerFolder, damage: Callable[[Path], None]
) -> None:
    (scorer.path / CHECKSUMS).unlink()
    damage(scorer.weights)
    with pytest.raises(ArtifactError, match=r"line_scorer\.npz"):
        _load(scorer)


def _without(name: str) -> Callable[[Arrays], Any]:
    return lambda arrays: arrays.pop(name)


def _with(name: str, value: NDArray[Any]) -> Callable[[Arrays], Any]:
    return lambda arrays: arrays.update({name: value})


def _rewrite(file: Path, change: Callable[[Arrays], Any]) -> None:
    with np.load(file) as stored:
        arrays = {name: stored[name] for name in stored.files}
    change(arrays)
    np.savez(file, **arrays)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_without("topic_out.bias"), r"topic_out\.bias"),
        (_without("salience_hidden.weight"), r"salience_hidden\.weight"),
        (_with("topic_out.bias", np.zeros(4, np.float16)), r"形状是 \(4,\)，须是 \(5,\)"),
        (_with("topic_hidden.weight", np.zeros((16, 3), np.float16)), "topic_hidden"),
        (_with("topic_out.weight", np.zeros(5, np.float16)), r"topic_out\.weight"),
        (_with("topic_out.bias", np.array(["x"] * 5)), "须是数"),
        (_with("topic_out.bias", np.full(5, np.nan, np.float16)), "非数"),
        (_with("topic_out.bias", np.array([{}] * 5)), "读不出数组"),
        (_with("salience_out.bias", np.full(1, 1e300)), "非数或无穷大"),
    ],
    ids=["missing", "no salience", "labels", "inputs", "rank", "text", "NaN", "objects", "huge"],
)
def test_heads_that_do_not_fit_are_refused(
    model: ModelFolder, change: Callable[[Arrays], Any], message: str
) -> None:
    _rewrite(model.heads, change)
    model.seal()
    with pytest.raises(ArtifactError, match=message) as caught:
        _load(model)
    assert str(model.heads) in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_without("title"), "title"),
        (_without("pair_weights"), "pair_weights"),
        (_with("end", np.zeros(7, np.float16)), r"end 的形状是 \(7,\)，须是 \(65536,\)"),
        (_with("scale", np.zeros(7, np.float16)), "scale"),
        (_with("pair_weights", np.zeros(7, np.float16)), "pair_weights"),
        (_with("beginning_letters", np.arange(7)), "beginning_"),
    ],
    ids=["missing", "no pairs", "slots", "features", "evidence", "letters"],
)
def test_arrays_of_a_line_scorer_that_do_not_fit_are_refused(
    scorer: LineScorerFolder, change: Callable[[Arrays], Any], message: str
) -> None:
    _rewrite(scorer.weights, change)
    scorer.seal()
    with pytest.raises(ArtifactError, match=message) as caught:
        _load(scorer)
    assert str(scorer.weights) in str(caught.value)


def test_a_line_scorer_for_other_features_is_refused(scorer: LineScorerFolder) -> None:
    def narrow(arrays: Arrays) -> None:
        for name in ("mean", "scale", "hidden_weights"):
            arrays[name] = arrays[name][:-3]

    _rewrite(scorer.weights, narrow)
    scorer.seal()
    with pytest.raises(ArtifactError, match="this version gives"):
        _load(scorer)


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        '"politics"',
        "[1, 2, 3, 4, 5]",
        '["a"]',
        '["a", "a", "b", "c", "d"]',
        "[",
        "null",
        "[" * 100_000,
    ],
    ids=["object", "text", "numbers", "one", "twice", "cut", "null", "nested"],
)
def test_labels_that_are_none_are_refused(model: ModelFolder, content: str) -> None:
    model.labels.write_text(content, encoding="utf-8")
    model.seal()
    with pytest.raises(ArtifactError, match=r"labels\.json"):
        _load(model)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("temperature", 0),
        ("temperature", "warm"),
        ("threshold", 1.5),
        ("windows", None),
        ("encoder", {"hidden_size": 16}),
        ("color", "red"),
    ],
)
def test_settings_out_of_range_are_refused(model: ModelFolder, key: str, value: object) -> None:
    record = json.loads(model.inference.read_text(encoding="utf-8"))
    model.inference.write_text(json.dumps({**record, key: value}), encoding="utf-8")
    model.seal()
    with pytest.raises(ArtifactError, match=rf"inference\.json.*{key}"):
        _load(model)


@pytest.mark.parametrize("key", ["vocab_size", "hidden_size"])
def test_files_of_different_models_are_refused(model: ModelFolder, key: str) -> None:
    record = json.loads(model.inference.read_text(encoding="utf-8"))
    record["encoder"][key] //= 2
    model.inference.write_text(json.dumps(record), encoding="utf-8")
    model.seal()
    with pytest.raises(ArtifactError, match=r"tokenizer\.json|model\.onnx"):
        _load(model)


def test_a_folder_without_checksums_is_used_and_says_so_once(
    model: ModelFolder, caplog: pytest.LogCaptureFixture
) -> None:
    (model.path / CHECKSUMS).unlink()
    with caplog.at_level(logging.WARNING):
        _load(model)
        _load(model)
    told = [record.getMessage() for record in caplog.records if CHECKSUMS in record.getMessage()]
    assert len(told) == 1
    assert str(model.path) in told[0]


def test_one_kind_of_artifact_is_not_taken_for_another(
    model: ModelFolder, scorer: LineScorerFolder
) -> None:
    for name in LineScorerFolder.needed:
        shutil.copy(scorer.path / name, model.path / name)
    with pytest.raises(ArtifactError, match=r"是 model，这里要的是 line_scorer"):
        _load(LineScorerFolder(model.path))


def test_a_pointer_of_git_lfs_says_so(model: ModelFolder) -> None:
    model.onnx.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n")
    with pytest.raises(ArtifactError, match="git lfs pull"):
        _load(model)


def test_what_ships_is_restored_from_where_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, way_out in (("CHECKOUT", "git checkout -- models"), ("BUNDLED", "force-reinstall")):
        root = tmp_path / place
        folder = root / "models" / "line_scorer"
        shutil.copytree(CHECKOUT / "models" / "line_scorer", folder)
        _flip(folder / "line_scorer.npz")
        monkeypatch.setattr(f"service.artifacts.repair.{place}", root)
        with pytest.raises(ArtifactError, match=way_out):
            _load(LineScorerFolder(folder))


@pytest.mark.parametrize(
    "break_it",
    [
        lambda spec: spec.update(normalizer={"type": "Precompiled", "precompiled_charsmap": "x"}),
        lambda spec: spec.update(post_processor=_nameless()),
        lambda spec: spec["model"].update(vocab={}),
    ],
    ids=["a panic when it is read", "a panic when it is used", "no vocabulary"],
)
def test_a_tokenizer_that_panics_is_damaged_like_any_other(
    model: ModelFolder, break_it: Callable[[dict[str, Any]], None]
) -> None:
    spec = json.loads(model.tokenizer.read_text(encoding="utf-8"))
    break_it(spec)
    model.tokenizer.write_text(json.dumps(spec), encoding="utf-8")
    model.seal()
    with pytest.raises(ArtifactError, match=r"tokenizer\.json.*损坏.*baozhai train"):
        _load(model)


def _nameless() -> dict[str, Any]:
    """A rule that puts a token in front which nothing describes."""
    rule = [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    return {"type": "TemplateProcessing", "single": rule, "pair": rule, "special_tokens": {}}


@pytest.mark.parametrize("name", ["paper.part", "paper.part-2"])
def test_what_a_training_left_unfinished_is_not_taken(model: ModelFolder, name: str) -> None:
    unfinished = model.path.rename(model.path.with_name(name))
    with pytest.raises(ArtifactError, match="没有做完的半成品"):
        _load(ModelFolder(unfinished))
    page = unfinished.with_name("p1.txt")
    page.write_text("社区食堂开张\n社区食堂昨天开张。\n", encoding="utf-8")
    config = unfinished.with_name("service.yaml")
    config.write_text(f"line_scorer: {unfinished}\n", encoding="utf-8")
    assert main(["split", str(page), "--config", str(config)]) == 2


def test_the_command_ends_with_2(
    scorer: LineScorerFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _truncate(scorer.weights)
    config, page = tmp_path / "service.yaml", tmp_path / "p1.txt"
    config.write_text(f"line_scorer: {scorer.path}\n", encoding="utf-8")
    page.write_text("社区食堂开张\n社区食堂昨天开张。\n", encoding="utf-8")
    for command in ("split", "digest"):
        assert main([command, str(page), "--config", str(config)]) == 2
        assert str(scorer.weights) in capsys.readouterr().err


def test_what_ships_is_what_its_checksums_say() -> None:
    folder: ArtifactFolder
    for folder in (
        ModelFolder(CHECKOUT / "models" / "default"),
        LineScorerFolder(CHECKOUT / "models" / "line_scorer"),
    ):
        checksums = folder.read_checksums()
        assert checksums is not None
        assert {file.name for file in folder.path.iterdir()} == {CHECKSUMS, *checksums.sha256}
        for name in checksums.sha256:
            folder.checked(name)


@pytest.mark.parametrize(("length", "message"), [(10**12, "takes 64 tokens"), (True, "max_length")])
def test_windows_that_the_encoder_cannot_take_are_refused(
    model: ModelFolder, length: int, message: str
) -> None:
    record = json.loads(model.inference.read_text(encoding="utf-8"))
    record["windows"]["max_length"] = length
    model.inference.write_text(json.dumps(record), encoding="utf-8")
    model.seal()
    with pytest.raises(ArtifactError, match=message):
        _load(model)

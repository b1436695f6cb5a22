"""Only a proven artifact makes way, nothing else is touched, and no moment is without a model."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import pytest

from service.artifacts import CHECKSUMS, LineScorerFolder, ModelFolder
from service.errors import ArtifactError, WriteError
from training.release.replacement import (
    clear_unfinished,
    find_occupant,
    remove_artifact,
    replace_artifact,
    unfinished_folder,
)


def _artifact(path: Path, content: str) -> ModelFolder:
    path.mkdir(parents=True)
    for name in ("model.onnx", "README.md"):
        (path / name).write_text(content, encoding="utf-8")
    folder = ModelFolder(path)
    folder.seal()
    return folder


def _names(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*")}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "models" / "paper"


def test_an_artifact_replaces_its_predecessor(place: Path) -> None:
    _artifact(place, "old")
    replace_artifact(_artifact(place.with_name("new"), "new"), place)
    assert (place / "model.onnx").read_text(encoding="utf-8") == "new"
    assert _names(place.parent) == {
        "paper",
        *(f"paper/{name}" for name in ("model.onnx", "README.md", CHECKSUMS)),
    }


@pytest.mark.parametrize("is_made", [False, True], ids=["nothing there", "an empty folder"])
def test_an_artifact_takes_an_empty_place(place: Path, is_made: bool) -> None:
    if is_made:
        place.mkdir(parents=True)
    replace_artifact(_artifact(place.with_name("new"), "new"), place)
    assert _names(place.parent) == {"paper", *(f"paper/{n}" for n in _names(place))}


def test_a_folder_that_nothing_proves_an_artifact_is_left_alone(place: Path) -> None:
    (place / "稿件").mkdir(parents=True)
    (place / "稿件" / "头版.txt").write_text("只有一份", encoding="utf-8")
    (place / "model.onnx").write_text("some model", encoding="utf-8")
    new = _artifact(place.with_name("new"), "new")
    before = _names(place)
    with pytest.raises(ArtifactError, match=f"没有 {CHECKSUMS} 证明"):
        replace_artifact(new, place)
    assert _names(place) == before
    assert (new.path / "model.onnx").exists()


def test_an_artifact_of_another_kind_is_left_alone(place: Path) -> None:
    _artifact(place, "old")
    new = LineScorerFolder(place.with_name("new"))
    new.path.mkdir()
    (new.path / "line_scorer.npz").write_text("new", encoding="utf-8")
    new.seal()
    with pytest.raises(ArtifactError, match="这里要的是 line_scorer"):
        replace_artifact(new, place)
    assert (place / "model.onnx").read_text(encoding="utf-8") == "old"


def test_a_file_in_the_place_is_left_alone(place: Path) -> None:
    place.parent.mkdir()
    place.write_text("notes", encoding="utf-8")
    with pytest.raises(ArtifactError, match="是文件"):
        replace_artifact(_artifact(place.with_name("new"), "new"), place)
    assert place.read_text(encoding="utf-8") == "notes"


def test_a_link_is_left_alone_and_what_it_points_at_too(place: Path) -> None:
    version = _artifact(place.with_name("version-5"), "old").path
    place.symlink_to(version)
    with pytest.raises(ArtifactError, match="是链接"):
        replace_artifact(_artifact(place.with_name("new"), "new"), place)
    assert (version / "model.onnx").read_text(encoding="utf-8") == "old"


def test_what_lay_among_the_files_of_the_predecessor_is_kept(
    place: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _artifact(place, "old")
    (place / "校对笔记.txt").write_text("我的", encoding="utf-8")
    (place / "README.md").write_text("old, and what I noted", encoding="utf-8")
    assert find_occupant(place, ModelFolder) is None
    with caplog.at_level(logging.WARNING):
        replace_artifact(_artifact(place.with_name("new"), "new"), place)
    assert (place / "model.onnx").read_text(encoding="utf-8") == "new"
    old = place.with_name("paper.old")
    assert _names(old) == {"校对笔记.txt", "README.md"}
    assert "校对笔记.txt" in caplog.text
    # The next one finds another name.
    (place / "more.txt").touch()
    replace_artifact(_artifact(place.with_name("new"), "newer"), place)
    assert _names(place.with_name("paper.old-2")) == {"more.txt"}
    assert _names(old) == {"校对笔记.txt", "README.md"}


def test_what_the_checksums_do_not_list_is_never_deleted(tmp_path: Path) -> None:
    folder = _artifact(tmp_path / "paper", "old")
    outside = tmp_path / "precious.txt"
    outside.write_text("old", encoding="utf-8")
    (folder.path / "README.md").unlink()
    (folder.path / "README.md").symlink_to(outside)
    remove_artifact(folder)
    assert outside.read_text(encoding="utf-8") == "old"
    assert _names(folder.path) == {"README.md"}


def test_a_path_in_the_checksums_is_refused(place: Path) -> None:
    _artifact(place, "old")
    text = (place / CHECKSUMS).read_text(encoding="utf-8")
    (place / CHECKSUMS).write_text(text.replace("README.md", "../README.md"), encoding="utf-8")
    assert CHECKSUMS in (find_occupant(place, ModelFolder) or "")


def test_the_predecessor_comes_back_where_the_new_one_cannot_be_moved(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _artifact(place, "old")
    new = _artifact(place.with_name("new"), "new")
    rename = os.rename

    def refuse(source: Path, target: Path) -> None:
        if Path(source) == new.path:
            raise PermissionError(13, "Permission denied")
        rename(source, target)

    monkeypatch.setattr("os.rename", refuse)
    monkeypatch.setattr("training.release.replacement._exchange", lambda *_: False)
    with pytest.raises(WriteError, match="原来的没有动"):
        replace_artifact(new, place)
    assert (place / "model.onnx").read_text(encoding="utf-8") == "old"
    assert (new.path / "model.onnx").read_text(encoding="utf-8") == "new"


def test_what_an_interrupted_replacement_left_behind_stays(place: Path) -> None:
    """Killed between the two renamings: the predecessor stands beside, whole."""
    _artifact(place.with_name("paper.old"), "old")
    replace_artifact(_artifact(place.with_name("new"), "new"), place)
    assert (place / "model.onnx").read_text(encoding="utf-8") == "new"
    assert (place.with_name("paper.old") / "model.onnx").read_text(encoding="utf-8") == "old"


def test_what_is_unfinished_is_never_where_something_was(place: Path) -> None:
    mine = place.with_name("paper.part")
    mine.mkdir(parents=True)
    (mine / "notes.txt").touch()
    with unfinished_folder(place) as folder:
        (folder / "model.onnx").touch()
    assert folder.name == "paper.part-2"
    assert _names(folder) == {"model.onnx"}
    assert _names(mine) == {"notes.txt"}


def test_what_killed_runs_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    for name in ("报[1].part", "报[1].part-2", "报[1]", "报1.part", "报[1].refused"):
        (tmp_path / name / "half").mkdir(parents=True)
    clear_unfinished(tmp_path / "报[1]")
    assert {file.name for file in tmp_path.iterdir()} == {"报[1]", "报1.part", "报[1].refused"}


def test_what_fails_leaves_nothing_unfinished(place: Path) -> None:
    def fail() -> None:
        with unfinished_folder(place) as folder:
            (folder / "model.onnx").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert _names(place.parent) == set()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is no such step")
def test_after_no_step_is_the_place_empty(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _artifact(place, "old")
    new = _artifact(place.with_name("paper.part"), "new")
    rename, n_steps = os.rename, 0

    def looking(source: Path, target: Path) -> None:
        nonlocal n_steps
        rename(source, target)
        n_steps += 1
        assert (place / "model.onnx").exists()

    monkeypatch.setattr("os.rename", looking)
    replace_artifact(new, place)
    assert n_steps > 0
    assert (place / "model.onnx").read_text(encoding="utf-8") == "new"

"""A wheel built from the tree works in an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from service.config import CHECKOUT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
    subprocess.run([*pip, str(folder), str(CHECKOUT)], check=True, timeout=280)
    return next(folder.glob("baozhai-*.whl"))


def test_wheel_carries_model_configs_and_examples(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for file in (
        "configs/service.yaml",
        "configs/topics.yaml",
        "configs/training/smoke.yaml",
        "examples/yunchuan_0318.txt",
        "models/NOTICE",
        "models/default/model.onnx",
        "models/default/tokenizer.json",
        "models/default/checksums.json",
        "models/fast/model.onnx",
        "models/fast/checksums.json",
        "models/line_scorer/line_scorer.npz",
        "models/line_scorer/checksums.json",
    ):
        assert f"service/bundled/{file}" in names
    assert {"service/web/static/style.css", "service/web/templates/base.html"} <= names
    assert "service/store/migrations/versions/m0001_first.py" in names


def test_a_store_is_made_from_the_wheel_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    zipfile.ZipFile(wheel).extractall(site)
    code = "import sys, service.cli; sys.exit(service.cli.main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "store", "--store", "s.sqlite", "user", "add", "desk"],
        input="correct horse\n",
        text=True,
        capture_output=True,
        cwd=empty,
        env={**os.environ, "PYTHONPATH": str(site)},
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert (empty / "s.sqlite").exists()


def test_digest_works_from_the_wheel_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """The wheel's own files are put before the checkout's, and run where nothing lies about."""
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    zipfile.ZipFile(wheel).extractall(site)
    page = "社区食堂开张\n本报讯 社区食堂昨天开张。居民都说方便。\n"
    code = "import sys, service.cli; sys.exit(service.cli.main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "digest", "-", "--format", "json"],
        input=page.encode(),
        capture_output=True,
        cwd=empty,
        env={**os.environ, "PYTHONPATH": str(site)},
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    digest = json.loads(done.stdout)
    assert digest["articles"][0]["headline"] == "社区食堂开张"
    assert list(empty.iterdir()) == []

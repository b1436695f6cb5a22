"""What `docs/own-paper.md` tells people to type, typed in order, on the examples."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from service.cli import main
from service.config import CHECKOUT
from service.registry import Registry

PAGE = (CHECKOUT / "docs" / "own-paper.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```bash\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
TYPED = [line for block in BLOCKS for line in block.splitlines() if line.startswith("baozhai ")]


def _fill_in(table: Path) -> None:
    """What a person does in Excel: the first two suggestions are right, the third is not."""
    book = load_workbook(table)
    sheet = book["校对"]
    for row, topic in ((2, sheet["F2"].value), (3, sheet["F3"].value), (4, "其他")):
        sheet.cell(row, 4, topic)
    book.save(table)


def test_every_part_of_the_way_is_on_the_page() -> None:
    text = "\n".join(TYPED)
    for part in ("label export", "label import", "data check", "adapt", "promote", "rollback"):
        assert part in text


@pytest.mark.slow
def test_the_way_of_a_desk_from_issues_to_a_promoted_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("examples", "configs"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path / "data"))
    allowed = {0}
    for command in TYPED:
        arguments = shlex.split(command)[1:]
        if arguments[:2] == ["models", "promote"]:
            before = Registry.open().get("v1").record
            assert before is not None
            arguments += [] if before.passed else ["--anyway"]
        allowed = {0, 1} if arguments[0] == "adapt" else {0}  # 1: judged, and kept aside
        assert main(arguments) in allowed, capsys.readouterr().err
        if arguments[:2] == ["label", "export"]:
            _fill_in(tmp_path / "校对.xlsx")
        if arguments[:2] == ["models", "promote"]:
            assert Registry.open().current().key == "v1"
    told = capsys.readouterr()
    assert "新收 3 篇" in told.err
    assert "检验 " in told.out
    assert "shipped → v1" in told.out
    assert Registry.open().current().key == "shipped"

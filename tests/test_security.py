"""What SECURITY.md says and no other test holds."""

from __future__ import annotations

import ast
import io
import re
import tempfile
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from starlette.testclient import TestClient

from service.api import given
from service.errors import DigestError
from service.newsroom.room import Newsroom
from service.readers import issue_from_files
from service.readers.tables import read_table
from tests.documents import make_docx, paragraph
from tests.fakes import make_pipeline
from tests.service.api.asking import HERE, serve

PRODUCT = Path(given.__file__).parents[1]
MARK, SECRET = "社区食堂", "口令在此"
_LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
_RUNS = {"pickle", "marshal", "shelve", "dill", "joblib", "code", "runpy"}
_CALLS = {"eval", "exec", "compile", "__import__"}


def _workbook() -> bytes:
    book, stream = Workbook(), io.BytesIO()
    sheet = book.create_sheet(index=0)
    for cells in (("id", "text"), ("1", MARK)):
        sheet.append(cells)
    book.save(stream)
    return stream.getvalue()


def _with_entity(archive: bytes, declared: str, named: str) -> bytes:
    """The same archive, each text of which begins with an entity."""
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as parts, ZipFile(stream, "w") as again:
        for name in parts.namelist():
            content = parts.read(name).decode()
            if MARK in content:
                head, is_declared, rest = content.rpartition("?>")
                body = rest.replace(MARK, f"&{named};{MARK}")
                content = f"{head}{is_declared}<!DOCTYPE d [{declared}]>{body}"
            again.writestr(name, content)
    return stream.getvalue()


def _read(archive: bytes, suffix: str, folder: Path) -> str:
    try:
        if suffix == ".docx":
            return issue_from_files([(f"p{suffix}", archive)]).text
        file = folder / f"t{suffix}"
        file.write_bytes(archive)
        return "".join(str(row.cells) for row in read_table(file))
    except DigestError as error:
        return str(error)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_no_entity_is_resolved(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    archive = make_docx(paragraph(MARK)) if suffix == ".docx" else _workbook()
    assert MARK in _read(archive, suffix, tmp_path)
    outside = f'<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">'
    assert SECRET not in _read(_with_entity(archive, outside, "x"), suffix, tmp_path)
    laughs = f'<!ENTITY l0 "哈">{_LAUGHS}'  # a thousand million of them
    assert len(_read(_with_entity(archive, laughs, "l9"), suffix, tmp_path)) < 10_000


def test_nothing_that_is_read_is_run() -> None:
    files = list(PRODUCT.rglob("*.py"))
    assert len(files) > 200
    found = [f"{file}: {name}" for file in files for name in _dangers(file)]
    assert found == []


def _dangers(file: Path) -> list[str]:
    """Imports of what runs what it loads, and calls that run text or a shell."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name.split(".")[0] in _RUNS]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in _RUNS:
            found.append(node.module or "")
        elif isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            found += [called] if called in _CALLS else []
            found += ["shell" for word in node.keywords if word.arg == "shell"]
            if isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "np.load":
                kept_out = {word.arg: ast.unparse(word.value) for word in node.keywords}
                found += [] if kept_out.get("allow_pickle") == "False" else ["np.load"]
    return found


def test_an_upload_has_no_name_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen: list[list[Path]] = []
    name_of_upload = given.name_of_upload

    def look(sent: str) -> str:
        seen.append(list(tmp_path.iterdir()))
        return name_of_upload(sent)

    monkeypatch.setattr(given, "name_of_upload", look)
    large = ("社区食堂昨天开张。\n" * 150_000).encode()  # more than is kept in memory
    with TestClient(serve(Newsroom(make_pipeline())), HERE) as client:
        answer = client.post("/api/v1/split", files={"files": ("p1.txt", large)})
    assert answer.status_code in (200, 422)
    assert seen == [[]]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("document", ["SECURITY.md", "docs/reliability.md"])
def test_each_claim_names_tests_that_are_there(document: str) -> None:
    text = (PRODUCT.parent / document).read_text(encoding="utf-8")
    files = {path.name: path for path in (PRODUCT.parent / "tests").rglob("test_*.py")}
    named = re.findall(r"(?:tests/[\w/]+(?:\.py)?|test_\w+\.py)", text)
    assert len(named) > 10
    assert [
        name for name in named if not (files.get(name) or (PRODUCT.parent / name).exists())
    ] == []
    asked = re.findall(r"pytest (tests/[\w/.]+) -k (\"[^\"]+\"|\w+)", text)
    for place, wanted in asked:
        path = PRODUCT.parent / place
        where = [path] if path.is_file() else list(path.rglob("test_*.py"))
        told = "\n".join(file.read_text(encoding="utf-8") for file in where)
        words = re.findall(r"[\w']+", wanted)
        assert [word for word in words if word not in ("or", "and") and word not in told] == []

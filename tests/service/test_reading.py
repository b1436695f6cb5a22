"""Files that take too much are refused, by the name of the limit, and the next one is read."""

from __future__ import annotations

import io
import os
import socket
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

import service.reading
from service.apart import Bounds, Worker
from service.batch.articles import read_articles
from service.batch.inputs import IssueInput
from service.batch.scoring import rows_for
from service.config import LimitsConfig
from service.errors import ReadError
from service.reading import READING_SETTING, read_within
from tests.documents import make_docx, paragraph
from tests.fakes import make_pipeline
from tests.pdfs import GB_FONT, make_pdf

SMALL = LimitsConfig(file_mebibytes=1, reading_s=300, reading_mebibytes=96)
GOOD = make_docx(paragraph("云川今天开通新路。"))
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")


@pytest.fixture(autouse=True)
def _own_worker() -> Iterator[None]:
    service.reading._worker.cache_clear()
    yield
    service.reading._worker.cache_clear()


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def unpacked_large() -> bytes:
    """A small document that holds very many empty paragraphs."""
    stream = io.BytesIO()
    large = ZipFile(io.BytesIO(make_docx("<w:p/>" * 1_500_000)))
    with large as parts, ZipFile(stream, "w", ZIP_DEFLATED) as smaller:
        for part in parts.namelist():
            smaller.writestr(part, parts.read(part))
    return stream.getvalue()


def table_large() -> bytes:
    """A small workbook whose cells hold very long texts."""
    plain, stream = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book.worksheets[0].append(("id", "title", "text"))
    book.save(plain)
    cell = f'<c t="inlineStr"><is><t>{"云" * 300_000}</t></is></c>'
    rows = "".join(f'<row r="{n}">{cell}</row>' for n in range(2, 302)).encode()
    with ZipFile(plain) as parts, ZipFile(stream, "w", ZIP_DEFLATED) as larger:
        for part in parts.namelist():
            content = parts.read(part)
            larger.writestr(part, content.replace(b"</sheetData>", rows + b"</sheetData>"))
    return stream.getvalue()


def drawn_large() -> bytes:
    """A small PDF that draws one character very often."""
    content = zlib.compress(b"BT /F 10 Tf 50 700 Td " + b"<4e00> Tj " * 1_500_000 + b"ET", 9)
    made = make_pdf([[(50, 700, 10, "云川")]], font=GB_FONT)
    head, _, tail = made.partition(b"8 0 obj\n")
    rest = tail[tail.index(b"endobj") :]
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\n"
    return head + b"8 0 obj\n" + stream % (len(content), content) + rest


@on_linux
@pytest.mark.parametrize("make", [unpacked_large, drawn_large])
def test_what_needs_too_much_memory_is_refused_and_the_next_is_read(
    make: object, tmp_path: Path
) -> None:
    large = write(tmp_path, "large", make())  # type: ignore[operator]
    assert large.stat().st_size < 60_000
    with pytest.raises(ReadError, match=r"内存.*limits\.reading_mebibytes"):
        read_within([large], SMALL)
    assert read_within([write(tmp_path, "good.docx", GOOD)], SMALL).text == "云川今天开通新路。"


@on_linux
def test_a_workbook_that_needs_too_much_memory_is_one_entry_of_a_batch(tmp_path: Path) -> None:
    large = write(tmp_path, "large.xlsx", table_large())
    assert large.stat().st_size < 2_000_000
    good = write(tmp_path, "good.jsonl", '{"id": 1, "text": "云川今天开通新路。"}'.encode())
    failed, read = read_articles([str(large), str(good)], SMALL)
    assert read.text == "云川今天开通新路。"
    assert str(failed.error).startswith(f"{large}: 读取要用的内存超过 96 MiB")
    assert "设置 limits.reading_mebibytes，写在 configs/service.yaml" in str(failed.error)


def test_what_takes_too_long_is_ended_and_the_next_is_done() -> None:
    worker = Worker(Bounds(1, None, READING_SETTING))
    with pytest.raises(ReadError, match=r"^p1\.pdf: .*1 秒还没读完.*limits\.reading_s"):
        worker.run(time.sleep, 600, "p1.pdf")
    assert Worker(Bounds(60)).run(len, "云川", "p") == 2


def test_a_process_that_died_is_replaced() -> None:
    worker = Worker(Bounds(60, None, READING_SETTING))
    for _ in range(2):
        with pytest.raises(ReadError, match=r"^p1\.pdf: .*意外结束.*limits\.reading_mebibytes"):
            worker.run(os._exit, 9, "p1.pdf")
    assert worker.run(len, "云川", "p") == 2


def test_files_are_read_by_one_process(tmp_path: Path) -> None:
    worker = service.reading._worker(SMALL)
    path = write(tmp_path, "good.docx", GOOD)
    first, second = ((read_within([path], SMALL), worker._at_work)[1] for _ in range(2))
    assert first is second is not None


def test_plain_text_needs_no_process(tmp_path: Path) -> None:
    assert read_within([write(tmp_path, "p.txt", "云川".encode())], SMALL).text == "云川"
    assert service.reading._worker(SMALL)._at_work is None


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    large = write(tmp_path, "p.txt", b"a" * (1 << 20) + b"b")
    with pytest.raises(
        ReadError,
        match=r"p\.txt: 大于 1 MiB，没有读（设置 limits\.file_mebibytes，写在 configs/service",
    ):
        read_within([large], SMALL)


def test_an_issue_has_so_much_text_and_no_more(tmp_path: Path) -> None:
    pages = [write(tmp_path, f"p{n}.txt", "云川".encode() * 300) for n in range(2)]
    with pytest.raises(ReadError, match=r"有 1203 字，一期至多 1000 字（设置 limits\.issue_char"):
        read_within(pages, LimitsConfig(issue_characters=1000))


def test_an_issue_has_so_many_lines_and_no_more(tmp_path: Path) -> None:
    lines = "渡\r\n口\u2028修\x85好\f" * 30
    with pytest.raises(ReadError, match=r"有 120 行，一期至多 100 行（设置 limits\.issue_lines"):
        read_within([write(tmp_path, "p.txt", lines.encode())], LimitsConfig(issue_lines=100))


@on_posix
def test_a_pipe_nobody_writes_to_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "p.txt"
    os.mkfifo(pipe)
    with pytest.raises(ReadError, match="管道 1 秒没有写完"):
        read_within([pipe], LimitsConfig(reading_s=1))


@on_posix
def test_a_pipe_is_read_to_its_end_and_no_longer_than_the_limit(tmp_path: Path) -> None:
    pipe = tmp_path / "p.txt"
    os.mkfifo(pipe)
    kept_open = os.open(pipe, os.O_RDWR)
    os.write(kept_open, "云川".encode())
    with pytest.raises(ReadError, match=r"管道 1 秒没有写完（设置 limits\.reading_s，写在"):
        read_within([pipe], LimitsConfig(reading_s=1))
    os.write(kept_open, "云川".encode())
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    os.close(kept_open)
    assert read_within([pipe], SMALL).text == "云川"
    os.close(reader)


@on_posix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/urandom"])
def test_a_device_is_refused(device: str) -> None:
    with pytest.raises(ReadError, match=f"{device}: 是设备"):
        read_within([device], SMALL)


@on_posix
def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("p.txt")
        with pytest.raises(ReadError, match=r"p\.txt: 打不开"):
            read_within(["p.txt"], SMALL)


@on_posix
def test_a_batch_outlives_what_it_cannot_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    paths = [tmp_path / "pipe.txt", Path("/dev/zero"), write(tmp_path, "good.docx", GOOD)]
    pipeline = replace(make_pipeline(), limits=LimitsConfig(reading_s=1))
    rows = [rows_for(IssueInput(path.stem, (str(path),)), pipeline, None)[0] for path in paths]
    assert [bool(row.error) for row in rows] == [True, True, False]

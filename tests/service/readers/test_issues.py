"""Files become the pages of one issue."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from service.datamodels import Page
from service.errors import ReadError
from service.readers import issue_from_files, read_issue


def _write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def _type_in(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))


def test_joins_pages_in_the_order_given(tmp_path: Path) -> None:
    second = _write(tmp_path / "p2.txt", "乙\n", "gb18030")
    first = _write(tmp_path / "p1.txt", "\ufeff甲甲", "utf-8")
    issue = read_issue([second, first])
    assert issue.issue_id == "p2"
    assert issue.text == "乙\n\n\f\n甲甲"
    assert issue.pages == (Page("p2.txt", None, 0, 2), Page("p1.txt", None, 5, 7))


def test_offsets_count_code_points(tmp_path: Path) -> None:
    paths = [_write(tmp_path / "a.txt", "𠮷吉"), _write(tmp_path / "b.txt", "é")]
    issue = read_issue(paths)
    assert [issue.text[page.start : page.end] for page in issue.pages] == ["𠮷吉", "é"]


def test_newlines_stay_as_they_stood(tmp_path: Path) -> None:
    text = "甲\r\n乙\r丙\n丁\u2028戊"
    assert read_issue([_write(tmp_path / "p.txt", text)]).text == text


def test_a_name_may_be_given(tmp_path: Path) -> None:
    assert read_issue([_write(tmp_path / "p.txt", "字")], issue_id="第一期").issue_id == "第一期"


@pytest.mark.parametrize("paths", [[], ["-"]], ids=["no file", "dash"])
def test_reads_standard_input(monkeypatch: pytest.MonkeyPatch, paths: list[str]) -> None:
    _type_in(monkeypatch, "云川\r\n".encode("gb18030"))
    issue = read_issue(paths)
    assert (issue.issue_id, issue.text) == ("stdin", "云川\r\n")
    assert issue.pages == (Page("stdin", None, 0, 4),)


@pytest.mark.parametrize("text", ["", " \n\t\u3000\n"], ids=["empty", "white space"])
def test_an_issue_without_text_is_an_error(tmp_path: Path, text: str) -> None:
    path = _write(tmp_path / "p.txt", text)
    with pytest.raises(ReadError, match=r"p\.txt: 没有文字"):
        read_issue([path])


def test_one_empty_page_among_others_stays(tmp_path: Path) -> None:
    paths = [_write(tmp_path / "a.txt", ""), _write(tmp_path / "b.txt", "字")]
    assert read_issue(paths).text == "\n\f\n字"


def test_an_index_gives_only_titles_that_no_other_page_prints(tmp_path: Path) -> None:
    titles = "".join(f'<li><a href="{n}">{t}</a></li>' for n, t in enumerate(("甲 乙", "丙", "丁")))
    index = _write(tmp_path / "node.html", f"<html><body><p>云川日报</p><ul>{titles}</ul></body>")
    body = "社区食堂昨天开张，居民都说很方便很便宜。"
    article = _write(tmp_path / "a.html", f"<html><body><h1>甲　乙</h1><p>{body}</p></body>")
    assert read_issue([index]).text == "云川日报\n\n甲 乙\n\n丙\n\n丁"
    assert read_issue([index, article]).text == f"云川日报\n\n丙\n\n丁\n\f\n甲　乙\n\n{body}"


def test_a_missing_file_says_which(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"no\.txt: 打不开：没有这个文件；请检查路径 \(there"):
        read_issue([tmp_path / "no.txt"])


def test_a_folder_points_to_by_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="--by-folder"):
        read_issue([tmp_path])


def test_a_file_name_that_is_no_unicode_can_still_be_written(tmp_path: Path) -> None:
    path = tmp_path / "p\udcff.txt"
    try:
        _write(path, "字")
    except OSError:
        pytest.skip("this file system takes no such names")
    issue = read_issue([path])
    assert issue.pages[0].file.encode("utf-8")
    assert issue.issue_id == "p�"


@pytest.mark.parametrize(
    ("raw", "remedy"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "OCR"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "OCR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "另存为"),
        (b"\x1f\x8b\x08\0", "解压"),
    ],
    ids=["png", "jpeg", "doc", "gzip"],
)
def test_what_is_no_text_says_what_to_do(tmp_path: Path, raw: bytes, remedy: str) -> None:
    path = tmp_path / "scan.txt"
    path.write_bytes(raw)
    with pytest.raises(ReadError, match=f"scan.txt: 这是.*{remedy}"):
        read_issue([path])


def test_a_text_may_begin_like_a_picture(tmp_path: Path) -> None:
    assert read_issue([_write(tmp_path / "p.txt", "BMW在云川建厂")]).text == "BMW在云川建厂"


def test_an_issue_can_be_made_of_content_at_hand() -> None:
    files = [("上传/p1.txt", "甲".encode("gb18030")), ("p2.htm", b"<html><p>B</p></html>")]
    issue = issue_from_files(files)
    assert (issue.issue_id, issue.text) == ("p1", "甲\n\f\nB")
    assert issue.pages == (Page("p1.txt", None, 0, 1), Page("p2.htm", None, 4, 5))


def test_an_issue_of_no_files_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one file"):
        issue_from_files([])

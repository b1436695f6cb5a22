from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import ReadError
from service.web.uploads import Uploads, new_visitor


def test_only_the_visitor_who_sent_a_file_has_it() -> None:
    uploads = Uploads(kept_s=60)
    uploads.add("甲", ["/tmp/a/一版.txt"])
    uploads.check("甲", ["/tmp/a/一版.txt"])
    for visitor, path in (
        ("乙", "/tmp/a/一版.txt"),
        ("", "/tmp/a/一版.txt"),
        ("甲", "/etc/passwd"),
    ):
        with pytest.raises(ReadError, match="不是在这个页面上传的"):
            uploads.check(visitor, [path])


@pytest.mark.parametrize("path", ["/tmp/a/./b.txt", "/tmp//a/b.txt", "/tmp/a/b.txt/", "B.TXT", 7])
def test_a_path_is_compared_letter_by_letter(path: object) -> None:
    uploads = Uploads(kept_s=60)
    uploads.add("甲", ["/tmp/a/b.txt"])
    assert uploads.holds("甲", "/tmp/a/b.txt")
    assert not uploads.holds("甲", path)


def test_an_upload_does_not_count_for_ever() -> None:
    uploads = Uploads(kept_s=0)
    uploads.add("甲", ["/tmp/a/b.txt"])
    assert not uploads.holds("甲", "/tmp/a/b.txt")


def test_what_is_too_old_takes_no_memory() -> None:
    uploads = Uploads(kept_s=0)
    for _ in range(100):
        uploads.add(new_visitor(), ["/tmp/a/b.txt"])
    assert len(uploads._sent) == 1


def test_a_link_in_the_place_of_an_upload_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "一版.txt"
    try:
        link.symlink_to("/etc/passwd")
    except OSError:
        pytest.skip("this user may make no links")
    uploads = Uploads(kept_s=60)
    uploads.add("甲", [str(link)])
    with pytest.raises(ReadError):
        uploads.check("甲", [str(link)])


def test_visitors_have_names_that_nobody_guesses() -> None:
    assert len({new_visitor() for _ in range(1000)}) == 1000
    assert len(new_visitor()) >= 40

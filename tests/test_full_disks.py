"""A disk that is full in the middle, and room again: nothing lost, nothing half, no raw error.

The disk is one in memory, which only an administrator may mount.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from service.batch import BatchSettings, issues_of_files, run_batch, score_in_turn
from service.corrections import changes
from service.errors import DigestError
from service.registry import Registry
from service.registry.registry import check_whole
from service.store import Store
from tests.fakes import make_pipeline
from tests.service.registry.test_registry import add_version
from tests.service.store.conftest import keep
from tests.training.desk.worlds import make_registry

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts as Linux does")

SETTINGS = BatchSettings("fake@1", 150, ready_articles=False, version="0")
N_INPUTS = 30
PAGE = 4096
# Pages that are left when the work begins; up to where all of it has room.
ROOM = (0, 1, 2, 4, 8, 15)


class Disk:
    """A disk of 4 MiB, and what is kept on it beside the work."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    def leave(self, n_pages: int) -> None:
        """Fill it, but for so many pages."""
        with self._ballast.open("wb", buffering=0) as stream:
            try:
                while True:
                    stream.write(b"b" * PAGE)
            except OSError:
                stream.truncate(stream.tell() // PAGE * PAGE - n_pages * PAGE)

    def free(self) -> None:
        """Make room again."""
        self._ballast.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    try:
        subprocess.run(mounted, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no disk may be mounted here: {error}")
    yield Disk(place)
    subprocess.run(["umount", str(place)], check=True)


def test_a_batch_goes_on_when_there_is_room_again(disk: Disk, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for number in range(N_INPUTS):
        text = f"社区食堂{number}\n" + f"正文第{number}句，居民都说方便。" * 5 + "\n"
        (archive / f"p{number}.txt").write_text(text, encoding="utf-8")

    def work(output: Path) -> None:
        scorer = score_in_turn(make_pipeline())
        run_batch(issues_of_files([str(archive)]), scorer, output, SETTINGS, resume=True)

    work(tmp_path / "whole.csv")
    output, stopped = disk.path / "out.csv", 0
    for n_pages in ROOM:
        disk.leave(n_pages)
        told = told_by(lambda: work(output))
        assert told is None or ("No space left" in told and not output.exists())
        stopped += told is not None
        disk.free()
        work(output)
        assert output.read_bytes() == (tmp_path / "whole.csv").read_bytes()
        assert [path.name for path in disk.path.iterdir()] == ["out.csv"]
        output.unlink()
    assert stopped > len(ROOM) / 2


def test_what_was_acknowledged_stays_in_a_store(disk: Disk) -> None:
    file = disk.path / "store.sqlite"
    with Store.open(file) as store:
        keep(store)
    done: list[int] = []
    stopped = 0
    for n_pages in ROOM:
        with Store.open(file) as store:
            disk.leave(n_pages)
            told = next(
                filter(None, (told_by(lambda: correct(store, done)) for _ in range(60))), ""
            )
            assert not told or "磁盘满了" in told
            stopped += bool(told)
            disk.free()
            correct(store, done)  # the same store, open all the while
            (issue,) = store.issues.list().items
            assert len(store.log(issue.key)) == len(done)
    assert stopped > len(ROOM) / 2
    with Store.open(file) as store:
        assert store.today(issue.key).digest.articles[0].headline == f"第{len(done)}题"


def test_a_full_disk_is_never_without_a_model(disk: Disk) -> None:
    registry = make_registry(disk.path)
    keys = [add_version(registry), add_version(registry)]
    stopped = 0
    for number, n_pages in enumerate(ROOM):
        before, wanted = registry.current().key, keys[number % 2]
        disk.leave(n_pages)
        told = told_by(partial(registry.promote, wanted))
        assert told is None or "No space left" in told
        check(registry, before if told else wanted)
        stopped += told is not None
        disk.free()
        registry.promote(wanted)
        check(registry, wanted)
    assert stopped
    disk.leave(2)
    with pytest.raises(OSError, match="No space left"):
        add_version(registry)
    check(registry, wanted)
    disk.free()
    assert {version.key for version in registry.versions()} == {*keys, "shipped"}
    assert add_version(registry) == "v3"


def told_by(work: Callable[[], object]) -> str | None:
    """The error of our own that work ends in; None where it does not."""
    try:
        work()
    except DigestError as error:
        return str(error)
    return None


def correct(store: Store, done: list[int]) -> None:
    """Correct a headline, and note that it was acknowledged."""
    (issue,) = store.issues.list().items
    now, n = store.today(issue.key), len(store.log(issue.key))
    change = changes.set_headline(now, now.digest.articles[0], f"第{n + 1}题")
    store.append(issue.key, change, who="王芳")
    done.append(n)


def check(registry: Registry, key: str) -> None:
    """A version serves, and is whole."""
    current = registry.current()
    assert current.key == key
    check_whole(current.model)

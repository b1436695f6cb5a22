"""The rows of a batch in progress, kept so that an interrupted run can go on."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from service.artifacts import sha256_of
from service.batch.checked_lines import checked_line, content_of, json_line
from service.errors import WriteError
from service.files import companion, has_content, sync_folder, unwritable, write_file
from service.writers.table import ArticleRow

_KIND = "baozhai_batch"
_LAYOUT = 2
# What a power cut may cost; a kill costs nothing that was noted.
_SYNC_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Record:
    """A finished input and its rows; `fingerprint` is that of the input."""

    name: str
    fingerprint: str
    rows: tuple[ArticleRow, ...]

    @property
    def error(self) -> str | None:
        """Why the input failed, None if it did not."""
        return next((row.error for row in self.rows if row.error), None)


class Journal:
    """A file with one line of settings and one line per finished input.

    A line counts once its newline is there and its checksum agrees, so a run may be killed at
    any moment. Nothing that stands in it is ever written over.

    Attributes:
        path: The file; it lies beside the output and bears its name.
        n_damaged: Lines of an earlier run that cannot be relied on.
        unasked: Inputs whose rows stand in a finished table, and that nobody has asked for yet.
    """

    def __init__(self, path: Path, stream: IO[bytes]) -> None:
        """Take over an open journal; `Journal.open` opens one."""
        self.path = path
        self.n_damaged = 0
        self._stream = stream
        header = stream.readline()
        self._may_replace = bool(json.loads(header).get("may_replace"))
        self._start = self._end = len(header)
        self._earlier: dict[str, int] = {}
        self._table: str | None = None
        self.unasked: set[str] = set()
        self._synced = time.monotonic()
        self._read_earlier()

    @property
    def n_earlier(self) -> int:
        """Inputs that an earlier run finished."""
        return len(self._earlier)

    @property
    def is_empty(self) -> bool:
        """Whether no input stands in it."""
        return self._end == self._start

    @classmethod
    @contextmanager
    def open(
        cls, output: Path, settings: Mapping[str, Any], *, resume: bool, overwrite: bool
    ) -> Iterator[Journal]:
        """Open the journal of an output, which one process may do at a time.

        Args:
            output: The table that the batch will write.
            settings: All that the rows depend on besides the inputs.
            resume: Whether to go on from what an interrupted run with the same settings did.
            overwrite: Whether to give up what an interrupted run did, where that cannot be used.

        Raises:
            WriteError: If the work of an interrupted run would be lost, if it was done with
                other settings, if the file is no journal, or cannot be written.
        """
        path = companion(output, "{}.partial")
        wanted = json.loads(json.dumps(dict(settings)))
        try:
            earlier = _settings_of(path)
            goes_on = resume and earlier == wanted
            if earlier is not None and not goes_on and not overwrite:
                _refuse_to_lose(path, earlier, wanted if resume else None)
            if not goes_on:
                may_replace = overwrite or not has_content(output)
                header = {_KIND: _LAYOUT, "settings": wanted, "may_replace": may_replace}
                write_file(path, json_line(header))
                if output.is_file() and os.name != "nt":  # as private as the table will be
                    path.chmod(stat.S_IMODE(output.stat().st_mode))
            journal = None
            try:
                with _open(path) as stream:
                    journal = cls(path, stream)
                    yield journal
            finally:
                if journal and journal.is_empty:
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(path, error) from error

    def may_replace(self, output: Path) -> bool:
        """Whether there is no table, or one that this batch made or was told to replace."""
        if not has_content(output):
            return True
        is_ours = self._table is None or self._table == sha256_of(output)
        return self._may_replace and is_ours

    def find(self, fingerprint: str) -> int | None:
        """Where an earlier run noted an input; None where it did not, or where it failed."""
        self.unasked.discard(fingerprint)
        return self._earlier.get(fingerprint)

    def add(self, name: str, fingerprint: str, rows: Iterable[ArticleRow]) -> int:
        """Note a finished input; it survives the end of this process.

        Returns:
            Its place, for `read`.
        """
        content = {"name": name, "input": fingerprint, "rows": [asdict(row) for row in rows]}
        place = self._append(content)
        if time.monotonic() - self._synced > _SYNC_EVERY_S:
            os.fsync(self._stream.fileno())
            self._synced = time.monotonic()
        return place

    def read(self, places: Iterable[int]) -> Iterator[Record]:
        """What was noted at some places, read one at a time.

        Raises:
            WriteError: If it is not there any more.
        """
        for place in places:
            self._stream.seek(place)
            found = content_of(self._stream.readline())
            if found is None:
                raise WriteError(
                    f"{self.path}: 记下的内容被改动了；请加 --resume 重做缺的部分 "
                    "(somebody changed it: do what is missing with --resume)"
                )
            yield _record(found)

    def keep(self, output: Path) -> None:
        """Let the next run go on from here, if the table is still the one that is there now."""
        self._append({"table": sha256_of(output)})
        os.fsync(self._stream.fileno())

    def remove(self) -> None:
        """Delete the file."""
        self.path.unlink(missing_ok=True)
        sync_folder(self.path.parent)

    def _append(self, content: Mapping[str, Any]) -> int:
        """Write a line; its place."""
        place, line = self._end, checked_line(content)
        self._stream.seek(place)
        self._stream.write(line)
        self._stream.flush()
        self._end += len(line)
        return place

    def _read_earlier(self) -> None:
        """Find the finished inputs of an earlier run; what was cut off in mid-line goes away.

        A failed input is done again: what it failed of may be mended.
        """
        for line in self._stream:
            found = content_of(line)
            if found is None and not line.endswith(b"\n"):
                break
            if found is None:
                self.n_damaged += 1
            elif "table" in found:
                self._table = found["table"]
            elif (record := _record(found)).error is None:
                self._earlier[record.fingerprint] = self._end
            self._end += len(line)
        if self._table:
            self.unasked.update(self._earlier)
        self._stream.seek(self._end)
        self._stream.truncate()


def _settings_of(path: Path) -> dict[str, Any] | None:
    """The settings of an earlier run; None where there was none."""
    if not os.path.lexists(path):
        return None
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                header = stream.readline()
            content = json.loads(header)
            if content[_KIND] == _LAYOUT and isinstance(content["settings"], dict):
                return dict(content["settings"])
    raise WriteError(
        f"{path}: 不是这一版报摘记下的半途的批次；请把它移走，或换一个输出文件 "
        "(not what a batch of this version notes: move it away, or name another output)"
    )


def _refuse_to_lose(path: Path, earlier: dict[str, Any], wanted: dict[str, Any] | None) -> None:
    """Fail where an interrupted run did something that would be lost; `wanted` is to resume it."""
    with _open(path) as stream:
        n_done = Journal(path, stream).n_earlier
    if not n_done:
        return
    if wanted is None:
        raise WriteError(
            f"{path}: 上次已做完 {n_done} 个输入；请加 --resume 接着做，或加 --overwrite "
            f"丢掉重做 ({n_done} inputs are done: --resume goes on, --overwrite starts anew)"
        )
    changes = [
        f"{name}: {earlier.get(name)!r} → {wanted.get(name)!r}"
        for name in {**earlier, **wanted}
        if earlier.get(name) != wanted.get(name)
    ]
    raise WriteError(
        f"{path}: 上次不是这样做的，{n_done} 个做完的输入接不上（{'；'.join(changes)}）；请照上次的"
        "设置，或加 --overwrite 丢掉重做，或换一个输出文件 "
        "(begun with other settings: use these, or --overwrite, or name another output)"
    )


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    stream = os.fdopen(os.open(path, flags), "r+b")
    try:
        yield stream
    finally:
        with suppress(OSError):  # what could not be written was told when it was
            stream.close()


def _record(found: Mapping[str, Any]) -> Record:
    rows = tuple(ArticleRow(**row) for row in found["rows"])
    return Record(found["name"], found["input"], rows)

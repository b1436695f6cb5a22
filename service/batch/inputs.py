"""What a batch works through: issues made of files, or articles that are ready."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from service.artifacts import sha256_of
from service.readers import PAGE_SUFFIXES, default_issue_id, natural_key, printable_name


@dataclass(frozen=True, slots=True)
class IssueInput:
    """An issue to read: its name and the files of its pages, in order."""

    issue_id: str
    paths: tuple[str, ...]

    @property
    def name(self) -> str:
        """What reports call it."""
        return self.issue_id

    @property
    def path_of_file(self) -> dict[str, str]:
        """The path of each file by its name, as `Page.file` has it."""
        return {printable_name(Path(path).name): printable_name(path) for path in self.paths}

    def fingerprint(self) -> str:
        """Changes when the name, a file's path or a file's content does."""
        contents = [f"{path}\0{_content_of(Path(path))}" for path in self.paths]
        return _hash([self.issue_id, *contents])


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """A ready article, or the reason why a row of the input is none."""

    id: str | None
    headline: str | None = None
    text: str = ""
    error: str | None = None

    @property
    def name(self) -> str:
        """What reports call it."""
        return self.id or "?"

    def fingerprint(self) -> str:
        """Changes when anything about the article does."""
        return _hash([repr(self.id), repr(self.headline), self.text, repr(self.error)])


WorkItem = IssueInput | ArticleInput


def issues_of_files(inputs: Sequence[str]) -> list[IssueInput]:
    """One issue per file; a folder stands for the page files in and below it.

    An issue goes by the stem of its file; below a folder that was given, by the way from there to
    the file (`2024/p1`). Its name does not depend on what else is there.

    Args:
        inputs: Files and folders, in order; what does not exist stays in, to
            fail where it is read.

    Returns:
        The issues, the files of a folder in natural order (2 before 10), each file once.
        A folder below that cannot be listed is an issue that fails.
    """
    names: dict[Path, str] = {}
    for given in map(Path, inputs):
        for path in _files_below(given):
            names.setdefault(path, default_issue_id(path) if path == given else _way(given, path))
    return [_issue(name, (path,)) for path, name in names.items()]


def issues_of_folders(inputs: Sequence[str]) -> list[IssueInput]:
    """One issue per folder that holds page files itself; a file is an issue of one page.

    An issue goes by the name of its folder; below a folder that was given, by the way from
    there (`2024/0318`). Its name does not depend on what else is there.

    Args:
        inputs: Folders, each of which may hold folders of issues, and files.

    Returns:
        The issues in natural order below each input; their pages in natural order.
        A folder without page files, or that cannot be listed, stays in, to fail
        where it is read.
    """
    issues: dict[Path, tuple[str, tuple[Path, ...]]] = {}
    for given in map(Path, inputs):
        pages: dict[Path, list[Path]] = {}
        for path in _files_below(given):
            alone = path == given or _is_folder(path)
            pages.setdefault(path if alone else path.parent, []).append(path)
        issues |= {at: (_name_of(given, at), tuple(files)) for at, files in pages.items()}
    return [_issue(name, files) for name, files in issues.values()]


def _name_of(given: Path, at: Path) -> str:
    if at != given:
        return at.relative_to(given).as_posix()
    return at.resolve().name if _is_folder(at) else at.stem


def _way(given: Path, path: Path) -> str:
    way = path.relative_to(given)
    return (way if _is_folder(path) else way.with_suffix("")).as_posix()


def _issue(name: str, paths: Iterable[Path]) -> IssueInput:
    return IssueInput(printable_name(name), tuple(str(path) for path in paths))


def _files_below(given: Path) -> Iterator[Path]:
    """The page files of a folder; what cannot be looked into stays in, to fail where it is read."""
    found = sorted(_walk(given), key=natural_key) if _is_folder(given) else []
    yield from found or [given]


def _walk(root: Path) -> Iterator[Path]:
    """Page files in and below a folder, and folders below it that cannot be listed."""
    unlisted: list[OSError] = []
    for folder, subfolders, names in os.walk(root, onerror=unlisted.append):
        subfolders[:] = [name for name in subfolders if not _is_hidden(name)]
        files = (Path(folder, name) for name in names if not _is_hidden(name))
        yield from (path for path in files if path.suffix.lower() in PAGE_SUFFIXES)
    yield from (Path(error.filename) for error in unlisted)


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; one that cannot be asked about is a file that cannot be read."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _content_of(path: Path) -> str:
    """The checksum of a file, or what keeps it from being read; a pipe is never waited for."""
    try:
        mode = path.stat().st_mode
        return sha256_of(path) if stat.S_ISREG(mode) else f"no file: {stat.S_IFMT(mode)}"
    except (OSError, ValueError) as error:
        return f"unreadable: {error}"


def _hash(parts: Sequence[str]) -> str:
    joined = "\0".join(parts).encode("utf-8", errors="surrogateescape")
    return sha256(joined).hexdigest()[:32]

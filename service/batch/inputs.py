"""What a batch works through: issues made of files, or articles that are ready."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from service.artifacts import sha256_of
from service.batch.remote import files_below, is_address, version_of
from service.readers import PAGE_SUFFIXES, default_issue_id, natural_key, printable_name
from service.readers.page_files import is_folder, is_hidden, pages_below


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
        contents = [f"{path}\0{_content_of(path)}" for path in self.paths]
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
        inputs: Files and folders, or addresses of both, in order; what does not exist stays
            in, to fail where it is read.

    Returns:
        The issues, the files of a folder in natural order (2 before 10), each file once.
        A folder below that cannot be listed is an issue that fails.
    """
    names: dict[str, str] = {}
    for given in inputs:
        for path, name in _named(given):
            names.setdefault(path, name)
    return [_issue(name, (path,)) for path, name in names.items()]


def issues_of_folders(inputs: Sequence[str]) -> list[IssueInput]:
    """One issue per folder that holds page files itself; a file is an issue of one page.

    An issue goes by the name of its folder; below a folder that was given, by the way from
    there (`2024/0318`). Its name does not depend on what else is there.

    Args:
        inputs: Folders, each of which may hold folders of issues, and files, or addresses of both.

    Returns:
        The issues in natural order below each input; their pages in natural order.
        A folder without page files, or that cannot be listed, stays in, to fail
        where it is read.
    """
    issues: dict[str, tuple[str, tuple[str, ...]]] = {}
    for given in inputs:
        issues |= _remote_folders(given) if is_address(given) else _folders(Path(given))
    return [_issue(name, files) for name, files in issues.values()]


def _named(given: str) -> Iterator[tuple[str, str]]:
    """Page files, each with the name of its issue."""
    if is_address(given):
        for path in _remote_pages(given):
            way = PurePosixPath(path.removeprefix(_root(given)))
            yield path, default_issue_id(path) if path == given else str(way.with_suffix(""))
        return
    folder = Path(given)
    for file in pages_below(folder):
        yield str(file), default_issue_id(file) if file == folder else _way(folder, file)


def _folders(given: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Folders and files that are issues, each with its name and its pages."""
    pages: dict[Path, list[str]] = {}
    for path in pages_below(given):
        alone = path == given or is_folder(path)
        pages.setdefault(path if alone else path.parent, []).append(str(path))
    return {str(at): (_name_of(given, at), tuple(files)) for at, files in pages.items()}


def _remote_folders(given: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    pages: dict[str, list[str]] = {}
    for path in _remote_pages(given):
        pages.setdefault(path if path == given else path.rpartition("/")[0], []).append(path)
    names = {at: at.removeprefix(_root(given)) for at in pages}
    return {
        at: (PurePosixPath(at).stem if at in (given, _root(given)[:-1]) else name, tuple(pages[at]))
        for at, name in names.items()
    }


def _remote_pages(given: str) -> list[str]:
    """The page files below an address; itself where there are none, to fail where it is read."""
    ways = {path: PurePosixPath(path.removeprefix(_root(given))) for path in files_below(given)}
    found = [
        path
        for path, way in ways.items()
        if way.suffix.lower() in PAGE_SUFFIXES and not any(map(is_hidden, way.parts))
    ]
    return sorted(found, key=lambda path: natural_key(ways[path])) or [given]


def _root(given: str) -> str:
    return f"{given.rstrip('/')}/"


def _name_of(given: Path, at: Path) -> str:
    if at != given:
        return at.relative_to(given).as_posix()
    return at.resolve().name if is_folder(at) else at.stem


def _way(given: Path, path: Path) -> str:
    way = path.relative_to(given)
    return (way if is_folder(path) else way.with_suffix("")).as_posix()


def _issue(name: str, paths: Sequence[str]) -> IssueInput:
    return IssueInput(printable_name(name), tuple(paths))


def _content_of(given: str) -> str:
    """The checksum of a file, or what keeps it from being read; a pipe is never waited for."""
    if is_address(given):
        return version_of(given)
    try:
        path = Path(given)
        mode = path.stat().st_mode
        return sha256_of(path) if stat.S_ISREG(mode) else f"no file: {stat.S_IFMT(mode)}"
    except (OSError, ValueError) as error:
        return f"unreadable: {error}"


def _hash(parts: Sequence[str]) -> str:
    joined = "\0".join(parts).encode("utf-8", errors="surrogateescape")
    return sha256(joined).hexdigest()[:32]

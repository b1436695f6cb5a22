"""Inputs and outputs that lie elsewhere, by addresses of fsspec such as `s3://bucket/2024/p1.txt`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.config import LimitsConfig
from service.data_folder import cache_folder
from service.errors import DigestError, MissingExtraError, ReadError, WriteError
from service.readers.content import limited

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://")
# What tells versions of a file apart, by what the stores call it.
_VERSIONS = ("ETag", "etag", "mtime", "LastModified", "created")


def is_address(path: str) -> bool:
    """Whether an input or output is named by an address and no path."""
    return _ADDRESS.match(path) is not None


def content_of(address: str, limits: LimitsConfig) -> bytes:
    """The bytes of a file.

    Raises:
        ReadError: If it cannot be read, or is larger than it may be.
    """
    with _reading(address):
        files, path = _place(address)
        with files.open(path, "rb") as stream:
            return limited(stream, address, limits)


@contextmanager
def fetched(address: str) -> Iterator[Path]:
    """A copy of a file on this machine, of the same name, while the block lasts.

    Raises:
        ReadError: If it cannot be read.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / (address.rpartition("/")[2] or "file")
        with _reading(address):
            files, path = _place(address)
            files.get_file(path, str(copy))
        yield copy


def files_below(address: str) -> list[str]:
    """The addresses of all files below one, which they begin with, and its own if it is a file.

    None where there are none, or nobody may look.
    """
    with suppress(ReadError), _reading(address):
        files, path = _place(address)
        found = [str(each).removeprefix(path.rstrip("/")).lstrip("/") for each in files.find(path)]
        return [f"{address.rstrip('/')}/{way}" if way else address for way in found]
    return []


def version_of(address: str) -> str:
    """What changes when the file does, or what keeps it from being asked."""
    try:
        with _reading(address):
            files, path = _place(address)
            found = files.info(path)
    except DigestError as error:
        return f"unreadable: {error}"
    version = next((found[name] for name in _VERSIONS if found.get(name)), None)
    return f"{version} {found.get('size')}"


@contextmanager
def sent_to(address: str, *, overwrite: bool) -> Iterator[Path]:
    """A file to be written on this machine that is sent to an address when the block ends well.

    A store of objects can neither append nor rename, so what is unfinished stays here, where the
    next run from this machine finds it; a file appears there whole or not at all. Nothing keeps
    two machines from sending to the same address: the last one stays.

    Args:
        address: Of the file; another named `ADDRESS.failures.csv` goes with it where there is one
            here, and is deleted there where there is none.
        overwrite: Whether one that is there may be replaced.

    Raises:
        WriteError: If there is one already, nobody may ask, or it cannot be sent; it stays here
            then.
    """
    folder = cache_folder() / "batch" / sha256(address.encode()).hexdigest()[:16]
    output = folder / address.rpartition("/")[2]
    with _writing(address, output):
        files, path = _place(address)
        if files.exists(path) and not overwrite:
            raise WriteError(
                f"{address}: 已经有了，不悄悄换掉；请加 --overwrite 换掉它，或换一个地址 "
                "(there is one already: --overwrite replaces it, or name another address)"
            )
        folder.mkdir(parents=True, exist_ok=True)
    yield output
    with _writing(address, output):
        failures = f"{output.name}.failures.csv"
        if (folder / failures).exists():
            files.put_file(str(folder / failures), f"{path}.failures.csv")
        elif files.exists(f"{path}.failures.csv"):
            files.rm_file(f"{path}.failures.csv")
        files.put_file(str(output), path)
    if not (folder / f"{output.name}.partial").exists():  # what a next run can go on from
        shutil.rmtree(folder, ignore_errors=True)


def _place(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path there.

    Raises:
        MissingExtraError: If what speaks to it is not installed.
    """
    try:
        from fsspec.core import url_to_fs

        files, path = url_to_fs(address)
    except ImportError as error:
        raise MissingExtraError(
            f"{address}: 要用 fsspec 和它的 {address.partition(':')[0]} 支持；请先安装："
            'pip install "baozhai[s3]"，别的存储见 fsspec 的文档 (install what speaks to this '
            f"store: {error})"
        ) from error
    return files, str(path)


@contextmanager
def _reading(address: str) -> Iterator[None]:
    try:
        yield
    except DigestError:
        raise
    except Exception as error:  # each store has errors of its own
        raise ReadError(
            f"{address}: 读不到；请检查地址、网络与权限 "
            f"(cannot be read, check address, network and permissions: {error})"
        ) from error


@contextmanager
def _writing(address: str, output: Path) -> Iterator[None]:
    try:
        yield
    except DigestError:
        raise
    except Exception as error:  # as above
        here = f"；做好的表在 {output}" if output.exists() else ""
        raise WriteError(
            f"{address}: 写不进去{here}；请检查地址、网络与权限 "
            f"(cannot be written, check address, network and permissions: {error})"
        ) from error

"""What is installed is locked, may be passed on, and is meant."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from service.arguments import build_parser
from service.config import CHECKOUT

LOCKED_EXTRAS = ("mcp", "parquet", "postgresql", "desk")
ARCHIVE_EXTRAS = ("ray", "s3")
LOCKS = {
    "pylock.toml": LOCKED_EXTRAS,
    "pylock.archives.toml": (*LOCKED_EXTRAS, *ARCHIVE_EXTRAS),
}
PERMISSIVE = {
    "0BSD",
    "Apache Software License",
    "Apache 2.0",
    "Apache 2.0 License",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "3-Clause BSD License",
    "BSL-1.0",
    "CC0-1.0",
    "CNRI-Python",
    "DFSG approved",
    "ISC License (ISCL)",
    "MIT",
    "MIT License",
    "MIT-0",
    "MIT-CMU",
    # Of single files, which are used as they are.
    "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)",
    "PSF-2.0",
    "Python Software Foundation License",
    "Zlib",
}
OTHERWISE = {
    "docxtpl": "LGPL-2.1-only: a library of its own, used as it is",
    "psycopg": "LGPL-3.0-only: likewise, in an extra",
    "psycopg-binary": "LGPL-3.0-only: likewise, in an extra",
    "pycountry": "LGPL-2.1-only: by sumy, a baseline of training; never installed with the product",
    "pypdfium2": "BSD-3-Clause and Apache-2.0, with the permissive ones of what PDFium is made of",
    "axe-playwright-python": "MIT in its repository, told nowhere in its package; tests alone",
}
TRAINING_ALONE = {"pycountry", "axe-playwright-python"}


def _project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    return found["project"]  # type: ignore[no-any-return]


def _locked(lock_file: str) -> dict[str, dict[str, Any]]:
    lock = tomllib.loads((CHECKOUT / lock_file).read_text(encoding="utf-8"))
    return {canonicalize_name(package["name"]): package for package in lock["packages"]}


def _needed(name: str, extras: frozenset[str], seen: set[str]) -> None:
    """Collect a distribution and all that it needs here."""
    if name in seen:
        return
    try:
        requirements = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return  # of another system or Python
    seen.add(name)
    for text in requirements:
        needed = Requirement(text)
        wanted = [{"extra": extra} for extra in extras] or [{"extra": ""}]
        if needed.marker is None or any(needed.marker.evaluate(each) for each in wanted):
            _needed(canonicalize_name(needed.name), frozenset(needed.extras), seen)


def _licences(name: str) -> Iterator[str]:
    told = metadata.metadata(name).json
    classifiers = [text for text in told.get("classifier", ()) if text.startswith("License ::")]
    named = ";".join(text.rpartition(" :: ")[2] for text in classifiers)
    text = str(told.get("license_expression") or named or told.get("license") or "not told")
    for piece in map(str.strip, re.split(r" AND | OR |;|,", text.strip().splitlines()[0])):
        yield piece if piece in PERMISSIVE else piece.strip("()")


@pytest.mark.parametrize("lock_file", LOCKS)
def test_the_lock_holds_what_the_product_asks_for(lock_file: str) -> None:
    project, locked = _project(), _locked(lock_file)
    asked = [
        *project["dependencies"],
        *(text for extra in LOCKS[lock_file] for text in project["optional-dependencies"][extra]),
    ]
    for requirement in map(Requirement, asked):
        version = locked[canonicalize_name(requirement.name)]["version"]
        assert requirement.specifier.contains(version), (requirement, version)


def test_archives_alone_bring_ray_and_s3_and_all_else_is_the_same() -> None:
    product, archives = map(_locked, LOCKS)
    assert not {"ray", "s3fs", "botocore"} & product.keys()
    assert {name: archives[name]["version"] for name in product} == {
        name: package["version"] for name, package in product.items()
    }


@pytest.mark.parametrize("lock_file", LOCKS)
def test_each_file_of_the_lock_has_its_hash_and_comes_from_one_place(lock_file: str) -> None:
    for name, package in _locked(lock_file).items():
        files = [*package.get("wheels", ()), *filter(None, [package.get("sdist")])]
        assert files, name
        for file in files:
            assert re.fullmatch(r"[0-9a-f]{64}", file["hashes"]["sha256"]), name
            assert file["url"].startswith("https://files.pythonhosted.org/"), name


@pytest.mark.parametrize("extra", ["", *LOCKED_EXTRAS, *ARCHIVE_EXTRAS, "train", "dev"])
def test_all_that_is_installed_may_be_passed_on(extra: str) -> None:
    names: set[str] = set()
    _needed("baozhai", frozenset({extra} - {""}), names)
    assert len(names) > 20
    if extra not in ("train", "dev"):
        assert not names & TRAINING_ALONE
    unusual = {
        name: found
        for name in names - OTHERWISE.keys()
        if not {*(found := tuple(_licences(name)))} <= PERMISSIVE
    }
    assert unusual == {}


def test_the_container_runs_as_nobody_in_particular_and_starts_the_page() -> None:
    lines = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    (user,) = [line.split()[1] for line in lines if line.startswith("USER")]
    assert user.partition(":")[0] not in ("0", "root")
    (command,) = [line.removeprefix("CMD ") for line in lines if line.startswith("CMD ")]
    arguments = build_parser().parse_args(re.findall(r'"([^"]+)"', command))
    assert (arguments.command, arguments.host) == ("web", "0.0.0.0")
    copied = {
        name
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    }
    let_in = (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert copied <= {line.removeprefix("!") for line in let_in}
    assert all((CHECKOUT / name).exists() for name in copied)

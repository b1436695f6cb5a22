"""What is given to a command where it wants a file, a folder, a number or a name, and is none."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from service.arguments import EXTRA_COMMANDS, OWN_COMMANDS, build_parser
from service.cli import main
from service.config import ServiceConfig
from service.store import command as store_command
from training import evaluate, train
from training.desk import adapt_command, data_command, label_command, models_command

Make = Callable[[Path], str]

_CHINESE = re.compile("[\u4e00-\u9fff]")
_WAY_OUT = re.compile("请|须|可以是|可用的|不是|不能|没有|缺少|不在")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_TOLD_WHOLE = 60  # characters of a name; of a longer one the beginning is told
_TABLE = "出"
NOISE = bytes(range(256)) * 8


def _written(name: str, content: bytes) -> Make:
    def make(folder: Path) -> str:
        file = folder / name
        file.write_bytes(content)
        return str(file)

    return make


def _fifo(folder: Path) -> str:
    os.mkfifo(folder / "管道")
    return str(folder / "管道")


def _loop(folder: Path) -> str:
    return _linked(folder / "自己", str(folder / "自己"))


def _locked(folder: Path) -> str:
    file = folder / "锁着.txt"
    file.write_text("市医院开夜门诊\n市医院昨天起开夜门诊。", encoding="utf-8")
    file.chmod(0)
    return str(file)


FILES: Mapping[str, Make] = {
    "missing": lambda folder: str(folder / "没有.txt"),
    "missing, ESC in its name": lambda folder: str(folder / "\x1b]0;x\x07.txt"),
    "bytes that are no text in its name": lambda folder: str(folder / "\udcff\udcfe.txt"),
    "NUL in its name": lambda folder: str(folder / "a\0b"),
    "too long a name": lambda folder: str(folder / ("长" * 300)),
    "no name": lambda _: "",
    "a folder": lambda folder: _made(folder / "文件夹"),
    "below a file": lambda folder: _written("是文件", b"x")(folder) + "/里面.txt",
    "a link to itself": _loop,
    "a pipe that nobody writes": _fifo,
    "a device without end": lambda _: "/dev/zero",
    "empty": _written("空.txt", b""),
    "blank": _written("空白.txt", " \n\t\u3000\n".encode()),
    "noise": _written("噪声.bin", NOISE),
    "a picture": _written("图.png", b"\x89PNG\r\n\x1a\n" + NOISE),
    "a PDF cut off": _written("断.pdf", b"%PDF-1.7\n1 0 obj\n<<"),
    "an archive cut off": _written("断.docx", b"PK\x03\x04" + NOISE),
    "a table that is none": _written("断.xlsx", NOISE),
    "a table cut off": _written("断.parquet", b"PAR1" + NOISE),
    "a packed table cut off": _written("断.csv.gz", b"\x1f\x8b\x08" + NOISE),
    "a table without its columns": _written("缺列.csv", "甲,乙\n1,2\n".encode()),
    "lines that are no JSON": _written("坏.jsonl", b'{"id": 1}\n{"id": \n'),
    "nobody may read it": _locked,
}
"""What is no page, table, store, model or configuration, by what it is."""

OUTPUTS: Mapping[str, Callable[[Path, str], str]] = {
    "its folder is missing": lambda folder, suffix: str(folder / "没有" / f"出{suffix}"),
    "a folder": lambda folder, suffix: _made(folder / f"出{suffix}"),
    "below a file": lambda folder, suffix: f"{folder}/页.txt/出{suffix}",
    "a link to itself": lambda folder, suffix: f"{_loop(folder)}/出{suffix}",
    "NUL in its name": lambda folder, suffix: f"{folder}/a\0b{suffix}",
    "too long a name": lambda folder, suffix: f"{folder}/{'长' * 300}{suffix}",
    "a full disk": lambda folder, suffix: _linked(folder / f"满{suffix}", "/dev/full"),
    "a folder that takes no files": lambda _, suffix: f"/proc/出{suffix}",
    "no name": lambda *_: "",
}
"""Where nothing can be written, by why."""

NUMBERS = (
    "",
    " ",
    "0",
    "-1",
    "1.5",
    "1e9",
    "0x10",
    "nan",
    "²",
    "一",
    "9" * 30,
    "9" * 5000,
)
"""What is no count, or none that can be meant."""


def _made(folder: Path) -> str:
    folder.mkdir()
    return str(folder)


def _linked(link: Path, to: str) -> str:
    link.symlink_to(to)
    return str(link)


def parsers() -> Iterator[tuple[str, ArgumentParser]]:
    """Each command that can be run, with the parser of its own options."""
    settings = ServiceConfig()
    others = {
        "store": store_command._build_parser(),
        "label": label_command._parser(),
        "adapt": adapt_command._parser(settings),
        "data": data_command._parser(),
        "models": models_command._parser(settings),
        "train": train._parser(),
        "evaluate": evaluate._parser(),
    }
    assert others.keys() == EXTRA_COMMANDS.keys() | OWN_COMMANDS.keys()
    for name, parser in _leaves("", build_parser()):
        yield from _leaves(name, others[name]) if name in others else [(name, parser)]


def _leaves(name: str, parser: ArgumentParser) -> Iterator[tuple[str, ArgumentParser]]:
    inner = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
    if not inner:
        yield name, parser
    for action in inner:
        for each, below in action.choices.items():
            yield from _leaves(f"{name} {each}".strip(), below)


def _faults_of(said: str, name: str) -> Iterator[str]:
    """What is wrong with a message about what has this name."""
    if not _CHINESE.search(said) or not _WAY_OUT.search(said) or "Traceback" in said:
        yield f"does not say what to do: {said}"
    if _CONTROL.search(said):
        yield f"a terminal would obey: {said!r}"
    if name.isprintable() and len(name) < _TOLD_WHOLE and name not in said:
        yield f"does not name {name}: {said}"


def _is_of_batch(name: str) -> bool:
    """Whether a batch leaves a file: its table, and what it goes on from."""
    return name.startswith(_TABLE) or name.endswith(".partial")


class Desk:
    """A folder with a page, a table and a store, in which a command is run."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder.mkdir()
        self.folder, self._capsys = folder, capsys
        (folder / "页.txt").write_text("市医院开夜门诊\n市医院昨天起开夜门诊。\n", "utf-8")
        row = (
            '{"id": "1", "title": "门诊", "text": "市医院昨天起开夜门诊。", "topic": "medicine"}\n'
        )
        (folder / "表.jsonl").write_text(row, "utf-8")

    def faults(self, form: str, bad: str = "", codes: Sequence[int] = (1, 2)) -> Iterator[str]:
        """Run a command, and tell what is wrong with how it fails.

        Args:
            form: The command, with BAD for what is wrong and other names for what is well.
            bad: What is wrong.
            codes: The exit codes that are right.
        """
        before = self._files()
        try:
            code = main(self._arguments(form, bad))
        except SystemExit as ended:
            code = int(ended.code or 0)
        except Exception as error:  # noqa: BLE001 - every error but ours is what is looked for
            code = 0
            yield f"raised {error!r}"
        said = self._capsys.readouterr().err
        if code not in codes:
            yield f"ended with {code}: {said}"
        if code:
            yield from _faults_of(said, Path(bad).name)
        if left := {name for name in self._files() - before if code and not _is_of_batch(name)}:
            yield f"leaves {left}"

    def _arguments(self, form: str, bad: str) -> list[str]:
        names = {"PAGE": "页.txt", "ROWS": "表.jsonl", "STORE": "库.sqlite", "OUT": _TABLE}
        words = form.split()
        for name, file in {**names, "DESK": "稿件", "MISSING": "没有"}.items():
            words = [word.replace(name, str(self.folder / file)) for word in words]
        return [bad if word == "BAD" else word for word in words]

    def _files(self) -> set[str]:
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*")}

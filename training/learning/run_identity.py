"""What the result of a run hangs on: its settings, and the content of every file it reads."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from service.artifacts import ModelFolder, sha256_of
from service.config import locate
from service.errors import ConfigError, ReadError
from service.files import write_file
from training.config import TrainingConfig
from training.learning.processes import n_processes

logger = logging.getLogger(__name__)


class OtherRunError(ConfigError):
    """A folder keeps what a run of other settings or inputs left."""


RUN = "run.json"
FINISHED = (
    "%s: 已经训练完，读的文件都没有变：不再训练，只重做导出和评测；要从头训练请加 --anew "
    "(finished already, and nothing that it reads has changed: exported and measured again, "
    "not trained again; --anew starts over)"
)
LEFT_BY_RUNS = ("seed-*", "lower_states.*", "arrays.*")
"""What a run leaves in its folder besides `run.json`, as patterns."""


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """Runs that are equal in it give the same result, so that one may go on where the other was.

    Attributes:
        settings: The settings that bear on the result, as in the configuration.
        inputs: SHA-256 of each file that is read, by the key that names it and its name.
    """

    settings: Mapping[str, Any]
    inputs: Mapping[str, str]

    def changes_since(self, earlier: RunIdentity) -> tuple[str, ...]:
        """What differs from an earlier run, a line for each file and then for each setting."""
        files = _differences(earlier.inputs, self.inputs)
        lines = [f"{name} {_IN_WORDS[what]}" for name, what in files]
        before, now = _flat(earlier.settings), _flat(self.settings)
        return tuple(lines) + tuple(
            f"{key}: {before.get(key)!r} → {now.get(key)!r}" for key, _ in _differences(before, now)
        )


_IN_WORDS = {
    "changed": "的内容变了 (its content changed)",
    "new": "是新加的 (is new)",
    "gone": "不再读了 (is no longer read)",
}


def hash_files(files: Iterable[tuple[str, Path]]) -> dict[str, str]:
    """SHA-256 of files by the names they are given.

    Raises:
        ReadError: If one cannot be read.
    """
    hashes = {}
    for name, file in files:
        try:
            hashes[name] = sha256_of(file)
        except OSError as error:
            raise ReadError(f"{name}: {file} 读不出 (cannot be read: {error.strerror})") from error
    return hashes


def files_of(config: TrainingConfig, data_root: Path) -> Iterator[tuple[str, Path]]:
    """Every file that a run reads: data, validation, base model, label set.

    A name of the hub stands for itself: its files are not here yet.

    Args:
        config: Of the run.
        data_root: Folder of the data. Where it lies does not matter, nor does `data.root`.

    Yields:
        A name, such as `data.topics topics/train.jsonl.gz`, and the file.
    """
    block = config.data
    for key in ("topics", "topics_validation", "summaries", "summaries_validation", "corpus"):
        named: str | tuple[str, ...] = getattr(block, key)
        for file in (named,) if isinstance(named, str) else named:
            yield f"data.{key} {file}", data_root / file
    for file in block.own_topics:
        yield f"data.own_topics {file}", locate(file)
    for file in block.own_summaries:
        yield f"data.own_summaries {file}", locate(file)
    yield f"topics {config.topics}", locate(config.topics)
    encoders = {"model.encoder": config.model.encoder}
    if config.distillation is not None and config.distillation.start:
        encoders["distillation.start"] = config.distillation.start
    for key, encoder in encoders.items():
        for part in _encoder_files(encoder):
            yield f"{key} {encoder}/{part.name}", part


def claim_runs(config: TrainingConfig, data_root: Path, *, anew: bool) -> None:
    """Claim the folder of each part of a run, before anything else is done; see `claim`.

    The topics do not hang on how the salience is learned after them.
    """
    inputs = hash_files(files_of(config, data_root))
    if config.distillation is not None:
        settings = _settings(config, "trainer", "tuning", "artifact", "floors")
        claim(Path(config.distillation.output_dir), RunIdentity(settings, inputs), anew=anew)
    if config.trainer is not None:
        settings = _settings(config, "tuning", "salience", "artifact", "floors")
        claim(Path(config.trainer.output_dir), RunIdentity(settings, inputs), anew=anew)
    if config.tuning is not None:
        settings = _settings(config, "artifact", "floors")
        claim(Path(config.tuning.output_dir), RunIdentity(settings, inputs), anew=anew)


def _settings(config: TrainingConfig, *without: str) -> dict[str, Any]:
    """Those that bear on a part; with the processes, each of which takes articles in a step."""
    several = {"n_processes": n_processes()} if n_processes() > 1 else {}
    return config.settings(*without) | several


def claim(folder: Path, identity: RunIdentity, *, anew: bool) -> None:
    """Note in a folder whose run it holds, in `run.json`.

    Args:
        folder: Where the run keeps its weights; made if needed.
        identity: Of the run that is to begin, or to go on.
        anew: Whether what an earlier run left there goes; nothing else does.

    Raises:
        OtherRunError: If another run is kept there and `anew` is not asked for.
        ConfigError: If nothing tells whose run it is.
    """
    record = folder / RUN
    earlier = _read(record)
    if earlier is None and any(_left_by_runs(folder)):
        raise ConfigError(
            f"{folder} 里有训练留下的权重，而 {record.name} 不在或读不出，不知是哪次的；请换一个 "
            "output_dir，或自己移走 (weights of an unknown run: name another output_dir, or move "
            "them away)"
        )
    changes = identity.changes_since(earlier) if earlier else ()
    if changes and not anew:
        raise OtherRunError(_refusal(folder, changes))
    if earlier and anew:
        logger.info(
            "%s: 从头训练，上次留下的权重作废 (starts anew, the weights of the earlier run go)%s",
            folder,
            "".join(f"\n  {change}" for change in changes),
        )
        _discard(folder)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(identity), ensure_ascii=False, indent=2)
    write_file(record, f"{text}\n".encode())


def _refusal(folder: Path, changes: tuple[str, ...]) -> str:
    lines = "".join(f"\n  {change}" for change in changes)
    return (
        f"{folder} 里是另一次训练，与这次不同 (holds another run, which differs)：{lines}\n"
        "没有训练，原来的没有动。加 --anew 从头训练（上次的权重作废），或换一个 output_dir "
        "(nothing was trained; --anew starts over and drops its weights, or name another folder)"
    )


def _encoder_files(encoder: str) -> list[Path]:
    """What training reads of the folder that an encoder starts from; nothing for a hub name."""
    try:
        folder = locate(encoder)
    except ConfigError:
        return []
    if ModelFolder(folder).onnx.exists():
        return [folder / name for name in ModelFolder.needed]
    return sorted(file for file in folder.iterdir() if file.is_file())


def _read(record: Path) -> RunIdentity | None:
    """The identity that a file notes; None where there is none that can be read."""
    try:
        noted = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(noted, dict):
        return None
    if set(noted) != {"settings", "inputs"}:  # earlier versions noted the settings alone
        return RunIdentity(noted, {})
    return RunIdentity(**noted)


def _left_by_runs(folder: Path) -> Iterator[Path]:
    return (found for pattern in LEFT_BY_RUNS for found in folder.glob(pattern))


def _discard(folder: Path) -> None:
    for found in _left_by_runs(folder):
        if found.is_dir():
            shutil.rmtree(found)
        else:
            found.unlink()
    (folder / RUN).unlink()  # last, so that what a kill leaves here is still known to be ours


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The keys whose values differ, each with `changed`, `new` or `gone`."""
    kept = [key for key in now if key in before]
    return (
        [(key, "changed") for key in kept if before[key] != now[key]]
        + [(key, "new") for key in now if key not in before]
        + [(key, "gone") for key in before if key not in now]
    )


def _flat(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested settings by dotted key."""
    flat: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat

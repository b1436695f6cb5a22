"""Configuration files: one loader, one schema each, every value checked where it is read."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.errors import ConfigError
from service.mistakes import words_of

Language = Literal["zh", "en"]
Device = Literal["CPU", "GPU", "AUTO"]

UNKNOWN_COLOR = "#475467"
BUNDLED = Path(__file__).parent / "bundled"
CHECKOUT = Path(__file__).parent.parent
SHIPPED_LINE_SCORER = "models/line_scorer"
SHIPPED_MODEL = "models/default"
SHIPPED_MODELS = {"default": SHIPPED_MODEL, "fast": "models/fast"}
"""Folders of the models that come with the program, by the names that settings may call them."""

_LONGEST_FILE = 1 << 20  # in characters; a device may have no end


class Schema(BaseModel):
    """A block of settings: unknown keys are errors, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TopicConfig(Schema):
    """One topic: `id` is the label, the titles are what a reader sees.

    `was` names earlier topics whose articles and knowledge it takes over: its own old id where
    it was renamed, several where it joins them.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    zh: str
    en: str
    color: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
    definition: str
    was: tuple[str, ...] = ()

    def title(self, language: Language) -> str:
        """What a reader of a language calls the topic."""
        return self.zh if language == "zh" else self.en


class TopicSet(Schema):
    """The label set, in the order in which every table shows it."""

    topics: Annotated[tuple[TopicConfig, ...], Field(min_length=2)]

    @property
    def labels(self) -> tuple[str, ...]:
        """The ids, in order."""
        return tuple(topic.id for topic in self.topics)

    def __getitem__(self, label: str) -> TopicConfig:
        """The topic of a label.

        A digest may be older than the set it is shown with: a label that the set no longer has
        is a topic that bears its id as title, in the color of what is not told.
        """
        found = next((topic for topic in self.topics if topic.id == label), None)
        return found or TopicConfig.model_construct(
            id=label, zh=label, en=label, color=UNKNOWN_COLOR, definition=""
        )


class WebConfig(Schema):
    """What the server of page and API takes on, so that nobody keeps it from the others.

    Attributes:
        body_mebibytes: Of one request; four large ones are taken in at once.
        body_pause_s: Seconds for which a body may stop coming.
        body_s: Seconds in which all of it must have come.
        head_s: Seconds in which a request must begin to be one.
        connections: Open at once, of all clients.
        connections_each: Of one address; behind a proxy, which calls for all, as many as of all.
        streams_each: Streams of events that one address watches.
        requests_per_minute: Of one address; ten seconds' worth of them may come at once.
        waiting_jobs: Issues that wait for their turn, of all people.
        waiting_jobs_each: Of one of them.
    """

    body_mebibytes: Annotated[int, Field(ge=1, le=1024)] = 50
    body_pause_s: Annotated[int, Field(ge=1, le=3600)] = 20
    body_s: Annotated[int, Field(ge=1, le=36000)] = 300
    head_s: Annotated[int, Field(ge=1, le=3600)] = 10
    connections: Annotated[int, Field(ge=10, le=10_000)] = 500
    connections_each: Annotated[int, Field(ge=5, le=10_000)] = 100
    streams_each: Annotated[int, Field(ge=1, le=10_000)] = 30
    requests_per_minute: Annotated[int, Field(ge=10, le=1_000_000)] = 3000
    waiting_jobs: Annotated[int, Field(ge=1, le=10_000)] = 32
    waiting_jobs_each: Annotated[int, Field(ge=1, le=10_000)] = 8


def told_setting(name: str) -> str:
    """A setting as messages name it, with the files where it may stand."""
    return f"（设置 {name}，写在 configs/service.yaml 或 --config 给的文件里）"


class LimitsConfig(Schema):
    """How much one input may take; what would take more is refused, and nothing else suffers.

    Attributes:
        file_mebibytes: Of a file; a larger one is not read.
        reading_s: Seconds for reading the files of an issue, other than plain text.
        reading_mebibytes: Memory for that, above what the program itself needs; not on Windows.
        issue_characters: Of the text of an issue.
        issue_lines: Of the text of an issue; to split takes some 12 KiB of memory for each.
        splitting_s: Seconds for taking apart what was given to the page or the API.
        splitting_mebibytes: Memory for that, above what the program itself needs; not on Windows.
    """

    file_mebibytes: Annotated[int, Field(ge=1, le=4096)] = 256
    reading_s: Annotated[int, Field(ge=1, le=36000)] = 60
    reading_mebibytes: Annotated[int, Field(ge=64, le=65536)] = 1024
    issue_characters: Annotated[int, Field(ge=1000, le=100_000_000)] = 2_000_000
    issue_lines: Annotated[int, Field(ge=100, le=10_000_000)] = 100_000
    splitting_s: Annotated[int, Field(ge=1, le=36000)] = 300
    splitting_mebibytes: Annotated[int, Field(ge=64, le=65536)] = 2048


class ServiceConfig(Schema):
    """How the product runs.

    Attributes:
        model: `default` or `fast`, the models that come with the program; or a model folder,
            relative to where bundled files live, or absolute; or `registry` for the version that
            was promoted last, with the topics that it was made for.
        line_scorer: Folder of the line scorer, with which issues are split, likewise.
        topics: The file with the label set, likewise.
        max_chars: Default budget of a summary, in code points.
        n_threads: Threads of the inference runtime; 0 takes all cores.
        device: What the runtime computes on: `CPU`, `GPU`, or `AUTO` for a GPU where there is one
            that it knows and else the processor. Digits may differ between them.
        store: Where issues, corrections and users are kept: a file, or the URL of a database
            of PostgreSQL; None takes what `BAOZHAI_STORE` names, else a file in the user's
            data folder.
        desk: The folder with a desk's labelled articles that the page adapts the model to; None
            takes `desk` in the user's data folder.
        max_risk: Greatest share of errors among articles not called uncertain, where a model is
            adapted and judged.
        cache_mebibytes: What the cache of articles that were rated before may take on the disk;
            0 for no cache.
        retention_days: Issues neither digested nor corrected for so many days are deleted when
            the page is started; None keeps all.
        web: What the server takes on.
        limits: What one input may take.
    """

    model: str = SHIPPED_MODEL
    line_scorer: str = SHIPPED_LINE_SCORER
    topics: str = "configs/topics.yaml"
    max_chars: Annotated[int, Field(ge=20, le=2000)] = 150
    n_threads: Annotated[int, Field(ge=0, le=256)] = 0
    device: Device = "CPU"
    store: str | None = None
    desk: str | None = None
    max_risk: Annotated[float, Field(gt=0, lt=1)] = 0.03
    cache_mebibytes: Annotated[int, Field(ge=0, le=1_000_000)] = 200
    retention_days: Annotated[int, Field(ge=1)] | None = None
    web: WebConfig = WebConfig()
    limits: LimitsConfig = LimitsConfig()


AnySchema = TypeVar("AnySchema", bound=Schema)


def load_config(path: str | Path, schema: type[AnySchema]) -> AnySchema:
    """Read a YAML file into its schema.

    Args:
        path: The file; a relative path is looked up as `locate` says.
        schema: The class that says which keys and values are allowed.

    Returns:
        The settings, frozen.

    Raises:
        ConfigError: If the file is missing, is no YAML mapping, or a key or
            value is not allowed; the message names file, key, value and rule.
    """
    settings = _read_yaml(path)
    try:
        return schema.model_validate({} if settings is None else settings)
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(path, error, schema))) from error


def _read_yaml(path: str | Path) -> object:
    try:
        return yaml.safe_load(_text_of(locate(path)))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(
            f"{path}: 读不了这个设置文件，请检查路径、权限和写法 (cannot be read as YAML: {reason})"
        ) from error


def _text_of(file: Path) -> str:
    with file.open(encoding="utf-8") as stream:
        text = stream.read(_LONGEST_FILE)
        if stream.read(1):
            raise ValueError(f"it is longer than {_LONGEST_FILE} characters")
    return text


def locate(path: str | Path) -> Path:
    """Find a file or folder the program brings along.

    Looked up in this order: as given (absolute, or relative to the current
    folder), below the checkout the program runs from, inside the installed wheel.

    Raises:
        ConfigError: If it is in none of them.
    """
    places = (Path(path), CHECKOUT / path, BUNDLED / path)
    for place in places:
        if _may_exist(place):
            return place
    tried = "、".join(str(place) for place in places)
    raise ConfigError(
        f"{path} 不存在，找过 {tried}；请给出存在的路径 "
        f"({path} does not exist; looked at these places: give a path that exists)"
    )


def _may_exist(place: Path) -> bool:
    """Whether something is there, or cannot be asked about: to open it then tells why."""
    try:
        return place.exists()
    except OSError:
        return True


def locate_model(name: str | Path) -> Path:
    """Find a model folder by the name of a model that comes with the program, or by its path.

    Raises:
        ConfigError: If it is neither; the message tells the names.
    """
    try:
        return locate(SHIPPED_MODELS.get(str(name), name))
    except ConfigError as error:
        raise ConfigError(
            f"没有模型 {name}：自带的有 {'、'.join(SHIPPED_MODELS)}；也可以写 registry，或模型目录"
            f"的路径 (no such model; name one of these, `registry`, or a folder): {error}"
        ) from error


def _explain(path: str | Path, error: ValidationError, schema: type[Schema]) -> Iterator[str]:
    """One line per mistake: file, key, value, rule."""
    for mistake in error.errors(include_url=False):
        key = ".".join(str(part) for part in mistake["loc"]) or "(file)"
        if mistake["type"] == "extra_forbidden":
            known = _keys_at(schema, mistake["loc"][:-1])
            near = get_close_matches(str(mistake["loc"][-1]), known, n=1)
            meant = f"，是不是 {near[0]}" if near else ""
            yield (
                f"{path}: {key} 不是设置项{meant}；可用的有 {'、'.join(known)} "
                f"({key} is not a known key; these are)"
            )
        elif mistake["type"] == "missing":
            yield f"{path}: {key} {words_of(mistake)}"
        else:
            value, english = reprlib.repr(mistake["input"]), mistake["msg"]
            words = words_of(mistake).removesuffix(f" ({english})")
            yield f"{path}: {key} 是 {value}：{words} ({key} is {value}; {english})"


def _keys_at(schema: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """The keys of the block at a place of the settings."""
    for part in place:
        if isinstance(part, str) and part in schema.model_fields:
            schema = _block_in(schema.model_fields[part].annotation) or schema
    return list(schema.model_fields)


def _block_in(annotation: object) -> type[BaseModel] | None:
    """The block that a field holds, one of several, or one among other things."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_block_in, get_args(annotation))), None)

"""Configuration files: one loader, one schema each, every value checked where it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.errors import ConfigError

Language = Literal["zh", "en"]

UNKNOWN_COLOR = "#475467"
BUNDLED = Path(__file__).parent / "bundled"
CHECKOUT = Path(__file__).parent.parent
SHIPPED_LINE_SCORER = "models/line_scorer"
SHIPPED_MODEL = "models/default"


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
        requests_per_minute: Of one address; ten seconds' worth of them may come at once.
        waiting_jobs: Issues that wait for their turn, of all people.
        waiting_jobs_each: Of one of them.
    """

    body_mebibytes: Annotated[int, Field(ge=1, le=1024)] = 50
    body_pause_s: Annotated[int, Field(ge=1, le=3600)] = 20
    body_s: Annotated[int, Field(ge=1, le=36000)] = 300
    head_s: Annotated[int, Field(ge=1, le=3600)] = 10
    connections: Annotated[int, Field(ge=10, le=10_000)] = 500
    requests_per_minute: Annotated[int, Field(ge=10, le=1_000_000)] = 3000
    waiting_jobs: Annotated[int, Field(ge=1, le=10_000)] = 32
    waiting_jobs_each: Annotated[int, Field(ge=1, le=10_000)] = 8


class ServiceConfig(Schema):
    """How the product runs.

    Attributes:
        model: Model folder, relative to where bundled files live, or absolute; `registry` for
            the version that was promoted last, with the topics that it was made for.
        line_scorer: Folder of the line scorer, with which issues are split, likewise.
        topics: The file with the label set, likewise.
        max_chars: Default budget of a summary, in code points.
        n_threads: Threads of the inference runtime; 0 takes all cores.
        store: Where issues, corrections and users are kept: a file, or the URL of a database
            of PostgreSQL; None takes what `BAOZHAI_STORE` names, else a file in the user's
            data folder.
        desk: The folder with a desk's labelled articles that the page adapts the model to; None
            takes `desk` in the user's data folder.
        max_risk: Greatest share of errors among articles not called uncertain, where a model is
            adapted and judged.
        retention_days: Issues neither digested nor corrected for so many days are deleted when
            the page is started; None keeps all.
        web: What the server takes on.
    """

    model: str = SHIPPED_MODEL
    line_scorer: str = SHIPPED_LINE_SCORER
    topics: str = "configs/topics.yaml"
    max_chars: Annotated[int, Field(ge=20, le=2000)] = 150
    n_threads: Annotated[int, Field(ge=0, le=256)] = 0
    store: str | None = None
    desk: str | None = None
    max_risk: Annotated[float, Field(gt=0, lt=1)] = 0.03
    retention_days: Annotated[int, Field(ge=1)] | None = None
    web: WebConfig = WebConfig()


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
    file = locate(path)
    try:
        settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: cannot be read as YAML: {error}") from error
    try:
        return schema.model_validate({} if settings is None else settings)
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(path, error))) from error


def locate(path: str | Path) -> Path:
    """Find a file or folder the program brings along.

    Looked up in this order: as given (absolute, or relative to the current
    folder), below the checkout the program runs from, inside the installed wheel.

    Raises:
        ConfigError: If it is in none of them.
    """
    places = (Path(path), CHECKOUT / path, BUNDLED / path)
    for place in places:
        if place.exists():
            return place
    tried = ", ".join(str(place) for place in places)
    raise ConfigError(f"{path} does not exist; looked at {tried}. Give a path that exists.")


def _explain(path: str | Path, error: ValidationError) -> list[str]:
    """One line per mistake: file, key, value, rule."""
    lines = []
    for mistake in error.errors():
        key = ".".join(str(part) for part in mistake["loc"]) or "(file)"
        if mistake["type"] == "extra_forbidden":
            lines.append(f"{path}: {key} is not a known key; remove it or correct its spelling")
        else:
            lines.append(f"{path}: {key} is {mistake['input']!r}; {mistake['msg']}")
    return lines

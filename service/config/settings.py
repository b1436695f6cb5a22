"""The settings of the product: what each may be, and what it is unless a file says otherwise."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from service.config.places import SHIPPED_LINE_SCORER, SHIPPED_MODEL

Language = Literal["zh", "en"]
Device = Literal["CPU", "GPU", "AUTO"]

UNKNOWN_COLOR = "#475467"


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

    @field_validator("topics")
    @classmethod
    def _tell_topics_apart(cls, topics: tuple[TopicConfig, ...]) -> tuple[TopicConfig, ...]:
        """No id or title is that of two topics, and none is what another one was."""
        owners: dict[str, int] = {}
        for place, topic in enumerate(topics):
            for name in {topic.id, topic.zh, topic.en}:
                if owners.setdefault(name, place) != place:
                    raise ValueError(
                        f"里 {name} 是两个主题的名称；请改掉一个 (two topics have one name)"
                    )
        for place, topic in enumerate(topics):
            for name in topic.was:
                if owners.get(name, place) != place:
                    raise ValueError(
                        f"里 {topic.id} 的 was 写了 {name}，而 {name} 还是一个主题；"
                        "请去掉一处 (an earlier topic that is still there)"
                    )
        return topics

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

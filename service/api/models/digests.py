"""The digest, as `docs/contract.md` has it, and what of it is sent and answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.datamodels import Flag, Kind, LeftOutReason, SummaryNote

LONGEST_TEXT = 2_000_000
LONGEST_ARTICLE = 200_000
MOST_ARTICLES = 100
EXAMPLE_TEXT = (
    "云川日报 2026年3月18日 星期三\n\n市图书馆夜间开放\n\n本报讯 昨天起，市图书馆开放到晚上十点。"
)

MaxChars = Annotated[
    int, Field(ge=20, le=2000, description="Budget of each summary in characters.")
]
ArticleText = Annotated[str, StringConstraints(max_length=LONGEST_ARTICLE)]
Pair = Annotated[list[int], Field(min_length=2, max_length=2, description="[start, end)")]


NO_CONTROLS = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F]*$"
"""What is a line or word for people: no database and no document holds a NUL."""
Line = Annotated[str, StringConstraints(pattern=NO_CONTROLS)]


class Body(BaseModel):
    """A request's body: a key that is not known is an error."""

    model_config = ConfigDict(extra="forbid")


class TextBody(Body):
    """A pasted issue."""

    text: str = Field(max_length=LONGEST_TEXT, description="The raw text of a page or day.")
    max_chars: MaxChars | None = None
    id: Line | None = Field(None, min_length=1, max_length=200, description="The issue's name.")

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": EXAMPLE_TEXT, "max_chars": 150, "id": "yc0318"}]},
    )


class ReadyArticle(Body):
    """An article that is ready: nothing is to be split."""

    id: str = Field(min_length=1, max_length=200)
    title: str | None = Field(None, max_length=1000)
    text: ArticleText


class ArticlesBody(Body):
    """A batch of ready articles."""

    articles: list[ReadyArticle] = Field(min_length=1, max_length=MOST_ARTICLES)

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "articles": [
                        {
                            "id": "n1",
                            "title": "社区食堂开张",
                            "text": "翠屏社区食堂昨天开张，老人一餐八元。",
                        }
                    ]
                }
            ]
        },
    )


class SummariesBody(ArticlesBody):
    """A batch of ready articles to be summarized."""

    max_chars: MaxChars | None = None


class Topic(BaseModel):
    """The topic of an article: contract, section 2."""

    label: str
    probability: float = Field(ge=0, le=1)
    uncertain: bool
    probabilities: dict[str, float]
    evidence: list[Pair]


class ChosenSentence(BaseModel):
    """A sentence of the text, and its salience (higher is better)."""

    start: int
    end: int
    score: float


class SummaryModel(BaseModel):
    """The summary of an article: contract, sections 2 and 5."""

    text: str | None
    note: SummaryNote | None
    sentences: list[ChosenSentence]


class ArticleModel(BaseModel):
    """An article as the contract has it; `topic` and `summary` only where it was scored."""

    id: str
    headline: str | None
    kind: Kind
    byline: str | None
    flags: list[Flag]
    spans: list[Pair]
    text: str
    edited_by: str | None
    topic: Topic | None = None
    summary: SummaryModel | None = None
    kicker: str | None = None


class PageModel(BaseModel):
    """Where a file, or a page of it, lies in the source."""

    file: str
    page: int | None
    start: int
    end: int


class LeftOutModel(BaseModel):
    """What belongs to no article, and why."""

    start: int
    end: int
    reason: LeftOutReason
    of: str | None = None


class DigestModel(BaseModel):
    """A digest: contract, section 2."""

    model_config = ConfigDict(populate_by_name=True, protected_namespaces=())

    schema_: int = Field(1, alias="schema")
    issue_id: str
    paper: str | None
    date: str | None
    model: str | None
    splitter: str | None = None
    source_text: str
    pages: list[PageModel]
    articles: list[ArticleModel]
    left_out: list[LeftOutModel]


class FileErrorModel(BaseModel):
    """A file that could not be read; the others were."""

    file: str
    detail: str


class StoredModel(BaseModel):
    """An issue that is kept: `id` is its address, `issue_id` the name it was given."""

    id: str
    issue_id: str
    paper: str | None
    date: str | None
    is_new: bool = Field(description="False where the same issue had been kept before.")
    href: str


class DigestedModel(BaseModel):
    """A digest that is done, and where it is kept, if it is."""

    digest: DigestModel
    stored: StoredModel | None


class DigestsModel(BaseModel):
    """All digests of what was sent: one, or one for each paper and day."""

    issues: list[DigestedModel]
    errors: list[FileErrorModel]
    warnings: list[str]


class SplitModel(BaseModel):
    """The issues taken apart; their articles have no topic and no summary."""

    issues: list[DigestModel]
    errors: list[FileErrorModel]
    warnings: list[str]


class ClassifiedArticle(BaseModel):
    """The topic of one article, or why there is none."""

    id: str
    topic: Topic | None
    error: str | None


class ClassifiedModel(BaseModel):
    """One entry for each article, in order."""

    articles: list[ClassifiedArticle]
    model: str


class SummarizedArticle(BaseModel):
    """The summary of one article, or why there is none."""

    id: str
    summary: SummaryModel | None
    error: str | None


class SummarizedModel(BaseModel):
    """One entry for each article, in order."""

    articles: list[SummarizedArticle]
    model: str

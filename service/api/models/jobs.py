"""Long work, as it is shown."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from service.api.models.digests import FileErrorModel, StoredModel
from service.newsroom.jobs import Job, Jobs, Stage, State


class JobModel(BaseModel):
    """Long work: how far it is, and what came of it."""

    id: str
    kind: str
    about: str = Field(description="The first file and how many more, or the first words.")
    state: State
    stage: Stage
    done: int = Field(description="How much of the stage is done, of `total`.")
    total: int
    seconds_left: float | None = Field(description="For this stage; null while nothing tells.")
    ahead: int = Field(description="How many other jobs come first.")
    created: datetime
    errors: list[FileErrorModel]
    warnings: list[str]
    issues: list[StoredModel] = Field(description="What was kept of it.")
    problem: str | None = Field(description="Why it failed.")
    result: str | None = Field(description="Where its digests are, once it is done.")

    @classmethod
    def of(cls, job: Job, jobs: Jobs, issues: list[StoredModel]) -> JobModel:
        """The state of a job now."""
        return cls(
            id=job.id,
            kind=job.kind,
            about=job.about,
            state=job.state,
            stage=job.stage,
            done=job.done,
            total=job.total,
            seconds_left=job.seconds_left,
            ahead=jobs.ahead_of(job),
            created=job.created,
            errors=[FileErrorModel(file=each.file, detail=each.message) for each in job.errors],
            warnings=job.warnings,
            issues=issues,
            problem=job.failure,
            result=f"/api/v1/jobs/{job.id}/result" if job.state == "done" else None,
        )

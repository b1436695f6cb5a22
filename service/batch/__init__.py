"""Many inputs in, one table out; an interrupted run can go on."""

from service.batch.articles import read_articles
from service.batch.inputs import (
    ArticleInput,
    IssueInput,
    WorkItem,
    issues_of_files,
    issues_of_folders,
)
from service.batch.report import BatchReport
from service.batch.run import BatchSettings, run_batch
from service.batch.scoring import CountFromCache, Scorer, score_in_turn
from service.batch.workers import score_in_parallel

__all__ = [
    "ArticleInput",
    "BatchReport",
    "BatchSettings",
    "CountFromCache",
    "IssueInput",
    "Scorer",
    "WorkItem",
    "issues_of_files",
    "issues_of_folders",
    "read_articles",
    "run_batch",
    "score_in_parallel",
    "score_in_turn",
]

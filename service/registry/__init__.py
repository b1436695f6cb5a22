"""The versions of models that a desk made, and which of them serves."""

from service.registry.current import REGISTRY, CurrentModel, current_model, settled
from service.registry.records import (
    Judgement,
    Judgements,
    LastIssues,
    Learned,
    Switched,
    VersionRecord,
    Way,
)
from service.registry.registry import Registry
from service.registry.run import Run, RunStage, RunStoppedError, RunWay
from service.registry.run_report import RunReport, StageClock
from service.registry.runs import Runs
from service.registry.version import SHIPPED, Version

__all__ = [
    "REGISTRY",
    "SHIPPED",
    "CurrentModel",
    "Judgement",
    "Judgements",
    "LastIssues",
    "Learned",
    "Registry",
    "Run",
    "RunReport",
    "RunStage",
    "RunStoppedError",
    "RunWay",
    "Runs",
    "StageClock",
    "Switched",
    "Version",
    "VersionRecord",
    "Way",
    "current_model",
    "settled",
]

"""Versions of the model: which there are, what they change, and which one serves."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, Response

from service.api.access import Admin
from service.api.models.training import PromoteBody, VersionModel
from service.api.problems import ProblemError, told
from service.api.rooms import Kept, Trains
from service.errors import ConfigError
from service.registry import LastIssues, Registry, Version

router = APIRouter(tags=["模型 models"])
# The report is a page by itself, with its own style and no script.
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

VersionKey = Annotated[str, Path(pattern=r"^(shipped|v[1-9]\d{0,8})$")]


@router.get("/models")
def list_versions(training: Trains, who: Admin) -> list[VersionModel]:  # noqa: ARG001
    """各版模型，旧的在前 (the shipped version and those made here, oldest first)."""
    current = training.registry.pointer().current
    return [VersionModel.of(version, current) for version in training.registry.versions()]


@router.get("/models/{key}")
def read_version(key: VersionKey, training: Trains, who: Admin) -> VersionModel:  # noqa: ARG001
    """一版 (one version)."""
    version = _version(key, training.registry)
    return VersionModel.of(version, training.registry.pointer().current)


@router.get("/models/{key}/report", response_class=HTMLResponse)
def read_report(key: VersionKey, training: Trains, who: Admin) -> Response:  # noqa: ARG001
    """逐篇对照：哪些变好，哪些变坏 (what got better and worse, article by article)."""
    report = _version(key, training.registry).report
    if not report.exists():
        raise ProblemError("not-found", f"{key} 没有对照 (it has no report)")
    return HTMLResponse(report.read_text("utf-8"), headers={"Content-Security-Policy": _ALONE})


@router.get("/models/{key}/changes")
def read_changes(key: VersionKey, training: Trains, who: Admin) -> LastIssues:  # noqa: ARG001
    """最近十期里它会改哪些主题 (what it would have told otherwise in the ten latest issues)."""
    found = _version(key, training.registry).last_issues()
    if found is None:
        raise ProblemError(
            "not-found", f"{key} 没有看过最近几期 (it was not made out of the newsroom)"
        )
    return found


@router.post("/models/{key}/promote", responses=told(409))
def promote(
    key: VersionKey, body: PromoteBody, training: Trains, store: Kept, who: Admin
) -> VersionModel:
    """启用一版，开着的网页几秒内换用 (lets a version serve, within seconds)."""
    version = _version(key, training.registry)
    record = version.record
    if record is not None and not record.passed and not body.anyway:
        raise ProblemError("conflict", f"{key} 没有通过检验：{'；'.join(record.reasons)}")
    training.registry.promote(key)
    store.audit.note(who.name, "promote model", key)
    return VersionModel.of(version, key)


@router.post("/models/rollback", responses=told(409))
def roll_back(training: Trains, store: Kept, who: Admin) -> VersionModel:
    """退回前一版 (lets the version serve again that did before)."""
    try:
        version = training.registry.rollback()
    except ConfigError as error:
        raise ProblemError("conflict", str(error)) from error
    store.audit.note(who.name, "roll back model", version.key)
    return VersionModel.of(version, version.key)


@router.delete("/models/{key}", status_code=204, responses=told(409))
def discard(key: VersionKey, training: Trains, store: Kept, who: Admin) -> Response:
    """删去一版 (deletes a version that neither serves nor carries others)."""
    _version(key, training.registry)
    try:
        training.registry.discard(key)
    except ConfigError as error:
        raise ProblemError("conflict", str(error)) from error
    store.audit.note(who.name, "discard model", key)
    return Response(status_code=204)


def _version(key: str, registry: Registry) -> Version:
    try:
        return registry.get(key)
    except ConfigError as error:
        raise ProblemError("not-found", str(error)) from error

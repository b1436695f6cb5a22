"""Files to be sent, and how the desk wants them."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, File, Path, Query
from pydantic import ConfigDict, Field
from starlette.responses import Response

from service.api.access import Admin, Editor, Reader
from service.api.models.digests import Body, Line, MaxChars
from service.api.problems import ProblemError
from service.api.rooms import Kept, Room
from service.corrections import Corrected
from service.newsroom.room import Newsroom
from service.newsroom.sending import (
    BULLETIN_SETTING,
    MEDIA_TYPES,
    TEMPLATE_SETTING,
    check_template,
    desk_bulletin,
    export,
    saved_selection,
    selected,
)
from service.store import StoredIssue
from service.writers.bulletin import Bulletin

router = APIRouter(tags=["发 sending"])
_LARGEST_TEMPLATE = 8 * 2**20
_FILE = {"schema": {"type": "string", "format": "binary"}}


class BulletinSettings(Body):
    """How the desk wants its bulletins."""

    title: Line | None = Field(
        None, max_length=200, description="`{paper}` and `{date}` stand for those of the issue."
    )
    masthead: Line | None = Field(None, max_length=200, description="A line above the title.")
    sources: bool = Field(True, description="Whether file and page of each article are told.")

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"title": "每日要闻 {date}", "masthead": "云川融媒"}]},
    )


class SettingsModel(BulletinSettings):
    """The same, and whether DOCX goes into a template of the desk."""

    has_template: bool


@router.get(
    "/exports/{key}.{file_format}",
    response_class=Response,
    responses={
        200: {
            "description": "文件 (the file)",
            "content": {kind.partition(";")[0]: _FILE for kind in MEDIA_TYPES.values()},
            "headers": {
                "Content-Disposition": {
                    "schema": {"type": "string"},
                    "description": "Named by paper and date.",
                }
            },
        },
    },
)
async def export_issue(  # noqa: PLR0913 - each is one choice of the editor's
    key: Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")],
    file_format: Literal["docx", "html", "md", "json", "csv"],
    room: Room,
    who: Reader,  # noqa: ARG001 - asked for its check
    *,
    articles: Annotated[
        str | None,
        Query(
            pattern=r"^(all|\d{1,9}(,\d{1,9})*)$",
            max_length=20_000,
            description="Places of the articles, in order, or `all`; else as saved.",
        ),
    ] = None,
    title: Annotated[Line | None, Query(max_length=200)] = None,
    masthead: Annotated[Line | None, Query(max_length=200)] = None,
    sources: bool | None = None,
    max_chars: Annotated[MaxChars | None, Query()] = None,
) -> Response:
    """简报，按选定的篇目与次序；Word 用本部门的模板，如果设了 (the bulletin as a file)."""
    stored, now = await to_thread.run_sync(_issue, room, key, max_chars)
    places = _places(articles, stored, now)
    kept = await to_thread.run_sync(desk_bulletin, room)
    bulletin = Bulletin(
        title=kept.title if title is None else title,
        masthead=kept.masthead if masthead is None else masthead,
        has_sources=kept.has_sources if sources is None else sources,
        has_checks=False,
        keeps_order=places is not None,
    )
    made = await export(room, stored, selected(now, places), file_format, bulletin)
    disposition = f"attachment; filename*=UTF-8''{quote(made.name)}"
    return Response(
        made.content,
        media_type=made.media_type,
        headers={"Content-Disposition": disposition},
    )


@router.get("/settings")
def read_settings(room: Room, store: Kept, who: Reader) -> SettingsModel:  # noqa: ARG001
    """本部门的简报：标题、报头、要不要出处 (how the desk wants its bulletins)."""
    kept = desk_bulletin(room)
    return SettingsModel(
        title=kept.title,
        masthead=kept.masthead,
        sources=kept.has_sources,
        has_template=store.settings.content(TEMPLATE_SETTING) is not None,
    )


@router.put("/settings")
def write_settings(body: BulletinSettings, room: Room, store: Kept, who: Editor) -> SettingsModel:
    """设定 (sets them)."""
    store.settings.set(BULLETIN_SETTING, body.model_dump())
    store.audit.note(who.name, "settings", BULLETIN_SETTING, body.model_dump())
    return read_settings(room, store, who)


@router.put("/settings/template", status_code=204)
async def write_template(
    template: Annotated[bytes, File(description="A DOCX file with tags of docxtpl.")],
    room: Room,
    store: Kept,
    who: Admin,
) -> Response:
    """本部门的 Word 模板，先试填再收 (the desk's DOCX template; tried before it is taken)."""
    if len(template) > _LARGEST_TEMPLATE:
        limit = _LARGEST_TEMPLATE >> 20
        raise ProblemError("too-large", f"模板超过 {limit} MB (more than {limit} MB)")
    await check_template(room, template)
    await to_thread.run_sync(store.settings.set, TEMPLATE_SETTING, None, template)
    await to_thread.run_sync(store.audit.note, who.name, "settings", TEMPLATE_SETTING)
    return Response(status_code=204)


@router.delete("/settings/template", status_code=204)
def remove_template(store: Kept, who: Admin) -> Response:
    """不再用模板 (the program's own form again)."""
    store.settings.remove(TEMPLATE_SETTING)
    store.audit.note(who.name, "settings", TEMPLATE_SETTING, "removed")
    return Response(status_code=204)


def _issue(room: Newsroom, key: str, max_chars: int | None) -> tuple[StoredIssue, Corrected]:
    return room.kept.issues.get(key), room.today(key, max_chars)


def _places(asked: str | None, stored: StoredIssue, now: Corrected) -> tuple[int, ...] | None:
    if asked == "all":
        return None
    if asked is None:
        return saved_selection(stored, now)
    return tuple(int(place) for place in asked.split(","))

"""What was sent to be digested: a text as JSON, or files as a form."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from service.api.models.digests import TextBody
from service.api.problems import ProblemError, mistakes_of
from service.characters import without_controls
from service.newsroom.digesting import Order
from service.newsroom.reading import GivenFile, issue_of_text

PASTED_ID = "pasted"
_MOST_FILES = 200
_MOST_FIELDS = 20
_LARGEST_FIELD = 8 * 2**20
_LONGEST_NAME, _LONGEST_ENDING = 200, 10  # characters

REQUEST_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/TextBody"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "description": "Files are the pages of one day, in order; or a text.",
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "TXT, HTML, MHT, DOCX or PDF.",
                        },
                        "text": {"type": "string"},
                        "max_chars": {"type": "integer", "minimum": 20, "maximum": 2000},
                        "id": {"type": "string", "minLength": 1, "maxLength": 200},
                    },
                }
            },
        },
    }
}
"""What OpenAPI says of a body that is read here."""


async def order_of(request: Request, who: str, *, is_kept: bool = False) -> Order:
    """Read and check what was sent.

    Args:
        request: With a body of JSON or of a form.
        who: Who sent it.
        is_kept: Whether its digest goes into the store.

    Raises:
        ProblemError: If it is neither, or a value is not allowed.
        ReadError: If the text is blank.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    files: tuple[GivenFile, ...] = ()
    if kind == "application/json":
        fields = await _fields_of_json(request)
    elif kind == "multipart/form-data":
        files, fields = await _fields_of_form(request)
    else:
        raise ProblemError(
            "wrong-media-type",
            f"{kind or '(没有 Content-Type)'}: 请用 application/json 或 multipart/form-data "
            "(send JSON or a form)",
        )
    try:
        sent = (
            TextBody.model_validate(fields)
            if not files
            else TextBody.model_validate({"text": "", **fields})
        )
    except ValidationError as error:
        raise _wrong(mistakes_of(error.errors(include_url=False))) from error
    if files and sent.text:
        raise ProblemError(
            "unreadable", "文件与文字只能给一种 (give either files or a text, not both)"
        )
    text = None if files else issue_of_text(sent.text, sent.id or PASTED_ID)
    return Order(who, files, text, sent.max_chars, sent.id, is_kept)


async def _fields_of_json(request: Request) -> dict[str, Any]:
    try:
        fields = await request.json()
    except (ValueError, RecursionError) as error:
        raise ProblemError("bad-request", "请求不是 JSON (the request is no JSON)") from error
    if not isinstance(fields, dict):
        raise _wrong([{"field": "body", "message": "须是对象 {…} (must be an object)"}])
    return fields


async def _fields_of_form(request: Request) -> tuple[tuple[GivenFile, ...], dict[str, Any]]:
    """The files of a form, and its other fields; numbers come as text."""
    try:
        form = await request.form(
            max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_LARGEST_FIELD
        )
    except HTTPException:
        raise
    except Exception as error:
        raise ProblemError(
            "bad-request", f"表单不能读 (the form cannot be read): {error}"
        ) from error
    try:
        return await _parts_of(form)
    finally:
        await form.close()


async def _parts_of(form: FormData) -> tuple[tuple[GivenFile, ...], dict[str, Any]]:
    files: list[GivenFile] = []
    fields: dict[str, Any] = {}
    for name, part in form.multi_items():
        if name == "files" and isinstance(part, UploadFile):
            file = name_of_upload(part.filename or "") or f"{len(files) + 1}"
            files.append(GivenFile(file, await part.read()))
        elif name == "files" or isinstance(part, UploadFile) or name in fields:
            raise _wrong([{"field": name, "message": "多余，或不是文件 (unexpected, or no file)"}])
        else:
            fields[name] = part
    return tuple(files), fields


def name_of_upload(sent: str) -> str:
    """The name of a file as it was sent, without a path and whatever would not be seen as it is.

    It names issues, pages and downloads, and opens no file here.
    """
    name = re.split(r"[/\\]", sent)[-1].strip(" .")
    seen = without_controls(name, "\ufffd")
    if len(seen) <= _LONGEST_NAME:
        return seen
    ending = Path(seen).suffix[:_LONGEST_ENDING]
    return f"{seen[: _LONGEST_NAME - len(ending) - 1]}…{ending}"


def _wrong(mistakes: list[dict[str, str]]) -> ProblemError:
    told = "；".join(f"{each['field']}: {each['message']}" for each in mistakes)
    return ProblemError("unreadable", f"请求的内容不对 (invalid request): {told}", errors=mistakes)

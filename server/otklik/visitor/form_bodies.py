"""What a browser or a program sent to a form, whatever its kind: plain fields and files."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile
from msgspec import Struct

from otklik.channels.form.settings import FILES_MAX
from otklik.kit.errors import Invalid
from otklik.visitor.form_filling import GivenFile

_FIELDS_MAX = 100
_READ_MAX = FILES_MAX + 1


class GivenForm(Struct, frozen=True):
    """The fields as texts, and the files."""

    fields: Mapping[str, str]
    files: tuple[GivenFile, ...]


async def read_body(request: Request[Any, Any, Any]) -> GivenForm:
    """Read JSON, multipart/form-data or urlencoded; raises Invalid for what is none of them."""
    if is_json(request):
        return _read_json(await request.body())
    fields: dict[str, str] = {}
    files: list[GivenFile] = []
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            if value.filename and len(files) < _READ_MAX:
                files.append(GivenFile(value.filename, value.content_type or "", await value.read()))
        elif len(fields) < _FIELDS_MAX:
            fields.setdefault(name, str(value))
    return GivenForm(fields, tuple(files))


def is_json(request: Request[Any, Any, Any]) -> bool:
    """Whether the body is JSON."""
    return request.content_type[0] == "application/json"


def wants_page(request: Request[Any, Any, Any]) -> bool:
    """Whether a browser sent a plain form, and shows what comes back."""
    return not is_json(request) and "text/html" in request.headers.get("accept", "")


def _read_json(body: bytes) -> GivenForm:
    try:
        said = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Invalid("the body is not a JSON object", code="bad_request") from None
    listed = said.pop("files", None)
    files = tuple(map(_file, listed[:_READ_MAX])) if isinstance(listed, list) else ()
    return GivenForm({name: _as_text(value) for name, value in list(said.items())[:_FIELDS_MAX]}, files)


def _file(said: object) -> GivenFile:
    if not isinstance(said, dict) or not isinstance(said.get("data"), str):
        raise Invalid("a file needs its data as base64", code="bad_request")
    try:
        data = base64.b64decode(said["data"], validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("a file needs its data as base64", code="bad_request") from None
    return GivenFile(str(said.get("name") or ""), str(said.get("type") or ""), data)


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value) if isinstance(value, str | int | float) else ""

"""Files on their way out: in pieces, by range, with a type of ours and a policy that lets them do nothing."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.response import Stream
from msgspec import Struct

from otklik.desk import repository
from otklik.desk.records import StoredLine
from otklik.infra.db import Database, Tx
from otklik.infra.files import FileStore, shown_inline
from otklik.kit.errors import Forbidden, NotFound
from otklik.messaging.links import FileLinks, FileOwner, FilePlace

_CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_POLICY = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
_UNSAFE_NAME = re.compile(r"[^A-Za-z0-9._ -]")
_NAME_MAX = 150


class Span(Struct, frozen=True):
    """The bytes of a file that are asked for, `stop` not included."""

    start: int
    stop: int


class FileInfected(Forbidden):
    """The antivirus found something in the file; nobody opens it."""

    code = "file_infected"


class FileTooLargeToCheck(Forbidden):
    """The antivirus takes no file of this size, and the company opens none that it cannot check."""

    code = "file_too_large_to_check"


class FileHeld(Forbidden):
    """The company opens no file that the antivirus has not checked."""

    code = "file_held"


async def find_file(database: Database, links: FileLinks, token: str) -> StoredLine:
    """Return the file of a signed address.

    Raises NotFound, also when its message has been deleted; FileInfected, FileTooLargeToCheck,
    FileHeld.
    """
    place = links.read(token)
    async with database.workspace(place.workspace_id) as tx:
        found = await _find_owned(tx, place)
    if found is None:
        raise NotFound("not found")
    if found.scan == "infected":
        raise FileInfected("the antivirus found something in this file")
    if found.held and found.scan == "too_large":
        raise FileTooLargeToCheck("the file is too large for the antivirus")
    if found.held:
        raise FileHeld("the file has not been checked by the antivirus yet")
    return found


async def _find_owned(tx: Tx, place: FilePlace) -> StoredLine | None:
    match place.owner:
        case FileOwner.ATTACHMENT:
            return await repository.find_attachment_file(tx, place.id)
        case FileOwner.CONTACT:
            return _same_photo(place, await repository.find_contact_photo(tx, place.id))
        case FileOwner.OPERATOR:
            return _same_photo(place, await repository.find_operator_photo(tx, place.id))
        case FileOwner.DELETED:
            return await repository.find_deleted_file(tx, place.id)
        case FileOwner.LOGO:
            return _same_photo(place, await repository.find_chat_logo(tx, place.id))
        case FileOwner.CANNED:
            return await repository.find_canned_file(tx, place.id)


def _same_photo(place: FilePlace, found: StoredLine | None) -> StoredLine | None:
    return found if found is not None and found.key.startswith(place.mark) else None


async def give_file(store: FileStore, file: StoredLine, headers: Mapping[str, str]) -> Response[Any]:
    """Answer with a file or the part of it that was asked for; raises NotFound when its bytes are gone."""
    path = store.path(file.key)
    if not await asyncio.to_thread(path.is_file):
        raise NotFound("not found")
    tag = f'"{file.sha256.hex()[:32]}"'
    common = _headers(file, tag)
    if tag in [one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")]:
        return Response(None, status_code=304, headers=common)
    asked = headers.get("range", "") if headers.get("if-range", tag) == tag else ""
    try:
        span = read_range(asked, file.size)
    except ValueError:
        return Response(None, status_code=416, headers={**common, "Content-Range": f"bytes */{file.size}"})
    if span is None:
        return _stream(path, Span(0, file.size), common, 200)
    told = f"bytes {span.start}-{span.stop - 1}/{file.size}"
    return _stream(path, span, {**common, "Content-Range": told}, 206)


def read_range(text: str, size: int) -> Span | None:
    """Read one range of bytes; None for none, several, or nonsense; raises ValueError when it lies outside."""
    match = _RANGE.fullmatch(text.strip())
    if match is None or match.group(1) == match.group(2) == "":
        return None
    first, last = match.groups()
    if not first:
        start, stop = max(size - int(last), 0), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
    if last and first and int(last) < int(first):
        return None
    if start >= size or stop <= start:
        raise ValueError(text)
    return Span(start, stop)


def _headers(file: StoredLine, tag: str) -> dict[str, str]:
    inline = shown_inline(file.mime)
    plain = _UNSAFE_NAME.sub("_", file.name)[:_NAME_MAX]
    full = quote(file.name, safe="")
    kind = "inline" if inline else "attachment"
    return {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=3600",
        "Content-Disposition": f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{full}",
        "Content-Security-Policy": _POLICY,
        "Content-Type": file.mime if inline else "application/octet-stream",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "ETag": tag,
        "X-Content-Type-Options": "nosniff",
    }


def _stream(path: Path, span: Span, headers: dict[str, str], status: int) -> Stream:
    headers = {**headers, "Content-Length": str(span.stop - span.start)}
    return Stream(_read(path, span), status_code=status, headers=headers, media_type=headers["Content-Type"])


async def _read(path: Path, span: Span) -> AsyncIterator[bytes]:
    source = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(source.seek, span.start)
        left = span.stop - span.start
        while left > 0:
            chunk = await asyncio.to_thread(source.read, min(_CHUNK, left))
            if not chunk:
                return
            left -= len(chunk)
            yield chunk
    finally:
        await asyncio.to_thread(source.close)

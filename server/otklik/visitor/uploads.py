"""Files that visitors bring: limited, measured, kept under their name until a message takes them."""

from typing import Any
from urllib.parse import unquote

from litestar import Request
from litestar.exceptions import ClientException

from otklik.channelkit.capabilities import Kind
from otklik.channels.webchat.manifest import FILE_MAX_BYTES
from otklik.infra.files import StoredFile, record_file
from otklik.kit.errors import RateLimited
from otklik.visitor import repository
from otklik.visitor.errors import FileTooLarge
from otklik.visitor.limits import UPLOAD_BYTES_A_DAY
from otklik.visitor.posting import uploader
from otklik.visitor.records import VisitorSession
from otklik.visitor.room import Visitor
from otklik.visitor.schemas import FileShown

_FAMILIES = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
_NAME_MAX = 1000
_HOUR_S = 3600.0


async def take_file(visitor: Visitor, session: VisitorSession, request: Request[Any, Any, Any]) -> FileShown:
    """Keep a file of a visitor; raises FileTooLarge, RateLimited, Invalid for an image bomb."""
    visitor.limits.take_upload(session.id)
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        brought = await repository.count_uploaded(tx, uploader(session))
    if brought > UPLOAD_BYTES_A_DAY:
        raise RateLimited("too many files for one day", retry_after=_HOUR_S)
    async with visitor.uploading:
        data = await _receive(request)
        name = unquote(request.headers.get("x-file-name", ""))[:_NAME_MAX]
        written = await visitor.road.store.write(data, name, request.content_type[0])
    kind = _kind_of(written.stored)
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        file = await record_file(tx, written, session.workspace_id, uploader(session))
        number = await repository.insert_upload(tx, file.key, kind)
    return FileShown(
        id=number,
        kind=kind,
        name=file.name,
        mime=file.mime,
        bytes=file.size,
        width=file.width,
        height=file.height,
        url=visitor.links.attachment(session.workspace_id, number),
        state="ready",
    )


async def _receive(request: Request[Any, Any, Any]) -> bytes:
    if (request.content_length or 0) > FILE_MAX_BYTES:
        raise FileTooLarge("the file is larger than allowed")
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > FILE_MAX_BYTES:
            raise FileTooLarge("the file is larger than allowed")
    if not data:
        raise ClientException("there is no file in the request")
    return bytes(data)


def _kind_of(file: StoredFile) -> Kind:
    family = file.mime.partition("/")[0]
    if family == "image" and file.mime not in _PICTURES:
        return Kind.DOCUMENT
    return _FAMILIES.get(family, Kind.DOCUMENT)

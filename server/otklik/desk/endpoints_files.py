"""Doors to files: bringing one, and getting one by its signed address."""

from typing import Annotated, Any, Literal

from litestar import Request, Response, post, route
from litestar.params import QueryParameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.conversations.posting import uploader
from otklik.desk import repository, service, serving
from otklik.desk.room import Desk
from otklik.desk.schemas_messages import Upload
from otklik.desk.uploads import receive_file, upload_kind
from otklik.desk.voice import make_voice
from otklik.infra.files import record_file
from otklik.kit.errors import RateLimited

_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]
_TAG = ["Files"]


@post("/api/v1/uploads", guards=_REPLY, tags=_TAG, request_max_body_size=None)
async def upload_file(
    request: Request[Any, Any, Any], actor: Actor, desk: Desk,
    send_as: Annotated[Literal["", "document", "voice"], QueryParameter(name="as")] = "",
) -> Upload:  # fmt: skip
    """Bring a file: the part `file` of a form, or the raw body with `X-File-Name` (percent-encoded).

    `as=voice` makes it a voice message: a browser's recording (WebM or MP4) is stored as Opus in Ogg, which messengers
    take; 422 `voice_needs_program` for AAC where the server has no ffmpeg.
    """
    wait = desk.uploads.take(actor.key)
    if wait:
        raise RateLimited("too many files at once", retry_after=wait)
    written = await receive_file(request, desk.files, desk.settings.file_max_bytes)
    if send_as == "voice":
        written = await make_voice(desk.files, written)
    kind = upload_kind(written.stored, send_as)
    async with desk.db.workspace(actor.workspace_id) as tx:
        file = await record_file(tx, written, actor.workspace_id, uploader(service.author_of(actor)))
        number = await repository.insert_upload(tx, file.key, kind)
    return Upload(
        id=number, name=file.name, mime=file.mime, bytes=file.size, kind=kind, width=file.width, height=file.height,
        url=desk.views.links.attachment(actor.workspace_id, number),
    )  # fmt: skip


@route("/files/{token:str}", http_method=["GET", "HEAD"], opt={"public": True}, security=[{}], tags=_TAG)
async def get_file(token: str, request: Request[Any, Any, Any], desk: Desk) -> Response[Any]:
    """Get a file by its signed address; what a browser should not show is downloaded."""
    file = await serving.find_file(desk.db, desk.views.links, token)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return await serving.give_file(desk.files, file, headers)


@route(
    "/files/{token:str}/{name:str}", http_method=["GET", "HEAD"], opt={"public": True}, security=[{}], tags=_TAG,
    include_in_schema=False,
)  # fmt: skip
async def get_named_file(token: str, name: str, request: Request[Any, Any, Any], desk: Desk) -> Response[Any]:
    """Give a messenger a file under a name: some go by its ending and by nothing else."""
    del name
    file = await serving.find_file(desk.db, desk.views.links, token)
    headers = {key.lower(): value for key, value in request.headers.items()}
    return await serving.give_file(desk.files, file, headers)


ROUTES = [upload_file, get_file, get_named_file]

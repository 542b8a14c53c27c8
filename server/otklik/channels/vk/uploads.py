"""Files on their way to VK: ask where, hand over, have it kept. Nobody sees anything of it before the message."""

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.outbound import OutboundFile, SendError, SendErrorKind
from otklik.channels.vk.client import Done, Outcome, Silence, VkClient
from otklik.channels.vk.outbound import upload_kind
from otklik.channels.vk.refusals import send_error, words_of
from otklik.kit.errors import NotFound
from otklik.kit.http import FilePart, HttpAnswer

_OK = 200
_SERVER_ERROR = 500


class _Place(Struct, frozen=True):
    upload_url: str


class _Photo(Struct, frozen=True):
    server: int
    photo: str
    hash: str


class _Doc(Struct, frozen=True):
    file: str = ""
    error: str = ""
    error_descr: str = ""


class _Kept(Struct, frozen=True):
    id: int
    owner_id: int
    access_key: str = ""

    def handle(self, kind: str) -> str:
        key = f"_{self.access_key}" if self.access_key else ""
        return f"{kind}{self.owner_id}_{self.id}{key}"


class _KeptDoc(Struct, frozen=True):
    type: str = "doc"
    doc: _Kept | None = None
    audio_message: _Kept | None = None


def note(context: ChannelContext, method: str, outcome: Outcome) -> None:
    """Write the exchange down for the administrator: no texts, no secrets."""
    if isinstance(outcome, Done):
        context.log.note(method, ok=True)
    else:
        context.log.note(method, ok=False, detail=words_of(outcome))


async def upload(client: VkClient, context: ChannelContext, peer: str, file: OutboundFile) -> str | SendError:
    """Bring a file to VK; returns the handle to send it by."""
    try:
        data = await context.files.read(file)
    except NotFound:
        return SendError(kind=SendErrorKind.FORMAT, code="file_gone", detail=f"the file {file.name!r} is gone")
    part = FilePart(file.name, data, file.mime)
    if upload_kind(file) == "photo":
        return await _upload_photo(client, context, peer, part)
    return await _upload_doc(client, context, peer, part, voice=upload_kind(file) == "voice")


async def _upload_photo(client: VkClient, context: ChannelContext, peer: str, file: FilePart) -> str | SendError:
    place = await _ask_place(client, context, "photos.getMessagesUploadServer", {"peer_id": peer})
    taken = await _hand_over(client, context, place, "photo", file)
    if isinstance(taken, SendError):
        return taken
    try:
        photo = msgspec.json.decode(taken, type=_Photo)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _odd("the place for photos answered oddly")
    if photo.photo in ("", "[]"):
        return SendError(kind=SendErrorKind.FORMAT, code="bad_photo", detail="VK does not take this picture")
    outcome = await client.call("photos.saveMessagesPhoto", msgspec.structs.asdict(photo))
    note(context, "photos.saveMessagesPhoto", outcome)
    if not isinstance(outcome, Done):
        return send_error(outcome)
    try:
        return msgspec.json.decode(outcome.result, type=list[_Kept])[0].handle("photo")
    except (msgspec.MsgspecError, IndexError):
        return _odd("VK kept the photo and named it oddly")


async def _upload_doc(
    client: VkClient, context: ChannelContext, peer: str, file: FilePart, *, voice: bool
) -> str | SendError:
    wanted = {"peer_id": peer, "type": "audio_message" if voice else "doc"}
    place = await _ask_place(client, context, "docs.getMessagesUploadServer", wanted)
    taken = await _hand_over(client, context, place, "file", file)
    if isinstance(taken, SendError):
        return taken
    try:
        doc = msgspec.json.decode(taken, type=_Doc)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _odd("the place for files answered oddly")
    if not doc.file:
        words = client.hide(doc.error_descr or doc.error or "VK does not take this file")
        return SendError(kind=SendErrorKind.FORMAT, code="bad_file", detail=words)
    outcome = await client.call("docs.save", {"file": doc.file, "title": file.name})
    note(context, "docs.save", outcome)
    return _doc_handle(outcome) if isinstance(outcome, Done) else send_error(outcome)


def _doc_handle(outcome: Done) -> str | SendError:
    try:
        kept = msgspec.json.decode(outcome.result, type=_KeptDoc)
    except msgspec.MsgspecError:
        kept = _KeptDoc()
    found = kept.audio_message or kept.doc
    if found is None:
        return _odd("VK kept the file and named it oddly")
    return found.handle("audio_message" if kept.audio_message else "doc")


async def _ask_place(client: VkClient, context: ChannelContext, method: str, wanted: dict[str, str]) -> str | SendError:
    outcome = await client.call(method, wanted)
    note(context, method, outcome)
    if not isinstance(outcome, Done):
        return send_error(outcome)
    try:
        return msgspec.json.decode(outcome.result, type=_Place).upload_url
    except msgspec.MsgspecError:
        return _odd("VK named no place for the file")


async def _hand_over(
    client: VkClient, context: ChannelContext, place: str | SendError, field: str, file: FilePart
) -> bytes | SendError:
    if isinstance(place, SendError):
        return place
    answer = await client.upload(place, field, file)
    ok = isinstance(answer, HttpAnswer) and answer.status == _OK
    context.log.note("upload", ok=ok, detail="" if ok else _trouble(answer))
    if isinstance(answer, Silence):
        return send_error(answer)
    if not ok:
        kind = SendErrorKind.RETRY if answer.status >= _SERVER_ERROR else SendErrorKind.FORMAT
        return SendError(kind=kind, code=f"http_{answer.status}", detail="VK did not take the file")
    return answer.body


def _trouble(answer: HttpAnswer | Silence) -> str:
    return answer.detail if isinstance(answer, Silence) else f"HTTP {answer.status}"


def _odd(words: str) -> SendError:
    return SendError(kind=SendErrorKind.RETRY, code="odd_answer", detail=words)

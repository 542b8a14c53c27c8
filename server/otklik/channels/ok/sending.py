"""Making the calls that say something: files first, then the message."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.outbound import OutboundFile, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.ok import refusals
from otklik.channels.ok.client import Done, OkClient, Outcome, Refusal
from otklik.channels.ok.outbound import attach, upload_type
from otklik.kit.errors import NotFound
from otklik.kit.http import FilePart

Sleep = Callable[[float], Awaitable[None]]
Payload = dict[str, Any]
Shape = TypeVar("Shape", bound=Struct)
DIGEST_S = 2.0
"""How long a file is digested before it can be sent: "a couple of seconds"."""
AGAIN_S = 5.0


class _Place(Struct, frozen=True):
    url: str = ""
    token: str | None = None


class _Uploaded(Struct, frozen=True):
    token: str | None = None
    photos: dict[str, Any] | None = None


class _SendAnswer(Struct, frozen=True):
    message_id: str


class Errand(Struct, frozen=True):
    """One part on its way: by whom, in what surroundings, and how waiting is done."""

    client: OkClient
    context: ChannelContext
    sleep: Sleep

    async def post(self, part: Part, message: Payload) -> Outcome:
        """Send a message and note it."""
        body = {"recipient": part.payload["recipient"], "message": message}
        outcome = await self.client.call(part.action, None, body)
        note(self.context, "POST /me/messages", outcome)
        return outcome


async def send_part(errand: Errand, part: Part) -> SendResult:
    """Send one message; what was certainly not done is tried once more in another way.

    A file may still be digested, the answered message may be gone, the keyboard may not be wanted: Odnoklassniki does
    not say by which words it would complain, so each refusal of the form takes the next away.
    """
    attachments: list[Payload] = []
    for file in part.files.values():
        uploaded = await _upload(errand, file)
        if isinstance(uploaded, SendError):
            return uploaded
        attachments.append(uploaded)
    if attachments:
        await errand.sleep(DIGEST_S)
    message, keys = dict(part.payload["message"]), part.payload.get("keyboard")
    outcome = await errand.post(part, message | attach([*attachments, keys] if keys else attachments))
    if _is_format(outcome) and attachments:
        await errand.sleep(AGAIN_S)
        outcome = await errand.post(part, message | attach([*attachments, keys] if keys else attachments))
    if _is_format(outcome) and message.pop("reply_to", None) is not None:
        outcome = await errand.post(part, message | attach([*attachments, keys] if keys else attachments))
    if _is_format(outcome) and keys:
        words = "\n\n".join(one for one in (message.get("text", ""), part.payload["plain"]) if one)
        outcome = await errand.post(part, message | {"text": words} | attach(attachments))
    return _result(outcome)


def _is_format(outcome: Outcome) -> bool:
    return isinstance(outcome, Refusal) and refusals.is_format(outcome)


async def _upload(errand: Errand, file: OutboundFile) -> Payload | SendError:
    """Ask for a place, put the file there as its body or else as a form, and return it as an attachment."""
    client, context, kind = errand.client, errand.context, upload_type(file)
    try:
        data = await context.files.read(file)
    except NotFound:
        return SendError(kind=SendErrorKind.FORMAT, code="file_gone", detail=f"the file {file.name!r} is gone")
    asked = await client.call("GET /me/fileUploadUrl", {"type": kind})
    note(context, "GET /me/fileUploadUrl", asked)
    place = decode(asked, _Place)
    if place is None or not place.url:
        return _upload_error(asked)
    sent = FilePart(file.name or "file", data, file.mime.partition(";")[0].strip() or "application/octet-stream")
    put = await client.upload(place.url, sent, form=False)
    if isinstance(put, Refusal) and refusals.is_format(put):
        put = await client.upload(place.url, sent, form=True)
    note(context, "upload", put)
    if not isinstance(put, Done):
        return _upload_error(put)
    token = _token_of(put) or place.token
    return {"type": kind, "payload": {"token": token}} if token else _upload_error(put)


def _token_of(put: Done) -> str:
    """Return the handle in the place's answer: the file's, or that of the first picture."""
    told = decode(put, _Uploaded)
    if told is None:
        return ""
    picture = next(iter((told.photos or {}).values()), None)
    found = picture.get("token") if isinstance(picture, dict) else None
    return str(found or told.token or "")


def _upload_error(outcome: Outcome) -> SendError:
    """Say what a failed upload means: nothing has reached the customer, so it may simply be tried again."""
    if isinstance(outcome, Done):
        return SendError(kind=SendErrorKind.RETRY, code="odd_upload", detail="the upload gave no handle of the file")
    error = refusals.send_error(outcome)
    if error.kind is SendErrorKind.UNCERTAIN:
        return msgspec.structs.replace(error, kind=SendErrorKind.RETRY)
    if error.kind is SendErrorKind.GONE:
        return msgspec.structs.replace(error, kind=SendErrorKind.FORMAT)
    return error


def _result(outcome: Outcome) -> SendResult:
    if not isinstance(outcome, Done):
        return refusals.send_error(outcome)
    answer = decode(outcome, _SendAnswer)
    if answer is None or not answer.message_id:
        return SendError(kind=SendErrorKind.UNCERTAIN, code="odd_answer", detail="accepted, but without a message id")
    return Sent(external_id=answer.message_id)


def decode(outcome: Outcome, shape: type[Shape]) -> Shape | None:
    """Read what was answered as a type; nothing if it was a refusal, or says something else."""
    if not isinstance(outcome, Done):
        return None
    try:
        return msgspec.json.decode(outcome.result, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def note(context: ChannelContext, method: str, outcome: Outcome) -> None:
    """Write the exchange down for the administrator: no texts, no secrets."""
    match outcome:
        case Done():
            context.log.note(method, ok=True)
        case Refusal():
            context.log.note(method, ok=False, detail=str(outcome))
        case _:
            context.log.note(method, ok=False, detail=outcome.detail)

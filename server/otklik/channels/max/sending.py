"""Making the calls that say something: files first, then the message, as often as MAX asks us to wait for a file."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.outbound import OutboundFile, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.max import refusals
from otklik.channels.max.client import Done, MaxClient, Outcome, Refusal
from otklik.channels.max.outbound import attach, upload_type
from otklik.kit.errors import NotFound
from otklik.kit.http import FilePart

Sleep = Callable[[float], Awaitable[None]]
Payload = dict[str, Any]
Shape = TypeVar("Shape", bound=Struct)
READY_WAITS_S = (1.0, 2.0, 4.0, 8.0, 16.0, 29.0)
"""How long to wait for MAX to digest a file before asking again: a minute in all."""


class _Place(Struct, frozen=True):
    url: str = ""
    token: str | None = None


class _Uploaded(Struct, frozen=True):
    token: str | None = None
    photos: Any = None


class _SentFile(Struct, frozen=True):
    token: str | None = None


class _SentAttachment(Struct, frozen=True):
    type: str = ""
    payload: _SentFile | None = None


class _SentBody(Struct, frozen=True):
    mid: str = ""
    attachments: tuple[_SentAttachment, ...] | None = None


class _SentMessage(Struct, frozen=True):
    body: _SentBody | None = None


class _SendAnswer(Struct, frozen=True):
    message: _SentMessage


class Errand(Struct, frozen=True):
    """One part on its way: by whom, in what surroundings, and how waiting is done."""

    client: MaxClient
    context: ChannelContext
    sleep: Sleep

    async def post(self, part: Part, body: Payload) -> Outcome:
        """Make the call, and again while MAX is not ready with a file."""
        outcome = await self._try(part, body)
        for wait in READY_WAITS_S:
            if not (isinstance(outcome, Refusal) and refusals.is_not_ready(outcome)):
                break
            await self.sleep(wait)
            outcome = await self._try(part, body)
        return outcome

    async def _try(self, part: Part, body: Payload) -> Outcome:
        outcome = await self.client.call(part.action, part.payload["query"], body)
        note(self.context, part.action, outcome)
        return outcome


async def send_part(errand: Errand, part: Part) -> SendResult:
    """Send one message with its files; what MAX certainly did not do is tried once more in the way it wants."""
    known = {name: attach(file, file.ref) for name, file in part.files.items() if file.ref}
    outcome = await _send(errand, part, known)
    if isinstance(outcome, Refusal) and known and refusals.refers_badly(outcome):
        outcome = await _send(errand, part, {})
    return outcome if isinstance(outcome, SendError) else _result(outcome, part)


async def _send(errand: Errand, part: Part, known: Mapping[str, Payload]) -> Outcome | SendError:
    attachments: list[Payload] = []
    for name, file in part.files.items():
        uploaded = known.get(name) or await _upload(errand, file)
        if isinstance(uploaded, SendError):
            return uploaded
        attachments.append(uploaded)
    body = dict(part.payload["body"])
    if attachments:
        body["attachments"] = [*attachments, *(body["attachments"] or ())]
    outcome = await errand.post(part, body)
    if isinstance(outcome, Refusal) and body["link"] is not None and refusals.lost_reply(outcome):
        outcome = await errand.post(part, body | {"link": None})
    return outcome


# Files --------------------------------------------------------------------------------------------------------


async def _upload(errand: Errand, file: OutboundFile) -> Payload | SendError:
    """Ask for a place, put the file there, and return it as an attachment."""
    client, context = errand.client, errand.context
    kind = upload_type(file)
    try:
        data = await context.files.read(file)
    except NotFound:
        return SendError(kind=SendErrorKind.FORMAT, code="file_gone", detail=f"the file {file.name!r} is gone")
    asked = await client.call("POST /uploads", {"type": kind})
    note(context, "POST /uploads", asked)
    place = decode(asked, _Place)
    if place is None or not place.url:
        return _upload_error(asked)
    put = await client.upload(place.url, FilePart(file.name or "file", data, file.mime or "application/octet-stream"))
    note(context, "upload", put)
    if not isinstance(put, Done):
        return _upload_error(put)
    payload = _payload_of(put, place)
    return {"type": kind, "payload": payload} if payload else _upload_error(put)


def _payload_of(put: Done, place: _Place) -> Payload | None:
    """Return what stands for the uploaded file: from the place's answer, or what MAX said when it named the place."""
    told = decode(put, _Uploaded)
    if told is not None and isinstance(told.photos, dict) and told.photos:
        return {"photos": told.photos}
    token = (told.token if told else None) or place.token
    return {"token": token} if token else None


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


# Answers --------------------------------------------------------------------------------------------------------


def _result(outcome: Outcome, part: Part) -> SendResult:
    if not isinstance(outcome, Done):
        return refusals.send_error(outcome)
    answer = decode(outcome, _SendAnswer)
    if answer is None or answer.message.body is None or not answer.message.body.mid:
        return SendError(kind=SendErrorKind.UNCERTAIN, code="odd_answer", detail="accepted, but without a message id")
    sent = answer.message.body
    return Sent(external_id=sent.mid, file_refs=_file_refs(part, sent.attachments or ()))


def _file_refs(part: Part, attachments: tuple[_SentAttachment, ...]) -> dict[str, str]:
    """Return the handles by which files can be sent again; only if MAX shows as many as we sent, each of its kind."""
    files = list(part.files.values())
    shown = [one for one in attachments if one.type != "inline_keyboard"]
    if [one.type for one in shown] != [upload_type(file) for file in files]:
        return {}
    return {
        file.key: one.payload.token
        for file, one in zip(files, shown, strict=True)
        if one.payload is not None and one.payload.token
    }


def decode(outcome: Outcome, shape: type[Shape]) -> Shape | None:
    """Read what MAX answered as a type; nothing if it refused, or says something else."""
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

"""Making the calls that say something, and reading what came of them."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct, to_builtins
from msgspec.structs import replace

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.meta.graph import Done, GraphClient, Outcome, Refusal, Silence, note
from otklik.channelkit.meta.reading import word
from otklik.channelkit.outbound import OutboundFile, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.messenger import refusals
from otklik.channels.messenger.media import FILE_MAX_BYTES, as_what, mime_of
from otklik.channels.messenger.outbound import FILE
from otklik.kit.errors import NotFound
from otklik.kit.http import FilePart

Payload = dict[str, Any]
_LINKED = (SendErrorKind.FORMAT,)


class Brought(Struct, frozen=True):
    """How a file goes with a message: by the handle of an upload, or by its address at ours."""

    handle: str = ""
    link: str = ""


async def send_part(client: GraphClient, page: str, part: Part, context: ChannelContext) -> SendResult:
    """Make one call; what was certainly not done is tried once more in the way Messenger wants."""
    payload: Payload = to_builtins(dict(part.payload))
    file = part.files.get(FILE)
    brought = await _bring(client, page, file, context)
    if isinstance(brought, SendError):
        return brought
    outcome = await _send(client, page, _with_file(payload, file, brought), context)
    if file is not None and file.ref and isinstance(outcome, Refusal) and refusals.refers_badly(outcome):
        brought = await _bring(client, page, replace(file, ref=""), context)
        if isinstance(brought, SendError):
            return brought
        outcome = await _send(client, page, _with_file(payload, file, brought), context)
    if isinstance(outcome, Refusal) and refusals.held_by_another(outcome) and await _take(client, page, part, context):
        outcome = await _send(client, page, _with_file(payload, file, brought), context)
    if isinstance(outcome, Refusal) and refusals.lost_reply(outcome) and payload.pop("reply_to", None) is not None:
        outcome = await _send(client, page, _with_file(payload, file, brought), context)
    new = file is not None and brought.handle and brought.handle != file.ref
    return _result(outcome, {file.key: brought.handle} if file is not None and new else {})


async def act(client: GraphClient, page: str, payload: Payload, context: ChannelContext) -> Outcome:
    """Make one call that leaves no message."""
    outcome = await client.post(f"{page}/messages", payload)
    note(context, str(payload["sender_action"]), outcome)
    return outcome


async def _send(client: GraphClient, page: str, payload: Payload, context: ChannelContext) -> Outcome:
    outcome = await client.post(f"{page}/messages", payload)
    note(context, f"messages {payload['messaging_type']}", outcome)
    return outcome


async def _take(client: GraphClient, page: str, part: Part, context: ChannelContext) -> bool:
    """Take the conversation over from another app, where we are the one that may."""
    outcome = await client.post(f"{page}/take_thread_control", {"recipient": part.payload["recipient"]})
    note(context, "take_thread_control", outcome)
    return isinstance(outcome, Done)


# Files ----------------------------------------------------------------------------------------------------------


async def _bring(
    client: GraphClient, page: str, file: OutboundFile | None, context: ChannelContext
) -> Brought | SendError:
    """Return how a file goes; one that is too big, or that Messenger does not take, goes by its address."""
    if file is None or file.ref:
        return Brought(handle=file.ref if file else "")
    link = context.link_file(file)
    if file.size > FILE_MAX_BYTES:
        words = f"the file is over the limit of {FILE_MAX_BYTES // 1024 // 1024} MB, and has no address"
        return Brought(link=link) if link else SendError(kind=SendErrorKind.FORMAT, code="too_big", detail=words)
    try:
        data = await context.files.read(file)
    except NotFound:
        return SendError(kind=SendErrorKind.FORMAT, code="no_file", detail="the file is gone")
    uploaded = await _upload(client, page, file, data, context)
    if isinstance(uploaded, SendError) and uploaded.kind in _LINKED and link:
        return Brought(link=link)
    return uploaded


async def _upload(
    client: GraphClient, page: str, file: OutboundFile, data: bytes, context: ChannelContext
) -> Brought | SendError:
    message = {"attachment": {"type": as_what(file), "payload": {"is_reusable": True}}}
    fields = {"message": msgspec.json.encode(message).decode()}
    sent = FilePart(file.name or "file", data, mime_of(file))
    outcome = await client.upload(f"{page}/message_attachments", fields, "filedata", sent)
    note(context, "message_attachments", outcome)
    if isinstance(outcome, Done):
        handle = word(outcome.result, "attachment_id")
        words = "the file has no id"
        return Brought(handle) if handle else SendError(kind=SendErrorKind.RETRY, code="odd_answer", detail=words)
    error = refusals.send_error(outcome)
    return replace(error, kind=SendErrorKind.RETRY) if error.kind is SendErrorKind.UNCERTAIN else error


def _with_file(payload: Payload, file: OutboundFile | None, brought: Brought) -> Payload:
    """Put the file where it stands in the message; one that is only linked is words: its name and its address."""
    if file is None:
        return payload
    message = dict(payload["message"])
    if brought.handle:
        message["attachment"] = {**message["attachment"], "payload": {"attachment_id": brought.handle}}
    else:
        del message["attachment"]
        message["text"] = f"{file.name}\n{brought.link}".strip()
    return {**payload, "message": message}


def _result(outcome: Outcome, refs: Mapping[str, str]) -> SendResult:
    if isinstance(outcome, Refusal | Silence):
        return refusals.send_error(outcome)
    named = word(outcome.result, "message_id")
    if not named:
        return SendError(kind=SendErrorKind.UNCERTAIN, code="odd_answer", detail="accepted, but without a number")
    return Sent(external_id=named, file_refs=refs)

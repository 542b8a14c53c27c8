"""Making the calls that say something, and reading what came of them."""

from collections.abc import Mapping
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.meta.graph import Done, GraphClient, Outcome, Refusal, Silence, note
from otklik.channelkit.meta.reading import items, word
from otklik.channelkit.outbound import OutboundFile, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.whatsapp import refusals
from otklik.channels.whatsapp.media import mime_of
from otklik.channels.whatsapp.outbound import FILE
from otklik.kit.errors import NotFound
from otklik.kit.http import FilePart

Payload = dict[str, Any]


async def send_part(client: GraphClient, number: str, part: Part, context: ChannelContext) -> SendResult:
    """Make one call; what was certainly not done is tried once more in the way WhatsApp wants."""
    payload: Payload = to_builtins(dict(part.payload))
    file = part.files.get(FILE)
    handle = await _bring(client, number, file, context)
    if isinstance(handle, SendError):
        return handle
    outcome = await _send(client, number, _with_file(payload, handle), context)
    if file is not None and file.ref and isinstance(outcome, Refusal) and refusals.refers_badly(outcome):
        handle = await _bring(client, number, replace(file, ref=""), context)
        if isinstance(handle, SendError):
            return handle
        outcome = await _send(client, number, _with_file(payload, handle), context)
    if isinstance(outcome, Refusal) and refusals.lost_reply(outcome) and payload.pop("context", None) is not None:
        outcome = await _send(client, number, _with_file(payload, handle), context)
    return _result(outcome, {file.key: handle} if file is not None and file.ref != handle else {})


async def do(client: GraphClient, number: str, payload: Payload, context: ChannelContext) -> Outcome:
    """Make one call that leaves no message of its own."""
    return await _send(client, number, payload, context)


async def _send(client: GraphClient, number: str, payload: Payload, context: ChannelContext) -> Outcome:
    outcome = await client.post(f"{number}/messages", payload)
    note(context, f"messages {payload.get('type') or payload.get('status')}", outcome)
    return outcome


async def _bring(
    client: GraphClient, number: str, file: OutboundFile | None, context: ChannelContext
) -> str | SendError:
    """Return a handle for a file, of an earlier message where there is one; a lost upload does no harm."""
    if file is None or file.ref:
        return file.ref if file else ""
    try:
        data = await context.files.read(file)
    except NotFound:
        return SendError(kind=SendErrorKind.FORMAT, code="no_file", detail="the file is gone")
    mime = mime_of(file)
    fields = {"messaging_product": "whatsapp", "type": mime}
    outcome = await client.upload(f"{number}/media", fields, "file", FilePart(file.name or "file", data, mime))
    note(context, "media", outcome)
    if isinstance(outcome, Done) and word(outcome.result, "id"):
        return word(outcome.result, "id")
    if isinstance(outcome, Done):
        return SendError(kind=SendErrorKind.RETRY, code="odd_answer", detail="the file has no id")
    error = refusals.send_error(outcome)
    return replace(error, kind=SendErrorKind.RETRY) if error.kind is SendErrorKind.UNCERTAIN else error


def _with_file(payload: Payload, handle: str) -> Payload:
    """Put the handle where the file stands: in the message itself, or in the head of a template."""
    if not handle:
        return payload
    kind = payload["type"]
    if kind != "template":
        return {**payload, kind: {**payload[kind], "id": handle}}
    head, *others = payload["template"]["components"]
    [named] = head["parameters"]
    what = named["type"]
    filled = {**head, "parameters": [{**named, what: {**named[what], "id": handle}}]}
    return {**payload, "template": {**payload["template"], "components": [filled, *others]}}


def _result(outcome: Outcome, refs: Mapping[str, str]) -> SendResult:
    if isinstance(outcome, Refusal | Silence):
        return refusals.send_error(outcome)
    named = next((word(one, "id") for one in items(outcome.result, "messages") if word(one, "id")), "")
    if not named:
        return SendError(kind=SendErrorKind.UNCERTAIN, code="odd_answer", detail="accepted, but without a number")
    return Sent(external_id=named, file_refs=refs)

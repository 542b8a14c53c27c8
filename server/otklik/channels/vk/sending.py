"""Making the calls that say something, and reading what came of them."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.outbound import OutboundFile, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.vk import refusals
from otklik.channels.vk.addresses import Spot
from otklik.channels.vk.client import Done, Outcome, Refusal, VkClient
from otklik.channels.vk.uploads import note, upload


class _PeerError(Struct, frozen=True):
    code: int = 0
    description: str = ""


class _Delivered(Struct, frozen=True):
    peer_id: int
    message_id: int = 0
    conversation_message_id: int = 0
    error: _PeerError | None = None


async def send_part(client: VkClient, part: Part, context: ChannelContext) -> SendResult:
    """Make one call; what VK certainly did not do is tried once more in the way it wants."""
    peer = str(part.payload["peer_ids"])
    handles = await bring_files(client, context, peer, part.files)
    if isinstance(handles, SendError):
        return handles
    payload = dict(part.payload)
    outcome = await _send(client, context, payload, handles)
    if isinstance(outcome, Refusal) and refusals.refers_badly(outcome) and any(f.ref for f in part.files.values()):
        fresh = {name: msgspec.structs.replace(file, ref="") for name, file in part.files.items()}
        handles = await bring_files(client, context, peer, fresh)
        if isinstance(handles, SendError):
            return handles
        outcome = await _send(client, context, payload, handles)
    if isinstance(outcome, Refusal) and refusals.lost_reply(outcome) and payload.pop("forward", None) is not None:
        outcome = await _send(client, context, payload, handles)
    return _result(outcome, part.files, handles)


async def bring_files(
    client: VkClient, context: ChannelContext, peer: str, files: Mapping[str, OutboundFile]
) -> dict[str, str] | SendError:
    """Return a handle for every file, of an earlier message where there is one."""
    handles: dict[str, str] = {}
    for name, file in files.items():
        handle = file.ref or await upload(client, context, peer, file)
        if isinstance(handle, SendError):
            return handle
        handles[name] = handle
    return handles


async def _send(
    client: VkClient, context: ChannelContext, payload: Mapping[str, Any], handles: Mapping[str, str]
) -> Outcome:
    fields = dict(payload)
    if handles:
        fields["attachment"] = ",".join(handles.values())
    outcome = _of_the_one(client, await client.call("messages.send", fields))
    note(context, "messages.send", outcome)
    return outcome


def _of_the_one(client: VkClient, outcome: Outcome) -> Outcome:
    """Turn the refusal of the one person we wrote to into that of the call."""
    if not isinstance(outcome, Done):
        return outcome
    delivered = _read(outcome)
    if delivered is not None and delivered.error is not None:
        return Refusal(code=delivered.error.code, description=client.hide(delivered.error.description))
    return outcome


def _read(outcome: Done) -> _Delivered | None:
    try:
        found = msgspec.json.decode(outcome.result, type=list[_Delivered])
    except msgspec.MsgspecError:
        return None
    return found[0] if found else None


def _result(outcome: Outcome, files: Mapping[str, OutboundFile], handles: Mapping[str, str]) -> SendResult:
    if not isinstance(outcome, Done):
        return refusals.send_error(outcome)
    delivered = _read(outcome)
    if delivered is None or not (delivered.conversation_message_id or delivered.message_id):
        words = "accepted, but without a number of the message"
        return SendError(kind=SendErrorKind.UNCERTAIN, code="odd_answer", detail=words)
    spot = Spot(delivered.peer_id, delivered.conversation_message_id, delivered.message_id)
    refs = {files[name].key: handle for name, handle in handles.items() if files[name].ref != handle}
    return Sent(external_id=str(spot), file_refs=refs)

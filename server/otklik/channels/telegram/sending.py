"""Making the calls that say something, and reading what came of them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.outbound import OutboundFile, Part, SendError, SendErrorKind, SendResult, Sent
from otklik.channels.telegram import refusals
from otklik.channels.telegram.addresses import Address
from otklik.channels.telegram.client import Done, Outcome, Refusal, Silence, TelegramClient
from otklik.channels.telegram.outbound import method_field
from otklik.channels.telegram.payloads import File, Message
from otklik.kit.errors import NotFound
from otklik.kit.http import FilePart

_ATTACH = "attach://"


async def send_part(client: TelegramClient, part: Part, context: ChannelContext) -> SendResult:
    """Make one call; what Telegram certainly did not do is tried once more in the way it wants."""
    payload = dict(part.payload)
    by_ref = {name: file for name, file in part.files.items() if file.ref}
    outcome = await _call(client, part, payload, by_ref, context)
    if isinstance(outcome, Refusal) and by_ref and refusals.refers_badly(outcome):
        by_ref = {}
        outcome = await _call(client, part, payload, by_ref, context)
    if isinstance(outcome, Refusal) and _amend(payload, outcome):
        outcome = await _call(client, part, payload, by_ref, context)
    return outcome if isinstance(outcome, SendError) else _result(outcome, part)


def _amend(payload: dict[str, Any], refusal: Refusal) -> bool:
    """Correct what the refusal complains about: a group that moved, an answered message that is gone."""
    if refusal.migrate_to_chat_id is not None:
        payload["chat_id"] = refusal.migrate_to_chat_id
        return True
    return refusals.lost_reply(refusal) and payload.pop("reply_parameters", None) is not None


async def _call(
    client: TelegramClient, part: Part, payload: Mapping[str, Any], by_ref: Mapping[str, OutboundFile],
    context: ChannelContext,
) -> Outcome | SendError:  # fmt: skip
    uploads: dict[str, FilePart] = {}
    for name, file in part.files.items():
        if name in by_ref:
            continue
        try:
            data = await context.files.read(file)
        except NotFound:
            return SendError(kind=SendErrorKind.FORMAT, code="file_gone", detail=f"the file {file.name!r} is gone")
        uploads[name] = FilePart(file.name, data, file.mime)
    fields = _with_refs(payload, {name: file.ref for name, file in by_ref.items()})
    outcome = await client.call(part.action, fields, uploads)
    note(context, part.action, outcome)
    return outcome


def _with_refs(payload: Mapping[str, Any], refs: Mapping[str, str]) -> dict[str, Any]:
    """Put handles where uploads would stand: in the field itself, or in the item of an album."""
    if "media" not in payload:
        return {**payload, **refs}
    media = [_item_with_ref(item, refs) for item in payload["media"]]
    return {**payload, "media": media}


def _item_with_ref(item: Mapping[str, Any], refs: Mapping[str, str]) -> Mapping[str, Any]:
    ref = refs.get(str(item["media"]).removeprefix(_ATTACH))
    return {**item, "media": ref} if ref else item


def note(context: ChannelContext, method: str, outcome: Outcome) -> None:
    """Write the exchange down for the administrator: no texts, no secrets."""
    match outcome:
        case Done():
            context.log.note(method, ok=True)
        case Refusal():
            context.log.note(method, ok=False, detail=f"{outcome.code} {outcome.description}")
        case Silence():
            context.log.note(method, ok=False, detail=outcome.detail)


def _result(outcome: Outcome, part: Part) -> SendResult:
    if not isinstance(outcome, Done):
        return refusals.send_error(outcome)
    try:
        messages = _messages(outcome.result)
    except msgspec.MsgspecError:
        return SendError(kind=SendErrorKind.UNCERTAIN, code="odd_answer", detail="accepted, but without a message id")
    ids = tuple(Address(one.chat.id, one.business_connection_id).message(one.message_id) for one in messages)
    return Sent(external_id=ids[0], more_ids=ids[1:], file_refs=_file_refs(part, messages))


def _messages(result: msgspec.Raw) -> list[Message]:
    if bytes(result).lstrip().startswith(b"["):
        messages = msgspec.json.decode(result, type=list[Message])
        if not messages:
            raise msgspec.ValidationError("an empty album")
        return messages
    return [msgspec.json.decode(result, type=Message)]


def _file_refs(part: Part, messages: list[Message]) -> dict[str, str]:
    refs = {}
    for file, message in zip(part.files.values(), messages, strict=False):
        described = _described(message, method_field(file))
        if described is not None:
            refs[file.key] = described.file_id
    return refs


def _described(message: Message, field: str) -> File | None:
    if field == "photo":
        return message.photo[-1] if message.photo else None
    found: dict[str, File | None] = {
        "video": message.video, "audio": message.audio, "voice": message.voice, "video_note": message.video_note,
        "animation": message.animation, "sticker": message.sticker, "document": message.document,
    }  # fmt: skip
    return found[field]

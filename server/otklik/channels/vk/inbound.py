"""Reading deliveries of VK: is it genuine, and what happened? Pure."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import Settings
from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import (
    ChatStarted,
    DeliveryReported,
    DeliveryStatus,
    Entry,
    Happening,
    HookCall,
    MessageEchoed,
    MessageEdited,
    MessageReceived,
    Quoted,
)
from otklik.channels.vk.addresses import Spot, is_person
from otklik.channels.vk.contents import read_content, unsupported
from otklik.channels.vk.payloads import (
    START,
    Answered,
    Delivery,
    Envelope,
    Loose,
    Message,
    read_as,
    read_delivery,
    read_payload,
    read_tag_of,
    try_as,
)
from otklik.channels.vk.proof import is_same, secret_for
from otklik.channels.vk.signs import REF_MAX, SIGNS, person, time_of
from otklik.kit.text import clean_name, clean_text

CONFIRMATION = "confirmation"
_LABEL_MAX = 40


def verify(call: HookCall, settings: Settings, hook_secret: str) -> None:
    """Raise BadSignature unless the delivery carries our secret; what we fetched ourselves needs none.

    The first call of all, which asks for the confirmation string, may come before VK knows the secret.
    """
    if call.polled:
        return
    try:
        delivery = read_delivery(call.body)
    except UnknownShape:
        raise BadSignature("the delivery carries no secret") from None
    if delivery.type == CONFIRMATION and not delivery.secret and hook_secret and settings.get("token"):
        return
    made = secret_for(hook_secret, str(settings.get("token") or ""))
    written = str(settings.get("secret") or "") if hook_secret else ""
    if not is_same(delivery.secret, made) and not is_same(delivery.secret, written):
        raise BadSignature("the secret in the delivery is missing or wrong")


def is_confirmation(call: HookCall) -> bool:
    """Whether VK asks for the confirmation string; quick, because every delivery is asked."""
    if b'"confirmation"' not in call.body:
        return False
    try:
        return read_delivery(call.body).type == CONFIRMATION
    except UnknownShape:
        return False


def parse(call: HookCall) -> tuple[Happening, ...]:
    """Read one event; raises UnknownShape when it is unreadable, returns nothing for what is not about a person."""
    delivery = read_delivery(call.body)
    try:
        return _dispatch(delivery, call.received_at)
    except (OverflowError, OSError, ValueError) as error:
        raise UnknownShape(f"{clean_name(delivery.type, 60)}: a value is out of range ({error})"[:300]) from None


def _dispatch(delivery: Delivery, now: datetime) -> tuple[Happening, ...]:
    body, key = delivery.object, _key_of(delivery)
    match delivery.type:
        case "message_new":
            return _received(key, body.get("message", body))
        case "message_edit":
            return _edited(key, body)
        case "message_reply":
            return _answered(key, body)
        case kind if kind == CONFIRMATION:
            return ()
        case kind:
            read_sign = SIGNS.get(kind)
            return read_sign(key, body, now) if read_sign else _unknown(key, delivery)


def _key_of(delivery: Delivery) -> str:
    """Return VK's number of the event; one without a number is known by its content."""
    if delivery.event_id:
        return clean_text(delivery.event_id, 100)
    content = msgspec.json.encode([delivery.type, delivery.object], order="deterministic")
    return "~" + hashlib.sha256(content).hexdigest()[:32]


# Messages -----------------------------------------------------------------------------------------------------


def _received(key: str, body: Loose) -> tuple[Happening, ...]:
    try:
        message = read_as(body, Message)
    except UnknownShape as error:
        return _unreadable(key, body, error.detail)
    if not _is_customer(message) or message.action is not None:
        return ()
    sender = person(message.from_id)
    entry = _entry(message)
    pressed = read_payload(message.payload)
    if pressed == START and _is_one_word(message):
        return (ChatStarted(key=_message_key(message, key), sender=sender, at=time_of(message.date), entry=entry),)
    content = read_content(message)
    if pressed and pressed != START and content.kind is Kind.TEXT:
        content = replace(content, kind=Kind.BUTTON_PRESS, note=pressed)
    return (
        MessageReceived(
            key=_message_key(message, key), sender=sender, message_id=str(_spot(message)), content=content,
            sent_at=time_of(message.date), quoted=_quoted(message), entry=entry,
        ),
    )  # fmt: skip


def _edited(key: str, body: Mapping[str, Any]) -> tuple[Happening, ...]:
    message = read_as(body, Message)
    if not _is_customer(message):
        return ()
    return (
        MessageEdited(
            key=key, sender=person(message.from_id), message_id=str(_spot(message)), content=read_content(message),
            edited_at=time_of(message.update_time or message.date),
        ),
    )  # fmt: skip


def _answered(key: str, body: Mapping[str, Any]) -> tuple[Happening, ...]:
    """Read what our side wrote: a colleague in VK itself, or we, who know it by the name that we gave it.

    What another program of the community wrote cannot be told from ours for certain, and is left out.
    """
    message = read_as(body, Message)
    if not is_person(message.peer_id) or message.action is not None:
        return ()
    customer, at = person(message.peer_id), time_of(message.date)
    tag = read_tag_of(message.payload)
    if tag:
        status = DeliveryStatus.SENT
        return (DeliveryReported(key=key, message_id=str(_spot(message)), status=status, at=at, tag=tag),)
    if not message.admin_author_id:
        return ()
    return (
        MessageEchoed(
            key=_message_key(message, key), sender=customer, message_id=str(_spot(message)),
            content=read_content(message), sent_at=at, quoted=_quoted(message),
        ),
    )  # fmt: skip


def _unreadable(key: str, body: Loose, why: str) -> tuple[Happening, ...]:
    """Show a message whose details have a new shape: somebody wrote, and must not be lost."""
    envelope = try_as(body, Envelope)
    if envelope is None:
        raise UnknownShape(why)
    if not _is_customer(envelope):
        return ()
    return (
        MessageReceived(
            key=_message_key(envelope, key), sender=person(envelope.from_id), message_id=str(_spot(envelope)),
            content=unsupported(body.get("text"), ""), sent_at=time_of(envelope.date),
        ),
    )  # fmt: skip


def _unknown(key: str, delivery: Delivery) -> tuple[Happening, ...]:
    """Look whether an event of a kind we do not know is something that a person wrote to us."""
    inner = delivery.object.get("message")
    body = inner if isinstance(inner, dict) else delivery.object
    if try_as(body, Envelope) is None:
        return ()
    return tuple(
        replace(one, content=replace(one.content, note=clean_name(delivery.type, 100)))
        for one in _unreadable(key, body, "")
        if isinstance(one, MessageReceived)
    )


def _is_one_word(message: Message) -> bool:
    """Whether there is nothing but the label of VK's own first button; words that a person added are a message."""
    rest = message.attachments or message.fwd_messages or message.geo or message.reply_message
    return not rest and len(message.text.split()) <= 1 and len(message.text) <= _LABEL_MAX


def _is_customer(message: Message | Envelope) -> bool:
    """Whether the person of a private conversation wrote this: no chat of several, no community, not our own side."""
    return is_person(message.peer_id) and message.from_id == message.peer_id and not message.out


def _spot(message: Message | Envelope) -> Spot:
    return Spot(message.peer_id, message.conversation_message_id, message.id)


def _message_key(message: Message | Envelope, key: str) -> str:
    """Return a key that is the same whichever way the message came; without any number VK's number of the event."""
    known = message.conversation_message_id or message.id
    return f"message:{_spot(message)}" if known else key


def _quoted(message: Message) -> Quoted | None:
    answered = try_as(message.reply_message, Answered)
    if answered is None or not answered.conversation_message_id:
        return None
    if answered.peer_id is not None and answered.peer_id != message.peer_id:
        return None
    return Quoted(str(Spot(message.peer_id, answered.conversation_message_id)))


def _entry(message: Message) -> Entry | None:
    ref = clean_name(message.ref or "", REF_MAX)
    source = clean_name(message.ref_source or "", REF_MAX)
    if not ref and not source:
        return None
    return Entry("ref", ref or source, {"source": source} if source else {})

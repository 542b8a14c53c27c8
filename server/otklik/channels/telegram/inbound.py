"""Reading deliveries of Telegram: is it genuine, and what happened? Pure."""

import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import (
    ButtonPressed,
    ChatStarted,
    Entry,
    Happening,
    HookCall,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    Proof,
    Quoted,
    ReachChanged,
    ReactionChanged,
    Sender,
)
from otklik.channels.telegram.addresses import Address
from otklik.channels.telegram.contents import is_service, phone_of, read_content, unsupported
from otklik.channels.telegram.payloads import (
    Chat,
    Deletions,
    Envelope,
    MemberChange,
    Message,
    Press,
    ReactionChange,
    Update,
    User,
    read_as,
    read_update,
)
from otklik.kit.text import clean_name, clean_text

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of a header
_START = re.compile(r"/start(?:@\w+)?(?:[ \n]+([A-Za-z0-9_-]{1,64}))?\s*")
_PICTURE_REACTION = "✨"
"""Stands for a reaction that has no emoji of its own: a custom picture."""


def verify(call: HookCall, hook_secret: str) -> None:
    """Raise BadSignature unless the delivery carries our secret; what we fetched ourselves needs none."""
    if call.polled:
        return
    given = call.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogatepass")
    wanted = hook_secret.encode("utf-8", "surrogatepass")
    if not wanted or not hmac.compare_digest(given, wanted):
        raise BadSignature("the secret header is missing or wrong")


def parse(call: HookCall) -> tuple[Happening, ...]:
    """Read one update; raises UnknownShape when it is unreadable, returns nothing for what is not about a person."""
    update = read_update(call.body)
    try:
        return _dispatch(update, call.received_at)
    except (OverflowError, OSError, ValueError) as error:
        raise UnknownShape(f"{update.kind}: a value is out of range ({error})"[:300]) from None


def _dispatch(update: Update, received_at: datetime) -> tuple[Happening, ...]:
    key = str(update.update_id)
    match update.kind:
        case "message" | "business_message":
            happenings = _received(key, update.body)
        case "edited_message" | "edited_business_message":
            happenings = _edited(key, update.body)
        case "callback_query":
            happenings = _pressed(key, update.body, received_at)
        case "message_reaction":
            happenings = _reacted(key, update.body)
        case "my_chat_member":
            happenings = _reach(key, update.body)
        case "deleted_business_messages":
            happenings = _deleted(key, update.body, received_at)
        case _:
            happenings = _unknown(key, update)
    return happenings


# Messages -----------------------------------------------------------------------------------------------------


def _received(key: str, body: Mapping[str, Any]) -> tuple[Happening, ...]:
    try:
        message = read_as(body, Message)
    except UnknownShape:
        return _unreadable(key, body)
    if not _is_customer(message.chat, message.sender) or is_service(body):
        return ()
    sender = _sender_of(message)
    start = _START.fullmatch(message.text)
    if start and not message.business_connection_id:
        entry = Entry("start", start.group(1)) if start.group(1) else None
        return (ChatStarted(key=key, sender=sender, at=_time(message.date), entry=entry),)
    address = _address(message)
    return (
        MessageReceived(
            key=key, sender=sender, message_id=address.message(message.message_id),
            content=read_content(message, body), sent_at=_time(message.date), quoted=_quoted(message, address),
        ),
    )  # fmt: skip


def _edited(key: str, body: Mapping[str, Any]) -> tuple[Happening, ...]:
    message = read_as(body, Message)
    if not _is_customer(message.chat, message.sender) or is_service(body):
        return ()
    return (
        MessageEdited(
            key=key, sender=_sender_of(message), message_id=_address(message).message(message.message_id),
            content=read_content(message, body), edited_at=_time(message.edit_date or message.date),
        ),
    )  # fmt: skip


def _unreadable(key: str, body: Mapping[str, Any]) -> tuple[Happening, ...]:
    """Show a message whose details have a new shape: somebody wrote, and must not be lost."""
    envelope = read_as(body, Envelope)
    if not _is_customer(envelope.chat, envelope.sender) or is_service(body):
        return ()
    address = Address(envelope.chat.id, clean_name(envelope.business_connection_id, 64))
    return (
        MessageReceived(
            key=key, sender=_person(envelope.sender, address), message_id=address.message(envelope.message_id),
            content=unsupported(body), sent_at=_time(envelope.date),
        ),
    )  # fmt: skip


def _unknown(key: str, update: Update) -> tuple[Happening, ...]:
    """Look whether an update of a kind we do not know is something that a person wrote to us."""
    try:
        happenings = _unreadable(key, update.body)
    except UnknownShape:
        return ()
    return tuple(
        replace(one, content=replace(one.content, note=clean_name(update.kind, 100)))
        for one in happenings
        if isinstance(one, MessageReceived)
    )


def _quoted(message: Message, address: Address) -> Quoted | None:
    answered = message.reply_to_message
    if answered is None or answered.chat.id != message.chat.id:
        return None
    return Quoted(address.message(answered.message_id), clean_text(message.quote.text) if message.quote else "")


# Other happenings ---------------------------------------------------------------------------------------------


def _pressed(key: str, body: Mapping[str, Any], received_at: datetime) -> tuple[Happening, ...]:
    press = read_as(body, Press)
    message = press.message
    if message is None or message.chat.type != "private" or not press.data:
        return ()
    connection = body["message"].get("business_connection_id", "")
    address = Address(message.chat.id, clean_name(connection, 64) if isinstance(connection, str) else "")
    return (
        ButtonPressed(
            key=key, sender=_person(press.sender, address), message_id=address.message(message.message_id),
            payload=clean_text(press.data, 256), pressed_at=received_at, answer_ref=clean_name(press.id, 64),
        ),
    )  # fmt: skip


def _reacted(key: str, body: Mapping[str, Any]) -> tuple[Happening, ...]:
    change = read_as(body, ReactionChange)
    if not _is_customer(change.chat, change.user):
        return ()
    address = Address(change.chat.id)
    emojis = tuple(_emoji(one.type, one.emoji) for one in change.new_reaction)
    message_id = address.message(change.message_id)
    return (ReactionChanged(key=key, sender=_person(change.user, address), message_id=message_id, emojis=emojis),)


def _emoji(kind: str, emoji: str) -> str:
    return clean_name(emoji, 20) or ("⭐" if kind == "paid" else _PICTURE_REACTION)


def _reach(key: str, body: Mapping[str, Any]) -> tuple[Happening, ...]:
    change = read_as(body, MemberChange)
    if not _is_customer(change.chat, change.sender):
        return ()
    status = change.new_chat_member.status
    reachable = status not in ("kicked", "left")
    return (
        ReachChanged(
            key=key, sender=_person(change.sender, Address(change.chat.id)), reachable=reachable,
            at=_time(change.date), reason="" if reachable else "blocked",
        ),
    )  # fmt: skip


def _deleted(key: str, body: Mapping[str, Any], received_at: datetime) -> tuple[Happening, ...]:
    deletions = read_as(body, Deletions)
    address = Address(deletions.chat.id, clean_name(deletions.business_connection_id, 64))
    person = User(
        deletions.chat.id, first_name=deletions.chat.first_name, last_name=deletions.chat.last_name,
        username=deletions.chat.username,
    )  # fmt: skip
    return tuple(
        MessageDeleted(
            key=f"{key}:{number}", sender=_person(person, address), message_id=address.message(number),
            deleted_at=received_at,
        )
        for number in dict.fromkeys(deletions.message_ids)
    )  # fmt: skip


# People and times ---------------------------------------------------------------------------------------------


def _is_customer(chat: Chat, sender: User | None) -> bool:
    """Whether the person of a private chat did this: not a group, not a bot, not our own side of a business chat."""
    return chat.type == "private" and sender is not None and not sender.is_bot and sender.id == chat.id


def _address(message: Message) -> Address:
    return Address(message.chat.id, clean_name(message.business_connection_id, 64))


def _sender_of(message: Message) -> Sender:
    sender = _person(message.sender, _address(message))
    card = message.contact
    if card is not None and message.sender is not None and card.user_id == message.sender.id:
        return replace(sender, phone=phone_of(card), proof=Proof.PROVIDER)
    return sender


def _person(user: User | None, address: Address) -> Sender:
    if user is None:
        return Sender(external_id=str(address))
    return Sender(
        external_id=str(address), name=clean_name(f"{user.first_name} {user.last_name}"),
        username=clean_name(user.username, 64), language=clean_name(user.language_code, 16),
    )  # fmt: skip


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

"""Reading deliveries of WhatsApp: everything of a batch, in its order. Pure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from msgspec.structs import replace

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import Settings
from otklik.channelkit.content import Content
from otklik.channelkit.inbound import (
    ButtonPressed,
    ChatStarted,
    Happening,
    HookCall,
    IdentityChanged,
    MessageDeleted,
    MessageEchoed,
    MessageEdited,
    MessageReceived,
    Quoted,
    ReactionChanged,
    Sender,
)
from otklik.channelkit.meta.deliveries import Change, read_changes
from otklik.channelkit.meta.reading import Json, flag, items, moment, part, text, word
from otklik.channels.whatsapp.account import read_account, read_errors
from otklik.channels.whatsapp.addresses import People, read_id, read_phone
from otklik.channels.whatsapp.contents import read_content, read_entry
from otklik.channels.whatsapp.reports import read_preference, read_status

_PRESSES = ("button_reply", "list_reply")


def parse(call: HookCall, settings: Settings) -> tuple[Happening, ...]:
    """Read a delivery; raises UnknownShape when it is none. What concerns another number of ours is left out."""
    ours = str(settings.get("phone_number_id") or "")
    found: list[Happening] = []
    for change in read_changes(call.body):
        told = word(part(change.value, "metadata"), "phone_number_id")
        if not told or not ours or told == ours:
            found += _read_change(change, call.received_at)
    return tuple(found)


def _read_change(change: Change, at: datetime) -> Iterator[Happening]:
    people = People(change.value)
    match change.field:
        case "messages":
            yield from read_errors(change, at)
            for message in items(change.value, "messages"):
                yield from _read_message(message, people, at)
            for status in items(change.value, "statuses"):
                yield from read_status(status, people, at)
        case "smb_message_echoes" | "message_echoes":
            for echo in items(change.value, "message_echoes"):
                yield from _read_echo(echo, people, at)
        case "user_preferences":
            for preference in items(change.value, "user_preferences"):
                yield from read_preference(preference, people, at)
        case "user_id_update":
            yield from _read_renaming(change.value, people, at)
        case _:
            yield from read_account(change, at)


# Messages -----------------------------------------------------------------------------------------------------


def _read_message(message: Json, people: People, at: datetime) -> Sequence[Happening]:
    key = word(message, "id")
    sender = people.find(read_id(message, "from_user_id"), read_phone(word(message, "from")))
    if not key or sender is None:
        return ()
    at = moment(message, "timestamp", at)
    kind = word(message, "type", 60)
    special = _SPECIAL.get(kind)
    happened = special(key, message, sender, at) if special else None
    return (_received(key, kind, message, sender, at),) if happened is None else happened


def _received(key: str, kind: str, message: Json, sender: Sender, at: datetime) -> MessageReceived:
    content = _with_origin(read_content(kind, message), message)
    return MessageReceived(
        key=key, sender=sender, message_id=key, content=content, sent_at=at, quoted=_quoted(message),
        entry=read_entry(message, content),
    )  # fmt: skip


def _with_origin(content: Content, message: Json) -> Content:
    context = part(message, "context")
    if flag(context, "forwarded") or flag(context, "frequently_forwarded"):
        return replace(content, forwarded_from="?")
    return content


def _quoted(message: Json) -> Quoted | None:
    answered = word(part(message, "context"), "id")
    return Quoted(answered) if answered else None


Happened = tuple[Happening, ...]


def _read_reaction(key: str, message: Json, sender: Sender, at: datetime) -> Happened | None:  # noqa: ARG001 - as its neighbours
    body = part(message, "reaction")
    target, emoji = word(body, "message_id"), word(body, "emoji", 20)
    return (ReactionChanged(key=key, sender=sender, message_id=target, emojis=(emoji,) if emoji else ()),) * bool(
        target
    )


def _read_press(key: str, message: Json, sender: Sender, at: datetime) -> Happened | None:
    body = part(message, "interactive")
    pressed = next((part(body, name) for name in _PRESSES if part(body, name)), None)
    if pressed is None:
        return None
    return _pressed(key, message, (sender, at), (text(pressed, "id", 1000), word(pressed, "title", 200)))


def _read_template_press(key: str, message: Json, sender: Sender, at: datetime) -> Happened | None:
    body = part(message, "button")
    title = word(body, "text", 200)
    payload = text(body, "payload", 1000) or title
    return _pressed(key, message, (sender, at), (payload, title)) if payload else None


def _pressed(key: str, message: Json, by: tuple[Sender, datetime], chosen: tuple[str, str]) -> Happened:
    """Tell of a press; one that does not say under which message is an answer in words."""
    (sender, at), (payload, title) = by, chosen
    quoted = _quoted(message)
    if quoted is not None and payload:
        return (ButtonPressed(key=key, sender=sender, message_id=quoted.message_id, payload=payload, pressed_at=at),)
    content = Content(kind=Kind.BUTTON_PRESS, text=title or payload, note=payload)
    return (MessageReceived(key=key, sender=sender, message_id=key, content=content, sent_at=at),)


def _read_edit(key: str, message: Json, sender: Sender, at: datetime) -> Happened | None:
    body = part(message, "edit")
    target, new = word(body, "original_message_id"), part(body, "message")
    if not target:
        return None
    content = read_content(word(new, "type", 60), new)
    return (MessageEdited(key=f"{key}:edit", sender=sender, message_id=target, content=content, edited_at=at),)


def _read_revocation(key: str, message: Json, sender: Sender, at: datetime) -> Happened | None:
    target = word(part(message, "revoke"), "original_message_id")
    return (MessageDeleted(key=f"{key}:revoke", sender=sender, message_id=target, deleted_at=at),) if target else None


def _read_welcome(key: str, message: Json, sender: Sender, at: datetime) -> Happened | None:
    return (ChatStarted(key=key, sender=sender, at=at, entry=read_entry(message, Content())),)


# Who is who -----------------------------------------------------------------------------------------------------


def _read_system(key: str, message: Json, sender: Sender, at: datetime) -> Happened | None:
    """A person has another number or another user id; other notices of the messenger concern nobody."""
    body = part(message, "system")
    new_id, new_phone = read_id(body, "user_id"), read_phone(word(body, "wa_id") or word(body, "new_wa_id"))
    if not word(body, "type").startswith("user_changed"):
        return ()
    now = People({}).find(new_id, new_phone)
    if now is None:
        return ()
    before = sender.external_id
    if before == new_id:
        before = read_phone(word(message, "from"))
    return _renamed(key, before, replace(now, name=sender.name, username=sender.username), at)


def _renamed(key: str, before: str, now: Sender, at: datetime) -> Happened:
    if not before or before == now.external_id:
        return ()
    return (IdentityChanged(key=key, sender=now, previous=before, at=at),)


def _read_renaming(value: Json, people: People, at: datetime) -> Iterator[Happening]:
    """Read user ids that changed; both shapes in which they are described."""
    for one in (*items(value, "user_id_update"), *items(value, "user_id_updates")):
        change = part(one, "user_id")
        before = read_id(change, "previous") or read_id(one, "previous_user_id")
        now = people.find(read_id(change, "current") or read_id(one, "user_id"), read_phone(word(one, "wa_id")))
        if now is not None:
            yield from _renamed(f"user_id:{before}:{now.external_id}", before, now, moment(one, "timestamp", at))


def _read_echo(echo: Json, people: People, at: datetime) -> Happened:
    """Read what our side wrote in the telephone app."""
    key, kind = word(echo, "id"), word(echo, "type", 60)
    customer = people.find(read_id(echo, "to_user_id"), read_phone(word(echo, "to")))
    if not key or customer is None or kind in _SPECIAL:
        return ()
    content = read_content(kind, echo)
    at = moment(echo, "timestamp", at)
    return (
        MessageEchoed(
            key=f"echo:{key}", sender=customer, message_id=key, content=content, sent_at=at, quoted=_quoted(echo)
        ),
    )


_SPECIAL: dict[str, Callable[[str, Json, Sender, datetime], Happened | None]] = {
    "reaction": _read_reaction, "interactive": _read_press, "button": _read_template_press, "edit": _read_edit,
    "revoke": _read_revocation, "request_welcome": _read_welcome, "system": _read_system,
}  # fmt: skip

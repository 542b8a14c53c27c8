"""Reading deliveries of MAX: is it genuine, and what happened? Pure."""

import hmac
from datetime import UTC, datetime

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
    Sender,
)
from otklik.channels.max.addresses import write_person
from otklik.channels.max.contents import name_of, phone_of, read_content, unsupported
from otklik.channels.max.payloads import (
    Created,
    DialogChange,
    Envelope,
    Linked,
    Message,
    Pressed,
    Recipient,
    Removed,
    Update,
    User,
    read_as,
    read_if,
    read_updates,
)
from otklik.kit.text import clean_name, clean_text

SECRET_HEADER = "x-max-bot-api-secret"  # noqa: S105 - the name of a header
_GROUPS = frozenset({"chat", "channel"})
_ENTRY_MAX = 512
_MID_MAX = 200


def verify(call: HookCall, hook_secret: str) -> None:
    """Raise BadSignature unless the delivery carries our secret; what we fetched ourselves needs none."""
    if call.polled:
        return
    given = call.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogatepass")
    wanted = hook_secret.encode("utf-8", "surrogatepass")
    if not wanted or not hmac.compare_digest(given, wanted):
        raise BadSignature("the secret header is missing or wrong")


def parse(call: HookCall) -> tuple[Happening, ...]:
    """Read a delivery; raises UnknownShape when nothing of it can be read, returns nothing for what is not a person's.

    Should several events ever come at once, one that cannot be read does not cost the others.
    """
    updates = read_updates(call.body)
    if len(updates) == 1:
        return _read(updates[0], call.received_at)
    found: list[Happening] = []
    for update in updates:
        try:
            found += _read(update, call.received_at)
        except UnknownShape:
            continue
    return tuple(found)


def _read(update: Update, received_at: datetime) -> tuple[Happening, ...]:
    try:
        return _dispatch(update, received_at)
    except (OverflowError, OSError, ValueError) as error:
        raise UnknownShape(f"{clean_name(update.kind, 50)}: a value is out of range ({error})"[:300]) from None


def _dispatch(update: Update, received_at: datetime) -> tuple[Happening, ...]:
    match update.kind:
        case "message_created":
            happenings = _received(update, received_at)
        case "message_edited":
            happenings = _edited(update, received_at)
        case "message_removed":
            happenings = _removed(update)
        case "message_callback":
            happenings = _pressed(update, received_at)
        case "bot_started":
            happenings = _started(update)
        case "bot_stopped" | "dialog_removed":
            happenings = _stopped(update)
        case _:
            happenings = _unknown(update, received_at)
    return happenings


# Messages -----------------------------------------------------------------------------------------------------


def _received(update: Update, received_at: datetime) -> tuple[Happening, ...]:
    created = read_as(update.fields, Created)
    message = read_if(created.message, Message)
    linked = read_if(message.link, Linked) if message is not None and message.link is not None else None
    mid = _id_of(message, linked) if message is not None else ""
    if message is None or not mid:
        return _unreadable(update, created, received_at)
    if not _is_customer(message.recipient, message.sender):
        return ()
    return (
        MessageReceived(
            key=_key(update, mid), sender=_sender_of(message, created), message_id=mid,
            content=read_content(message.body, linked), sent_at=_time(message.timestamp, received_at),
            quoted=_quoted(linked),
        ),
    )  # fmt: skip


def _id_of(message: Message, linked: Linked | None) -> str:
    """Return the id of a message; one that only passes another on may come without a body, and so without an id."""
    if message.body is not None:
        return _mid(message.body.mid)
    person = write_person(message.recipient.chat_id, message.sender.user_id if message.sender else None)
    return f"{person}@{message.timestamp}" if linked is not None and person else ""


def _edited(update: Update, received_at: datetime) -> tuple[Happening, ...]:
    created = read_as(update.fields, Created)
    message = read_as(created.message, Message)
    if message.body is None or not message.body.mid or not _is_customer(message.recipient, message.sender):
        return ()
    linked = read_if(message.link, Linked) if message.link is not None else None
    return (
        MessageEdited(
            key=_key(update, message.body.mid, created.timestamp), sender=_sender_of(message, created),
            message_id=_mid(message.body.mid), content=read_content(message.body, linked),
            edited_at=_time(created.timestamp or message.timestamp, received_at),
        ),
    )  # fmt: skip


def _unreadable(update: Update, created: Created, received_at: datetime) -> tuple[Happening, ...]:
    """Show a message whose details have a new shape: somebody wrote, and must not be lost."""
    envelope = read_as(created.message, Envelope)
    if not envelope.body.mid or not _is_customer(envelope.recipient, envelope.sender):
        return ()
    sent_at = _time(envelope.timestamp or created.timestamp, received_at)
    kind = "" if update.kind == "message_created" else update.kind
    return (
        MessageReceived(
            key=_key(update, envelope.body.mid), sender=_person(envelope.recipient, envelope.sender, created),
            message_id=_mid(envelope.body.mid), content=unsupported(kind, envelope.body.text), sent_at=sent_at,
        ),
    )  # fmt: skip


def _unknown(update: Update, received_at: datetime) -> tuple[Happening, ...]:
    """Look whether an event of a kind we do not know is something that a person wrote to us."""
    created = read_if(update.fields, Created)
    if created is None:
        return ()
    try:
        return _unreadable(update, created, received_at)
    except UnknownShape:
        return ()


def _quoted(linked: Linked | None) -> Quoted | None:
    if linked is None or linked.type != "reply" or linked.message is None or not linked.message.mid:
        return None
    return Quoted(_mid(linked.message.mid))


# Other happenings ---------------------------------------------------------------------------------------------


def _removed(update: Update) -> tuple[Happening, ...]:
    removed = read_as(update.fields, Removed)
    person = write_person(removed.chat_id, removed.user_id)
    if not removed.message_id or not person:
        return ()
    return (
        MessageDeleted(
            key=_key(update, removed.message_id), sender=Sender(external_id=person),
            message_id=_mid(removed.message_id), deleted_at=_time(removed.timestamp, None),
        ),
    )  # fmt: skip


def _pressed(update: Update, received_at: datetime) -> tuple[Happening, ...]:
    """Read a press. Its id may name the keyboard rather than the press, so the time belongs to the key."""
    press = read_as(update.fields, Pressed)
    callback, message = press.callback, press.message
    if message is None or message.body is None or not message.body.mid or not callback.payload:
        return ()
    if not _is_customer(message.recipient, callback.user):
        return ()
    at = callback.timestamp or press.timestamp
    return (
        ButtonPressed(
            key=_key(update, callback.callback_id, at),
            sender=_person(message.recipient, callback.user, press), message_id=_mid(message.body.mid),
            payload=clean_text(callback.payload, 1024), pressed_at=_time(at, received_at),
            answer_ref=clean_name(callback.callback_id, 500),
        ),
    )  # fmt: skip


def _started(update: Update) -> tuple[Happening, ...]:
    change = read_as(update.fields, DialogChange)
    sender = _person(Recipient(change.chat_id), change.user, change)
    if change.user.is_bot or not sender.external_id:
        return ()
    ref = clean_name(change.payload or "", _ENTRY_MAX)
    entry = Entry("start", ref) if ref else None
    key = _key(update, sender.external_id, change.timestamp)
    return (ChatStarted(key=key, sender=sender, at=_time(change.timestamp, None), entry=entry),)


def _stopped(update: Update) -> tuple[Happening, ...]:
    """Read that the person left. Who removes the dialog stops the bot too: the two come together, or one of them."""
    change = read_as(update.fields, DialogChange)
    sender = _person(Recipient(change.chat_id), change.user, change)
    if change.user.is_bot or not sender.external_id:
        return ()
    return (
        ReachChanged(
            key=_key(update, sender.external_id, change.timestamp), sender=sender, reachable=False,
            at=_time(change.timestamp, None), reason="stopped",
        ),
    )  # fmt: skip


# People, keys and times -----------------------------------------------------------------------------------------


def _is_customer(recipient: Recipient, sender: User | None) -> bool:
    """Whether a person did this in a dialog with the bot: not in a group or a channel, not the bot itself."""
    return (
        recipient.chat_type not in _GROUPS
        and sender is not None
        and not sender.is_bot
        and bool(write_person(recipient.chat_id, sender.user_id))
    )


def _sender_of(message: Message, created: Created) -> Sender:
    phone = phone_of(message.body, message.sender) if message.sender else ""
    return _person(message.recipient, message.sender, created, phone=phone)


def _person(
    recipient: Recipient, user: User | None, told: Created | Pressed | DialogChange, *, phone: str = ""
) -> Sender:
    key = write_person(recipient.chat_id, user.user_id if user else None)
    if user is None:
        return Sender(external_id=key)
    return Sender(
        external_id=key, name=name_of(user), username=clean_name(user.username or "", 64),
        language=clean_name(told.user_locale or "", 16), phone=phone, proof=Proof.SELF if phone else Proof.NONE,
    )  # fmt: skip


def _key(update: Update, *parts: str | int) -> str:
    return clean_name(":".join((update.kind, *map(str, parts))), 400)


def _mid(mid: str) -> str:
    return clean_name(mid, _MID_MAX)


def _time(milliseconds: int, otherwise: datetime | None) -> datetime:
    """Return a time of MAX; `otherwise` stands in where MAX told none."""
    if not milliseconds and otherwise is not None:
        return otherwise
    return datetime.fromtimestamp(milliseconds / 1000, UTC)

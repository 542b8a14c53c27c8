"""Reading deliveries of Viber: is it genuine, and what happened? Pure."""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs

from otklik.channelkit.channel import Settings
from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import (
    ButtonPressed,
    ChatStarted,
    DeliveryReported,
    DeliveryStatus,
    Entry,
    Happening,
    HookCall,
    MessageReceived,
    ReachChanged,
    Sender,
)
from otklik.channelkit.tags import read_tag
from otklik.channels.viber.contents import read_content, unsupported
from otklik.channels.viber.payloads import Callback, Message, User, read_as, read_callback, try_as
from otklik.kit.text import clean_name, clean_text

SIGNATURE_HEADER = "x-viber-content-signature"
PRESSED = "otk:"
"""With this begins what a button of ours writes in the person's name."""
STARTED = "conversation_started"
_ID_MAX = 200
_REF_MAX = 300
_PAYLOAD_MAX = 300
_REPORTS = {
    "delivered": DeliveryStatus.DELIVERED, "seen": DeliveryStatus.READ, "failed": DeliveryStatus.FAILED,
}  # fmt: skip


def verify(call: HookCall, settings: Settings) -> None:
    """Raise BadSignature unless the body is signed with the token, in the header or in the address."""
    token = str(settings.get("token") or "")
    given = call.headers.get(SIGNATURE_HEADER, "") or parse_qs(call.query).get("sig", [""])[0]
    wanted = hmac.new(token.encode(), call.body, "sha256").hexdigest()
    if not token or not hmac.compare_digest(given.lower().encode("utf-8", "surrogatepass"), wanted.encode()):
        raise BadSignature("the signature is missing or wrong")


def parse(call: HookCall) -> tuple[Happening, ...]:
    """Read one event; raises UnknownShape when it is unreadable, returns nothing for what is not about a person."""
    callback = read_callback(call.body)
    try:
        return _dispatch(callback, call.received_at)
    except (OverflowError, OSError, ValueError) as error:
        raise UnknownShape(f"{clean_name(callback.event, 60)}: a value is out of range ({error})"[:300]) from None


def _dispatch(callback: Callback, now: datetime) -> tuple[Happening, ...]:
    at = _time(callback.timestamp) if callback.timestamp else now
    reader = _READERS.get(callback.event, _unknown)
    return reader(callback, at)


def _nothing(_: Callback, __: datetime) -> tuple[Happening, ...]:
    return ()


def _subscribed(callback: Callback, at: datetime) -> tuple[Happening, ...]:
    sender = _person(read_as(callback.user, User))
    return (ReachChanged(key=_key(callback, sender), sender=sender, reachable=True, at=at),)


def _unsubscribed(callback: Callback, at: datetime) -> tuple[Happening, ...]:
    sender = _known(callback.user_id)
    key = _key(callback, sender)
    return (ReachChanged(key=key, sender=sender, reachable=False, at=at, reason="unsubscribed"),)


def _received(callback: Callback, at: datetime) -> tuple[Happening, ...]:
    sender = _person(read_as(callback.sender, User))
    token = clean_name(callback.token, _ID_MAX)
    if not token:
        raise UnknownShape("a message without a number")
    message = try_as(callback.message, Message)
    if message is not None and message.type == "text" and (message.text or "").startswith(PRESSED):
        return (_pressed(callback, message, sender, at),)
    content = read_content(message) if message is not None else unsupported(_words_in(callback.message), "")
    key = _key(callback, sender)
    return (MessageReceived(key=key, sender=sender, message_id=token, content=content, sent_at=at),)


def _pressed(callback: Callback, message: Message, sender: Sender, at: datetime) -> ButtonPressed:
    """Read a press: the data of the button, and in our own name of the last message the one it hung on."""
    tag = message.tracking_data or ""
    tag = tag if read_tag(tag) else ""
    payload = clean_text((message.text or "").removeprefix(PRESSED), _PAYLOAD_MAX)
    return ButtonPressed(
        key=_key(callback, sender), sender=sender, message_id=tag or f"press:{clean_name(callback.token, _ID_MAX)}",
        payload=payload, pressed_at=at, tag=tag,
    )  # fmt: skip


def _started(callback: Callback, at: datetime) -> tuple[Happening, ...]:
    sender = _person(read_as(callback.user, User))
    ref = clean_name(callback.context or "", _REF_MAX)
    return (ChatStarted(key=_key(callback, sender), sender=sender, at=at, entry=Entry("link", ref) if ref else None),)


def _reported(callback: Callback, at: datetime) -> tuple[Happening, ...]:
    sender = _known(callback.user_id)
    failed = callback.event == "failed"
    return (
        DeliveryReported(
            key=_key(callback, sender), message_id=clean_name(callback.token, _ID_MAX), sender=sender, at=at,
            status=_REPORTS[callback.event], code="failed" if failed else "",
            detail=clean_name(callback.desc or "", 300) if failed else "",
        ),
    )  # fmt: skip


def _unknown(callback: Callback, at: datetime) -> tuple[Happening, ...]:
    """Look whether an event of a kind we do not know is something that a person wrote to us."""
    user = try_as(callback.sender, User)
    if user is None or not isinstance(callback.message, dict) or not callback.token:
        return ()
    sender = _person(user)
    content = unsupported(_words_in(callback.message), callback.event)
    token = clean_name(callback.token, _ID_MAX)
    return (MessageReceived(key=_key(callback, sender), sender=sender, message_id=token, content=content, sent_at=at),)


def _words_in(message: object) -> object:
    return message.get("text") if isinstance(message, dict) else ""


def _key(callback: Callback, sender: Sender) -> str:
    """Return the number of the event with its name and person: a report has the number of the message it is about."""
    moment = "" if callback.token else f":{callback.timestamp}"
    return f"{clean_name(callback.event, 60)}:{clean_name(callback.token, _ID_MAX)}:{sender.external_id}{moment}"


def _known(user_id: str) -> Sender:
    number = clean_name(user_id, _ID_MAX)
    if not number:
        raise UnknownShape("an event of nobody")
    return Sender(external_id=number)


def _person(user: User) -> Sender:
    bare = _known(user.id)
    return Sender(
        external_id=bare.external_id, name=clean_name(user.name or ""), language=clean_name(user.language or "", 16)
    )


def _time(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


_READERS: dict[str, Callable[[Callback, datetime], tuple[Happening, ...]]] = {
    "message": _received, STARTED: _started, "subscribed": _subscribed, "unsubscribed": _unsubscribed,
    "delivered": _reported, "seen": _reported, "failed": _reported, "webhook": _nothing,
}  # fmt: skip

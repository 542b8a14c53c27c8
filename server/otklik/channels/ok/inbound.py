"""Reading deliveries of Odnoklassniki: is it genuine, and what happened? Pure.

Odnoklassniki signs nothing. The address it is told is secret and carries our key besides, which is compared here.
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import (
    ButtonPressed,
    Happening,
    HookCall,
    MessageEchoed,
    MessageReceived,
    Quoted,
    Sender,
)
from otklik.channels.ok.addresses import GROUP
from otklik.channels.ok.contents import read_content, unsupported
from otklik.channels.ok.payloads import BareBody, Body, Event, read_as, read_fields, read_if, text_in
from otklik.kit.text import clean_name, clean_text

KEY = "key"
_ID_MAX = 200


def verify(call: HookCall, hook_secret: str) -> None:
    """Raise BadSignature unless the call came to the address that only Odnoklassniki was told."""
    given = parse_qs(call.query).get(KEY, [""])[0].encode("utf-8", "surrogatepass")
    wanted = hook_secret.encode("utf-8", "surrogatepass")
    if not wanted or not hmac.compare_digest(given, wanted):
        raise BadSignature("the key of the address is missing or wrong")


def parse(call: HookCall) -> tuple[Happening, ...]:
    """Read one event; raises UnknownShape when it is unreadable, returns nothing for what is not about a message."""
    fields = read_fields(call.body)
    kind = text_in(fields, "webhookType")
    try:
        return _dispatch(kind.upper(), fields, call.received_at)
    except (OverflowError, OSError, ValueError) as error:
        raise UnknownShape(f"{clean_name(kind, 50)}: a value is out of range ({error})"[:300]) from None


def _dispatch(kind: str, fields: Mapping[str, Any], received_at: datetime) -> tuple[Happening, ...]:
    """Older events name no kind: what carries a message is one."""
    if kind == "CHAT_SYSTEM":
        return ()
    if kind in ("", "MESSAGE_CREATED"):
        return _written(read_as(fields, Event), received_at, "")
    event = read_if(fields, Event)
    if event is None:
        return ()
    if kind == "MESSAGE_CALLBACK":
        return _pressed(event, received_at)
    return _written(event, received_at, kind.lower()) if event.message else ()


def _written(event: Event, received_at: datetime, unknown: str) -> tuple[Happening, ...]:
    """Read what somebody wrote: the person to us, or a moderator of the group to them on the site."""
    body = read_if(event.message, Body)
    if body is None or not body.mid or unknown:
        bare = read_as(event.message, BareBody)
        mid, content, quoted = bare.mid, unsupported(unknown, bare.text), None
    else:
        mid, content, quoted = body.mid, read_content(body), _quoted(body)
    person = _person(event)
    if not mid or not person.external_id:
        raise UnknownShape("the message has no id or no chat")
    at, message_id = _time(event.timestamp, received_at), clean_name(mid, _ID_MAX)
    key = f"message:{message_id}"
    if str(event.sender.user_id).startswith(GROUP):
        chat = Sender(external_id=person.external_id)
        author = clean_name(event.sender.name or "")
        return (
            MessageEchoed(
                key=key, sender=chat, message_id=message_id, content=content, sent_at=at, author_name=author,
                quoted=quoted,
            ),
        )  # fmt: skip
    return (
        MessageReceived(
            key=key, sender=person, message_id=message_id, content=content, sent_at=at, quoted=quoted
        ),
    )  # fmt: skip


def _pressed(event: Event, received_at: datetime) -> tuple[Happening, ...]:
    """Read a press. A press can only be answered with a message, so nothing is sent to stop a spinner."""
    parts = ({"callbackId": event.callbackId or event.callback_id, "payload": event.payload}, event.callback,
             event.message)  # fmt: skip
    payload = next((found for part in parts if (found := text_in(part, "payload"))), "")
    number = next((found for part in parts if (found := text_in(part, "callbackId", "callback_id", "id"))), "")
    mid = clean_name(event.mid or text_in(event.message, "mid"), _ID_MAX)
    person = _person(event)
    if not payload or not person.external_id:
        return ()
    key = clean_name(f"press:{number or mid}:{event.timestamp}", 400)
    return (
        ButtonPressed(
            key=key, sender=person, message_id=mid or key, payload=clean_text(payload, 1024),
            pressed_at=_time(event.timestamp, received_at),
        ),
    )  # fmt: skip


def _quoted(body: Body) -> Quoted | None:
    """Read which message is answered: its id, or an object that holds it."""
    answered = body.reply_to
    mid = answered if isinstance(answered, str) else text_in(answered, "mid") if isinstance(answered, dict) else ""
    return Quoted(clean_name(mid, _ID_MAX)) if mid else None


def _person(event: Event) -> Sender:
    user = clean_name(str(event.sender.user_id), _ID_MAX)
    key = clean_name(event.recipient.chat_id or "", _ID_MAX)
    if not key and user and not user.startswith(GROUP):
        key = user if user.startswith("user:") else f"user:{user}"
    return Sender(external_id=key, name=clean_name(event.sender.name or ""))


def _time(milliseconds: int, otherwise: datetime) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else otherwise

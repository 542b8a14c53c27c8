"""Reading `messaging[]`, which Messenger and Instagram share: everything of a batch, in its order. Pure."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Content
from otklik.channelkit.inbound import (
    ButtonPressed,
    ChatStarted,
    DeliveryReported,
    DeliveryStatus,
    Entry,
    Happening,
    HookCall,
    MessageDeleted,
    MessageEchoed,
    MessageEdited,
    MessageReceived,
    Quoted,
    ReactionChanged,
    Sender,
)
from otklik.channelkit.meta.attachments import read_content
from otklik.channelkit.meta.deliveries import Event, read_events
from otklik.channelkit.meta.notices import read_feedback, read_notices
from otklik.channelkit.meta.presses import split_payload
from otklik.channelkit.meta.reading import Json, flag, moment, number, part, text, word
from otklik.channelkit.meta.referrals import REF_MAX, read_referral
from otklik.channelkit.meta.reports import read_delivery, read_seen
from otklik.channelkit.tags import read_tag

GET_STARTED: Final = "GET_STARTED"
_ID_MAX = 300
_PAYLOAD_MAX = 1000
_EMOJI: Final = {
    "love": "❤️", "like": "👍", "dislike": "👎", "smile": "😆", "wow": "😮", "sad": "😢", "angry": "😠",
}  # fmt: skip
_VARIATION = "\ufe0f"

Facts = Iterator[Happening]


def parse(call: HookCall, ours: str) -> tuple[Happening, ...]:
    """Read a delivery; raises UnknownShape when it is none. What concerns another account is left out."""
    found: list[Happening] = []
    for event in read_events(call.body):
        if not ours or event.account in ("", ours):
            found += read_event(event, call.received_at)
    return tuple(found)


def read_event(event: Event, at: datetime) -> Facts:
    """Read one event."""
    body = event.body
    at = moment(body, "timestamp", at)
    yield from read_notices(event, at)
    message = part(body, "message")
    ours_wrote = flag(message, "is_echo")
    person = word(part(body, "recipient" if ours_wrote else "sender"), "id", _ID_MAX)
    if not person or person == event.account:
        return
    sender = Sender(external_id=person)
    if message:
        yield from (_read_echo if ours_wrote else _read_message)(message, sender, at)
    for name, read in _READERS.items():
        if isinstance(body.get(name), dict):
            yield from read(part(body, name), sender, at)


# Messages -------------------------------------------------------------------------------------------------------


def _read_message(message: Json, sender: Sender, at: datetime) -> Facts:
    mid = word(message, "mid", _ID_MAX)
    if not mid:
        return
    if flag(message, "is_deleted"):
        yield MessageDeleted(key=f"{mid}:deleted", sender=sender, message_id=mid, deleted_at=at)
        return
    entry = read_referral(part(message, "referral"))
    quick = text(part(message, "quick_reply"), "payload", _PAYLOAD_MAX)
    if quick:
        yield _pressed(mid, quick, text(message, "text", _PAYLOAD_MAX), (sender, at, entry))
        return
    content = _unsupported() if flag(message, "is_unsupported") else read_content(message)
    yield MessageReceived(
        key=mid, sender=sender, message_id=mid, content=_with_story(content, message), sent_at=at,
        quoted=_quoted(message), entry=entry,
    )  # fmt: skip


def _read_echo(message: Json, sender: Sender, at: datetime) -> Facts:
    """Read what our side wrote: of ourselves it is a report, by which an uncertain message is known again."""
    mid = word(message, "mid", _ID_MAX)
    if not mid or flag(message, "is_deleted"):
        return
    tag = word(message, "metadata", _PAYLOAD_MAX)
    if read_tag(tag):
        yield DeliveryReported(
            key=f"echo:{mid}", message_id=mid, status=DeliveryStatus.SENT, at=at, sender=sender, tag=tag
        )
        return
    yield MessageEchoed(
        key=f"echo:{mid}", sender=sender, message_id=mid, content=read_content(message), sent_at=at,
        quoted=_quoted(message),
    )  # fmt: skip


def _unsupported() -> Content:
    return Content(kind=Kind.UNSUPPORTED, note="unsupported")


def _with_story(content: Content, message: Json) -> Content:
    """Say which story is answered: there is no message of ours that could be quoted."""
    url = word(part(message, "reply_to", "story"), "url", 4000)
    if not url:
        return content
    return replace(content, text=f"{content.text}\n\n{url}" if content.text else url)


def _quoted(message: Json) -> Quoted | None:
    answered = word(part(message, "reply_to"), "mid", _ID_MAX)
    return Quoted(answered) if answered else None


# What was pressed -------------------------------------------------------------------------------------------------


def _read_postback(body: Json, sender: Sender, at: datetime) -> Facts:
    payload, title = text(body, "payload", _PAYLOAD_MAX), text(body, "title", _PAYLOAD_MAX)
    key = f"postback:{word(body, 'mid', _ID_MAX) or _stamp(sender, at)}"
    entry = read_referral(part(body, "referral"))
    if payload == GET_STARTED:
        yield ChatStarted(key=key, sender=sender, at=at, entry=entry)
    elif payload or title:
        yield _pressed(key, payload, title, (sender, at, entry))


def _pressed(key: str, payload: str, title: str, by: tuple[Sender, datetime, Entry | None]) -> Happening:
    """Tell of a press: of a button of ours under its message, of a menu or another tool's as words."""
    sender, at, entry = by
    tag, chosen = split_payload(payload)
    if tag:
        return ButtonPressed(key=key, sender=sender, message_id=tag, payload=chosen, pressed_at=at, tag=tag)
    content = Content(kind=Kind.BUTTON_PRESS, text=title or payload)
    return MessageReceived(key=key, sender=sender, message_id=key, content=content, sent_at=at, entry=entry)


def _read_referral(body: Json, sender: Sender, at: datetime) -> Facts:
    yield ChatStarted(key=f"referral:{_stamp(sender, at)}", sender=sender, at=at, entry=read_referral(body))


def _read_optin(body: Json, sender: Sender, at: datetime) -> Facts:
    ref = word(body, "ref", REF_MAX)
    yield ChatStarted(
        key=f"optin:{_stamp(sender, at)}", sender=sender, at=at, entry=Entry("optin", ref) if ref else None
    )


# Small things -----------------------------------------------------------------------------------------------------


def _read_reaction(body: Json, sender: Sender, at: datetime) -> Facts:
    mid, action = word(body, "mid", _ID_MAX), word(body, "action", 20)
    if not mid or action not in ("react", "unreact"):
        return
    named = word(body, "reaction", 40)
    emoji = _EMOJI.get(named) or _dressed(word(body, "emoji", 20)) or "👍"
    yield ReactionChanged(
        key=f"reaction:{mid}:{action}:{_stamp(sender, at)}", sender=sender, message_id=mid,
        emojis=(emoji,) if action == "react" else (),
    )  # fmt: skip


def _dressed(emoji: str) -> str:
    """Return a heart as the desk has it: it comes in both forms."""
    return "❤️" if emoji.rstrip(_VARIATION) == "❤" else emoji


def _read_edit(body: Json, sender: Sender, at: datetime) -> Facts:
    mid = word(body, "mid", _ID_MAX)
    if not mid:
        return
    content = read_content(body)
    count = number(body, "num_edit")
    key = f"{mid}:edit:{int(count) if count is not None else _stamp(sender, at)}"
    yield MessageEdited(key=key, sender=sender, message_id=mid, content=content, edited_at=at)


def _stamp(sender: Sender, at: datetime) -> str:
    return f"{sender.external_id}:{int(at.timestamp() * 1000)}"


_READERS: Final[dict[str, Callable[[Json, Sender, datetime], Facts]]] = {
    "postback": _read_postback, "referral": _read_referral, "optin": _read_optin, "reaction": _read_reaction,
    "message_edit": _read_edit, "read": read_seen, "delivery": read_delivery, "messaging_feedback": read_feedback,
}  # fmt: skip

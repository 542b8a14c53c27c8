"""What people do beside writing: they press, type, read, react, let us write or no longer."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from otklik.channelkit.inbound import (
    ButtonPressed,
    ChatStarted,
    DeliveryReported,
    DeliveryStatus,
    Entry,
    Happening,
    ReachChanged,
    ReactionChanged,
    Sender,
    TypingShown,
)
from otklik.channels.vk.addresses import Spot, is_person
from otklik.channels.vk.payloads import Permission, Press, Reaction, Reading, Typing, read_as, read_payload
from otklik.channels.vk.reactions import emoji_of
from otklik.kit.text import clean_name

REF_MAX = 128
_STILL = frozenset({"", "0", "none"})

Sign = Callable[[str, Mapping[str, Any], datetime], tuple[Happening, ...]]


def person(number: int) -> Sender:
    """Name a person by number: VK says nothing else about them in a delivery."""
    return Sender(external_id=str(number))


def time_of(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _pressed(_: str, body: Mapping[str, Any], now: datetime) -> tuple[Happening, ...]:
    press = read_as(body, Press)
    payload = read_payload(press.payload)
    if not is_person(press.peer_id) or press.user_id != press.peer_id or not payload or not press.event_id:
        return ()
    number = clean_name(press.event_id, 100)
    return (
        ButtonPressed(
            key=f"press:{press.peer_id}:{number}", sender=person(press.user_id), pressed_at=now, payload=payload,
            message_id=str(Spot(press.peer_id, press.conversation_message_id)),
            answer_ref=f"{press.user_id}:{press.peer_id}:{number}",
        ),
    )  # fmt: skip


def _allowed(key: str, body: Mapping[str, Any], now: datetime) -> tuple[Happening, ...]:
    permission = read_as(body, Permission)
    if not is_person(permission.user_id):
        return ()
    who, ref = person(permission.user_id), clean_name(permission.key or "", REF_MAX)
    if ref:
        return (ChatStarted(key=key, sender=who, at=now, entry=Entry("allow", ref)),)
    return (ReachChanged(key=key, sender=who, reachable=True, at=now),)


def _denied(key: str, body: Mapping[str, Any], now: datetime) -> tuple[Happening, ...]:
    permission = read_as(body, Permission)
    if not is_person(permission.user_id):
        return ()
    return (ReachChanged(key=key, sender=person(permission.user_id), reachable=False, at=now, reason="denied"),)


def _typing(key: str, body: Mapping[str, Any], _: datetime) -> tuple[Happening, ...]:
    typing = read_as(body, Typing)
    if not is_person(typing.from_id):
        return ()
    return (TypingShown(key=key, sender=person(typing.from_id), on=str(typing.state).lower() not in _STILL),)


def _read(key: str, body: Mapping[str, Any], now: datetime) -> tuple[Happening, ...]:
    reading = read_as(body, Reading)
    if not is_person(reading.peer_id) or reading.from_id != reading.peer_id:
        return ()
    spot = Spot(reading.peer_id, reading.conversation_message_id, reading.read_message_id)
    return (
        DeliveryReported(
            key=key, message_id=str(spot), status=DeliveryStatus.READ, at=now, sender=person(reading.from_id),
            watermark=True,
        ),
    )  # fmt: skip


def _reacted(key: str, body: Mapping[str, Any], _: datetime) -> tuple[Happening, ...]:
    reaction = read_as(body, Reaction)
    if not is_person(reaction.peer_id) or reaction.reacted_id != reaction.peer_id:
        return ()
    emojis = () if not reaction.reaction_id else (emoji_of(reaction.reaction_id),)
    spot = str(Spot(reaction.peer_id, reaction.cmid))
    return (ReactionChanged(key=key, sender=person(reaction.reacted_id), message_id=spot, emojis=emojis),)


SIGNS: dict[str, Sign] = {
    "message_event": _pressed, "message_allow": _allowed, "message_deny": _denied, "message_typing_state": _typing,
    "message_read": _read, "message_reaction_event": _reacted,
}  # fmt: skip

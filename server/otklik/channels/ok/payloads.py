"""The JSON of Odnoklassniki as types, read tolerantly: its pages tell names and little about forms."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from otklik.channelkit.errors import UnknownShape

Shape = TypeVar("Shape", bound=Struct)


class Sender(Struct, frozen=True):
    """Who did it: a person, or the group itself."""

    user_id: str | int
    name: str | None = None


class Recipient(Struct, frozen=True):
    """The chat it happened in."""

    chat_id: str | None = None


class Body(Struct, frozen=True):
    """What a message says; `attachment` is the older form with a single one."""

    mid: str = ""
    text: str | None = None
    attachments: list[Any] | None = None
    attachment: Any = None
    reply_to: Any = None


class BareBody(Struct, frozen=True):
    """The least of a message."""

    mid: str
    text: Any = None


class Event(Struct, frozen=True):
    """An event; the fields of a press stand in several places, depending on whom one asks."""

    sender: Sender
    recipient: Recipient
    timestamp: int = 0
    message: Mapping[str, Any] | None = None
    mid: str | None = None
    callbackId: str | None = None  # noqa: N815 - the provider's name
    callback_id: str | None = None
    payload: Any = None
    callback: Mapping[str, Any] | None = None


class Attached(Struct, frozen=True):
    """Any attachment."""

    type: str
    payload: Mapping[str, Any] | None = None


def read_fields(raw: bytes) -> Mapping[str, Any]:
    """Open a delivery; raises UnknownShape when it is no event."""
    try:
        fields = msgspec.json.decode(raw, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
        raise UnknownShape("the delivery is not a JSON object") from None
    if "sender" not in fields and "webhookType" not in fields:
        raise UnknownShape("the delivery is no event")
    return fields


def read_as(fields: object, shape: type[Shape]) -> Shape:
    """Read fields as a type; raises UnknownShape, with the place that does not fit."""
    try:
        return msgspec.convert(fields, shape, strict=False)
    except (msgspec.ValidationError, RecursionError, ValueError, OverflowError) as error:
        raise UnknownShape(f"{shape.__name__}: {error}"[:300]) from None


def read_if(fields: object, shape: type[Shape]) -> Shape | None:
    """Read fields as a type, or return nothing."""
    try:
        return read_as(fields, shape)
    except UnknownShape:
        return None


def text_in(fields: Mapping[str, Any] | None, *names: str) -> str:
    """Return the first of several fields that is a text or a number."""
    for name in names:
        value = (fields or {}).get(name)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value) if abs(value) < 2**63 else ""
    return ""


def number_in(fields: Mapping[str, Any] | None, *names: str) -> float | None:
    """Return the first of several fields that is a number."""
    for name in names:
        value = (fields or {}).get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53:
            return float(value)
    return None

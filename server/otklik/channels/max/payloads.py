"""The JSON of MAX as types, read tolerantly: what we do not use is not looked at, and null is nothing.

The parts of a message that come in many shapes (attachments, marks, the linked message) stay as they came and are read
one by one, so that a new shape costs one part and not the message.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from otklik.channelkit.errors import UnknownShape

Shape = TypeVar("Shape", bound=Struct)


class User(Struct, frozen=True):
    """Somebody: a person or a bot."""

    user_id: int
    first_name: str | None = None
    last_name: str | None = None
    name: str | None = None
    username: str | None = None
    is_bot: bool | None = None


class Recipient(Struct, frozen=True):
    """Where a message stands: a dialog, a group or a channel."""

    chat_id: int | None = None
    chat_type: str | None = None
    user_id: int | None = None


class Body(Struct, frozen=True):
    """What a message says."""

    mid: str = ""
    text: str | None = None
    attachments: list[Any] | None = None
    markup: list[Any] | None = None


class Message(Struct, frozen=True):
    """A message with everything we show."""

    recipient: Recipient
    timestamp: int
    sender: User | None = None
    body: Body | None = None
    link: Any = None


class Linked(Struct, frozen=True):
    """The message that is answered or passed on."""

    type: str = ""
    sender: User | None = None
    message: Body | None = None


class BareBody(Struct, frozen=True):
    """The least of a body: its id, and words if they are words."""

    mid: str
    text: Any = None


class Envelope(Struct, frozen=True):
    """The least of a message: who, where, when. Enough to show that something was written."""

    recipient: Recipient
    body: BareBody
    timestamp: int = 0
    sender: User | None = None


class Created(Struct, frozen=True):
    """Somebody wrote or changed what they wrote."""

    message: Mapping[str, Any]
    timestamp: int = 0
    user_locale: str | None = None


class Removed(Struct, frozen=True):
    """A message was taken back."""

    message_id: str
    timestamp: int
    chat_id: int | None = None
    user_id: int | None = None


class Callback(Struct, frozen=True):
    """The press itself."""

    callback_id: str
    user: User
    timestamp: int = 0
    payload: str | None = None


class Pressed(Struct, frozen=True):
    """A button was pressed; the message is null when it is gone already."""

    callback: Callback
    message: Message | None = None
    timestamp: int = 0
    user_locale: str | None = None


class DialogChange(Struct, frozen=True):
    """A person started, stopped, cleared or removed the dialog."""

    user: User
    timestamp: int
    chat_id: int | None = None
    payload: str | None = None
    user_locale: str | None = None


class Photo(Struct, frozen=True):
    """A picture or a sticker."""

    url: str | None = None
    token: str | None = None
    code: str | None = None


class Attached(Struct, frozen=True):
    """Any attachment; which fields are there depends on its type."""

    type: str
    payload: Photo | None = None
    filename: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    transcription: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    title: str | None = None
    description: str | None = None


class CardPayload(Struct, frozen=True):
    """Somebody's card. `hash` would prove the number, by an algorithm that MAX does not publish."""

    vcf_info: str | None = None
    max_info: User | None = None


class CardAttached(Struct, frozen=True):
    """A card in a message."""

    payload: CardPayload


class Markup(Struct, frozen=True, rename={"offset": "from"}):
    """A marked stretch of text in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None


class Update(Struct, frozen=True):
    """One event: its kind and everything it carries, as it came."""

    kind: str
    fields: Mapping[str, Any]


def read_updates(raw: bytes) -> list[Update]:
    """Open a delivery: one event, or a list of them; raises UnknownShape when it is neither."""
    try:
        fields = msgspec.json.decode(raw, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
        raise UnknownShape("the delivery is not a JSON object") from None
    several = fields.get("updates")
    elements = several if isinstance(several, list) else [fields]
    updates = [Update(one["update_type"], one) for one in elements if _is_update(one)]
    if len(updates) < len(elements) and not updates:
        raise UnknownShape("the delivery has no update_type")
    return updates


def _is_update(element: object) -> bool:
    return isinstance(element, dict) and isinstance(element.get("update_type"), str)


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

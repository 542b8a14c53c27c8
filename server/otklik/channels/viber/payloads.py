"""Viber's JSON as types, read tolerantly: what we do not use is not looked at."""

from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.loosejson import decode_loosely

Loose = Any
"""Whatever Viber puts there; read by itself, so that an odd one does no harm to the rest."""
Shape = TypeVar("Shape", bound=Struct)


class User(Struct, frozen=True):
    """Somebody; the id is theirs with this bot and no other."""

    id: str
    name: str | None = ""
    avatar: str | None = ""
    language: str | None = ""


class Callback(Struct, frozen=True):
    """One delivery. `message_token` has 64 bits: it is a number in JSON and a word from here on."""

    event: str
    timestamp: int = 0
    message_token: int | str = ""
    user: Loose = None
    sender: Loose = None
    user_id: str = ""
    message: Loose = None
    context: str | None = ""
    desc: str | None = ""

    @property
    def token(self) -> str:
        """The number of the message, or of the event."""
        return str(self.message_token)


class Location(Struct, frozen=True):
    """A point on the map."""

    lat: float
    lon: float


class Contact(Struct, frozen=True):
    """Somebody's card."""

    name: str | None = ""
    phone_number: str | None = ""


class Message(Struct, frozen=True):
    """What a person sent."""

    type: str = ""
    text: str | None = ""
    media: str | None = ""
    file_name: str | None = ""
    size: int | None = None
    duration: float | None = None
    sticker_id: int | None = None
    contact: Loose = None
    location: Loose = None
    tracking_data: str | None = ""


def read_callback(raw: bytes) -> Callback:
    """Open one delivery; raises UnknownShape when it is none."""
    try:
        return decode_loosely(raw, Callback)
    except (ValueError, RecursionError):
        raise UnknownShape("the delivery is not an event of a bot") from None


def read_as(body: Loose, shape: type[Shape]) -> Shape:
    """Read a body as a type; raises UnknownShape, with the place that does not fit."""
    try:
        return msgspec.convert(body, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise UnknownShape(f"{shape.__name__}: {error}"[:300]) from None


def try_as(body: Loose, shape: type[Shape]) -> Shape | None:
    """Read a body as a type; None when it does not fit."""
    try:
        return read_as(body, shape)
    except UnknownShape:
        return None

"""VK's JSON as types, read tolerantly: what we do not use is not looked at."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, field

from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.loosejson import decode_loosely
from otklik.channelkit.tags import read_tag
from otklik.kit.text import clean_text

_PAYLOAD_MAX = 1000
START = "\x00start"
"""What VK's own first button sends; no button of anybody else can send this."""
TAG = "otklik"
"""Under this name our own name of a message travels along, and comes back when VK tells of it."""
Loose = Any
"""Whatever VK puts there; looked at one by one, so that an odd one does no harm to its neighbours."""
Shape = TypeVar("Shape", bound=Struct)


class Delivery(Struct, frozen=True):
    """One delivery: what happened, in which community, under which number."""

    type: str
    group_id: int
    event_id: str = ""
    secret: str = ""
    object: Mapping[str, Any] = field(default_factory=dict)


class Message(Struct, frozen=True):
    """A message with everything we show; attachments and other messages inside it are read one by one."""

    date: int
    peer_id: int
    from_id: int
    text: str = ""
    id: int = 0
    conversation_message_id: int = 0
    out: int = 0
    update_time: int | None = None
    ref: str | None = None
    ref_source: str | None = None
    payload: Loose = None
    attachments: tuple[Loose, ...] | None = ()
    fwd_messages: tuple[Loose, ...] | None = ()
    geo: Loose = None
    reply_message: Loose = None
    action: Loose = None
    admin_author_id: int | None = None
    is_cropped: bool | None = False


class Envelope(Struct, frozen=True):
    """The least of a message: who, where, when. Enough to show that something was written."""

    date: int
    peer_id: int
    from_id: int
    out: int = 0
    id: int = 0
    conversation_message_id: int = 0


class Answered(Struct, frozen=True):
    """A message that is pointed at."""

    conversation_message_id: int
    peer_id: int | None = None


class Forwarded(Struct, frozen=True):
    """Somebody's message that was passed on."""

    from_id: int = 0
    text: str = ""
    attachments: tuple[Loose, ...] | None = ()
    fwd_messages: tuple[Loose, ...] | None = ()
    geo: Loose = None


class Press(Struct, frozen=True):
    """A pressed button that waits for our answer."""

    user_id: int
    peer_id: int
    event_id: str
    payload: Loose = None
    conversation_message_id: int = 0


class Permission(Struct, frozen=True):
    """A person lets the community write, or no longer."""

    user_id: int
    key: str | None = None


class Typing(Struct, frozen=True):
    """A person types."""

    from_id: int
    state: str | int = ""


class Reading(Struct, frozen=True):
    """A person has read up to a message."""

    from_id: int
    peer_id: int
    conversation_message_id: int = 0
    read_message_id: int = 0


class Reaction(Struct, frozen=True):
    """The reaction of a person on a message; without a number it was taken away."""

    reacted_id: int
    peer_id: int
    cmid: int
    reaction_id: int | None = None


class Size(Struct, frozen=True):
    """One size of a picture."""

    url: str = ""
    width: int = 0
    height: int = 0


class Picture(Struct, frozen=True):
    """A photo, or the pictures of a sticker; VK names the list differently."""

    sizes: tuple[Size, ...] = ()
    images: tuple[Size, ...] = ()
    url: str = ""
    width: int | None = None
    height: int | None = None


class Voice(Struct, frozen=True):
    """A voice message."""

    link_ogg: str = ""
    link_mp3: str = ""
    duration: float | None = None


class Audio(Struct, frozen=True):
    """A piece of music; VK seldom gives its file."""

    artist: str = ""
    title: str = ""
    url: str = ""
    duration: float | None = None


class Doc(Struct, frozen=True):
    """A file."""

    url: str = ""
    title: str = ""
    ext: str = ""
    size: int | None = None


class Owned(Struct, frozen=True):
    """Anything that has a page: a video, a post, a product, a story."""

    id: int = 0
    owner_id: int = 0
    from_id: int = 0
    to_id: int = 0
    post_id: int = 0
    title: str = ""
    text: str = ""
    access_key: str = ""


class Link(Struct, frozen=True):
    """An address with its title."""

    url: str = ""
    title: str = ""


class PollAnswer(Struct, frozen=True):
    """An answer of a poll."""

    text: str = ""
    votes: int = 0


class AskedPoll(Struct, frozen=True):
    """A question with answers to choose."""

    question: str = ""
    answers: tuple[PollAnswer, ...] = ()
    votes: int = 0
    multiple: bool = False
    closed: bool = False


class Coordinates(Struct, frozen=True):
    """A point on the map."""

    latitude: float
    longitude: float


class Place(Struct, frozen=True):
    """What stands at a point."""

    title: str = ""
    address: str = ""


class Geo(Struct, frozen=True):
    """A place that was sent."""

    coordinates: Coordinates
    place: Place | None = None


def read_delivery(raw: bytes) -> Delivery:
    """Open one delivery; raises UnknownShape when it is none."""
    try:
        return decode_loosely(raw, Delivery)
    except (ValueError, RecursionError):
        raise UnknownShape("the delivery is not an event of a community") from None


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


def read_payload(payload: Loose) -> str:
    """Return what a button sends: ours as we wrote it, START of VK's own, another's as it is."""
    value = payload
    if isinstance(value, str):
        try:
            value = msgspec.json.decode(value)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return clean_text(str(payload), _PAYLOAD_MAX)
    if isinstance(value, dict):
        if isinstance(value.get("p"), str):
            return clean_text(value["p"], _PAYLOAD_MAX)
        if value.get("command") == "start":
            return START
    if value in (None, "", [], {}):
        return ""
    return clean_text(msgspec.json.encode(value).decode(), _PAYLOAD_MAX)


def read_tag_of(payload: Loose) -> str:
    """Return our own name of a message, where its payload carries one."""
    value = payload
    if isinstance(value, str):
        try:
            value = msgspec.json.decode(value)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return ""
    tag = value.get(TAG) if isinstance(value, dict) else None
    return tag if isinstance(tag, str) and read_tag(tag) else ""

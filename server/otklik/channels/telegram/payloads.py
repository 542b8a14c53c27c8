"""The Bot API's JSON as types, read tolerantly: what we do not use is not looked at."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, field

from otklik.channelkit.errors import UnknownShape

_ID_MAX = 2**63
Shape = TypeVar("Shape", bound=Struct)


class User(Struct, frozen=True):
    """Somebody: a person or a bot."""

    id: int
    is_bot: bool = False
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    language_code: str = ""


class Chat(Struct, frozen=True):
    """A place where messages are: private, group, supergroup or channel."""

    id: int
    type: str
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    username: str = ""


class Entity(Struct, frozen=True):
    """A marked stretch of text in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str = ""


class File(Struct, frozen=True):
    """Any file of a message; which fields are there depends on its kind."""

    file_id: str
    file_size: int | None = None
    file_name: str = ""
    mime_type: str = ""
    width: int | None = None
    height: int | None = None
    length: int | None = None
    duration: float | None = None
    emoji: str = ""
    is_animated: bool = False
    is_video: bool = False


class LivePhoto(Struct, frozen=True):
    """A photo that moves; the photo itself is enough for the desk."""

    photo: tuple[File, ...] = ()


class Point(Struct, frozen=True):
    """A place; `live_period` tells that it moves."""

    latitude: float
    longitude: float
    live_period: int = 0


class Venue(Struct, frozen=True):
    """A place with a name."""

    location: Point
    title: str = ""
    address: str = ""


class ContactCard(Struct, frozen=True):
    """Somebody's number; `user_id` is the account it belongs to."""

    phone_number: str
    first_name: str = ""
    last_name: str = ""
    user_id: int | None = None


class Origin(Struct, frozen=True):
    """Where a forwarded message comes from."""

    type: str = ""
    sender_user: User | None = None
    sender_user_name: str = ""
    sender_chat: Chat | None = None
    chat: Chat | None = None


class Quote(Struct, frozen=True):
    """The part of a message that is answered."""

    text: str = ""


class Dice(Struct, frozen=True):
    """A thrown die."""

    emoji: str = ""
    value: int = 0


class PollAnswer(Struct, frozen=True):
    """An answer of a poll."""

    text: str = ""
    voter_count: int = 0


class Poll(Struct, frozen=True):
    """A question with answers to choose."""

    question: str = ""
    options: tuple[PollAnswer, ...] = ()
    total_voter_count: int = 0
    is_closed: bool = False
    type: str = ""
    allows_multiple_answers: bool = False


class Message(Struct, frozen=True, rename={"sender": "from"}):
    """A message with everything we show."""

    message_id: int
    date: int
    chat: Chat
    sender: User | None = None
    edit_date: int | None = None
    business_connection_id: str = ""
    sender_business_bot: User | None = None
    media_group_id: str = ""
    text: str = ""
    entities: tuple[Entity, ...] = ()
    caption: str = ""
    caption_entities: tuple[Entity, ...] = ()
    photo: tuple[File, ...] = ()
    live_photo: LivePhoto | None = None
    video: File | None = None
    animation: File | None = None
    video_note: File | None = None
    audio: File | None = None
    voice: File | None = None
    document: File | None = None
    sticker: File | None = None
    location: Point | None = None
    venue: Venue | None = None
    contact: ContactCard | None = None
    dice: Dice | None = None
    poll: Poll | None = None
    forward_origin: Origin | None = None
    reply_to_message: "MessageRef | None" = None
    quote: Quote | None = None


class MessageRef(Struct, frozen=True):
    """A message that is only pointed at; it may be inaccessible."""

    message_id: int
    chat: Chat


class Envelope(Struct, frozen=True, rename={"sender": "from"}):
    """The least of a message: who, where, when. Enough to show that something was written."""

    message_id: int
    date: int
    chat: Chat
    sender: User | None = None
    business_connection_id: str = ""
    text: str = ""
    caption: str = ""


class Press(Struct, frozen=True, rename={"sender": "from"}):
    """A pressed inline button."""

    id: str
    sender: User
    message: MessageRef | None = None
    data: str = ""


class Member(Struct, frozen=True):
    """What somebody is in a chat."""

    status: str


class MemberChange(Struct, frozen=True, rename={"sender": "from"}):
    """Our own place in a chat changed."""

    chat: Chat
    sender: User
    date: int
    new_chat_member: Member


class Reaction(Struct, frozen=True):
    """One reaction: an emoji, a custom picture or a paid star."""

    type: str
    emoji: str = ""


class ReactionChange(Struct, frozen=True):
    """The reactions of one person on one message."""

    chat: Chat
    message_id: int
    user: User | None = None
    new_reaction: tuple[Reaction, ...] = ()


class Deletions(Struct, frozen=True):
    """Messages of a business chat that were taken back."""

    business_connection_id: str
    chat: Chat
    message_ids: tuple[int, ...]


class Update(Struct, frozen=True):
    """One delivery: its number, its kind, and the body as it came."""

    update_id: int
    kind: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)


def read_update(raw: bytes) -> Update:
    """Open one delivery; raises UnknownShape when it is not an update."""
    try:
        fields = msgspec.json.decode(raw, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
        raise UnknownShape("the delivery is not a JSON object") from None
    update_id = fields.pop("update_id", None)
    if not isinstance(update_id, int) or isinstance(update_id, bool) or abs(update_id) >= _ID_MAX:
        raise UnknownShape("the delivery has no update_id")
    kind = next((name for name, value in fields.items() if isinstance(value, dict)), "")
    return Update(update_id, kind, fields[kind] if kind else {})


def read_as(body: Mapping[str, Any], shape: type[Shape]) -> Shape:
    """Read a body as a type; raises UnknownShape, with the place that does not fit."""
    try:
        return msgspec.convert(body, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise UnknownShape(f"{shape.__name__}: {error}"[:300]) from None


def names(text: str) -> frozenset[str]:
    """Return the words of a text as a set of field names."""
    return frozenset(text.split())

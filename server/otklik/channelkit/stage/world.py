"""What a stage remembers; the whole of it turns into plain JSON and back."""

from typing import Any

from msgspec import Struct, field

Json = dict[str, Any]


class File(Struct, kw_only=True):
    """A file somebody sent. `account` is ours that knows it; `extra` is what only this provider says of it."""

    id: str
    account: str
    kind: str
    data: bytes
    name: str = ""
    mime: str = ""
    duration: float = 0
    width: int = 0
    height: int = 0
    extra: Json = field(default_factory=dict)


class Key(Struct, kw_only=True):
    """A button as the person sees it. `extra` is whatever the provider wants back when it is pressed."""

    text: str
    payload: str = ""
    url: str = ""
    extra: Json = field(default_factory=dict)


class Point(Struct, kw_only=True):
    """A place in degrees."""

    latitude: float
    longitude: float
    title: str = ""
    address: str = ""


class VCard(Struct, kw_only=True):
    """Somebody's card; `own` when it is the sender's own."""

    first_name: str
    phone_number: str
    own: bool = False


class Message(Struct, kw_only=True):
    """One message. `ref` is the provider's own id; kinds are those of the phone: text, photo, video, voice and so on.

    `mine` is the person's. `status` is how far one of ours has come: sent, delivered, read.
    """

    id: int
    ref: str
    mine: bool
    at: float
    kind: str = "text"
    text: str = ""
    marks: list[Json] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    location: Point | None = None
    contact: VCard | None = None
    reply_to: int | None = None
    quote: str = ""
    keys: list[list[Key]] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: bool = False
    status: str = "sent"
    album: str = ""
    forwarded_from: str = ""
    extra: Json = field(default_factory=dict)


class Chat(Struct, kw_only=True):
    """One account of ours with one person. `keyboard` are keys that stand below the whole chat.

    `last_in` is when the person last wrote or pressed: windows are counted from it.
    """

    person: int
    started: bool = False
    blocked: bool = False
    banned: bool = False
    next_number: int = 1
    messages: dict[str, Message] = field(default_factory=dict)
    typing_until: float = 0
    keyboard: list[list[Key]] = field(default_factory=list)
    last_in: float = 0
    presses: dict[str, Json] = field(default_factory=dict)
    extra: Json = field(default_factory=dict)


class Person(Struct, kw_only=True):
    """Somebody with a telephone. `ref` is the id by which the provider names them."""

    id: int
    ref: str
    name: str
    username: str = ""
    phone: str = ""
    language: str = "ru"
    photo: bytes = b""
    gone: bool = False
    extra: Json = field(default_factory=dict)


class Account(Struct, kw_only=True):
    """One of ours: a bot, a page, a number. `name` is what people see, `username` is how checkers call it.

    `token` opens the API, `hook` is where deliveries go, `secret` is what proves them.
    """

    id: str
    name: str
    username: str
    token: str = ""
    secret: str = ""
    hook: str = ""
    revoked: bool = False
    next_update: int = 1
    waiting: list[Json] = field(default_factory=list)
    chats: dict[str, Chat] = field(default_factory=dict)
    extra: Json = field(default_factory=dict)


class World(Struct, kw_only=True):
    """Everything."""

    next_id: int = 1
    accounts: dict[str, Account] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    version: int = 0
    extra: Json = field(default_factory=dict)

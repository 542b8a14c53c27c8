"""What the fake Telegram remembers; the whole of it turns into plain JSON and back."""

from typing import Any

from msgspec import Struct, field

Json = dict[str, Any]
Value = Any
"""Whatever stands in JSON."""


class StoredFile(Struct, kw_only=True):
    """A file known to one bot."""

    id: str
    unique_id: str
    bot_id: int
    kind: str
    data: bytes
    name: str = ""
    mime: str = ""
    path: str = ""


class Stored(Struct, kw_only=True):
    """A message as the Bot API describes it, and what happened to it."""

    message: Json
    by_bot: bool
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: bool = False


class Chat(Struct, kw_only=True):
    """One conversation of a bot with a person."""

    person: int
    connection: str = ""
    started: bool = False
    blocked: bool = False
    next_message: int = 1
    messages: dict[str, Stored] = field(default_factory=dict)
    action: str = ""
    action_until: float = 0
    keyboard: Json | None = None


class Press(Struct, kw_only=True):
    """A pressed button that waits for its answer."""

    chat: str
    message_id: int
    at: float
    answered: bool = False
    text: str = ""
    alert: bool = False


class Webhook(Struct, kw_only=True):
    """Where updates go."""

    url: str
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    last_error_date: int = 0
    last_error_message: str = ""


class Bot(Struct, kw_only=True):
    """One bot, its chats and the updates nobody has taken yet."""

    id: int
    token: str
    name: str
    username: str
    revoked: bool = False
    next_update: int = 1
    updates: list[Json] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    webhook: Webhook | None = None
    chats: dict[str, Chat] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)


class Person(Struct, kw_only=True):
    """Somebody with a telephone."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = "ru"
    phone: str = ""
    photo: bytes = b""
    gone: bool = False


class Connection(Struct, kw_only=True):
    """A business account that lets a bot answer for it."""

    id: str
    bot_id: int
    owner: int
    enabled: bool = True
    can_reply: bool = True


class World(Struct, kw_only=True):
    """Everything."""

    next_id: int = 1
    bots: dict[str, Bot] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    connections: dict[str, Connection] = field(default_factory=dict)
    migrated: dict[str, int] = field(default_factory=dict)
    version: int = 0


def chat_key(person: int, connection: str = "") -> str:
    """Return the key of a chat within a bot."""
    return f"{connection}/{person}" if connection else str(person)


def names(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())

"""Rows of the search room."""

from datetime import datetime
from typing import Any

from msgspec import Struct


class Progress(Struct, frozen=True):
    """How far the index follows: an event's place in the log, and the messages below a number that wait to be read.

    `foreign` says that the place is none of this server's log.
    """

    xid: int
    event_id: int
    below: int
    foreign: bool


class FollowedEvent(Struct, frozen=True):
    """What the index must know of an event."""

    xid: int
    id: int
    kind: str
    workspace_id: int
    conversation_id: int | None
    message_id: int | None
    what: str | None


class Place(Struct, frozen=True):
    """A message that fits, and the instant it is ordered by."""

    message_id: int
    at: datetime


class Term(Struct, frozen=True):
    """A word that was asked for: its stems, and whether it or a form of it was ever written here."""

    word: str
    stems: list[str]
    known: bool


class Likeness(Struct, frozen=True):
    """A word of the workspace that looks like one asked for, and how often it was written."""

    word: str
    seen: int


class HitLine(Struct, frozen=True, kw_only=True):
    """A found message with what is shown beside it."""

    id: int
    conversation_id: int
    seq: int
    kind: str
    direction: str
    note: bool
    author_kind: str
    author_name: str
    channel: str | None
    contact_id: int
    contact_name: str
    status: str
    text: str
    files: list[dict[str, Any]] | None
    sent_at: datetime


class FoundPlace(Struct, frozen=True):
    """A match inside one conversation."""

    message_id: int
    seq: int

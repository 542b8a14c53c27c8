"""What the doors of search show."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

Kind = Literal["messages", "contacts", "files", "all"]
Span = tuple[int, int]
"""The place of a match in a text: offset and length in code points."""


class Snippet(Struct, frozen=True):
    """A piece of a text and the places of what was looked for; `cut` when it begins or ends inside the text."""

    text: str
    marks: list[Span]
    cut_before: bool
    cut_after: bool


class FoundFile(Struct, frozen=True):
    """A file whose name or type fits."""

    id: int
    name: str
    mime: str
    bytes: int | None
    marks: list[Span]


class MessageHit(Struct, frozen=True, kw_only=True):
    """A found message and its place: the conversation and its number there."""

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
    snippet: Snippet
    files: list[FoundFile]
    sent_at: datetime


class ContactHit(Struct, frozen=True, kw_only=True):
    """A found person, with the conversation that is current or was last, if there is any."""

    id: int
    name: str
    email: str
    phone: str
    conversation_id: int | None


class Found(Struct, frozen=True, kw_only=True):
    """The answer to a search.

    `totals` count up to 1000, `more` says of which kinds there are more; `corrected` is what was really looked for
    when the words as typed are nowhere.
    """

    contacts: list[ContactHit]
    messages: list[MessageHit]
    files: list[MessageHit]
    totals: dict[str, int]
    more: list[str]
    corrected: str | None
    next_cursor: str | None


class FoundSeq(Struct, frozen=True):
    """A match: the message and its number in the conversation."""

    id: int
    seq: int


class FoundInConversation(Struct, frozen=True, kw_only=True):
    """Where the words stand in a conversation, the newest first; `forms` are the words to highlight, ё written as е."""

    items: list[FoundSeq]
    total: int
    more: bool
    forms: list[str]
    corrected: str | None

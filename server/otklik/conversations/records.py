"""Rows of conversations and messages."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, Final
from uuid import UUID

from msgspec import Struct


class Status(StrEnum):
    """The life of a conversation."""

    OPEN = "open"
    PENDING = "pending"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Back(StrEnum):
    """Where a snoozed conversation comes back to."""

    HOLDER = "holder"
    QUEUE = "queue"


class Nap(Struct, frozen=True):
    """Until when a conversation sleeps (None: until the customer writes), and where it comes back to.

    `wakes`: a message of the customer ends it before its time as well.
    """

    until: datetime | None = None
    back: Back = Back.HOLDER
    wakes: bool = True


AWAKE: Final = Nap()


class Priority(IntEnum):
    """How urgent a conversation is; stored as a number, so that lists can be ordered by it."""

    LOW = -1
    NORMAL = 0
    HIGH = 1
    URGENT = 2

    @property
    def wire(self) -> str:
        """The name on the wire."""
        return self.name.lower()


class ConversationRecord(Struct, frozen=True, kw_only=True):
    """A conversation as the verbs need it."""

    id: int
    workspace_id: int
    contact_id: int
    status: str
    takes_new: bool
    inbox_id: int | None
    identity_id: int | None
    subject: str
    team_id: int | None
    assignee_id: int | None
    last_seq: int
    in_count: int
    last_out_seq: int
    waiting_since: datetime | None
    first_response_at: datetime | None
    snoozed_until: datetime | None
    snooze_back: str
    wakes_on_reply: bool
    reason_id: int | None
    version: int


class MessageRecord(Struct, frozen=True, kw_only=True):
    """A message as it stands in its conversation."""

    id: int
    workspace_id: int
    conversation_id: int
    seq: int
    kind: str
    direction: str
    note: bool
    author_kind: str
    author_id: int | None
    author_name: str
    inbox_id: int | None
    identity_id: int | None
    text: str
    content: dict[str, Any] | None
    external_id: str | None
    client_id: UUID | None
    reply_to_id: int | None
    delivery: str | None
    error: dict[str, Any] | None
    sent_at: datetime
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    version: int


class Beginning(Struct, frozen=True, kw_only=True):
    """With whom a conversation begins, and by which of their addresses."""

    contact_id: int
    inbox_id: int
    identity_id: int
    subject: str = ""
    team_id: int | None = None


class Way(Struct, frozen=True):
    """By which account and to which address a message goes."""

    inbox_id: int
    identity_id: int


class Author(Struct, frozen=True, kw_only=True):
    """Who speaks: a contact, an operator, a bot or the system."""

    kind: str
    id: int | None = None
    name: str = ""


SYSTEM = Author(kind="system")

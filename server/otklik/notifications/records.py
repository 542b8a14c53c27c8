"""Rows of the notifications room."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from otklik.access.permissions import needs_factor
from otklik.access.records import Standing


class Progress(Struct, frozen=True):
    """How far the event log has been followed; `foreign` says that the place is none of this server's log."""

    xid: int
    event_id: int
    foreign: bool


class FollowedEvent(Struct, frozen=True):
    """What must be known of an event; `old` when it lies too far back to be news."""

    xid: int
    id: int
    kind: str
    workspace_id: int
    conversation_id: int | None
    message_id: int | None
    data: dict[str, Any] | None
    old: bool


class ConversationFacts(Struct, frozen=True):
    """A conversation as it matters for who is told of it."""

    id: int
    status: str
    team_id: int | None
    assignee_id: int | None
    contact_name: str
    version: int


class MessageFacts(Struct, frozen=True):
    """A message as it matters; `first` when the customer was not waiting before it."""

    id: int
    seq: int
    kind: str
    text: str
    author_kind: str
    author_id: int | None
    delivery: str | None
    deleted: bool
    first: bool


class PersonRow(Standing, frozen=True):
    """An operator who may be told. `settings` is None for one who has chosen nothing yet.

    `on_duty`: takes new work, for all we know; `visible`: looks at a desk now; `devices`: how many take pushes.
    """

    id: int
    workspace_id: int
    name: str
    team_ids: list[int]
    locale: str
    time_zone: str
    settings: dict[str, Any] | None
    on_duty: bool
    visible: bool
    devices: int
    email: str
    two_factor: str
    has_factor: bool

    @property
    def held(self) -> bool:
        """Whether they still have to set up the second factor the company asks for: until then they see nothing."""
        return not self.has_factor and needs_factor(self.two_factor, self.permissions)


class MailNoticeRow(Struct, frozen=True):
    """News that waits for a letter."""

    operator_id: int
    subject: str
    conversation_id: int | None
    inbox_id: int | None
    happening: str
    message_id: int | None
    by_id: int | None
    since: datetime
    tries: int


class DeviceRow(Struct, frozen=True):
    """A browser that takes pushes; `address` is sealed."""

    id: int
    operator_id: int
    session_id: int
    address_hash: bytes
    address: bytes
    host: str
    name: str
    refusals: int
    created_at: datetime
    seen_at: datetime
    sent_at: datetime | None


class KeyRow(Struct, frozen=True):
    """The keys by which push services know a workspace; the private one is sealed."""

    public_key: bytes
    private_key: bytes

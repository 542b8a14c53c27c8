"""Rows as the read side loads them: joined, set-based, one statement each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct


class PersonLine(Struct, frozen=True, kw_only=True):
    """A customer as rows name them."""

    id: int
    name: str
    avatar_key: str | None
    vip: bool
    language: str


class ConversationLine(Struct, frozen=True, kw_only=True):
    """A conversation with the names beside it.

    `channels` is None when it has been in one channel only, `tags` when it has none.
    """

    id: int
    status: str
    contact_id: int
    contact_name: str
    language: str
    avatar_key: str | None
    inbox_id: int | None
    channel: str | None
    inbox_name: str | None
    channels: list[str] | None
    subject: str
    preview: dict[str, Any] | None
    last_message_at: datetime
    waiting_since: datetime | None
    unread: int
    assignee_id: int | None
    assignee_name: str | None
    team_id: int | None
    team_name: str | None
    last_seq: int
    failed_count: int
    snoozed_until: datetime | None
    snooze_back: str
    wakes_on_reply: bool
    priority: int
    spam: bool
    vip: bool
    returned: bool | None
    wrote_asleep: bool | None
    tags: list[dict[str, Any]] | None
    created_at: datetime
    version: int


class ConversationMore(Struct, frozen=True, kw_only=True):
    """What only the opened conversation shows."""

    contact_id: int
    identity_id: int | None
    resolved_at: datetime | None
    topic_id: int | None
    fields: dict[str, Any]
    read_seq: int
    other_conversations: int
    follower_ids: list[int]
    follower_names: list[str]


class EndingLine(Struct, frozen=True, kw_only=True):
    """Why a conversation was closed, and how it was rated last."""

    id: int
    reason: str | None
    topic_id: int | None
    scale: str | None
    score: int | None


class IdentityLine(Struct, frozen=True, kw_only=True):
    """An address of a person with the inbox it belongs to."""

    id: int
    inbox_id: int
    channel: str
    inbox_name: str
    inbox_status: str
    external_id: str
    name: str
    username: str
    email: str
    phone: str
    proof: str
    reachable: bool
    unreachable_reason: str
    entry: dict[str, Any] | None
    last_seen_at: datetime
    last_wrote_at: datetime | None
    barred: bool | None
    bar_error: str


class MessageLine(Struct, frozen=True, kw_only=True):
    """A message with its channel and, while it waits to be tried again, the time of that."""

    id: int
    conversation_id: int
    seq: int
    kind: str
    direction: str
    note: bool
    author_kind: str
    author_id: int | None
    author_name: str
    inbox_id: int | None
    channel: str | None
    identity_id: int | None
    text: str
    content: dict[str, Any] | None
    has_html: bool
    has_head: bool
    has_files: bool
    has_reactions: bool
    pinned: bool
    client_id: UUID | None
    reply_to_id: int | None
    delivery: str | None
    error: dict[str, Any] | None
    retry_at: datetime | None
    sent_at: datetime
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    version: int


class AttachmentLine(Struct, frozen=True, kw_only=True):
    """A file of a message."""

    id: int
    message_id: int | None
    kind: str
    name: str
    mime: str
    size: int | None
    width: int | None
    height: int | None
    duration_s: float | None
    state: str
    stored: bool
    inline: bool
    content_id: str
    reason: str
    scan: str | None
    held: bool


class ReactionLine(Struct, frozen=True):
    """One person's reactions on a message; of ours also how far it has come, and who gave it."""

    message_id: int
    actor: str
    emojis: list[str]
    state: str
    error: dict[str, Any] | None
    operator_id: int | None
    operator_name: str


class QuotedLine(Struct, frozen=True):
    """The beginning of a message that another one answers."""

    id: int
    seq: int
    author_name: str
    text: str


class StoredLine(Struct, frozen=True):
    """A file as it may be given out."""

    key: str
    sha256: bytes
    size: int
    mime: str
    name: str
    scan: str = "clean"
    held: bool = False


class Letter(Struct, frozen=True):
    """The HTML of a letter and where it stands."""

    message_id: int
    conversation_id: int
    html: str


class Counted(Struct, frozen=True):
    """The numbers beside the views."""

    mine: int
    unassigned: int
    waiting: int
    open: int
    snoozed: int
    failed: int
    spam: int
    unread_mine: int


class TeamCount(Struct, frozen=True):
    """How many open conversations a team has."""

    id: int
    count: int


class OwnCount(Struct, frozen=True):
    """What one operator holds."""

    id: int
    mine: int
    unread: int


class Person(Struct, frozen=True):
    """An operator or a team by name."""

    id: int
    name: str


class SavedRow(Struct, frozen=True, kw_only=True):
    """A saved view: private to an operator, of a team, or shared by all. `filter` is a bound tree."""

    id: int
    scope: str
    operator_id: int | None
    team_id: int | None
    name: str
    icon: str
    filter: Any
    sort: str
    grouping: str | None
    columns: list[str] | None
    pinned: bool
    position: int
    version: int


class SortedBy(Struct, frozen=True, kw_only=True):
    """What a conversation is sorted by."""

    tag_ids: list[int]
    priority: int
    spam: bool


class HolderNames(Struct, frozen=True):
    """Who may hold a conversation, as far as they still exist."""

    operator_id: int | None
    operator_name: str
    team_id: int | None
    team_name: str


class BulkRow(Struct, frozen=True, kw_only=True):
    """A run over many conversations; `before` holds (id, how it was) of those that changed."""

    id: int
    operator_id: int | None
    action: dict[str, Any]
    author: dict[str, Any]
    ids: list[int]
    done: int
    state: str
    failures: list[dict[str, Any]]
    before: list[tuple[int, dict[str, Any]]]
    undo_of: int | None
    undone_by: int | None

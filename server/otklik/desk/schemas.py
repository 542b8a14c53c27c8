"""What this room's endpoints take and give: the wire contract of conversations."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from otklik.desk.schemas_mail import LetterInput
from otklik.infra.web.schemas import Input
from otklik.messaging.keyboards import Buttons
from otklik.templates.schemas import TemplateChoice

Moment = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
"""RFC 3339, UTC, milliseconds."""

SUBJECT_MAX = 300
NOTE_MAX = 2_000
_FILES_MAX = 100
_WITHOUT_ZONE = len("2026-01-31T23:59:59.999")

ObjectId = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Seq = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Version = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Revision = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""Counted by browsers, whose whole numbers end there."""


def moment(at: datetime) -> str:
    """Write an instant for the wire."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")[:_WITHOUT_ZONE] + "Z"


def moment_or_none(at: datetime | None) -> str | None:
    """The same for an instant that may be missing."""
    return None if at is None else moment(at)


class Named(Struct, frozen=True):
    """An operator or a team."""

    id: int
    name: str


class ContactBrief(Struct, frozen=True):
    """Who the conversation is with; `language` is empty while it is not known."""

    id: int
    name: str
    avatar_url: str | None
    vip: bool
    language: str = ""


class Preview(Struct, frozen=True):
    """The one line of the list."""

    text: str
    kind: str
    author: str
    note: bool


class Tag(Struct, frozen=True):
    """A tag; `tone` is the number of its colour."""

    id: int
    name: str
    tone: int


class ConversationRow(Struct, frozen=True, kw_only=True):
    """A conversation in the list. `unread` is after the asking operator's read mark; `version` only grows.

    `priority` is low, normal, high or urgent. `returned`: it came back from being snoozed, and nobody answered since.
    `snoozed_until` of a snoozed one is null when it waits for the customer alone; `snooze_back` is holder or queue.
    `wake_on_reply` false: a message of the customer does not bring it back before its time; `wrote_asleep`: there is
    one.
    `facts`, where columns were asked for that need more than the above, by the names of columns: `topic` with those
    above it, `talk.order` and `contact.city` as they are kept, without those that are empty.
    """

    id: int
    status: str
    contact: ContactBrief
    channel: str | None
    inbox_id: int | None
    inbox_name: str | None
    channels: list[str]
    subject: str | None
    preview: Preview | None
    last_message_at: Moment
    waiting_since: Moment | None
    unread: int
    assignee: Named | None
    team: Named | None
    last_seq: int
    failed: int
    snoozed_until: Moment | None
    snooze_back: str
    wake_on_reply: bool
    priority: str
    spam: bool
    returned: bool
    wrote_asleep: bool
    tags: list[Tag]
    created_at: Moment
    version: int
    facts: dict[str, Any] | UnsetType = UNSET


class ListGroup(Struct, frozen=True):
    """A group of a list. `key` is a state, a priority, or the id of a person, a team, an inbox, which has a `name`.

    `none` has nobody; `count` 1000 means "so many or more", null that counting takes too long.
    """

    key: str
    name: str | None
    count: int | None


class Entry(Struct, frozen=True):
    """Where a person came from."""

    kind: str
    ref: str | None


class Identity(Struct, frozen=True, kw_only=True):
    """An address of the person in one inbox. A channel's window for replies is counted from `last_wrote_at`.

    `barred`: the messenger itself keeps the blocked person away; `bar_error`: what it said when it did not.
    """

    id: int
    inbox_id: int
    channel: str
    inbox_name: str
    external_id: str
    display: str
    username: str | None
    verified: str
    reachable: bool
    unreachable_reason: str | None
    entry: Entry | None
    last_seen_at: Moment
    last_wrote_at: Moment | None
    barred: bool
    bar_error: str


class LinkedConversation(Struct, frozen=True):
    """A conversation to which another belongs, or which belongs to it."""

    id: int
    status: str
    subject: str | None
    contact_name: str


class Conversation(ConversationRow, frozen=True, kw_only=True):
    """An opened conversation. `reply_identity_id` is where a reply goes unless the operator chooses another.

    `topic`, named with those above it, and `fields`, by the keys of conversation fields: what it is about.
    """

    identities: list[Identity]
    reply_identity_id: int | None
    read_seq: int
    resolved_at: Moment | None
    other_conversations: int
    topic: Named | None
    fields: dict[str, Any]
    parent: LinkedConversation | None
    children: list[LinkedConversation]
    followers: list[Named]


class Counts(Struct, frozen=True, kw_only=True):
    """How many conversations each view holds; 1000 means "so many or more".

    `saved` is by the number of the saved view, null for one that takes too long to count.
    """

    mine: int
    unassigned: int
    waiting: int
    open: int
    snoozed: int
    failed: int
    spam: int
    unread_mine: int
    mentions: int
    teams: dict[str, int]
    saved: dict[str, int | None] = {}


Attached = Annotated[tuple[ObjectId, ...], Meta(max_length=_FILES_MAX)]


class DraftMark(Input, frozen=True, kw_only=True):
    """A state of a draft: `revision` grows with every change, `device` is one open page."""

    revision: Revision
    device: Annotated[str, Meta(min_length=1, max_length=40)]


class Mention(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody whom a note names: an operator, a team, or everybody who is online, whose `id` is 0."""

    kind: Literal["operator", "team", "online"]
    id: Annotated[int, Meta(ge=0, le=2**63 - 1)]


class NewMessage(Input, frozen=True, kw_only=True):
    """A reply or a note. `client_id` is posted once, however often it arrives.

    `mail` says whom a reply by e-mail goes to; left out, it goes to everybody whom the customer's last letter named.
    `formatting` "signs" reads `**bold**`, `__italic__`, `~~struck~~`, code and `[words](https://…)`.
    `draft` empties the draft it was written in, unless that has been changed after this state.
    `template` is sent in the place of `text`, which is empty then; its file, if it wants one, is the only attachment.
    """

    client_id: UUID
    kind: Literal["reply", "note"] = "reply"
    text: str = ""
    formatting: Literal["none", "signs"] = "none"
    attachments: Attached = ()
    reply_to: ObjectId | None = None
    identity_id: ObjectId | None = None
    subject: Annotated[str, Meta(max_length=SUBJECT_MAX)] = ""
    buttons: Buttons = ()
    seen_seq: Seq | None = None
    mail: LetterInput | None = None
    template: TemplateChoice | None = None
    draft: DraftMark | None = None
    mentions: Annotated[tuple[Mention, ...], Meta(max_length=20)] = ()


_TagIds = Annotated[tuple[ObjectId, ...], Meta(max_length=500)]


class TagsInput(Input, frozen=True, kw_only=True):
    """The tags a conversation shall have.

    With `base`, what its author had before their eyes, only the difference is applied.
    """

    tag_ids: _TagIds
    base: _TagIds | None = None


class PriorityInput(Input, frozen=True, kw_only=True):
    """How urgent a conversation is."""

    priority: Literal["low", "normal", "high", "urgent"]


class MergeConversationInput(Input, frozen=True, kw_only=True):
    """The conversation in which this one goes on."""

    into_id: ObjectId


class SplitInput(Input, frozen=True, kw_only=True):
    """The first message that moves to a conversation of its own."""

    from_seq: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class MergedConversation(Struct, frozen=True, kw_only=True):
    """The conversation that goes on, and the number by which the merge can be undone for a day."""

    merge_id: int
    conversation: Conversation

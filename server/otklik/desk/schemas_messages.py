"""What messages look like on the wire, with all that can hang on one."""

from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from otklik.channelkit.content import Mark
from otklik.desk.schemas import ConversationRow, Moment, Named
from otklik.desk.schemas_poll import Poll


class MessageAuthor(Struct, frozen=True):
    """Who wrote."""

    kind: str
    id: int | None
    name: str


Scan = Literal["checking", "clean", "infected", "not_checked", "too_large"]


class Attachment(Struct, frozen=True, kw_only=True):
    """A file; `url` is signed and ends after some days.

    `scan` is what the antivirus says, null without one; what is infected or `held` has no address.
    """

    id: int
    kind: str
    name: str
    mime: str
    bytes: int | None
    width: int | None
    height: int | None
    duration_s: float | None
    state: str
    url: str | None
    inline: bool
    reason: str | None
    scan: Scan | None = None
    held: bool = False


class Location(Struct, frozen=True):
    """A point on the map."""

    latitude: float
    longitude: float
    title: str | None
    address: str | None


class Card(Struct, frozen=True):
    """A contact card; `verified` when the provider vouches that the number is the sender's own."""

    name: str
    phone: str | None
    verified: bool


class Sticker(Struct, frozen=True):
    """A sticker."""

    emoji: str | None


class Button(Struct, frozen=True):
    """A button under a message, and when the customer pressed it last, where that is known."""

    title: str
    payload: str | None
    url: str | None
    pressed: bool
    pressed_at: Moment | None


class Quoted(Struct, frozen=True):
    """The message that is answered."""

    id: int
    seq: int
    author_name: str
    text: str


class Mail(Struct, frozen=True, kw_only=True, rename={"sender": "from"}):
    """What only a letter has; the HTML itself is at /api/v1/messages/{id}/html, its headers at .../headers.

    `forwards` is the message that a letter of ours passes on, `refused` are recipients who did not get one of ours,
    with the reason.
    """

    subject: str | None
    sender: str
    to: list[str]
    cc: list[str]
    bcc: list[str]
    html: bool
    head: bool
    folded_text: str | None
    authentic: str
    automatic: str | None
    forwards: int | None
    signature: str | None
    refused: dict[str, str]


class SystemEvent(Struct, frozen=True):
    """What a system line tells."""

    kind: str
    data: dict[str, Any]


class Reaction(Struct, frozen=True):
    """A reaction of one person."""

    emoji: str
    by: str


class OwnReaction(Struct, frozen=True, kw_only=True):
    """The company's own reaction: who gave it, and how far it has come (queued, sent, failed with `error`)."""

    emoji: str | None
    by: Named
    state: str
    error: "DeliveryError | None"


class Bilingual(Struct, frozen=True):
    """The same words in both languages."""

    ru: str
    en: str


class DeliveryError(Struct, frozen=True):
    """Why a message was not sent."""

    code: str
    detail: Bilingual
    provider_code: str | None


class Delivery(Struct, frozen=True):
    """How far a message of ours has come."""

    status: str
    error: DeliveryError | None
    retry_at: Moment | None


class Mentioned(Struct, frozen=True, kw_only=True):
    """Somebody whom a note names, with the name of then: `@name` stands in the text."""

    kind: str
    id: int
    name: str


class FormAnswer(Struct, frozen=True):
    """What the customer wrote into a field of a form before the message: `name`, `email`, `phone`."""

    field: str
    value: str


class UsedTemplate(Struct, frozen=True):
    """The template of the provider that a message of ours is."""

    name: str
    language: str


class Message(Struct, frozen=True, kw_only=True):
    """A message, note or system line. Offsets of marks count code points.

    `greeting` is what the channel had said by itself, and this message answers. `notes` are remarks of the channel,
    words of a closed set (`channelkit.notes`); `unshown` is what of it cannot be shown, as the provider calls it.
    """

    id: int
    conversation_id: int
    seq: int
    client_id: UUID | None
    kind: str
    note: bool
    direction: str
    author: MessageAuthor
    inbox_id: int | None
    channel: str | None
    identity_id: int | None
    text: str
    marks: list[Mark]
    mentions: list[Mentioned]
    attachments: list[Attachment]
    location: Location | None
    card: Card | None
    poll: Poll | None
    sticker: Sticker | None
    template: UsedTemplate | None
    buttons: list[list[Button]]
    reply_to: Quoted | None
    mail: Mail | None
    event: SystemEvent | None
    reactions: list[Reaction]
    own_reaction: OwnReaction | None
    pinned: bool
    delivery: Delivery | None
    group_id: str | None
    greeting: str | None
    answers: list[FormAnswer]
    notes: list[str]
    unshown: str
    sent_at: Moment
    created_at: Moment
    edited_at: Moment | None
    deleted_at: Moment | None
    version: int


class MessageWindow(Struct, frozen=True):
    """Messages in order; `first_seq` and `last_seq` are those of the window, None when it is empty."""

    items: list[Message]
    first_seq: int | None
    last_seq: int | None


class Upload(Struct, frozen=True, kw_only=True):
    """A file that waits to be attached."""

    id: int
    name: str
    mime: str
    bytes: int
    kind: str
    width: int | None
    height: int | None
    url: str


class TimelineRating(Struct, frozen=True):
    """How a conversation was rated."""

    scale: str
    score: int


class TimelineEntry(Struct, frozen=True):
    """One conversation of a person with its last messages, why it was closed, what about, and how it was rated last."""

    conversation: ConversationRow
    messages: list[Message]
    reason: str | None
    topic: str | None
    rating: TimelineRating | None

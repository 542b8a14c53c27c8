"""What a channel hands in: the raw hook call, and the events it is parsed into."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field

from otklik.channelkit.content import Content
from otklik.channelkit.outbound import SendErrorKind
from otklik.kit.clock import utc_now


class HookCall(Struct, frozen=True, kw_only=True):
    """One raw delivery of a provider: a webhook request, a polled update, a fetched letter.

    Header names are lower-case. For polled deliveries `headers` holds what the poller knows (a UID, a folder).
    `received_at` is when it reached us: reading is pure, and some providers do not date a press or a deletion.
    Who reads a call again from the journal passes the journal's time. `path` is where they knocked, for providers that
    sign the whole address; it is known to `verify` only.
    """

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    method: str = "POST"
    path: str = ""
    polled: bool = False
    received_at: datetime = field(default_factory=utc_now)


class Proof(StrEnum):
    """How well a claim about a person is known: by the provider, by the person's own word, or not at all."""

    PROVIDER = "provider"
    SELF = "self"
    NONE = "none"


class Sender(Struct, frozen=True, kw_only=True):
    """The person as the provider describes them. `external_id` is the only key; names and phones change.

    `email` and `phone` are claims; `proof` says how well they are known. Only PROVIDER may merge people.
    """

    external_id: str
    name: str = ""
    username: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""
    proof: Proof = Proof.NONE


class Entry(Struct, frozen=True):
    """Where the person came from: kind (start, page, utm, ad …), the reference, and details."""

    kind: str
    ref: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


class Quoted(Struct, frozen=True):
    """The message answered: its provider id, and the part of its text that was chosen, if any."""

    message_id: str
    text: str = ""


class Thread(Struct, frozen=True, kw_only=True):
    """Evidence which conversation a letter belongs to, strongest first.

    `conversation_id` comes from our own signed token; `message_ids` are ids of letters it answers.
    """

    conversation_id: int | None = None
    message_ids: tuple[str, ...] = ()


class InboundEvent(Struct, frozen=True, kw_only=True, tag_field="event", tag=str.lower):
    """Base of all events. `key` is unique for the fact within the inbox: the same fact twice is one event."""

    key: str


class MessageReceived(InboundEvent, frozen=True, kw_only=True):
    """Somebody wrote. `message_id` is unique within the inbox (a channel adds the chat where it must)."""

    sender: Sender
    message_id: str
    content: Content
    sent_at: datetime
    quoted: Quoted | None = None
    entry: Entry | None = None
    thread: Thread | None = None
    client_id: str = ""


class MessageEdited(InboundEvent, frozen=True, kw_only=True):
    """The customer changed their message; `content` is the whole new body."""

    sender: Sender
    message_id: str
    content: Content
    edited_at: datetime


class MessageDeleted(InboundEvent, frozen=True, kw_only=True):
    """The customer took their message back."""

    sender: Sender
    message_id: str
    deleted_at: datetime


class ReactionChanged(InboundEvent, frozen=True, kw_only=True):
    """The full new set of this person's reactions on a message; empty means taken away."""

    sender: Sender
    message_id: str
    emojis: tuple[str, ...]


class ButtonPressed(InboundEvent, frozen=True, kw_only=True):
    """A button of ours was pressed. `answer_ref` is what the channel needs to stop the client's spinner.

    `tag` is our own name of the message (`channelkit.tags`) where the provider knows that and not its number.
    """

    sender: Sender
    message_id: str
    payload: str
    pressed_at: datetime
    answer_ref: str = ""
    tag: str = ""


class DeliveryStatus(StrEnum):
    """The life of an outbound message; it only climbs, save for `failed` and `uncertain`."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class DeliveryReported(InboundEvent, frozen=True, kw_only=True):
    """The provider reports the fate of our message; `watermark` covers all sent up to it, if we know it, else to `at`.

    `tag` is our own name of the message (`channelkit.tags`) where the provider carries it back: a message whose
    sending is uncertain is known again by it.
    `failure`: what the reason of a failure means for us, where the provider's code tells it.
    `other_ids`: how else it may have named the message in its answer to us. They are tried when `message_id` is not
    known, and count only for a message to `sender`.
    """

    message_id: str
    status: DeliveryStatus
    at: datetime
    code: str = ""
    detail: str = ""
    sender: Sender | None = None
    watermark: bool = False
    tag: str = ""
    other_ids: tuple[str, ...] = ()
    failure: SendErrorKind | None = None


class MessageEchoed(InboundEvent, frozen=True, kw_only=True):
    """Our side wrote in another tool of the provider: its app, its own inbox. `sender` is the customer of the chat.

    `author_name` is the colleague's, where the provider tells. What we sent ourselves is no echo, but a report.
    """

    sender: Sender
    message_id: str
    content: Content
    sent_at: datetime
    author_name: str = ""
    quoted: Quoted | None = None


class IdentityChanged(InboundEvent, frozen=True, kw_only=True):
    """The person has another address from now on: `sender` is the new one, `previous` the one we knew."""

    sender: Sender
    previous: str
    at: datetime


class ConsentChanged(InboundEvent, frozen=True, kw_only=True):
    """The person does not want what we send of our own accord, or wants it again. Answers are no such thing."""

    sender: Sender
    given: bool
    at: datetime


class Severity(StrEnum):
    """How much a note about our account matters: for the record, for somebody to look at, or nothing works."""

    INFO = "info"
    WARN = "warn"
    FAIL = "fail"


class AccountNoted(InboundEvent, frozen=True, kw_only=True):
    """The provider says something about our own account: a restriction, a lost right, a changed quality."""

    code: str
    detail: str
    at: datetime
    severity: Severity = Severity.INFO
    sender: None = None


class ChatStarted(InboundEvent, frozen=True, kw_only=True):
    """The person opened the chat without writing: known from now on, with where they came from."""

    sender: Sender
    at: datetime
    entry: Entry | None = None


class ReachChanged(InboundEvent, frozen=True, kw_only=True):
    """The person blocked us (`reachable` false) or let us in again."""

    sender: Sender
    reachable: bool
    at: datetime
    reason: str = ""


class TypingShown(InboundEvent, frozen=True, kw_only=True):
    """The person is typing; shown at once, stored nowhere. `key` is not used.

    `text` is what they have written so far, empty where the channel does not tell.
    """

    sender: Sender
    on: bool = True
    text: str = ""


Happening = (
    MessageReceived
    | MessageEdited
    | MessageDeleted
    | ReactionChanged
    | ButtonPressed
    | DeliveryReported
    | MessageEchoed
    | IdentityChanged
    | ConsentChanged
    | AccountNoted
    | ChatStarted
    | ReachChanged
    | TypingShown
)

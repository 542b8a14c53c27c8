"""What the house asks a channel to send, and what comes back."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct, field

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Button, Location, Mark


class OutboundFile(Struct, frozen=True, kw_only=True):
    """A stored file to send. `key` opens it in the file store; `ref` is the provider's handle from an earlier send.

    `number` is the house's own, by which a link to it is made.
    """

    key: str
    kind: Kind
    name: str
    mime: str
    size: int
    ref: str = ""
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    number: int = 0


class QuotedLetter(Struct, frozen=True, kw_only=True):
    """The message whose words stand below a letter: the one that is answered, or the one that is passed on.

    `at` is in the zone of the company, `language` (ru or en) that of the words around the quote.
    """

    author: str
    address: str
    at: datetime
    language: str
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    html: str = ""
    passed_on: bool = False


class MailHeaders(Struct, frozen=True, kw_only=True):
    """What a letter needs beside its text.

    An empty `message_id` lets the channel make its own, the same for every attempt; it comes back as the external
    id. `to` are all addressees where the recipient is not the only one; `bcc` never stand in the letter. `signature`
    is plain text. `unsubscribe` is the https address of one-click unsubscription, for what a program sends.
    """

    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_to: str = ""
    automatic: bool = False
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    signature: str = ""
    quote: QuotedLetter | None = None
    unsubscribe: str = ""


class ChosenTemplate(Struct, frozen=True, kw_only=True):
    """A template (see `channelkit.templates`) with its gaps filled, as it is sent."""

    name: str
    language: str
    values: Mapping[str, str] = field(default_factory=dict)
    file: OutboundFile | None = None


class OutboundMessage(Struct, frozen=True, kw_only=True):
    """One message to one person, already within the channel's capabilities except for its length.

    `late`: the time to write freely has passed, and a person still may, marked as one (`human_window_s`).
    `template` is sent in the place of everything else that is said here; `text` is then what it says, for our records.
    """

    message_id: int
    conversation_id: int
    recipient: str
    text: str = ""
    marks: tuple[Mark, ...] = ()
    files: tuple[OutboundFile, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    location: Location | None = None
    reply_to: str = ""
    mail: MailHeaders | None = None
    author_name: str = ""
    client_id: str = ""
    late: bool = False
    template: ChosenTemplate | None = None


class Part(Struct, frozen=True, kw_only=True):
    """One request to the provider. `action` is the provider's method; `files` fill the fields named as keys.

    Rendering is pure and deterministic: the n-th part of the same message is the same request after a crash.
    """

    action: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, OutboundFile] = field(default_factory=dict)


class SendErrorKind(StrEnum):
    """What a refusal means for us."""

    RATE = "rate"
    RETRY = "retry"
    UNCERTAIN = "uncertain"
    FORMAT = "format"
    WINDOW = "window"
    GONE = "gone"
    OPTOUT = "optout"
    AUTH = "auth"
    POLICY = "policy"


class Scope(StrEnum):
    """What must wait: this chat, or everything of this inbox."""

    CHAT = "chat"
    INBOX = "inbox"


class Sent(Struct, frozen=True, kw_only=True):
    """The provider took it. `file_refs` maps file keys to provider handles worth keeping.

    `refused` names those of several recipients (copies of a letter) whom the provider refused, with its words: the
    others have it, so nothing is sent again.
    """

    external_id: str
    more_ids: tuple[str, ...] = ()
    file_refs: Mapping[str, str] = field(default_factory=dict)
    delivered: bool = False
    refused: Mapping[str, str] = field(default_factory=dict)


class SendError(Struct, frozen=True, kw_only=True):
    """The provider did not take it, or we do not know. `code` is the provider's own, `detail` its words."""

    kind: SendErrorKind
    code: str = ""
    detail: str = ""
    retry_after_s: float | None = None
    scope: Scope = Scope.CHAT


SendResult = Sent | SendError

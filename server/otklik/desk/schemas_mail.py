"""The wire contract of what a letter has beside its words."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from otklik.infra.web.schemas import Input

RECIPIENTS_MAX = 50
"""People a letter may be written to, all three kinds together."""
_LONGEST = 1_000
_MOST = 1_000

Address = Annotated[str, Meta(max_length=_LONGEST)]
Addresses = Annotated[tuple[Address, ...], Meta(max_length=_MOST)]


class LetterInput(Input, frozen=True, kw_only=True):
    """To whom a reply by e-mail goes and what stands below it.

    Without `to` it goes to the customer. `quote`: whether the customer's last letter stands below, or as the inbox
    has it when left out.
    """

    to: Addresses = ()
    cc: Addresses = ()
    bcc: Addresses = ()
    quote: bool | None = None


class DraftLetter(Struct, frozen=True, kw_only=True):
    """The same as it stands in a draft, or with a message that waits."""

    to: list[str]
    cc: list[str]
    bcc: list[str]
    quote: bool | None


class People(Struct, frozen=True):
    """Addressees and those who get a copy."""

    to: list[str]
    cc: list[str]


class QuotePreview(Struct, frozen=True):
    """The beginning of the letter that would stand below, as plain text."""

    message_id: int
    author: str
    at: str
    text: str


class LetterStart(Struct, frozen=True, kw_only=True):
    """With what a reply by e-mail begins. `all`: the last letter had others among its recipients, so they are kept."""

    reply: People
    reply_all: People
    all: bool
    quote: QuotePreview | None
    quotes: bool
    signature: str
    recipients_max: int = RECIPIENTS_MAX


class ForwardInput(Input, frozen=True, kw_only=True):
    """To whom a message is passed on, through which inbox, and words above it; its files go along."""

    client_id: UUID
    inbox_id: Annotated[int, Meta(ge=1, le=2**63 - 1)]
    to: Addresses
    cc: Addresses = ()
    bcc: Addresses = ()
    subject: Annotated[str, Meta(max_length=300)] = ""
    text: str = ""


class RawHeaders(Struct, frozen=True):
    """The headers of a letter as they came."""

    head: str


class MailboxChoice(Struct, frozen=True, kw_only=True):
    """A mailbox of the company through which letters leave."""

    id: int
    name: str
    address: str


class PhoneLine(Struct, frozen=True, kw_only=True):
    """An inbox of the company that writes to telephone numbers."""

    id: int
    name: str
    channel: str


class ForwardStart(Struct, frozen=True, kw_only=True):
    """With what passing a message on begins; `mailboxes` are those that work, the one of the conversation first."""

    subject: str
    mailboxes: list[MailboxChoice]
    recipients_max: int = RECIPIENTS_MAX

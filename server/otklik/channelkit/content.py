"""The body of a message, the same for every channel and both directions."""

from collections.abc import Mapping

from msgspec import Struct

from otklik.channelkit.capabilities import Kind


class Mark(Struct, frozen=True, omit_defaults=True):
    """Formatting of a stretch of text. Offset and length are in code points.

    Kinds: bold, italic, underline, strike, spoiler, code, pre, quote, link (with `url`). A channel drops those
    it cannot show; an unknown kind is ignored by everybody.
    """

    kind: str
    offset: int
    length: int
    url: str | None = None


class Attachment(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that came with a message.

    `ref` is the provider's own handle, opaque to us, from which the channel can fetch the bytes later;
    `data` holds the bytes when they came along (mail). `reason` says why there will be no bytes.
    """

    kind: Kind
    ref: str = ""
    data: bytes | None = None
    name: str = ""
    mime: str = ""
    size: int | None = None
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    content_id: str = ""
    inline: bool = False
    reason: str = ""


class Location(Struct, frozen=True, omit_defaults=True):
    """A point on the map in degrees, with the name and address of a venue if there is one."""

    latitude: float
    longitude: float
    title: str = ""
    address: str = ""


class Card(Struct, frozen=True, omit_defaults=True):
    """A contact card. `own` is true only when the provider vouches that it is the sender's own number."""

    name: str = ""
    phone: str = ""
    own: bool = False


class PollOption(Struct, frozen=True, omit_defaults=True):
    """An answer of a poll and how many have chosen it, as far as the channel tells."""

    text: str
    votes: int = 0


class Poll(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A question with answers to choose, several of them if `multiple`; the question itself is the message's text."""

    options: tuple[PollOption, ...]
    votes: int = 0
    multiple: bool = False
    closed: bool = False
    quiz: bool = False


class Button(Struct, frozen=True, omit_defaults=True):
    """A button under a message: it sends `payload` back, or opens `url`."""

    title: str
    payload: str = ""
    url: str = ""


class Mail(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What only a letter has.

    `html` is the original, unsanitised; it is cleaned on the way out. `folded` is the quoted part and the
    signature: shown on demand, never thrown away. `authentic` is verified (DMARC aligned), unverified or failed;
    `automatic` is auto_reply, bounce, receipt, list, loop (a letter of our own came back) or empty: no program may
    answer one that is not empty. `head` are the headers as they came.

    Of a letter of ours: `bcc` are recipients whom the headers do not name, `quotes` is the message whose words stand
    below, `forwards` the one that is passed on, `signature` what stands under the words, `unsubscribe`
    the address that ends such letters, `refused` those of the
    recipients who did not get it, with the reason.
    """

    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    sender: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    reply_to: str = ""
    html: str = ""
    folded: str = ""
    head: str = ""
    authentic: str = "unverified"
    automatic: str = ""
    quotes: int = 0
    forwards: int = 0
    signature: str = ""
    unsubscribe: str = ""
    refused: dict[str, str] = {}


class Answer(Struct, frozen=True):
    """What somebody wrote into a field of a form: `name`, `email`, `phone`, or a name of the channel's own."""

    field: str
    value: str


class SentTemplate(Struct, frozen=True, kw_only=True):
    """The template a message of ours is (see `channelkit.templates`), filled; it is one of this inbox and no other."""

    name: str
    language: str
    inbox_id: int
    values: Mapping[str, str]


class Content(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole body. `note` is a remark of the channel for the operator, such as the name of an unknown kind.

    `greeting` is what the channel had said by itself, and this is the answer to: it stands nowhere else. `answers` are
    what a form had asked before the message.
    """

    kind: Kind = Kind.TEXT
    text: str = ""
    marks: tuple[Mark, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    card: Card | None = None
    poll: Poll | None = None
    emoji: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    mail: Mail | None = None
    forwarded_from: str = ""
    group_id: str = ""
    note: str = ""
    greeting: str = ""
    answers: tuple[Answer, ...] = ()
    template: SentTemplate | None = None

"""Shapes on the visitor's wire. Fields that are not declared are refused."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.channels.webchat.look import Paint
from otklik.channels.webchat.manifest import FILES_MAX, TEXT_MAX
from otklik.infra.web.schemas import Input
from otklik.infra.whispers import PEEK_MAX
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.jws import LONGEST
from otklik.surveys.service import COMMENT_MAX
from otklik.visitor.schemas_greetings import Greetings

_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ATTRIBUTES_MAX = 20

Text = Annotated[str, Meta(max_length=TEXT_MAX)]
Line = Annotated[str, Meta(max_length=200)]
Address = Annotated[str, Meta(max_length=2000)]
Token = Annotated[str, Meta(max_length=100)]
ClientId = Annotated[str, Meta(pattern=_UUID)]
Seq = Annotated[int, Meta(ge=0, le=2**53)]
Attribute = Annotated[str, Meta(max_length=200)]


class PageInput(Input, frozen=True):
    """The page the visitor is on."""

    url: Address = ""
    title: Line = ""
    referrer: Address = ""


class WentInput(PageInput, frozen=True):
    """Another page the visitor has gone to."""


class EntryInput(Input, frozen=True):
    """Where the visitor came from."""

    kind: Annotated[str, Meta(max_length=20)]
    ref: Line = ""
    utm: Annotated[dict[str, Attribute], Meta(max_length=10)] = field(default_factory=dict)


class IdentityInput(Input, frozen=True):
    """Whom the site says it is: a signed token, or an id with its digest."""

    token: Annotated[str, Meta(max_length=LONGEST)] = ""
    user_id: Line = ""
    user_hash: Annotated[str, Meta(max_length=64)] = ""


class SessionInput(Input, frozen=True):
    """A session to begin, or with its token to go on."""

    key: Annotated[str, Meta(max_length=100)]
    token: Token = ""
    locale: Annotated[str, Meta(max_length=20)] = ""
    page: PageInput = PageInput()
    entry: EntryInput | None = None
    identity: IdentityInput | None = None


class PressInput(Input, frozen=True):
    """A pressed button."""

    message_id: Seq
    payload: Annotated[str, Meta(max_length=1000)]


class MessageInput(Input, frozen=True):
    """A message of the visitor; needs a text, a file or a button. `greeting` is the one it answers."""

    client_id: ClientId
    text: Text = ""
    attachments: Annotated[list[Seq], Meta(max_length=FILES_MAX)] = field(default_factory=list)
    reply_to: Seq | None = None
    button: PressInput | None = None
    greeting: Seq | None = None


class EditInput(Input, frozen=True):
    """A new text for an own message."""

    text: Annotated[str, Meta(min_length=1, max_length=TEXT_MAX)]


class ProfileInput(Input, frozen=True):
    """What a visitor, or the site for them, says: claims without proof."""

    name: Line | UnsetType = UNSET
    email: Annotated[str, Meta(max_length=254)] | UnsetType = UNSET
    phone: Annotated[str, Meta(max_length=32)] | UnsetType = UNSET
    consent_version: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    attributes: dict[str, Attribute] | UnsetType = UNSET


class ReadInput(Input, frozen=True):
    """Up to where the visitor has read."""

    seq: Seq


class TypingInput(Input, frozen=True):
    """Whether the visitor is typing, and what, where the chat says that it is seen."""

    on: bool
    text: Annotated[str, Meta(max_length=PEEK_MAX)] = ""


class Words(Struct, frozen=True):
    """The same words in both languages."""

    ru: str
    en: str


class Asked(Struct, frozen=True):
    """A field asked before the first message."""

    field: str
    required: bool


class ConsentShown(Struct, frozen=True):
    """What a visitor agrees to."""

    text: Words
    url: str
    version: str


class RatingAsked(Struct, frozen=True):
    """How the help is rated after a conversation was closed."""

    scale: str
    question: Words
    comment: bool


class Limits(Struct, frozen=True):
    """Limits of one message."""

    text: int
    file_bytes: int
    files: int


class Config(Struct, frozen=True, kw_only=True):
    """Everything the window needs before it knows the visitor; `ui` is the path of its script.

    `logo` is the address of the company's picture, `logo_alt` what it says to whoever does not see it.
    `frame` is the path of the script that stands for it on a site which hides the conversation from its own scripts.
    `opens`: outside the hours, when they begin again; `away`: what is asked while nobody is there.
    `peeks`: operators see what is being written, and the window says so.
    `calls`: when visitors may call: empty, `online` (while somebody is there) `hours` (within the hours), or `back`
    (never, but they may ask to be called back). `callback`: they may.
    `greetings` is the path of the script that shows greetings, empty when there are none; `greets` are they.
    """

    name: str
    company: str
    title: Words
    label: Words
    greeting: Words
    face: str
    logo: str | None = None
    logo_alt: Words
    colour: str
    ink: str
    dark: Paint
    theme: str
    language: str
    position: str
    offset: tuple[int, int]
    languages: tuple[str, ...]
    online: bool
    opens: str | None
    away: Asked | None
    pre_chat: tuple[Asked, ...]
    consent: ConsentShown | None
    limits: Limits
    verified_only: bool
    peeks: bool
    rating: RatingAsked | None
    ui: str
    frame: str = ""
    greetings: str = ""
    greets: Greetings | None = None
    calls: str = ""
    callback: bool = False


class AuthorShown(Struct, frozen=True):
    """Who answered."""

    name: str
    avatar_url: str | None


class FileShown(Struct, frozen=True, kw_only=True):
    """A file of a message; `url` once its bytes are here."""

    id: int
    kind: str
    name: str
    mime: str
    bytes: int | None
    width: int | None
    height: int | None
    url: str | None
    state: str


class QuoteShown(Struct, frozen=True):
    """The message answered."""

    id: int
    text: str


class WMessage(Struct, frozen=True, kw_only=True):
    """A message as the visitor sees it. `seq` only grows; `via` names another channel that carried the answer.

    `greeting` is the words of the chat itself that this message answered.
    """

    id: int
    seq: int
    client_id: str | None
    from_: str = field(name="from")
    author: AuthorShown | None
    at: str
    text: str
    marks: list[dict[str, Any]]
    attachments: list[FileShown]
    buttons: list[list[dict[str, Any]]]
    reply_to: QuoteShown | None
    edited: bool
    deleted: bool
    status: str | None
    via: str | None
    greeting: str
    reaction: str | None


class RatingInput(Input, frozen=True):
    """How good the help was, of the closing the visitor was asked about."""

    closing: Seq
    score: Annotated[int, Meta(ge=1, le=5)]
    comment: Annotated[str, Meta(max_length=COMMENT_MAX)] = ""


class RatingShown(Struct, frozen=True):
    """A closing to be rated, with what was said of it so far."""

    closing: int
    score: int | None
    comment: str


class ProfileShown(Struct, frozen=True):
    """What the visitor, or the site for them, said of themselves."""

    name: str
    email: str
    phone: str


class SessionShown(Struct, frozen=True, kw_only=True):
    """A session: its token, its messages, where it stands; `user_id` is there once the site vouched for it."""

    token: str
    visitor_id: str
    conversation_seq: int
    messages: list[WMessage]
    operator_seen_seq: int
    profile: ProfileShown
    user_id: str
    rating: RatingShown | None


class Posted(Struct, frozen=True):
    """Where a message came to stand."""

    id: int
    seq: int
    at: str


class OperatorShown(Struct, frozen=True):
    """Who has the conversation."""

    name: str
    avatar_url: str | None = None


class QueueShown(Struct, frozen=True):
    """Where a visitor stands among those who wait, and in how many minutes first answers usually come, if known."""

    place: int
    minutes: int | None


class StateShown(Struct, frozen=True):
    """Whether anybody is there, from when somebody will be, who has the conversation, and what may be rated.

    `queue` is there while the visitor waits for a first answer, where the company tells it.
    """

    online: bool
    opens: str | None
    operator: OperatorShown | None
    rating: RatingShown | None = None
    queue: QueueShown | None = None


class Polled(Struct, frozen=True, kw_only=True):
    """What a long poll brings."""

    items: list[WMessage]
    read: int
    state: StateShown


def check_attributes(attributes: Mapping[str, str]) -> None:
    """Raise Invalid unless the attributes are few and plainly named."""
    if len(attributes) > _ATTRIBUTES_MAX:
        wrong = FieldError("attributes", "too_long", f"at most {_ATTRIBUTES_MAX} attributes")
        raise Invalid("too many attributes", errors=(wrong,))
    for name in attributes:
        if not _ATTRIBUTE.fullmatch(name):
            wrong = FieldError(f"attributes.{name[:40]}", "bad_format", "lower-case Latin letters, digits and _")
            raise Invalid("an attribute has no proper name", errors=(wrong,))

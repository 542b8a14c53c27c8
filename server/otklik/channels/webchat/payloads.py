"""What the visitor's room hands in: one post of one visitor, as JSON."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct


class Person(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The visitor. All but the id is what they said of themselves, unless the site vouches for it (`proved`)."""

    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    proved: bool = False


class File(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file already uploaded; `key` is its place in the file store."""

    key: str
    kind: str
    name: str
    mime: str
    size: int
    width: int | None = None
    height: int | None = None


class From(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the visitor came from."""

    kind: str
    ref: str = ""
    data: Mapping[str, str] = {}


class Post(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="post", forbid_unknown_fields=True):
    """Base of all posts; `at` is the server's clock."""

    person: Person
    at: datetime


class Message(Post, frozen=True, tag="message"):
    """A new message; `client_id` is unique for the visitor, `reply_to` is the full id of another message.

    `greeting` is the words shown by the chat itself that it answers, `answers` what the visitor has said of themselves
    since their last message.
    """

    client_id: str
    text: str = ""
    files: tuple[File, ...] = ()
    reply_to: str = ""
    greeting: str = ""
    answers: Mapping[str, str] = {}
    entry: From | None = None


class Edit(Post, frozen=True, tag="edit"):
    """A new text for an own message, named by its full id."""

    message_id: str
    text: str


class Delete(Post, frozen=True, tag="delete"):
    """An own message taken back."""

    message_id: str


class Press(Post, frozen=True, tag="press"):
    """A button of ours was pressed."""

    client_id: str
    message_id: str
    payload: str


class Typing(Post, frozen=True, tag="typing"):
    """The visitor is typing, or stopped; `text` is what stands in the field, where that may be seen."""

    on: bool = True
    text: str = ""


class Report(Post, frozen=True, tag="report"):
    """Everything sent until `until` has been shown to the visitor (delivered) or looked at (read)."""

    status: str
    until: datetime


AnyPost = Message | Edit | Delete | Press | Typing | Report

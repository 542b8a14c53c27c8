"""Rows the visitor's room reads."""

from datetime import datetime
from typing import Any

from msgspec import Struct


class VisitorSession(Struct, frozen=True, kw_only=True):
    """A browser that has written or is about to; found by the hash of its token."""

    id: int
    workspace_id: int
    inbox_id: int
    visitor_id: str
    page: dict[str, Any]
    entry: dict[str, Any] | None
    locale: str
    profile: dict[str, Any]
    consent: dict[str, Any] | None
    proof: dict[str, Any] | None
    former: list[str]
    seen_at: datetime

    @property
    def proved(self) -> bool:
        """Whether the site vouches for the visitor."""
        return self.proof is not None

    @property
    def names(self) -> list[str]:
        """Under which names the chat knows this visitor: the present one first."""
        return [self.visitor_id, *self.former]


class KeyRow(Struct, frozen=True, kw_only=True):
    """A living key of a chat; the secret is sealed."""

    kid: str
    secret: bytes
    created_at: datetime


class GreetingRow(Struct, frozen=True, kw_only=True):
    """Words the chat shows by itself, when, and how often it did."""

    id: int
    inbox_id: int
    name: str
    enabled: bool
    text_ru: str
    text_en: str
    terms: dict[str, Any]
    every_days: int
    shown: int
    opened: int
    answered: int


class MessageRow(Struct, frozen=True, kw_only=True):
    """A message the visitor may see. `session_id` says whose stream it belongs to."""

    session_id: int
    id: int
    conversation_id: int
    author_kind: str
    author_id: int | None
    author_name: str
    avatar_key: str | None
    text: str
    content: dict[str, Any] | None
    external_id: str | None
    reply_id: int | None
    reply_text: str | None
    delivery: str | None
    via: str | None
    reaction: str | None
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


class FileRow(Struct, frozen=True, kw_only=True):
    """An attachment of such a message."""

    id: int
    message_id: int
    kind: str
    name: str
    mime: str
    size: int | None
    width: int | None
    height: int | None
    file_key: str | None
    state: str


class UploadRow(Struct, frozen=True, kw_only=True):
    """A file that a visitor has put in our store, as a message needs it."""

    id: int
    key: str
    kind: str
    name: str
    mime: str
    size: int
    width: int | None
    height: int | None


class OwnMessage(Struct, frozen=True, kw_only=True):
    """A message of the visitor's own, as far as changing it needs."""

    id: int
    external_id: str
    created_at: datetime
    deleted_at: datetime | None


class ClosingRow(Struct, frozen=True, kw_only=True):
    """A closing that a visitor may rate, with what they said of it so far."""

    session_id: int
    conversation_id: int
    closing_id: int
    score: int | None
    comment: str | None


class DeskRow(Struct, frozen=True):
    """Who could answer in a chat: its settings, the company's clock, and whether anybody is at the desk."""

    inbox_id: int
    settings: dict[str, Any]
    time_zone: str
    anybody: bool


class WaitingRow(Struct, frozen=True):
    """A session that waits for a first answer, and how many wait before it."""

    session_id: int
    inbox_id: int
    ahead: int


class AnswerTimes(Struct, frozen=True):
    """How many first answers a chat gave lately, and how long half of them took at most."""

    inbox_id: int
    answers: int
    median_s: float


class UnseenAnswer(Struct, frozen=True, kw_only=True):
    """An answer that has not reached its visitor; `answers` is the message of theirs before it."""

    id: int
    identity_id: int
    text: str
    delivery: str
    author_kind: str
    author_id: int | None
    author_name: str
    age_s: float
    answers: int | None


class LeftVisitor(Struct, frozen=True, kw_only=True):
    """A visitor who may have left, and where they can be written to; `proved`: the site vouches for the address."""

    contact_id: int
    inbox_id: int
    locale: str
    page: str
    email: str
    proved: bool
    blocked: bool
    company: str


class SeenRow(Struct, frozen=True):
    """How far an operator has read, and who has the conversation: their name, number and the key of their photo."""

    session_id: int
    seen: int
    operator: tuple[str, str, str] | None

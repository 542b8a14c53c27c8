"""Rows of contacts and identities."""

from datetime import datetime
from typing import Any

from msgspec import Struct


class ContactRow(Struct, frozen=True, kw_only=True):
    """A person."""

    id: int
    workspace_id: int
    name: str
    phone: str
    email: str
    language: str
    time_zone: str
    company: str
    vip: bool
    avatar_key: str | None
    attributes: dict[str, Any]
    blocked_at: datetime | None
    merged_into: int | None
    version: int
    created_at: datetime


class IdentityRow(Struct, frozen=True, kw_only=True):
    """A person's address in one inbox."""

    id: int
    workspace_id: int
    contact_id: int
    inbox_id: int
    external_id: str
    name: str
    username: str
    email: str
    phone: str
    proof: str
    reachable: bool
    unreachable_reason: str
    entry: dict[str, Any] | None
    created_at: datetime
    last_seen_at: datetime
    last_wrote_at: datetime | None = None


class Arrival(Struct, frozen=True, kw_only=True):
    """Somebody who wrote, as the channel describes them. `number` is the caller's own."""

    number: int
    workspace_id: int
    inbox_id: int
    external_id: str
    name: str = ""
    username: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""
    proof: str = "none"
    entry: dict[str, Any] | None = None


class Address(Struct, frozen=True):
    """An address by which we write first: an e-mail address or a telephone number in one spelling."""

    email: str = ""
    phone: str = ""

    @property
    def external_id(self) -> str:
        """Return what the channel calls the person by."""
        return self.phone or self.email


class Recognised(Struct, frozen=True, kw_only=True):
    """The identity and contact an arrival turned out to be; `is_new` when this transaction made the identity."""

    number: int
    identity_id: int
    contact_id: int
    name: str
    blocked: bool
    reachable: bool
    is_new: bool = False


class Met(Struct, frozen=True):
    """A person and the address by which they are written to."""

    contact_id: int
    identity_id: int


class MergeRow(Struct, frozen=True, kw_only=True):
    """A merge that can be undone; `memory` holds what moved."""

    id: int
    workspace_id: int
    kept_id: int
    gone_id: int
    memory: dict[str, Any]
    reason: str
    at: datetime
    undone_at: datetime | None


class IdentityLine(Struct, frozen=True, kw_only=True):
    """An address with the inbox it is in."""

    id: int
    contact_id: int
    inbox_id: int
    channel: str
    inbox_name: str
    inbox_lives: bool
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
    barred: bool | None
    bar_error: str


class EvidenceRow(Struct, frozen=True, kw_only=True):
    """An address that two contacts have in common; verified when providers vouch for it on both sides."""

    contact_id: int
    kind: str
    value: str
    verified: bool


class NoteRow(Struct, frozen=True, kw_only=True):
    """What a colleague noted on a person."""

    id: int
    contact_id: int
    author_id: int | None
    author_name: str
    text: str
    created_at: datetime
    edited_at: datetime | None
    deleted: bool


class ImportRecord(Struct, frozen=True, kw_only=True):
    """A file that is brought in, and how far it is; `refused` rows can be had as a file."""

    id: int
    operator_id: int | None
    operator_name: str
    file_name: str
    encoding: str
    separator: str
    headers: list[str]
    mapping: dict[str, str]
    state: str
    total: int
    created: int
    updated: int
    unchanged: int
    refused: int
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class ImportLine(Struct, frozen=True, kw_only=True):
    """One row of such a file; `reasons` says why it was refused."""

    number: int
    cells: list[str]
    outcome: str | None
    reasons: list[dict[str, str]] | None


class Known(Struct, frozen=True):
    """A customer by one address."""

    contact_id: int
    phone: str
    email: str

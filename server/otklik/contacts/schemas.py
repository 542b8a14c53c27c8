"""Shapes of contacts on the wire."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.infra.web.schemas import Input

Text = Annotated[str, Meta(max_length=200)]
Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]


class EntryOut(Struct, frozen=True):
    """Where a person came from."""

    kind: str
    ref: str | None


class IdentityOut(Struct, frozen=True, kw_only=True):
    """An address of the person in one inbox.

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
    entry: EntryOut | None
    last_seen_at: datetime
    barred: bool
    bar_error: str


class MergeOut(Struct, frozen=True, kw_only=True):
    """A merge that stands and can be undone, the last one first."""

    id: int
    contact_id: int
    name: str
    reason: str
    at: datetime


class ContactOut(Struct, frozen=True, kw_only=True):
    """A person. `merges` are those that made this contact what it is."""

    id: int
    name: str
    avatar_url: str | None
    phone: str | None
    email: str | None
    language: str | None
    time_zone: str | None
    company: str | None
    vip: bool
    blocked: bool
    attributes: dict[str, Any]
    created_at: datetime
    version: int
    identities: list[IdentityOut]
    merged_from: list[int]
    merges: list[MergeOut]


class MergedOut(ContactOut, frozen=True, kw_only=True):
    """The kept person right after a merge."""

    merge_id: int


class EvidenceOut(Struct, frozen=True):
    """An address in common; `verified` when providers vouch for it on both sides."""

    kind: str
    value: str
    verified: bool


class SuggestionOut(Struct, frozen=True):
    """Somebody who may be the same person, and why."""

    contact: ContactOut
    evidence: list[EvidenceOut]


class NewContact(Input, frozen=True, kw_only=True):
    """A contact made by hand."""

    name: Text = ""
    phone: Text | None = None
    email: Annotated[str, Meta(max_length=254)] | None = None
    language: Annotated[str, Meta(max_length=20)] | None = None
    company: Text | None = None
    vip: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)


class ContactInput(Input, frozen=True, kw_only=True):
    """What to change; absent keeps, null empties. Attributes are merged, null takes one away.

    `seen` holds the values the editor looked at, under `name`, `phone` … or `attributes.<key>`: when somebody has
    changed one of them since, nothing is written and the answer says what stands there now.
    """

    name: Text | UnsetType = UNSET
    phone: Text | UnsetType | None = UNSET
    email: Annotated[str, Meta(max_length=254)] | UnsetType | None = UNSET
    language: Annotated[str, Meta(max_length=20)] | UnsetType | None = UNSET
    time_zone: Annotated[str, Meta(max_length=60)] | UnsetType | None = UNSET
    company: Text | UnsetType | None = UNSET
    vip: bool | UnsetType = UNSET
    attributes: dict[str, Any] | UnsetType = UNSET
    blocked: bool | UnsetType = UNSET
    seen: Annotated[dict[str, Any], Meta(max_length=100)] | UnsetType = UNSET


class MergeInput(Input, frozen=True, kw_only=True):
    """Who becomes part of this person."""

    other_id: Id

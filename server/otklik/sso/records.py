"""Rows of this room's tables, and what a provider says of a person."""

from datetime import datetime
from typing import Any

from msgspec import Struct


class ProviderRow(Struct, frozen=True):
    """A provider; `secret` is sealed."""

    id: int
    workspace_id: int
    slug: str
    name: str
    issuer: str
    client_id: str
    client_secret: bytes | None
    scopes: str
    domains: list[str]
    groups_claim: str
    trusts_factor: bool
    signs_out: bool
    enabled: bool
    version: int
    changed_at: datetime
    changed_by: str
    people: int


class GrantRow(Struct, frozen=True):
    """Which role a group gets; an empty group stands for everybody new."""

    provider_id: int
    claimed: str
    role: str
    role_id: int | None


class IdentityRow(Struct, frozen=True):
    """Who an operator is at a provider."""

    id: int
    provider_id: int
    operator_id: int
    provider: str
    slug: str
    email: str
    linked_at: datetime
    used_at: datetime | None


class AttemptRow(Struct, frozen=True):
    """A way that was begun, taken up by its return."""

    workspace_id: int
    provider_id: int
    return_to: str
    session_id: int | None
    identity_id: int | None
    sid: str


class PersonRow(Struct, frozen=True):
    """How a colleague signs in."""

    operator_id: int
    has_password: bool
    links: list[dict[str, Any]]


class Person(Struct, frozen=True, kw_only=True):
    """What a provider vouches for. `email` is in lower case; it and `sid`, its own session, are empty where untold."""

    subject: str
    email: str
    email_verified: bool
    name: str
    groups: frozenset[str]
    sid: str = ""

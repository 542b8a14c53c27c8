"""Rows of this room's tables."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from otklik.access.permissions import Role


class SessionRow(Struct, frozen=True):
    """A live session with its operator."""

    session_id: int
    workspace_id: int
    operator_id: int
    name: str
    role: str
    csrf_hash: bytes
    team_ids: list[int]
    stale: bool


class TokenOwner(Struct, frozen=True):
    """A live API token; `maker_role` is the present role of the operator who made it."""

    id: int
    workspace_id: int
    name: str
    role: str
    maker_role: str | None
    stale: bool


class SignInRow(Struct, frozen=True):
    """What signing in must know of an operator."""

    id: int
    workspace_id: int
    email: str
    name: str
    password_hash: str | None
    disabled: bool


class OperatorRow(Struct, frozen=True):
    """An operator."""

    id: int
    workspace_id: int
    email: str
    name: str
    role: str
    presence: str
    presence_since: datetime
    presence_reason: str | None
    presence_until: datetime | None
    presence_auto: bool
    capacity: int | None
    avatar_key: str | None
    preferences: dict[str, Any]
    disabled: bool
    team_ids: list[int]
    open_conversations: int


class LockedOperator(Struct, frozen=True):
    """The part of an operator that decides about rights, under a row lock."""

    id: int
    role: str
    disabled: bool


class WorkspaceRow(Struct, frozen=True):
    """A workspace."""

    id: int
    name: str
    locale: str
    time_zone: str
    reopen_minutes: int
    reason_required: bool
    away_minutes: int
    transfer_note_required: bool
    transfer_accept_seconds: int
    demo: bool
    onboarding: dict[str, Any]


class Progress(Struct, frozen=True):
    """How far the workspace has come."""

    channel: bool
    test_message: bool
    invite: bool


class InvitationRow(Struct, frozen=True):
    """A pending invitation; `company` and `locale` are the workspace's, `maker_role` the inviter's present one."""

    id: int
    workspace_id: int
    email: str
    name: str
    role: str
    team_ids: list[int]
    expires_at: datetime
    company: str
    locale: str
    maker_role: str | None


class TokenRow(Struct, frozen=True):
    """An API token as it may be shown."""

    id: int
    name: str
    role: str
    prefix: str
    created_by: int | None
    created_at: datetime
    last_used_at: datetime | None


class AuditRow(Struct, frozen=True):
    """One line of the audit."""

    id: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    actor_name: str
    action: str
    object_kind: str
    object_id: int | None
    detail: dict[str, Any]


class NewOperator(Struct, frozen=True, kw_only=True):
    """An operator to be."""

    email: str
    name: str
    role: Role
    password_hash: str | None = None
    locale: str = "ru"


class NewToken(Struct, frozen=True):
    """An API token just made; `token` is never shown again."""

    id: int
    name: str
    role: Role
    token: str
    prefix: str

"""Rows of this room's tables."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from otklik.access.permissions import Permission, Role, permissions_of, role_key


class Standing(Struct, frozen=True):
    """The role somebody has: a built-in one, or the company's own with its name and what it may do."""

    role: str
    role_id: int | None
    role_name: str | None
    role_permissions: list[str] | None

    @property
    def key(self) -> str:
        """How the API names the role."""
        return role_key(self.role, self.role_id)

    @property
    def said(self) -> str:
        """How the audit names the role: the company's own by the name it has now."""
        return self.role_name or self.role

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role may do."""
        return permissions_of(self.role, self.role_permissions)


class SessionRow(Standing, frozen=True):
    """A live session with its operator; `hidden_blocks` are of the role it looks with, None for a built-in one."""

    session_id: int
    workspace_id: int
    operator_id: int
    name: str
    csrf_hash: bytes
    team_ids: list[int]
    stale: bool
    view_role: str | None
    view_role_id: int | None
    view_role_name: str | None
    view_permissions: list[str] | None
    viewed_id: int | None
    viewed_name: str | None
    view_until: datetime | None
    hidden_blocks: list[str] | None
    two_factor: str
    has_factor: bool
    just_vouched: bool


class EndedView(Standing, frozen=True):
    """A look with other eyes that has ended; `name` is whose session it was."""

    session_id: int
    workspace_id: int
    operator_id: int
    name: str
    viewed_id: int | None
    viewed_name: str | None


class TokenOwner(Standing, frozen=True):
    """A live API token; the maker's role is the present one of the operator who made it."""

    id: int
    workspace_id: int
    name: str
    maker_role: str | None
    maker_permissions: list[str] | None
    stale: bool


class SignInRow(Struct, frozen=True):
    """What signing in must know of an operator; `sso_only`: the company takes no password of theirs."""

    id: int
    workspace_id: int
    email: str
    name: str
    password_hash: str | None
    disabled: bool
    sso_only: bool


class FactorRow(Struct, frozen=True):
    """A second factor; without `confirmed_at` it is only begun, and `fresh` for an hour."""

    secret: bytes
    confirmed_at: datetime | None
    fresh: bool
    codes_left: int


class OperatorRow(Standing, frozen=True):
    """An operator."""

    id: int
    workspace_id: int
    email: str
    name: str
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
    has_factor: bool
    hidden_blocks: list[str] | None


class LockedOperator(Standing, frozen=True):
    """The part of an operator that decides about rights, under a row lock."""

    id: int
    disabled: bool


class WorkspaceRow(Struct, frozen=True):
    """A workspace."""

    id: int
    name: str
    locale: str
    time_zone: str
    reopen_minutes: int
    reason_required: bool
    topic_required: bool
    away_minutes: int
    missed_offers: int
    transfer_note_required: bool
    transfer_accept_seconds: int
    two_factor: str
    hold_unchecked: bool
    open_too_large: bool
    demo: bool
    onboarding: dict[str, Any]


class Progress(Struct, frozen=True):
    """How far the workspace has come."""

    channel: bool
    test_message: bool
    invite: bool


class InvitationRow(Standing, frozen=True):
    """A pending invitation; `company` and `locale` are the workspace's, the maker's role is the present one."""

    id: int
    workspace_id: int
    email: str
    name: str
    team_ids: list[int]
    expires_at: datetime
    company: str
    locale: str
    sso_only: bool
    maker_role: str | None
    maker_permissions: list[str] | None


class TokenRow(Standing, frozen=True):
    """An API token as it may be shown."""

    id: int
    name: str
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


class LastChangeRow(Struct, frozen=True):
    """When and by whom a setting was changed last."""

    setting: str
    at: datetime
    actor_name: str


class NewOperator(Struct, frozen=True, kw_only=True):
    """An operator to be."""

    email: str
    name: str
    role: Role
    password_hash: str | None = None
    locale: str = "ru"
    role_id: int | None = None


class NewToken(Struct, frozen=True):
    """An API token just made; `token` is never shown again."""

    id: int
    name: str
    role: str
    token: str
    prefix: str


class RoleRow(Struct, frozen=True):
    """A role of the company's own, with how many have it; `operators` counts those who are not disabled."""

    id: int
    name: str
    description: str
    permissions: list[str]
    hidden_blocks: list[str]
    version: int
    changed_at: datetime
    changed_by: str
    operators: int
    disabled: int
    invitations: int
    tokens: int


class PlaceRow(Struct, frozen=True):
    """A session of an operator; `own` is the one that asks."""

    id: int
    address: str
    user_agent: str
    created_at: datetime
    seen_at: datetime
    own: bool

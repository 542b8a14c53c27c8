"""Rows of this room's tables."""

from datetime import datetime

from msgspec import Struct


class PresenceState(Struct, frozen=True, kw_only=True):
    """An operator's status. `before` is what an automatic one goes back to; None when a person chose it."""

    presence: str
    reason_id: int | None = None
    until: datetime | None = None
    before: str | None = None


class ReasonRow(Struct, frozen=True):
    """A reason for a break; `minutes` is how long such a break usually takes."""

    id: int
    name: str
    minutes: int | None
    position: int


class Absent(Struct, frozen=True):
    """An operator of whom there has been no sign: `idle` at an open desk, or `gone`, without a line to us."""

    operator_id: int
    workspace_id: int
    why: str


class Returned(Struct, frozen=True):
    """An operator who is here again after we had called them offline."""

    operator_id: int
    workspace_id: int

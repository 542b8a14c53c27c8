"""Rows of this room's tables, and its numbers."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

RINGING, ACTIVE, ENDED = "ringing", "active", "ended"
ACCEPTED, DECLINED, BUSY, OVER = "accepted", "declined", "busy", "over"
HUNG_UP, LOST, TOO_LONG = "hung_up", "lost", "too_long"
NO_ANSWER, CANCELLED, LEFT, NOBODY = "no_answer", "cancelled", "left", "nobody"
VISITOR, OPERATOR = "visitor", "operator"

RINGERS_MAX = 50
"""On how many desks one call rings at most."""
SILENCE_S = 20
"""How long either browser may be silent before the call is over: browsers speak every five seconds."""
LONGEST_S = 4 * 3600
"""After this a call is ended; its way through the relay is allowed for twice as long."""


class Calling(Struct, frozen=True, kw_only=True):
    """A wish to call: whose, from where, and for how many seconds it rings. `client_id` begins one call only."""

    conversation_id: int
    inbox_id: int
    session_id: int
    client_id: UUID
    rings_s: int


class CallRow(Struct, frozen=True, kw_only=True):
    """A call. `how` it ended and by whom; `left_s` of its ringing may be negative; `silent` since when each end is."""

    id: int
    workspace_id: int
    conversation_id: int
    contact_id: int
    contact_name: str
    page: str
    session_id: int | None
    line_id: int | None
    state: str
    how: str | None
    ended_by: str | None
    operator_id: int | None
    operator_name: str
    tab: str
    began_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    held_at: datetime | None
    left_s: float
    talked_s: float
    visitor_silent_s: float
    operator_silent_s: float


class Due(Struct, frozen=True):
    """A call that should be looked at."""

    id: int
    workspace_id: int


class Ends(Struct, frozen=True):
    """Between whom the signs of a call pass."""

    workspace_id: int
    session_id: int | None
    operator_id: int | None
    tab: str

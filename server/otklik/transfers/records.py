"""Rows of this room's table."""

from datetime import datetime

from msgspec import Struct

OFFERED, ACCEPTED, DECLINED, EXPIRED, WITHDRAWN = "offered", "accepted", "declined", "expired", "withdrawn"


class Offering(Struct, frozen=True, kw_only=True):
    """To whom a conversation is offered, with what words; `follow`: the giver hears how it goes on once it is taken."""

    to_id: int
    note: str = ""
    follow: bool = False


class OfferRow(Struct, frozen=True, kw_only=True):
    """An offer of a conversation. `holder_id` is whose it was when it was offered; `left_s` may be negative."""

    id: int
    workspace_id: int
    conversation_id: int
    contact_id: int
    contact_name: str
    channel: str | None
    from_id: int
    from_name: str
    to_id: int
    to_name: str
    holder_id: int | None
    holder_name: str | None
    note: str
    follow: bool
    state: str
    offered_at: datetime
    expires_at: datetime
    left_s: float


class Receiver(Struct, frozen=True):
    """To whom a conversation may be offered."""

    id: int
    name: str
    presence: str


class TeamLoad(Struct, frozen=True):
    """How busy a team is. `answered`: first answers of the last hour; `median_s`: half of them came within this."""

    id: int
    open: int
    waiting: int
    answered: int
    median_s: float | None


class Seen(Struct, frozen=True):
    """When an operator last touched the desk."""

    id: int
    active_at: datetime | None

"""What the doors of transfers take and give."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from otklik.desk.schemas import NOTE_MAX, Named, ObjectId, moment
from otklik.infra.web.schemas import Input
from otklik.transfers.records import OfferRow

OfferState = Literal["offered", "accepted", "declined", "expired", "withdrawn"]


class OfferInput(Input, frozen=True, kw_only=True):
    """To whom a conversation is offered, and what they should know; `follow`: who gives it hears how it goes on."""

    operator_id: ObjectId
    note: Annotated[str, Meta(max_length=NOTE_MAX)] = ""
    follow: bool = False


class Offer(Struct, frozen=True, kw_only=True):
    """A conversation offered to a colleague. `left_s`: seconds they still have, by the server's clock."""

    id: int
    conversation_id: int
    contact: Named
    channel: str | None
    giver: Named
    receiver: Named
    note: str
    state: OfferState
    offered_at: str
    expires_at: str
    left_s: float


class OperatorTarget(Struct, frozen=True, kw_only=True):
    """When an operator last touched the desk."""

    id: int
    last_active_at: str | None


class TeamTarget(Struct, frozen=True, kw_only=True):
    """How busy a team is. `wait_s`: the median first answer of the last hour; None when there were too few."""

    id: int
    open: int
    waiting: int
    wait_s: int | None


class TransferTargets(Struct, frozen=True):
    """How busy those are to whom a conversation may go."""

    operators: list[OperatorTarget]
    teams: list[TeamTarget]


def show_offer(row: OfferRow) -> Offer:
    """Turn a row into what the desk shows."""
    return Offer(
        id=row.id, conversation_id=row.conversation_id, contact=Named(row.contact_id, row.contact_name),
        channel=row.channel,
        giver=Named(row.from_id, row.from_name), receiver=Named(row.to_id, row.to_name), note=row.note,
        state=row.state,  # type: ignore[arg-type]  # the table's check holds the choices
        offered_at=moment(row.offered_at), expires_at=moment(row.expires_at), left_s=max(0.0, round(row.left_s, 1)),
    )  # fmt: skip

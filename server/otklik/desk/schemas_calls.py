"""What the doors of calls take and give."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from otklik.calls.records import CallRow
from otklik.calls.relay import IceServer
from otklik.desk.schemas import Named, moment, moment_or_none
from otklik.infra.web.schemas import Input


class AcceptInput(Input, frozen=True):
    """Which tab takes the call: a name it made for itself. The same one may ask again."""

    tab: Annotated[str, Meta(min_length=1, max_length=40)]


class HoldInput(Input, frozen=True):
    """Whether the call is on hold."""

    on: bool


class Call(Struct, frozen=True, kw_only=True):
    """A call as the desk shows it. `left_s`: seconds it still rings; `page`: where the visitor is; `tab` has it."""

    id: int
    conversation_id: int
    contact: Named
    page: str
    state: Literal["ringing", "active", "ended"]
    how: str | None
    by: str | None
    operator: Named | None
    tab: str
    held: bool
    began_at: str
    answered_at: str | None
    left_s: float
    talked_s: float


class CallTakenOut(Struct, frozen=True):
    """A call that was taken, and the servers that help the two browsers to find each other."""

    call: Call
    servers: list[IceServer]


def show_call(row: CallRow) -> Call:
    """Turn a row into what the desk shows."""
    return Call(
        id=row.id, conversation_id=row.conversation_id, contact=Named(row.contact_id, row.contact_name), page=row.page,
        state=row.state,  # type: ignore[arg-type]  # the table's check holds the choices
        how=row.how, by=row.ended_by,
        operator=Named(row.operator_id, row.operator_name) if row.operator_id is not None else None, tab=row.tab,
        held=row.held_at is not None, began_at=moment(row.began_at), answered_at=moment_or_none(row.answered_at),
        left_s=max(0.0, round(row.left_s, 1)), talked_s=round(row.talked_s, 1),
    )  # fmt: skip

"""What the doors of visitors' calls take and give."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from otklik.calls.records import CallRow
from otklik.calls.relay import IceServer
from otklik.infra.web.schemas import Input
from otklik.visitor.schemas import ClientId


class CallInput(Input, frozen=True):
    """A wish to call; the same client id again is the same call."""

    client_id: ClientId


class CallbackInput(Input, frozen=True):
    """A wish to be called back at one of the times that are offered; the same client id again is the same wish."""

    client_id: ClientId
    phone: Annotated[str, Meta(max_length=40)]
    at: datetime


class CallbackSlots(Struct, frozen=True):
    """The times at which somebody can call back: half-hours within the hours."""

    slots: list[str]


class CallState(Struct, frozen=True, kw_only=True):
    """How a call stands. `how` it ended, and by whom; `left_s`: seconds it still rings."""

    id: int
    state: Literal["ringing", "active", "ended"]
    how: str | None
    by: str | None
    operator: str
    held: bool
    left_s: float
    talked_s: float


class CallStarted(Struct, frozen=True):
    """A call, and the servers that help the two browsers to find each other."""

    call: CallState
    servers: list[IceServer]


def show_call(row: CallRow) -> CallState:
    """Turn a row into what the visitor sees."""
    return CallState(
        id=row.id, state=row.state, how=row.how, by=row.ended_by,  # type: ignore[arg-type]  # the table's check
        operator=row.operator_name, held=row.held_at is not None, left_s=max(0.0, round(row.left_s, 1)),
        talked_s=round(row.talked_s, 1),
    )  # fmt: skip

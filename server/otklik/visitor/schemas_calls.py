"""What the doors of visitors' calls take and give."""

from typing import Literal

from msgspec import Struct

from otklik.calls.records import CallRow
from otklik.calls.relay import IceServer
from otklik.infra.web.schemas import Input
from otklik.visitor.schemas import ClientId


class CallInput(Input, frozen=True):
    """A wish to call; the same client id again is the same call."""

    client_id: ClientId


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

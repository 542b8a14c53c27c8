"""Doors to one's own status and to the list of reasons for breaks."""

from typing import Annotated

from litestar import delete, get, patch, post, put
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.config import Access
from otklik.access.guards import operators_only, requires
from otklik.access.permissions import Permission
from otklik.access.schemas import Operator
from otklik.access.service import get_operator, show_operator
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import Items
from otklik.presence import reasons, service
from otklik.presence.records import ReasonRow
from otklik.presence.schemas import ActivityInput, BreakReason, BreakReasonInput, NewBreakReason, PresenceInput

_ME = ["Start and session"]
_TAG = ["People"]
_MANAGE = [requires(Permission.WORKSPACE_MANAGE)]
Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@put("/api/v1/operators/me/presence", guards=[operators_only()], tags=_ME)
async def set_presence(data: PresenceInput, actor: Actor, access: Access, db: Database) -> Operator:
    """Say whether one is at the desk: online, busy, on a break, away or offline."""
    async with db.workspace(actor.workspace_id) as tx:
        await service.choose_status(tx, actor.id, data)
        return show_operator(await get_operator(tx, actor.id), access.tools.photo_link)


@put("/api/v1/operators/me/activity", guards=[operators_only()], status_code=204, tags=_ME)
async def note_activity(data: ActivityInput, actor: Actor, db: Database) -> None:
    """Say how long ago one last touched the desk; the latest of all devices counts."""
    async with db.workspace(actor.workspace_id) as tx:
        await service.note_activity(tx, actor.id, data.idle_s)


@get("/api/v1/break-reasons", guards=[requires(Permission.OPERATORS_VIEW)], tags=_TAG)
async def list_break_reasons(actor: Actor, db: Database) -> Items[BreakReason]:
    """List the reasons for breaks in their order."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items([_show(row) for row in await reasons.list_reasons(tx)])


@post("/api/v1/break-reasons", guards=_MANAGE, tags=_TAG)
async def create_break_reason(data: NewBreakReason, actor: Actor, db: Database, once: Once) -> Created[BreakReason]:
    """Add a reason for breaks."""
    async with db.workspace(actor.workspace_id) as tx:
        return await once.create(tx, lambda: reasons.create_reason(tx, actor, data), _show)


@patch("/api/v1/break-reasons/{reason_id:int}", guards=_MANAGE, tags=_TAG)
async def change_break_reason(reason_id: Id, data: BreakReasonInput, actor: Actor, db: Database) -> BreakReason:
    """Rename a reason, change its usual length or its place."""
    async with db.workspace(actor.workspace_id) as tx:
        return _show(await reasons.change_reason(tx, actor, reason_id, data))


@delete("/api/v1/break-reasons/{reason_id:int}", guards=_MANAGE, tags=_TAG)
async def delete_break_reason(reason_id: Id, actor: Actor, db: Database) -> None:
    """Take a reason off the list; the history of statuses keeps its name."""
    async with db.workspace(actor.workspace_id) as tx:
        await reasons.delete_reason(tx, actor, reason_id)


def _show(row: ReasonRow) -> BreakReason:
    return BreakReason(id=row.id, name=row.name, minutes=row.minutes, position=row.position)


ROUTES = [
    set_presence, note_activity, list_break_reasons, create_break_reason, change_break_reason, delete_break_reason,
]  # fmt: skip

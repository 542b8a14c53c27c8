"""Doors to actions on many conversations."""

from typing import Annotated

from litestar import get, post
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.desk import bulk
from otklik.desk.bulk_needs import find_closing_needs
from otklik.desk.records import BulkRow
from otklik.desk.room import Desk
from otklik.desk.schemas_bulk import BulkInput, BulkRun, ClosingNeeds, Many

_TAG = ["Conversations"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@post("/api/v1/conversations/bulk", guards=_VIEW, status_code=200, tags=_TAG)
async def change_many(data: BulkInput, actor: Actor, desk: Desk) -> BulkRun:
    """Do one thing with many conversations, named by `ids` or as all of a view and filter.

    Up to 200 are done when the answer comes; more go on in the background, see the run by its number.
    """
    async with desk.db.workspace(actor.workspace_id) as tx:
        run = await bulk.begin(tx, desk, actor, data)
    return await _finish(desk, actor, run)


@post("/api/v1/conversations/bulk/closing-needs", guards=_VIEW, status_code=200, tags=_TAG)
async def show_closing_needs(data: Many, actor: Actor, desk: Desk) -> ClosingNeeds:
    """Show what must be said before conversations can all be closed; changes nothing."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await find_closing_needs(tx, await bulk.choose(tx, desk, actor, data))


@get("/api/v1/conversations/bulk/{run_id:int}", guards=_VIEW, tags=_TAG)
async def show_run(run_id: _Id, actor: Actor, desk: Desk) -> BulkRun:
    """Show how far one's own run is and what could not be done."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await bulk.show(tx, await bulk.get_run(tx, actor, run_id))


@post("/api/v1/conversations/bulk/{run_id:int}/undo", guards=_VIEW, status_code=200, tags=_TAG)
async def undo_run(run_id: _Id, actor: Actor, desk: Desk) -> BulkRun:
    """Bring everything the run changed back to how it was; returns the run that does so."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        run = await bulk.begin_undo(tx, actor, run_id)
    return await _finish(desk, actor, run)


async def _finish(desk: Desk, actor: Actor, run: BulkRow) -> BulkRun:
    if len(run.ids) <= bulk.AT_ONCE:
        where = bulk.Place(database=desk.db, registry=desk.registry, workspace_id=actor.workspace_id)
        run = await bulk.carry_on(where, run.id)
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await bulk.show(tx, run)


ROUTES = [change_many, show_closing_needs, show_run, undo_run]

"""Doors to calls from the website: which ring, taking one, and what may be done in it."""

from litestar import get, post

from otklik.access.actor import Actor
from otklik.access.guards import operators_only, requires
from otklik.access.permissions import Permission
from otklik.calls import service as calls
from otklik.desk import service
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas_calls import AcceptInput, Call, CallTakenOut, HoldInput, show_call
from otklik.infra.web.schemas import Items

_TAG = ["Calls"]
_TAKE = [operators_only(), requires(Permission.CALLS_TAKE)]


@get("/api/v1/calls", guards=_TAKE, tags=_TAG)
async def list_calls(actor: Actor, desk: Desk) -> Items[Call]:
    """List the calls that ring on one's own desk, and the one that one is in."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return Items([show_call(row) for row in await calls.list_mine(tx, actor.id)])


@post("/api/v1/calls/{call_id:int}/accept", guards=_TAKE, status_code=200, tags=_TAG)
async def accept_call(call_id: Id, data: AcceptInput, actor: Actor, desk: Desk) -> CallTakenOut:
    """Take a call, and its conversation with it; 409 `call_taken` when a colleague was faster or it rings no more."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        row = await calls.accept(tx, service.author_of(actor), call_id, data.tab)
    return CallTakenOut(show_call(row), desk.relay.servers_for(f"operator{actor.id}"))


@post("/api/v1/calls/{call_id:int}/decline", guards=_TAKE, status_code=200, tags=_TAG)
async def decline_call(call_id: Id, actor: Actor, desk: Desk) -> Call:
    """Stop the ringing on one's own desk; when the last one declines, the call is missed."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return show_call(await calls.decline(tx, service.author_of(actor), call_id))


@post("/api/v1/calls/{call_id:int}/hold", guards=_TAKE, status_code=200, tags=_TAG)
async def hold_call(call_id: Id, data: HoldInput, actor: Actor, desk: Desk) -> Call:
    """Put one's own call on hold, or take it back."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return show_call(await calls.hold(tx, actor.id, call_id, on=data.on))


@post("/api/v1/calls/{call_id:int}/hangup", guards=_TAKE, status_code=200, tags=_TAG)
async def hang_up_call(call_id: Id, actor: Actor, desk: Desk) -> Call:
    """Hang up; a call that is over stays as it ended."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return show_call(await calls.hang_up(tx, call_id, operator_id=actor.id))


ROUTES = [list_calls, accept_call, decline_call, hold_call, hang_up_call]

"""Doors to what roles may do, and to where colleagues are signed in."""

from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import Parameter

from otklik.access import places, roles
from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.access.records import PlaceRow
from otklik.access.schemas import NewRole, RoleInput, RoleOut, RolesOut
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import Items

_TAG = ["People"]
RoleKey = Annotated[str, Parameter(max_length=30)]
_GUARDS = [requires(Permission.OPERATORS_MANAGE)]


@get("/api/v1/roles", guards=_GUARDS, tags=_TAG)
async def list_roles(actor: Actor, db: Database) -> RolesOut:
    """List the built-in roles, those with the most rights first, and the company's own."""
    async with db.workspace(actor.workspace_id) as tx:
        return await roles.list_roles(tx, actor)


@post("/api/v1/roles", guards=_GUARDS, tags=_TAG)
async def create_role(data: NewRole, actor: Actor, db: Database, once: Once) -> Created[RoleOut]:
    """Make a role of the company's own."""
    async with db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, lambda: roles.create_role(tx, actor, data))


@patch("/api/v1/roles/{role:str}", guards=_GUARDS, tags=_TAG)
async def change_role(role: str, data: RoleInput, actor: Actor, db: Database) -> RoleOut:
    """Change a role of the company's own; it holds at once for everybody who has it."""
    async with db.workspace(actor.workspace_id) as tx:
        return await roles.change_role(tx, actor, role, data)


@delete("/api/v1/roles/{role:str}", guards=_GUARDS, tags=_TAG)
async def delete_role(role: str, actor: Actor, db: Database, move_to: RoleKey | None = None) -> None:
    """Delete a role of the company's own; whoever has it gets the role named by `move_to`."""
    async with db.workspace(actor.workspace_id) as tx:
        await roles.delete_role(tx, actor, role, move_to)


@get("/api/v1/operators/{operator_id:int}/sessions", guards=_GUARDS, tags=_TAG)
async def list_sessions(operator_id: int, actor: Actor, db: Database) -> Items[PlaceRow]:
    """Show where a colleague is signed in."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items(await places.list_places(tx, actor, operator_id))


@delete("/api/v1/operators/{operator_id:int}/sessions/{session_id:int}", guards=_GUARDS, tags=_TAG)
async def end_session(operator_id: int, session_id: int, actor: Actor, db: Database) -> None:
    """Sign a colleague out in one place."""
    async with db.workspace(actor.workspace_id) as tx:
        await places.end_place(tx, actor, operator_id, session_id)


ROUTES = [list_roles, create_role, change_role, delete_role, list_sessions, end_session]

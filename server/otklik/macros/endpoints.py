"""Doors to macros: what there is, and changing it. The desk has the doors that run them."""

from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import Items
from otklik.macros import service
from otklik.macros.schemas import Macro, MacroInput, NewMacro

_TAG = ["Macros"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/macros", guards=_VIEW, tags=_TAG)
async def list_macros(actor: Actor, db: Database) -> Items[Macro]:
    """List what the caller sees, by name: their own, their teams', everybody's."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items([service.show(actor, row) for row in await service.list_macros(tx, actor)])


@post("/api/v1/macros", guards=_REPLY, tags=_TAG)
async def create_macro(data: NewMacro, actor: Actor, db: Database, once: Once) -> Created[Macro]:
    """Make a macro: one's own, or as a supervisor a team's or everybody's."""

    async def create() -> Macro:
        return service.show(actor, await service.create_macro(tx, actor, data))

    async with db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, create)


@get("/api/v1/macros/{macro_id:int}", guards=_VIEW, tags=_TAG)
async def show_macro(macro_id: Id, actor: Actor, db: Database) -> Macro:
    """Show one."""
    async with db.workspace(actor.workspace_id) as tx:
        return service.show(actor, await service.get_macro(tx, actor, macro_id))


@patch("/api/v1/macros/{macro_id:int}", guards=_REPLY, tags=_TAG)
async def change_macro(macro_id: Id, data: MacroInput, actor: Actor, db: Database) -> Macro:
    """Change one; 409 `stale` when a colleague saved it first."""
    async with db.workspace(actor.workspace_id) as tx:
        return service.show(actor, await service.change_macro(tx, actor, macro_id, data))


@delete("/api/v1/macros/{macro_id:int}", guards=_REPLY, tags=_TAG)
async def delete_macro(macro_id: Id, actor: Actor, db: Database) -> None:
    """Remove one."""
    async with db.workspace(actor.workspace_id) as tx:
        await service.delete_macro(tx, actor, macro_id)


ROUTES = [list_macros, create_macro, show_macro, change_macro, delete_macro]

"""One click fills the workspace with demo data, another takes it out."""

from litestar import delete, post

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.demo.filling import clear, fill
from otklik.infra.db import Database

_MANAGE = [requires(Permission.WORKSPACE_MANAGE)]


@post("/api/v1/workspace/demo", guards=_MANAGE, tags=["People"], status_code=202)
async def fill_demo(actor: Actor, db: Database) -> None:
    """Fill the workspace with invented customers and conversations."""
    async with db.workspace(actor.workspace_id) as tx:
        await fill(tx)
        await write_audit(tx, actor, "demo.filled", ("workspace", actor.workspace_id))


@delete("/api/v1/workspace/demo", guards=_MANAGE, tags=["People"], status_code=202)
async def clear_demo(actor: Actor, db: Database) -> None:
    """Remove everything invented."""
    async with db.workspace(actor.workspace_id) as tx:
        await clear(tx)
        await write_audit(tx, actor, "demo.cleared", ("workspace", actor.workspace_id))


ROUTES = [fill_demo, clear_demo]

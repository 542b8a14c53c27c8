"""Doors to looking at the desk as another role or person, and back."""

from litestar import delete, post

from otklik.access import viewing
from otklik.access.actor import Actor, Viewing
from otklik.access.guards import WHILE_VIEWING, operators_only, requires
from otklik.access.permissions import Permission
from otklik.access.schemas import ViewingInput
from otklik.infra.db import Database

_TAG = ["People"]


@post("/api/v1/session/viewing", guards=[operators_only(), requires(Permission.OPERATORS_MANAGE)], tags=_TAG)
async def begin_viewing(data: ViewingInput, actor: Actor, db: Database) -> Viewing:
    """Look at the desk as a role or a person for half an hour, in every tab of this session; nothing can be written."""
    async with db.workspace(actor.workspace_id) as tx:
        return await viewing.begin_viewing(tx, actor, data)


@delete("/api/v1/session/viewing", guards=[operators_only()], opt=WHILE_VIEWING, tags=_TAG)
async def end_viewing(actor: Actor, db: Database) -> None:
    """Go back to one's own rights."""
    async with db.workspace(actor.workspace_id) as tx:
        await viewing.end_viewing(tx, actor.session_id or 0)


ROUTES = [begin_viewing, end_viewing]

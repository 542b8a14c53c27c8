"""The doors of templates."""

from typing import Annotated

from litestar import get, post
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.inboxes.service import Inboxes
from otklik.infra.db import Database
from otklik.templates.schemas import TemplatesOut, show_templates
from otklik.templates.service import list_stored, sync_templates

_reply = [requires(Permission.INBOXES_VIEW, Permission.CONVERSATIONS_REPLY)]
_TAG = ["inboxes"]
Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/inboxes/{inbox_id:int}/templates", guards=_reply, tags=_TAG)
async def list_inbox_templates(inbox_id: Id, db: Database, actor: Actor, inboxes: Inboxes) -> TemplatesOut:
    """List the templates a provider keeps for an inbox, what can be sent first."""
    async with db.workspace(actor.workspace_id) as tx:
        return show_templates(*await list_stored(tx, inboxes, inbox_id))


@post("/api/v1/inboxes/{inbox_id:int}/templates/sync", guards=_reply, status_code=200, tags=_TAG)
async def sync_inbox_templates(inbox_id: Id, db: Database, actor: Actor, inboxes: Inboxes) -> TemplatesOut:
    """Ask the provider now, once in ten seconds at most, and list what it tells; its refusal stands in `error`."""
    async with db.workspace(actor.workspace_id) as tx:
        await list_stored(tx, inboxes, inbox_id)
    await sync_templates(inboxes, actor.workspace_id, inbox_id)
    async with db.workspace(actor.workspace_id) as tx:
        return show_templates(*await list_stored(tx, inboxes, inbox_id))


ROUTES = [list_inbox_templates, sync_inbox_templates]

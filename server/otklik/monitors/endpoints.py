"""The doors of channel health, for those who look after channels."""

from litestar import get

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.infra.db import Database
from otklik.infra.web.schemas import Items
from otklik.monitors import service
from otklik.monitors.schemas import InboxHealthDetail, InboxHealthOut

_TAG = ["Channel health"]
_GUARDS = [requires(Permission.INBOXES_MANAGE)]


@get("/api/v1/inbox-health", guards=_GUARDS, tags=_TAG)
async def list_inbox_health(actor: Actor, db: Database) -> Items[InboxHealthOut]:
    """Show how every channel is: its state in words, traffic, errors, backlog, and the day's ledger."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items(await service.list_inbox_health(tx))


@get("/api/v1/inbox-health/{inbox_id:int}", guards=_GUARDS, tags=_TAG)
async def show_inbox_health(inbox_id: int, actor: Actor, db: Database) -> InboxHealthDetail:
    """Show how one channel is, its ledger per minute and per hour, and the provider's last errors in plain words."""
    async with db.workspace(actor.workspace_id) as tx:
        return await service.get_inbox_health(tx, inbox_id)


ROUTES = [list_inbox_health, show_inbox_health]

"""Doors to an operator's own drafts; nobody else ever sees them."""

from typing import Literal

from litestar import get, put

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.desk import drafts
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas_drafts import Draft, DraftBrief, DraftInput
from otklik.desk.service import operator_of
from otklik.desk.sight import see_conversation
from otklik.infra.web.schemas import Items

_TAG = ["Drafts"]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]


@get("/api/v1/drafts", guards=_REPLY, tags=_TAG)
async def list_drafts(actor: Actor, desk: Desk) -> Items[DraftBrief]:
    """List the beginnings of one's own drafts, the last touched first."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return Items(await drafts.list_drafts(tx, actor))


@get("/api/v1/conversations/{conversation_id:int}/drafts", guards=_REPLY, tags=_TAG)
async def show_drafts(conversation_id: Id, actor: Actor, desk: Desk) -> Items[Draft]:
    """Show one's own drafts in a conversation; those without text and attachments were sent or emptied."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        return Items(await drafts.DraftViews(desk.views.links).load(tx, operator_of(actor), [conversation_id]))


@put("/api/v1/conversations/{conversation_id:int}/drafts/{tab:str}", guards=_REPLY, tags=_TAG)
async def save_draft(
    conversation_id: Id, tab: Literal["reply", "note"], data: DraftInput, actor: Actor, desk: Desk
) -> Draft:
    """Save a draft and answer with it as it stands: the newer one of another device, when this one is older."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await drafts.save_draft(tx, desk, actor, (conversation_id, tab), data)


ROUTES = [list_drafts, show_drafts, save_draft]

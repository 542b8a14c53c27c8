"""Doors to parent and child: a conversation that belongs to another one."""

from litestar import delete, put

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.conversations.linking import link, unlink
from otklik.desk import service
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas import Conversation, ObjectId
from otklik.desk.sight import see_conversation
from otklik.infra.web.schemas import Input

_TAG = ["Conversations"]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]
_PARENT = "/api/v1/conversations/{conversation_id:int}/parent"


class ParentInput(Input, frozen=True, kw_only=True):
    """The conversation to which this one shall belong."""

    parent_id: ObjectId


@put(_PARENT, guards=_REPLY, tags=_TAG)
async def link_conversation(conversation_id: Id, data: ParentInput, actor: Actor, desk: Desk) -> Conversation:
    """Let a conversation belong to another one; both say so."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        await see_conversation(tx, actor, data.parent_id)
        await link(tx, data.parent_id, conversation_id, service.author_of(actor))
        return await service.show_conversation(tx, desk, actor, conversation_id)


@delete(_PARENT, guards=_REPLY, status_code=200, tags=_TAG)
async def unlink_conversation(conversation_id: Id, actor: Actor, desk: Desk) -> Conversation:
    """Part a conversation from the one it belongs to."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        await unlink(tx, conversation_id, service.author_of(actor))
        return await service.show_conversation(tx, desk, actor, conversation_id)


ROUTES = [link_conversation, unlink_conversation]

"""Doors to following: to hear how a conversation goes on without holding it."""

from litestar import delete, put

from otklik.access.actor import Actor
from otklik.access.guards import operators_only, requires
from otklik.access.permissions import Permission
from otklik.conversations.following import follow, unfollow
from otklik.desk import service
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas import Conversation
from otklik.desk.sight import see_conversation

_TAG = ["Conversations"]
_OWN = [operators_only(), requires(Permission.CONVERSATIONS_VIEW)]


@put("/api/v1/conversations/{conversation_id:int}/followers/me", guards=_OWN, tags=_TAG)
async def follow_conversation(conversation_id: Id, actor: Actor, desk: Desk) -> Conversation:
    """Be told when the customer writes and when it is closed, whoever holds it."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        await follow(tx, conversation_id, actor.id)
        return await service.show_conversation(tx, desk, actor, conversation_id)


@delete("/api/v1/conversations/{conversation_id:int}/followers/me", guards=_OWN, status_code=200, tags=_TAG)
async def unfollow_conversation(conversation_id: Id, actor: Actor, desk: Desk) -> Conversation:
    """Be told of it no more, unless it is one's own."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        await unfollow(tx, conversation_id, actor.id)
        return await service.show_conversation(tx, desk, actor, conversation_id)


ROUTES = [follow_conversation, unfollow_conversation]

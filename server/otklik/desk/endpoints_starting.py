"""Doors to conversations that we begin."""

from typing import Annotated

from litestar import get, post
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.desk import starting
from otklik.desk.room import Desk
from otklik.desk.schemas import Conversation
from otklik.desk.schemas_starting import ConversationStart, NewConversation
from otklik.infra.web.idempotency import Created, Once

_TAG = ["Conversations"]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]


@get("/api/v1/conversations/start", guards=_REPLY, tags=_TAG)
async def show_conversation_start(
    actor: Actor, desk: Desk, contact_id: Annotated[int | None, Parameter(ge=1, le=2**63 - 1)] = None
) -> ConversationStart:
    """Show by which addresses somebody can be written to first."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await starting.show_start(tx, desk, actor, contact_id)


@post("/api/v1/conversations", guards=_REPLY, tags=_TAG)
async def start_conversation(data: NewConversation, actor: Actor, desk: Desk, once: Once) -> Created[Conversation]:
    """Begin a conversation where the channel lets us write first."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, lambda: starting.start(tx, desk, actor, data))


ROUTES = [show_conversation_start, start_conversation]

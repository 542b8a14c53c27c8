"""Doors to conversations that we begin."""

from typing import Annotated

from litestar import get, post
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.canned_responses.schemas import InsertedResponse, RenderedResponse
from otklik.canned_responses.shown import show_filled, show_inserted
from otklik.desk import starting, starting_canned
from otklik.desk.room import Desk
from otklik.desk.schemas import Conversation
from otklik.desk.schemas_starting import ConversationStart, FirstAddressee, NewConversation
from otklik.infra.web.idempotency import Created, Once

_TAG = ["Conversations"]
Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
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


@post("/api/v1/conversations/start/canned-responses/{response_id:int}", guards=_REPLY, tags=_TAG, status_code=200)
async def render_first_response(response_id: Id, data: FirstAddressee, actor: Actor, desk: Desk) -> RenderedResponse:
    """Fill a canned response in for somebody who is to be written to first; changes nothing."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        filled = await starting_canned.fill_in(tx, desk, actor, response_id, data)
        return show_filled(actor, desk.views.links, filled)


@post("/api/v1/conversations/start/canned-responses/{response_id:int}/insert", guards=_REPLY, tags=_TAG)
async def insert_first_response(
    response_id: Id, data: FirstAddressee, actor: Actor, desk: Desk, once: Once
) -> Created[InsertedResponse]:
    """Fill one in, count the use, and lay its files ready as uploads of the caller."""

    async def insert() -> InsertedResponse:
        filled, laid = await starting_canned.insert(tx, desk, actor, response_id, data)
        return show_inserted(actor, desk.views.links, filled, laid)

    async with desk.db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, insert)


ROUTES = [show_conversation_start, start_conversation, render_first_response, insert_first_response]

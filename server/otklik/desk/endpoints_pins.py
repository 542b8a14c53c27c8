"""Doors to pinned messages."""

from litestar import delete, get, put

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.conversations.pinning import list_pinned, pin, unpin
from otklik.desk import service
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas import Named, moment
from otklik.desk.schemas_messages import Message
from otklik.desk.schemas_pins import PinnedMessage
from otklik.desk.sight import see_conversation, see_message
from otklik.infra.web.schemas import Items

_TAG = ["Messages"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]
_ONE = "/api/v1/conversations/{conversation_id:int}/messages/{message_id:int}/pin"


@get("/api/v1/conversations/{conversation_id:int}/pins", guards=_VIEW, tags=_TAG)
async def list_pins(conversation_id: Id, actor: Actor, desk: Desk) -> Items[PinnedMessage]:
    """List what is pinned in a conversation, in the order of the thread; at most twenty."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        return Items(
            [
                PinnedMessage(
                    message_id=one.message_id, seq=one.seq, kind=one.kind, author_name=one.author_name, text=one.text,
                    by=Named(one.operator_id or 0, one.operator_name), at=moment(one.pinned_at),
                )
                for one in await list_pinned(tx, conversation_id)
            ]
        )  # fmt: skip


@put(_ONE, guards=_REPLY, tags=_TAG)
async def pin_message(conversation_id: Id, message_id: Id, actor: Actor, desk: Desk) -> Message:
    """Pin a message over its conversation for everybody at the desk; twice is once."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_message(tx, actor, message_id, conversation_id)
        await pin(tx, message_id, service.author_of(actor))
        return await service.show_message(tx, desk, message_id)


@delete(_ONE, guards=_REPLY, status_code=200, tags=_TAG)
async def unpin_message(conversation_id: Id, message_id: Id, actor: Actor, desk: Desk) -> Message:
    """Take a message down again; one that is not pinned stays as it is."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_message(tx, actor, message_id, conversation_id)
        await unpin(tx, message_id, service.author_of(actor))
        return await service.show_message(tx, desk, message_id)


ROUTES = [list_pins, pin_message, unpin_message]

"""Doors to replies that wait before they leave."""

from litestar import get, patch, post

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.desk import holding
from otklik.desk import repository_held as repository
from otklik.desk.drafts import DraftViews
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas_held import Held, HeldChange, HeldInput, TakenBack
from otklik.desk.sight import see_conversation
from otklik.desk.views_held import show_held
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import Items

_TAG = ["Messages that wait"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]
_ONE = "/api/v1/conversations/{conversation_id:int}/held/{held_id:int}"


@get("/api/v1/conversations/{conversation_id:int}/held", guards=_VIEW, tags=_TAG)
async def list_held(conversation_id: Id, actor: Actor, desk: Desk) -> Items[Held]:
    """List what waits in a conversation, and what was stopped and is not put away yet, in the order of leaving."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        return Items(await show_held(tx, desk.views.links, await repository.list_there(tx, conversation_id)))


@post("/api/v1/conversations/{conversation_id:int}/held", guards=_REPLY, tags=_TAG)
async def hold_message(conversation_id: Id, data: HeldInput, actor: Actor, desk: Desk, once: Once) -> Created[Held]:
    """Let a reply leave in some seconds, to be taken back until then, or at a time; once per `client_id`."""
    async with desk.db.workspace(actor.workspace_id) as tx:

        async def create() -> Held:
            row = await holding.hold(tx, desk, actor, conversation_id, data)
            return (await show_held(tx, desk.views.links, [row]))[0]

        return await once.answer(tx, create)


@patch(_ONE, guards=_REPLY, tags=_TAG)
async def change_held(conversation_id: Id, held_id: Id, data: HeldChange, actor: Actor, desk: Desk) -> Held:
    """Change the text, the time or the condition; 409 `already_sent` when the message has left."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        row = await holding.change(tx, desk, actor, (conversation_id, held_id), data)
        return (await show_held(tx, desk.views.links, [row]))[0]


@post(_ONE + "/undo", guards=_REPLY, status_code=200, tags=_TAG)
async def undo_held(conversation_id: Id, held_id: Id, actor: Actor, desk: Desk) -> TakenBack:
    """Take the message back into its author's draft; 409 `already_sent` when it has left."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        row = await holding.undo(tx, desk, actor, (conversation_id, held_id))
        held = (await show_held(tx, desk.views.links, [row]))[0]
        if actor.operator_id is None or actor.operator_id != row.author_id:
            return TakenBack(held=held, draft=None)
        drafts = await DraftViews(desk.views.links).load(tx, actor.operator_id, [conversation_id])
        return TakenBack(held=held, draft=next((one for one in drafts if one.tab == "reply"), None))


@post(_ONE + "/send", guards=_REPLY, status_code=200, tags=_TAG)
async def send_held(conversation_id: Id, held_id: Id, actor: Actor, desk: Desk) -> Held:
    """Let the message leave at once."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        row = await holding.send_now(tx, desk, actor, (conversation_id, held_id))
        return (await show_held(tx, desk.views.links, [row]))[0]


ROUTES = [list_held, hold_message, change_held, undo_held, send_held]

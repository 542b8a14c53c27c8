"""Doors that run macros on a conversation; what macros there are is the affair of their own room."""

from litestar import get, post

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.desk import macro_running
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas_macros import MacroPreview, MacroRun
from otklik.infra.web.idempotency import Created, Once

_TAG = ["Macros"]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]
_ONE = "/api/v1/conversations/{conversation_id:int}/macros/{macro_id:int}"


@get(_ONE, guards=_REPLY, tags=_TAG)
async def preview_macro(
    conversation_id: Id, macro_id: Id, actor: Actor, desk: Desk, *, among_many: bool = False
) -> MacroPreview:
    """Show what a macro would do in this conversation now, with its words filled in, and what would be refused.

    `among_many`: as one of many, where words for the customer have no reply to be put into.
    """
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await macro_running.preview(tx, desk, actor, (conversation_id, macro_id), among_many=among_many)


@post(_ONE + "/run", guards=_REPLY, status_code=200, tags=_TAG)
async def run_macro(conversation_id: Id, macro_id: Id, actor: Actor, desk: Desk, once: Once) -> Created[MacroRun]:
    """Run a macro; what is refused now is left out and named. Words for the customer come back to be sent by hand."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        place = (conversation_id, macro_id)
        return await once.answer(tx, lambda: macro_running.run(tx, desk, actor, place), 200)


@post(
    "/api/v1/conversations/{conversation_id:int}/macro-runs/{run_id:int}/undo",
    guards=_REPLY,
    status_code=200,
    tags=_TAG,
)
async def undo_macro(conversation_id: Id, run_id: Id, actor: Actor, desk: Desk) -> MacroRun:
    """Bring back what one's own run changed; what somebody has changed since is kept."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        return await macro_running.undo(tx, actor, (conversation_id, run_id))


ROUTES = [preview_macro, run_macro, undo_macro]

"""Calls of visitors: a call is a message first, so that whoever is not answered stands on the list as waiting."""

from uuid import UUID

from otklik.calls import service as calls
from otklik.calls.errors import CallsOff
from otklik.calls.records import Calling, CallRow
from otklik.infra.db import Tx
from otklik.messaging.directory import OpenInbox
from otklik.visitor import posting, repository_calls
from otklik.visitor.reception import CLOSED, Reception, look
from otklik.visitor.records import VisitorSession
from otklik.visitor.room import Visitor
from otklik.visitor.schemas import MessageInput
from otklik.visitor.schemas_calls import CallStarted, CallState, show_call
from otklik.visitor.sessions import get_inbox_of, settings_of

_WORDS = {"ru": "Звонок с сайта", "en": "Call from the website"}


async def start_call(visitor: Visitor, session: VisitorSession, client_id: str) -> CallStarted:
    """Ring the desk, or find the call that was asked for before.

    Raises CallsOff where nobody can be called now, CallRunning, and all that writing a message raises.
    """
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        known = await calls.find_asked(tx, session.id, UUID(client_id))
    row = known or await _ring(visitor, session, client_id)
    return CallStarted(call=show_call(row), servers=visitor.settings.relay.servers_for(f"visitor{session.id}"))


async def _ring(visitor: Visitor, session: VisitorSession, client_id: str) -> CallRow:
    inbox = await get_inbox_of(visitor, session)
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        await _check_open(tx, inbox)
    visitor.limits.take_ring(session.id)
    words = _WORDS["en" if session.locale.startswith("en") else "ru"]
    posted = await posting.post_message(visitor, session, MessageInput(client_id=client_id, text=words))
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        place = await repository_calls.find_place(tx, posted.id)
        if place is None or place.blocked:
            raise CallsOff
        calling = Calling(
            conversation_id=place.conversation_id, inbox_id=session.inbox_id, session_id=session.id,
            client_id=UUID(client_id), rings_s=settings_of(inbox).call_seconds,
        )  # fmt: skip
        return await calls.begin(tx, calling)


async def _check_open(tx: Tx, inbox: OpenInbox) -> None:
    reception = (await look(tx, [inbox.record.id])).get(inbox.record.id, CLOSED)
    if not may_call(settings_of(inbox).calls, reception):
        raise CallsOff


def may_call(mode: str, reception: Reception) -> bool:
    """Say whether visitors may call now: while somebody is there, or within the hours."""
    match mode:
        case "online":
            return reception.online
        case "hours":
            return reception.within
        case _:
            return False


async def show_one(visitor: Visitor, session: VisitorSession, call_id: int) -> CallState:
    """Show a visitor's call."""
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        return show_call(await calls.get_of_visitor(tx, session.id, call_id))


async def hang_up(visitor: Visitor, session: VisitorSession, call_id: int) -> CallState:
    """End a visitor's call."""
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        return show_call(await calls.hang_up(tx, call_id, session_id=session.id))

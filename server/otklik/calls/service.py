"""The verbs on calls. Whatever happens to a call is written down first; the browsers hear of it afterwards."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from otklik.calls import repository
from otklik.calls.errors import CallRunning, CallTaken, NoSuchCall
from otklik.calls.events import CallChanged
from otklik.calls.records import (
    ACCEPTED,
    ACTIVE,
    CANCELLED,
    DECLINED,
    ENDED,
    HUNG_UP,
    LEFT,
    LONGEST_S,
    LOST,
    NO_ANSWER,
    NOBODY,
    OPERATOR,
    RINGING,
    SILENCE_S,
    TOO_LONG,
    VISITOR,
    Calling,
    CallRow,
)
from otklik.conversations import verbs
from otklik.conversations.records import SYSTEM, Author
from otklik.conversations.talking import note_talked
from otklik.conversations.verbs import Target
from otklik.infra.db import Database, Tx

LINE = "call"


async def begin(tx: Tx, calling: Calling) -> CallRow:
    """Let a call ring on the desks of the free operators of the chat's team; asked again, return the same call.

    With nobody free it is missed at once. Raises CallRunning while the visitor has another call.
    """
    conversation = await verbs.get_conversation(tx, calling.conversation_id, lock=True)
    call_id = await repository.insert_call(tx, calling)
    if call_id is None:
        known = await repository.find_asked(tx, calling.session_id, calling.client_id)
        if known is None:
            raise CallRunning
        return known
    ringers = await repository.ring(tx, call_id, calling.inbox_id)
    line = await verbs.add_line(tx, conversation, SYSTEM, LINE, _told(await get(tx, call_id)))
    await repository.set_line(tx, call_id, line.id)
    if not ringers:
        return await _end(tx, await get(tx, call_id), NOBODY)
    await _announce(tx, await get(tx, call_id))
    return await get(tx, call_id)


async def get(tx: Tx, call_id: int) -> CallRow:
    """Return a call of this workspace; raises NoSuchCall."""
    row = await repository.find(tx, call_id)
    if row is None:
        raise NoSuchCall
    return row


async def find(tx: Tx, call_id: int) -> CallRow | None:
    """Return a call of this workspace."""
    return await repository.find(tx, call_id)


async def find_asked(tx: Tx, session_id: int, client_id: UUID) -> CallRow | None:
    """Return the call that a visitor asked for under this name."""
    return await repository.find_asked(tx, session_id, client_id)


async def get_of_visitor(tx: Tx, session_id: int, call_id: int) -> CallRow:
    """Return a visitor's call; raises NoSuchCall for anybody else's."""
    row = await get(tx, call_id)
    if row.session_id != session_id:
        raise NoSuchCall
    return row


async def list_mine(tx: Tx, operator_id: int) -> Sequence[CallRow]:
    """Return the calls that ring on an operator's desk, and the one they are in."""
    return await repository.list_mine(tx, operator_id)


async def accept(tx: Tx, by: Author, call_id: int, tab: str) -> CallRow:
    """Take a ringing call, and the conversation with it; in the same tab again it is taken already.

    Raises CallTaken when a colleague was faster or it rings no more, CallRunning while this operator is in another.
    """
    operator_id = by.id or 0
    in_call = await repository.lock_operator(tx, operator_id)
    row = await _hold_ring(tx, operator_id, call_id)
    if row.state == ACTIVE and (row.operator_id, row.tab) == (operator_id, tab):
        return row
    if row.state != RINGING or row.left_s <= 0:
        raise CallTaken(row.state, row.operator_name)
    if in_call:
        raise CallRunning
    if not await repository.accept(tx, call_id, {"operator": operator_id, "name": by.name, "tab": tab}):
        raise CallTaken(row.state, row.operator_name)
    await repository.answer_ring(tx, call_id, operator_id, ACCEPTED)
    await repository.stop_ringing(tx, call_id)
    await repository.hush_others(tx, operator_id)
    await _hand_over(tx, by, row)
    return await _tell(tx, call_id)


async def _hand_over(tx: Tx, by: Author, row: CallRow) -> None:
    """Give the conversation to whoever speaks with the customer, who waits for nobody any more."""
    conversation = await verbs.get_conversation(tx, row.conversation_id, lock=True)
    target = Target(operator_id=by.id, operator_name=by.name, team_id=conversation.team_id)
    await verbs.assign(tx, row.conversation_id, by, target)
    await note_talked(tx, row.conversation_id)


async def decline(tx: Tx, by: Author, call_id: int) -> CallRow:
    """Stop the ringing on one's own desk; the last one who declines ends the call. Twice is once."""
    row = await _hold_ring(tx, by.id or 0, call_id)
    if row.state != RINGING:
        return row
    await repository.answer_ring(tx, call_id, by.id or 0, DECLINED)
    if RINGING in (await repository.list_ringers(tx, call_id)).values():
        await _announce(tx, row)
        return row
    return await _end(tx, row, DECLINED)


async def hang_up(tx: Tx, call_id: int, *, session_id: int | None = None, operator_id: int | None = None) -> CallRow:
    """End a call from either side; one that is over stays as it ended. Raises NoSuchCall for anybody else's."""
    row = await _lock(tx, call_id)
    mine = row.session_id == session_id if session_id is not None else row.operator_id == operator_id
    if not mine:
        raise NoSuchCall
    by = OPERATOR if session_id is None else VISITOR
    return await _end(tx, row, CANCELLED if row.state == RINGING else HUNG_UP, by)


async def hold(tx: Tx, operator_id: int, call_id: int, *, on: bool) -> CallRow:
    """Put one's own call on hold, or take it back; the visitor is told."""
    row = await _lock(tx, call_id)
    if row.operator_id != operator_id:
        raise NoSuchCall
    if row.state != ACTIVE:
        raise CallTaken(row.state, row.operator_name)
    await repository.hold(tx, call_id, on=on)
    await _announce(tx, row)
    return await get(tx, call_id)


async def look_after(database: Database) -> None:
    """End the calls that nobody has answered in time, and those of which one end has fallen silent."""
    for due in await repository.list_due(database):
        async with database.workspace(due.workspace_id) as tx:
            await settle(tx, due.id)


async def settle(tx: Tx, call_id: int) -> None:
    """End a call whose time is over, as it is now: it may have changed since somebody looked."""
    row = await _lock(tx, call_id)
    how = await _judge(tx, row)
    if how:
        await _end(tx, row, how)


async def _judge(tx: Tx, row: CallRow) -> str:
    gone = row.session_id is None or row.visitor_silent_s > SILENCE_S
    if row.state == ACTIVE:
        if gone or row.operator_id is None or row.operator_silent_s > SILENCE_S:
            return LOST
        return TOO_LONG if row.talked_s > LONGEST_S else ""
    if row.state == ENDED:
        return ""
    if gone:
        return LEFT
    rings = set((await repository.list_ringers(tx, row.id)).values())
    if RINGING not in rings:
        return DECLINED if DECLINED in rings else NOBODY
    return NO_ANSWER if row.left_s <= 0 else ""


async def _lock(tx: Tx, call_id: int) -> CallRow:
    row = await repository.lock(tx, call_id)
    if row is None:
        raise NoSuchCall
    return row


async def _hold_ring(tx: Tx, operator_id: int, call_id: int) -> CallRow:
    """Return a call, locked, that rang on this operator's desk."""
    row = await _lock(tx, call_id)
    if operator_id not in await repository.list_ringers(tx, call_id):
        raise NoSuchCall
    return row


async def _end(tx: Tx, row: CallRow, how: str, by: str | None = None) -> CallRow:
    if not await repository.end(tx, row.id, how, by):
        return row
    await repository.stop_ringing(tx, row.id)
    return await _tell(tx, row.id)


async def _tell(tx: Tx, call_id: int) -> CallRow:
    """Let the line of the conversation say how the call stands now, and the browsers look."""
    row = await get(tx, call_id)
    if row.line_id is not None:
        await verbs.get_conversation(tx, row.conversation_id, lock=True)
        await verbs.rewrite_line(tx, row.line_id, LINE, _told(row))
    await _announce(tx, row)
    return row


async def _announce(tx: Tx, row: CallRow) -> None:
    ringers = await repository.list_ringers(tx, row.id)
    data = {"call_id": row.id, "session_id": row.session_id, "ring_for": sorted(ringers)}
    await tx.announce(CallChanged(workspace_id=tx.workspace_id, data=data))


def _told(row: CallRow) -> dict[str, object]:
    """Return what the line says: who, when it began, after how long it was answered, how long it was, how it ended."""
    told: dict[str, object] = {"call_id": row.id, "state": row.state, "began_at": _moment(row.began_at)}
    if row.operator_name:
        told |= {"operator_id": row.operator_id, "operator_name": row.operator_name}
    if row.answered_at is not None:
        told["answered_s"] = round((row.answered_at - row.began_at).total_seconds())
    if row.state == ENDED:
        told |= {"how": row.how, "by": row.ended_by or "", "lasted_s": round(row.talked_s)}
    return told


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")

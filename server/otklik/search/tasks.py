"""The task that keeps the index: what events tell of first, then what was there before it, a little at a time."""

import time

from msgspec import structs

from otklik.infra.db import Database, Tx
from otklik.search import repository_index as repository
from otklik.search.records import FollowedEvent, Progress

EVERY_S = 1.0
_BATCH = 500
_BUDGET_S = 0.4
"""How long one turn may work; the rest of the second belongs to the road."""
_MOVED = frozenset({"joined", "contact_merged", "contact_unmerged"})
_TOUCHED = frozenset({"edited", "deleted", "files", "moved"})
_DEMO = frozenset({"demo_filled", "demo_cleared"})


async def keep_index(database: Database) -> None:
    """Work for part of a second; what is left over waits for the next turn."""
    end = time.monotonic() + _BUDGET_S
    while time.monotonic() < end and await advance(database):
        pass


async def fill_index(database: Database) -> None:
    """Work until nothing is left to do."""
    while await advance(database):
        pass


async def advance(database: Database) -> bool:
    """Do one batch in one transaction; False when nothing is left, or another process is at it."""
    async with database.system() as tx:
        progress = await repository.lock_progress(tx)
        if progress is None:
            return False
        events = await repository.list_events(tx, progress, _BATCH)
        if events:
            await _follow(tx, events)
            last = events[-1]
            await repository.move_progress(tx, structs.replace(progress, xid=last.xid, event_id=last.id))
            return True
        return await _read_older(tx, progress)


async def _read_older(tx: Tx, progress: Progress) -> bool:
    """Read a batch of the messages that were there first, the newest first."""
    if progress.below == 0:
        return False
    ids = await repository.list_below(tx, progress.below, _BATCH)
    await repository.index_messages(tx, ids)
    await repository.move_progress(tx, structs.replace(progress, below=ids[-1] if ids else 0))
    return True


async def _follow(tx: Tx, events: list[FollowedEvent]) -> None:
    changed = [one for one in events if one.kind == "conversation.changed" and one.what in _MOVED]
    moved = sorted({one.conversation_id for one in changed if one.conversation_id})
    for workspace_id in {one.workspace_id for one in events if one.kind == "workspace.changed" and one.what in _DEMO}:
        await repository.drop_orphans(tx, workspace_id)
        await repository.index_messages(tx, await repository.list_demo_messages(tx, workspace_id))
    await repository.index_messages(tx, sorted({one.message_id for one in events if one.message_id and _touches(one)}))
    if moved:
        await repository.move_conversations(tx, moved)


def _touches(event: FollowedEvent) -> bool:
    """Say whether an event changes what is found of its message."""
    if event.kind == "message.changed":
        return event.what in _TOUCHED
    return event.kind in {"message.recorded", "message.queued"}

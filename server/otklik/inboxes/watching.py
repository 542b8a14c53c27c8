"""Looking after connections: every few minutes each hook is compared with what the provider has, and repaired.

One failed look is noted, the second in a row raises the alarm: the inbox is marked failing. A look that succeeds
clears both. Inboxes whose setting up was interrupted, or that never were connected, are connected.
"""

import asyncio

import structlog

from otklik.access.audit import write_audit
from otklik.channelkit.channel import Subscription
from otklik.inboxes import repository
from otklik.inboxes.errors import NoSuchInbox
from otklik.inboxes.events import InboxChanged
from otklik.inboxes.records import InboxRecord
from otklik.inboxes.service import Inboxes, connect_inbox
from otklik.kit.errors import Unavailable

log = structlog.get_logger(__name__)

WATCH_EVERY_S = 300.0
_INTERRUPTED_AFTER_S = 120.0
_AT_ONCE = 8
_MARK = "hook: "


async def watch_inboxes(room: Inboxes, *, interrupted_after_s: float = _INTERRUPTED_AFTER_S) -> None:
    """Look after every inbox once; the troubles of one are no trouble for another."""
    async with room.db.system() as tx:
        records = await repository.list_watched(tx, interrupted_after_s)
    turns = asyncio.Semaphore(_AT_ONCE)

    async def take_turn(record: InboxRecord) -> None:
        async with turns:
            await _look_after(room, record)

    await asyncio.gather(*(take_turn(record) for record in records))


async def recover_inboxes(room: Inboxes) -> None:
    """Connect what a crash left half set up; for the start of the server."""
    async with room.db.system() as tx:
        records = await repository.list_watched(tx, 0)
    for record in records:
        if record.status == "setting_up":
            await _look_after(room, record)


async def _look_after(room: Inboxes, record: InboxRecord) -> None:
    try:
        if record.status == "setting_up" or (record.status == "failing" and record.account is None):
            await connect_inbox(room, record.workspace_id, record.id)
            return
        found = await room.connector.watch(record, room.vault.open_settings(record))
        if found is not None:
            await _note(room, record, found)
    except (Unavailable, NoSuchInbox):
        return
    except Exception as error:
        log.exception("inboxes.watch_failed", inbox=record.id, error=type(error).__name__)


async def _note(room: Inboxes, record: InboxRecord, found: Subscription) -> None:
    """Write down what a look found; compare-and-set against changes made meanwhile."""
    async with room.db.workspace(record.workspace_id) as tx:
        now = await repository.lock_inbox(tx, record.id)
        if now is None or now.status not in {"active", "failing"}:
            return
        health = await repository.find_health(tx, record.id)
        again = health is not None and (health.last_error or "").startswith(_MARK)
        status = now.status
        if found.ok:
            await repository.forget_error(tx, record.id, _MARK)
            status = "active"
        else:
            await repository.note_error(tx, record.id, record.workspace_id, _MARK + (found.detail or "not registered"))
            status = "failing" if again else status
        if found.repaired:
            log.warning("inboxes.hook_repaired", inbox=record.id)
            await write_audit(tx, None, "inbox.repaired", ("inbox", record.id))
        if status != now.status:
            log.warning("inboxes.hook_failing" if status == "failing" else "inboxes.hook_mended", inbox=record.id)
            await repository.update_inbox(tx, record.id, {"status": status})
            await write_audit(tx, None, f"inbox.{status}", ("inbox", record.id))
            await tx.announce(
                InboxChanged(workspace_id=record.workspace_id, data={"inbox_id": record.id, "what": status})
            )

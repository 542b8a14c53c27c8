"""Queries of the task that follows the event log; all workspaces, by the machinery's way in."""

from typing import Final, LiteralString

from otklik.infra.db import Tx
from otklik.notifications.records import FollowedEvent, Progress

_LOCK: Final[LiteralString] = """
select xid::text::bigint as xid, event_id, xid > pg_snapshot_xmax(pg_current_snapshot()) as "foreign"
from notification_progress where id = 1 for update skip locked
"""
_BEGIN: Final[LiteralString] = """
insert into notification_progress (id, xid, event_id) values (1, pg_snapshot_xmin(pg_current_snapshot()), 0)
"""


async def lock_progress(tx: Tx) -> Progress | None:
    """Return where the task stands, locked; None while another process works. Begins at the present end of the log.

    A place that this server's log has not reached comes from another one, by a restored copy: then it begins anew.
    """
    found = await tx.find(Progress, _LOCK)
    if found is None:
        await tx.execute(f"{_BEGIN} on conflict (id) do nothing")
        found = await tx.find(Progress, _LOCK)
    if found is not None and found.foreign:
        await tx.execute(f"{_BEGIN} on conflict (id) do update set xid = excluded.xid, event_id = 0")
        found = await tx.find(Progress, _LOCK)
    return found


async def move_progress(tx: Tx, last: FollowedEvent) -> None:
    """Remember how far the log has been followed."""
    await tx.execute(
        "update notification_progress set xid = %(xid)s::text::xid8, event_id = %(event)s where id = 1",
        {"xid": str(last.xid), "event": last.id},
    )


async def list_events(tx: Tx, after: Progress, limit: int, old_s: int) -> list[FollowedEvent]:
    """Return the settled events after a place, in the order of the log."""
    return await tx.fetch(
        FollowedEvent,
        """select xid::text::bigint as xid, id, workspace_id, kind, conversation_id, message_id, data,
                  at < now() - %(old)s * interval '1 second' as old
           from event
           where (xid, id) > (%(xid)s::text::xid8, %(id)s) and xid < pg_snapshot_xmin(pg_current_snapshot())
           order by event.xid, id limit %(limit)s""",
        {"xid": str(after.xid), "id": after.event_id, "limit": limit, "old": old_s},
    )

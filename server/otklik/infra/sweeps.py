"""What is thrown away by the clock: old journal bodies, events, keys, logs, and files that no transaction named."""

import asyncio
import time
from pathlib import Path
from typing import Final, LiteralString

import structlog

from otklik.infra.db import Database

log = structlog.get_logger(__name__)

DELETED_DAYS: Final = 90
"""How long what deleted messages said can be looked at."""
_BATCH = 20_000
_ORPHAN_AGE_S = 24 * 3600


async def sweep_tables(database: Database, *, journal_days: int, event_days: int) -> None:
    """Delete what is past its time, a batch at a time so that nobody waits for us."""
    days = {
        "hook_call": journal_days, "event": event_days, "channel_log": 7, "idempotency_key": 1, "early_fact": 7,
        "draft": 7, "held_message": 7, "inbox_minute": 8, "deleted_message": DELETED_DAYS,
    }  # fmt: skip
    for table, statement in _STATEMENTS.items():
        gone = _BATCH
        while gone == _BATCH:
            async with database.system() as tx:
                gone = await tx.execute(statement, {"days": days[table], "limit": _BATCH})
    async with database.system() as tx:
        await tx.execute("delete from node where seen_at < now() - interval '1 hour'")


_STATEMENTS: Final[dict[str, LiteralString]] = {
    "hook_call": """delete from hook_call where id in (select id from hook_call where state <> 'failed'
        and received_at < now() - %(days)s * interval '1 day' limit %(limit)s)""",
    "event": """delete from event where id in (select id from event
        where at < now() - %(days)s * interval '1 day' limit %(limit)s)""",
    "channel_log": """delete from channel_log where id in (select id from channel_log
        where at < now() - %(days)s * interval '1 day' limit %(limit)s)""",
    "idempotency_key": """delete from idempotency_key where ctid in (select ctid from idempotency_key
        where created_at < now() - %(days)s * interval '1 day' limit %(limit)s)""",
    "early_fact": """delete from early_fact where id in (select id from early_fact
        where received_at < now() - %(days)s * interval '1 day' limit %(limit)s)""",
    "draft": """delete from draft where ctid in (select ctid from draft
        where not filled and replaced = '' and updated_at < now() - %(days)s * interval '1 day' limit %(limit)s)""",
    "inbox_minute": """delete from inbox_minute where ctid in (select ctid from inbox_minute
        where minute < now() - %(days)s * interval '1 day' limit %(limit)s)""",
    # Its files become uploads that nobody waits for, which the sweep of files takes.
    "deleted_message": """with old as (
            select message_id from deleted_message where at < now() - %(days)s * interval '1 day' limit %(limit)s
        ), freed as (
            update attachment a set message_id = null, created_at = least(a.created_at, now() - interval '2 days')
            from old where a.message_id = old.message_id
        )
        delete from deleted_message d using old where d.message_id = old.message_id""",
    "held_message": """delete from held_message where id in (select id from held_message
        where state in ('sent', 'undone') and changed_at < now() - %(days)s * interval '1 day' limit %(limit)s)""",
}


async def sweep_files(database: Database, root: Path) -> None:
    """Delete bytes older than a day that no row names: what a failed transaction or an unsent upload left behind.

    A file that several share (a canned response and the messages made with it) stays while one of them is left. What is
    attached to a draft, or to a reply that waits to leave, waits with it.
    """
    async with database.system() as tx:
        await tx.execute(
            """with gone as (delete from attachment a
                             where message_id is null and created_at < now() - interval '1 day'
                                   and not exists (select from draft d where a.id = any(d.upload_ids))
                                   and not exists (select from held_message h where a.id = any(h.upload_ids)
                                                   and h.state in ('waiting', 'stopped'))
                             returning file_key)
               delete from file f using gone where f.key = gone.file_key
                   and not exists (select from canned_file c where c.file_key = f.key)
                   and not exists (select from attachment a where a.file_key = f.key and a.brought_by is not null
                                   and a.message_id is not null)"""
        )
    old = await asyncio.to_thread(_list_old, root)
    for start in range(0, len(old), 500):
        chunk = old[start : start + 500]
        async with database.system() as tx:
            rows = await tx.rows(
                "select key from file where key = any(%(keys)s)", {"keys": [path.name for path in chunk]}
            )
        named = {row[0] for row in rows}
        orphans = [path for path in chunk if path.name not in named]
        await asyncio.to_thread(_unlink, orphans)
        if orphans:
            log.info("files.swept", count=len(orphans))


def _list_old(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    limit = time.time() - _ORPHAN_AGE_S
    return [path for path in root.glob("*/*") if path.is_file() and path.stat().st_mtime < limit]


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)

"""Every query on how the installation is: sizes and counts of all companies by the machinery's way in, no contents."""

from typing import Final, LiteralString, TypeVar

from otklik.infra.db import Tx
from otklik.system.records import (
    DatabaseRow,
    DeadJobRow,
    FilesRow,
    JobsRow,
    LagRow,
    MailRow,
    ScannerRow,
    TableRow,
    WorkersRow,
)

T = TypeVar("T")

COUNTED_TO: Final = 100_000
"""Where counting what waits in the log stops."""

_DATABASE: Final[LiteralString] = """
select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
       (select count(*) from pg_stat_activity where datname = current_database()) as connections,
       current_setting('max_connections')::int as connections_max
"""
_TABLES: Final[LiteralString] = """
select relname::text as name, pg_total_relation_size(oid) as bytes from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
order by bytes desc, name limit 10
"""
_FILES: Final[LiteralString] = "select count(*) as count, coalesce(sum(size), 0)::bigint as bytes from file"
_JOBS: Final[LiteralString] = """
select count(*) as waiting, count(*) filter (where run_at <= now()) as due,
       coalesce(extract(epoch from now() - min(run_at) filter (where run_at <= now())), 0)::bigint as oldest_s,
       (select count(*) from job_dead where workspace_id = %(workspace)s) as dead
from job
"""
_WORKERS: Final[LiteralString] = """
select count(*) as alive, min(started_at) as started_at,
       (select count(*) from lane where owner is null or until < now()) as lanes_free
from node where seen_at > now() - interval '15 seconds' and 'worker' = any(roles)
"""
_SEARCH_LAG: Final[LiteralString] = """
select count(p.id) = 0 as missing, coalesce(max(p.below), 0) as unread,
       (select count(*) from (select from event e, search_progress s
                              where (e.xid, e.id) > (s.xid, s.event_id)
                                    and e.xid < pg_snapshot_xmin(pg_current_snapshot())
                              limit %(bound)s) waiting) as behind
from search_progress p
"""
_NOTIFICATION_LAG: Final[LiteralString] = """
select count(p.id) = 0 as missing, 0::bigint as unread,
       (select count(*) from (select from event e, notification_progress s
                              where (e.xid, e.id) > (s.xid, s.event_id)
                                    and e.xid < pg_snapshot_xmin(pg_current_snapshot())
                              limit %(bound)s) waiting) as behind
from notification_progress p
"""
_LOG_LAG: Final[LiteralString] = """
select false as missing, 0::bigint as unread, count(*) as behind
from (select from event where (xid, id) > (%(xid)s::text::xid8, %(id)s)
      and xid < pg_snapshot_xmin(pg_current_snapshot()) limit %(bound)s) waiting
"""
_MAIL: Final[LiteralString] = """
select count(*) filter (where status = 'active') as working, count(*) filter (where status = 'failing') as failing,
       count(*) filter (where status not in ('active', 'failing')) as paused
from inbox where workspace_id = %(workspace)s and channel = 'email' and deleted_at is null
"""
_DEAD: Final[LiteralString] = """
select kind, died_at, attempts, error from job_dead where workspace_id = %(workspace)s order by id desc limit 50
"""
_MIGRATION: Final[LiteralString] = "select version_num from alembic_version"


async def find_database(tx: Tx) -> DatabaseRow:
    """Return the server and the size of our database."""
    return _one(await tx.fetch(DatabaseRow, _DATABASE))


async def list_tables(tx: Tx) -> list[TableRow]:
    """Return the ten largest tables."""
    return await tx.fetch(TableRow, _TABLES)


async def find_files(tx: Tx) -> FilesRow:
    """Return how many files there are and their size."""
    return _one(await tx.fetch(FilesRow, _FILES))


async def find_jobs(tx: Tx) -> JobsRow:
    """Return what the queue holds."""
    return _one(await tx.fetch(JobsRow, _JOBS, {"workspace": tx.workspace_id}))


async def find_workers(tx: Tx) -> WorkersRow:
    """Return who works on the queue."""
    return _one(await tx.fetch(WorkersRow, _WORKERS))


async def find_search_lag(tx: Tx) -> LagRow:
    """Return how far the search index is behind; `unread` are the messages from before it that it still reads."""
    return _one(await tx.fetch(LagRow, _SEARCH_LAG, {"bound": COUNTED_TO}))


async def find_notification_lag(tx: Tx) -> LagRow:
    """Return how far the notifications are behind."""
    return _one(await tx.fetch(LagRow, _NOTIFICATION_LAG, {"bound": COUNTED_TO}))


async def find_log_lag(tx: Tx, xid: int, event_id: int) -> LagRow:
    """Return how many settled events lie after a place in the log."""
    return _one(await tx.fetch(LagRow, _LOG_LAG, {"xid": str(xid), "id": event_id, "bound": COUNTED_TO}))


async def find_mail(tx: Tx) -> MailRow:
    """Return how the company's e-mail channels are."""
    return _one(await tx.fetch(MailRow, _MAIL, {"workspace": tx.workspace_id}))


async def count_calling(tx: Tx) -> int:
    """Return how many website chats take calls."""
    return int(
        await tx.value(
            """select count(*) from inbox where workspace_id = %(workspace)s and channel = 'webchat'
               and deleted_at is null and settings->>'calls' in ('online', 'hours')""",
            {"workspace": tx.workspace_id},
        )
    )


async def list_dead_jobs(tx: Tx) -> list[DeadJobRow]:
    """Return the last jobs of the company that failed for good."""
    return await tx.fetch(DeadJobRow, _DEAD, {"workspace": tx.workspace_id})


async def find_migration(tx: Tx) -> str:
    """Return the version of the schema."""
    return str(await tx.value(_MIGRATION))


def _one(rows: list[T]) -> T:
    return rows[0]


async def find_scanner(tx: Tx) -> ScannerRow | None:
    """Return how the antivirus of the installation is, None without one."""
    return await tx.find(
        ScannerRow,
        """select works, said,
                  (select count(*)::int from file where scan in ('unchecked', 'unreachable')) as waiting,
                  (select count(*)::int from file where scan = 'infected') as infected
           from scanner""",
    )

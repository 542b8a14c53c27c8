"""The statements of the job table: lease lanes, take what is due, finish, retry, bury."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from otklik.infra.db import Tx

LEASE_S = 5
_ERROR_LIMIT = 2000


class TakenJob(Struct, frozen=True, kw_only=True):
    """A job in the hands of a worker."""

    id: int
    workspace_id: int
    lane: int
    key: str
    kind: str
    payload: dict[str, Any]
    attempts: int
    max_attempts: int
    version: int
    run_at: datetime


async def renew_lanes(tx: Tx, owner: UUID) -> set[int]:
    """Renew this worker's lanes, take free ones up to a fair share of the living workers, give back the excess."""
    await tx.execute(
        """insert into node (id, roles) values (%(owner)s, '{worker}')
           on conflict (id) do update set seen_at = now()""",
        {"owner": owner},
    )
    rows = await tx.rows(
        """with share as (
               select ceil(64.0 / greatest(count(*), 1))::int as lanes
               from node where seen_at > now() - interval '5 seconds' and 'worker' = any(roles)
           ), mine as (
               select id from lane where owner = %(owner)s order by id limit (select lanes from share)
           ), free as (
               select id from lane where owner is null or until < now()
               order by id limit greatest((select lanes from share) - (select count(*) from mine), 0)
               for update skip locked
           ), released as (
               update lane set owner = null, until = null
               where owner = %(owner)s and until >= now() and id not in (select id from mine)
           )
           update lane set owner = %(owner)s, until = now() + %(lease)s * interval '1 second'
           where id in (select id from mine union select id from free) returning id""",
        {"owner": owner, "lease": LEASE_S},
    )
    return {row[0] for row in rows}


async def release_lanes(tx: Tx, owner: UUID) -> None:
    """Give every lane back at a graceful stop, so that nobody waits for the lease."""
    await tx.execute("update lane set owner = null, until = null where owner = %(owner)s", {"owner": owner})
    await tx.execute("delete from node where id = %(owner)s", {"owner": owner})


async def take_due(tx: Tx, lanes: Sequence[int], busy_keys: Sequence[str], limit: int) -> list[TakenJob]:
    """Return due jobs of these lanes in order, leaving out keys that are being worked on."""
    return await tx.fetch(
        TakenJob,
        """select id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at
           from job where lane = any(%(lanes)s) and run_at <= now() and not key = any(%(busy)s)
           order by run_at, id limit %(limit)s""",
        {"lanes": list(lanes), "busy": list(busy_keys), "limit": limit},
    )


async def finish(tx: Tx, job: TakenJob, owner: UUID) -> bool:
    """Delete a done job; False when the lane was lost meanwhile. A job deferred again meanwhile stays."""
    rows = await tx.rows(
        """with held as (select 1 from lane where id = %(lane)s and owner = %(owner)s for share),
           gone as (delete from job where id = %(id)s and version = %(version)s and exists (select from held))
           select exists (select from held)""",
        {"id": job.id, "version": job.version, "lane": job.lane, "owner": owner},
    )
    return bool(rows[0][0])


async def postpone(tx: Tx, job: TakenJob, delay_s: float, *, attempts: int) -> None:
    """Run the job again later, unless somebody has already asked for an earlier time."""
    await tx.execute(
        """update job set attempts = %(attempts)s,
               run_at = case when version = %(version)s then now() + %(delay)s * interval '1 second' else run_at end
           where id = %(id)s""",
        {"id": job.id, "version": job.version, "delay": delay_s, "attempts": attempts},
    )


async def bury(tx: Tx, job: TakenJob, error: str) -> None:
    """Move a job that failed for good to the visible list of the dead."""
    await tx.execute(
        """with gone as (delete from job where id = %(id)s returning *)
           insert into job_dead (id, workspace_id, lane, key, kind, payload, attempts, error, created_at)
           select id, workspace_id, lane, key, kind, payload, %(attempts)s, %(error)s, created_at from gone
           on conflict (id) do nothing""",
        {"id": job.id, "attempts": job.attempts + 1, "error": error[:_ERROR_LIMIT]},
    )


async def revive(tx: Tx, job_id: int) -> bool:
    """Put a dead job back to work; False when there is none such."""
    return bool(
        await tx.execute(
            """with back as (delete from job_dead where id = %(id)s returning *)
               insert into job (workspace_id, lane, key, kind, payload)
               select workspace_id, lane, key, kind, payload from back""",
            {"id": job_id},
        )
    )


async def cancel(tx: Tx, kind: str, unique_key: str) -> bool:
    """Take back a timer that has not fired; False when it has, or never was."""
    return bool(
        await tx.execute(
            "delete from job where kind = %(kind)s and unique_key = %(key)s", {"kind": kind, "key": unique_key}
        )
    )


async def claim_period(tx: Tx, name: str, every_s: float) -> bool:
    """Claim the next turn of a periodic task for this process; one process wins."""
    await tx.execute(
        "insert into schedule (name, next_run) values (%(name)s, now()) on conflict do nothing", {"name": name}
    )
    return bool(
        await tx.execute(
            """update schedule set next_run = now() + %(every)s * interval '1 second' where name = (
                   select name from schedule where name = %(name)s and next_run <= now() for update skip locked)""",
            {"name": name, "every": every_s},
        )
    )

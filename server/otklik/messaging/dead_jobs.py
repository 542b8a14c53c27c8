"""Jobs that failed for good: seen, put back to work, or thrown away. Their payloads are not shown."""

from datetime import datetime

from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.infra.db import Tx
from otklik.infra.jobs.queue import revive
from otklik.kit.errors import NotFound
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page


class NoSuchDeadJob(NotFound):
    """No such job among the dead of this workspace."""

    code = "dead_job_not_found"


class DeadJob(Struct, frozen=True, kw_only=True):
    """A job that was tried often enough."""

    id: int
    kind: str
    at: datetime
    attempts: int
    error: str


async def list_dead_jobs(tx: Tx, cursor: str | None, limit: int) -> Page[DeadJob]:
    """Return dead jobs of the workspace, the newest first."""
    before = decode_cursor(cursor, IdCursor).id if cursor else None
    rows = await tx.fetch(
        DeadJob,
        """select id, kind, died_at as at, attempts, error from job_dead
           where workspace_id = %(workspace)s and id < coalesce(%(before)s::bigint, 9223372036854775807)
           order by id desc limit %(limit)s""",
        {"workspace": tx.workspace_id, "before": before, "limit": limit + 1},
    )
    return make_page(rows, limit, lambda row: IdCursor(row.id))


async def retry_dead_job(tx: Tx, actor: Actor, job_id: int) -> None:
    """Put a dead job back to work; raises NoSuchDeadJob."""
    job = await _lock(tx, job_id)
    await revive(tx, job.id)
    await write_audit(tx, actor, "dead_job.retried", ("job", job.id), {"kind": job.kind})


async def delete_dead_job(tx: Tx, actor: Actor, job_id: int) -> None:
    """Throw a dead job away; raises NoSuchDeadJob."""
    job = await _lock(tx, job_id)
    await tx.execute("delete from job_dead where id = %(id)s", {"id": job.id})
    await write_audit(tx, actor, "dead_job.deleted", ("job", job.id), {"kind": job.kind})


async def _lock(tx: Tx, job_id: int) -> DeadJob:
    found = await tx.find(
        DeadJob,
        """select id, kind, died_at as at, attempts, error from job_dead
           where id = %(id)s and workspace_id = %(workspace)s for update""",
        {"id": job_id, "workspace": tx.workspace_id},
    )
    if found is None:
        raise NoSuchDeadJob("no such job")
    return found

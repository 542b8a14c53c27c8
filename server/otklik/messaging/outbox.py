"""The outbox: replies waiting to be sent, one line per person, the head first.

A row is claimed before the provider is called and settled after; a claim without a result (the process died in
between) means that nobody knows, and is marked uncertain, never sent again by itself.
"""

from datetime import datetime
from typing import Any

from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.conversations.events import MessageQueued
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job

DISPATCH_JOB = "messaging.dispatch"


class OutboxRow(Struct, frozen=True, kw_only=True):
    """The head of a line. `part` is the next part to send, `late_s` how long it may still wait (negative: due)."""

    message_id: int
    workspace_id: int
    conversation_id: int
    inbox_id: int
    identity_id: int
    state: str
    part: int
    attempts: int
    wait_s: float
    age_s: float
    queued_at: datetime


async def enqueue(tx: Tx, event: MessageQueued) -> None:
    """Put a queued message into its line and wake the sender, in the transaction that posted it.

    One that is sent again begins at the first part that has not arrived.
    """
    data: dict[str, Any] = event.data or {}
    await tx.execute(
        """insert into outbox (message_id, workspace_id, conversation_id, inbox_id, identity_id, part)
           values (%(message)s, %(workspace)s, %(conversation)s, %(inbox)s, %(identity)s,
                   (select coalesce(max(part) + 1, 0) from delivery
                    where message_id = %(message)s and status in ('sent', 'delivered', 'read')))
           on conflict (message_id) do update
               set state = 'queued', not_before = now(), attempts = 0, queued_at = now()""",
        {
            "message": event.message_id, "workspace": event.workspace_id, "conversation": event.conversation_id,
            "inbox": data["inbox_id"], "identity": data["identity_id"],
        },
    )  # fmt: skip
    tx.defer(dispatch_job(event.workspace_id, data["inbox_id"], data["identity_id"]))


def dispatch_job(workspace_id: int, inbox_id: int, identity_id: int, delay_s: float = 0) -> Job:
    """The job that empties one person's line; all lines of an inbox share a lane, hence one rate limiter."""
    return Job(
        workspace_id=workspace_id, kind=DISPATCH_JOB, key=f"line:{identity_id}", lane_key=f"inbox:{inbox_id}",
        unique_key=str(identity_id), payload={"identity_id": identity_id, "inbox_id": inbox_id}, delay_s=delay_s,
        max_attempts=30_000,
    )  # fmt: skip


async def find_head(tx: Tx, identity_id: int) -> OutboxRow | None:
    """Return the first message of a person's line."""
    return await tx.find(
        OutboxRow,
        """select message_id, workspace_id, conversation_id, inbox_id, identity_id, state, part, attempts,
                  extract(epoch from not_before - now())::float8 as wait_s,
                  extract(epoch from now() - queued_at)::float8 as age_s, queued_at
           from outbox where identity_id = %(identity)s order by message_id limit 1 for update""",
        {"identity": identity_id},
    )


async def claim(tx: Tx, row: OutboxRow) -> None:
    """Say that the next part is about to be sent."""
    await tx.execute(
        """update outbox set state = 'sending', attempts = attempts + 1, claimed_at = now()
           where message_id = %(id)s""",
        {"id": row.message_id},
    )


async def holds_claim(tx: Tx, row: OutboxRow) -> bool:
    """Whether the claim made for `row` still stands; a worker that slept too long finds that it does not."""
    return bool(
        await tx.value(
            """select 1 from outbox where message_id = %(id)s and state = 'sending' and attempts = %(attempts)s + 1
               for update""",
            {"id": row.message_id, "attempts": row.attempts},
        )
    )


async def release(tx: Tx, message_id: int, delay_s: float) -> None:
    """Let the message try again later."""
    await tx.execute(
        """update outbox set state = 'queued', not_before = now() + %(delay)s * interval '1 second', claimed_at = null
           where message_id = %(id)s""",
        {"id": message_id, "delay": delay_s},
    )


async def advance(tx: Tx, message_id: int) -> None:
    """A part is done; the next one may go at once."""
    await tx.execute(
        """update outbox set state = 'queued', part = part + 1, attempts = 0, claimed_at = null
           where message_id = %(id)s""",
        {"id": message_id},
    )


async def remove(tx: Tx, message_id: int) -> None:
    """The message has left the line, for better or worse."""
    await tx.execute("delete from outbox where message_id = %(id)s", {"id": message_id})


async def record_part(
    tx: Tx, row: OutboxRow, status: str, *, external_id: str | None = None, error: dict[str, str] | None = None
) -> None:
    """Record what became of the part."""
    await tx.execute(
        """insert into delivery (message_id, part, workspace_id, inbox_id, external_id, status, error)
           values (%(message)s, %(part)s, %(workspace)s, %(inbox)s, %(external)s, %(status)s, %(error)s)
           on conflict (message_id, part) do update set external_id = excluded.external_id, status = excluded.status,
               error = excluded.error, at = now()""",
        {
            "message": row.message_id, "part": row.part, "workspace": row.workspace_id, "inbox": row.inbox_id,
            "external": external_id, "status": status, "error": Jsonb(error) if error else None,
        },
    )  # fmt: skip


class Waiting(Struct, frozen=True):
    """How far a waiting message is."""

    state: str
    part: int


async def lock_row(tx: Tx, message_id: int) -> Waiting | None:
    """Return how far a message in its line is, locked against the sender; None when it is in no line."""
    return await tx.find(
        Waiting,
        "select state, part from outbox where message_id = %(id)s and workspace_id = %(workspace)s for update",
        {"id": message_id, "workspace": tx.workspace_id},
    )


async def list_external_ids(tx: Tx, message_id: int) -> tuple[str, ...]:
    """Return the provider's ids of the parts that arrived, in order."""
    rows = await tx.rows(
        """select external_id from delivery
           where message_id = %(id)s and workspace_id = %(workspace)s and external_id is not null
                 and status in ('sent', 'delivered', 'read') order by part""",
        {"id": message_id, "workspace": tx.workspace_id},
    )
    return tuple(row[0] for row in rows)

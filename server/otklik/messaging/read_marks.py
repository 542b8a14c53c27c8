"""Shows the customer that they were read, where the channel can: when the one who has the conversation reads it.

A supervisor who looks in is no reader, and neither is a colleague: nobody would answer.
"""

import asyncio

import structlog
from msgspec import Struct

from otklik.channelkit.channel import MarksRead
from otklik.channelkit.registry import Registry
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import JobContext
from otklik.messaging.directory import Directory

log = structlog.get_logger(__name__)

MARK_READ_JOB = "messaging.mark_read"
_TIMEOUT_S = 20


class _Spot(Struct, frozen=True):
    """The newest of the customer's messages that was read, and the way it came."""

    message_id: int
    external_id: str
    identity_id: int
    inbox_id: int
    channel: str


_FIND = """
select m.id as message_id, m.external_id, m.identity_id, m.inbox_id, b.channel
from conversation c
cross join lateral (
    select id, external_id, identity_id, inbox_id from message
    where conversation_id = c.id and direction = 'in' and seq <= %(seq)s and kind <> 'button_press'
    order by seq desc limit 1) m
join inbox b on b.id = m.inbox_id and b.deleted_at is null
where c.id = %(id)s and c.workspace_id = %(workspace)s and c.assignee_id = %(operator)s and m.external_id is not null
"""


async def pass_read_mark(tx: Tx, registry: Registry, conversation_id: int, reader: tuple[int, int]) -> None:
    """Have the customer told that the reader (operator's id, up to which number) has read what they wrote."""
    operator_id, seq = reader
    params = {"id": conversation_id, "workspace": tx.workspace_id, "operator": operator_id, "seq": seq}
    spot = await tx.find(_Spot, _FIND, params)
    if spot is None or not isinstance(registry.get(spot.channel), MarksRead):
        return
    tx.defer(
        Job(
            workspace_id=tx.workspace_id, kind=MARK_READ_JOB, key=f"read:{spot.identity_id}",
            unique_key=f"read:{spot.identity_id}", max_attempts=2,
            payload={"inbox_id": spot.inbox_id, "identity_id": spot.identity_id, "external_id": spot.external_id},
        )
    )  # fmt: skip


class ReadMarker:
    """Tells providers: the handler of `MARK_READ_JOB`."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def run(self, job: TakenJob, context: JobContext) -> None:
        """Mark what was read; a mark that is late or refused is dropped."""
        inbox = await self._directory.by_id(int(job.payload["inbox_id"]))
        if inbox is None or not isinstance(inbox.channel, MarksRead) or inbox.record.status == "paused":
            return
        async with context.database.workspace(job.workspace_id) as tx:
            person = await tx.value(
                "select external_id from identity where id = %(id)s and workspace_id = %(workspace)s and reachable",
                {"id": int(job.payload["identity_id"]), "workspace": job.workspace_id},
            )
        if person is None:
            return
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                await inbox.channel.mark_read(
                    str(job.payload["external_id"]), str(person), self._directory.context(inbox)
                )
        except TimeoutError:
            log.info("read_marks.too_late", channel=inbox.record.channel)
        except Exception:
            log.exception("read_marks.channel_raised", channel=inbox.record.channel)
